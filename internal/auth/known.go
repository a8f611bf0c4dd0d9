package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// product is what a password is never to repeat in any installation.
const product = "Tenantry"

// mostHomes bounds the accounts whose names a password is compared with.
const mostHomes = 20

// wordsOf is what others know of u: their names and address, the accounts where
// they have a seat, those above, and who runs the portal.
func wordsOf(tx *db.Tx, u user.User) (words []string, err error) {
	words = []string{u.FirstName, u.LastName, u.Email, product}
	homes, err := seated(tx, u.ID)
	if err != nil {
		return nil, err
	}
	for _, h := range homes[:min(mostHomes, len(homes))] {
		above, err := account.Above(tx, h.Account)
		if err != nil {
			return nil, err
		}
		words = append(words, h.Name, h.Reference, above.Name)
	}
	return withOperator(tx, words)
}

// withOperator adds who runs the portal to words, once somebody does.
func withOperator(tx *db.Tx, words []string) ([]string, error) {
	operator, err := account.Operator(tx)
	if fault.Is(err, fault.NotFound) {
		return words, nil
	}
	return append(words, operator.Name), err
}

// Known is what others know of the visitor, and a password therefore is not
// made of.
func (s *Sessions) Known(ctx context.Context, v Visitor) (words []string, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		if v.User.ID == "" {
			words, err = withOperator(tx, []string{product})
			return err
		}
		u, err := user.Find(tx, v.User.ID)
		if err == nil {
			words, err = wordsOf(tx, u)
		}
		return err
	})
	return words, fault.Wrap("find known words", err)
}

// KnownByLink is what others know of the person who has a link, to replace a
// password or to accept an invitation; nothing while it does not work.
func (s *Sessions) KnownByLink(ctx context.Context, purpose user.Purpose, link string) (words []string, err error) {
	if purpose == user.Invitation {
		words, err = s.invitedWords(ctx, link)
	} else {
		_, words, err = s.resetting(ctx, link)
	}
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return words, err
}

// invitedWords is what others know of who is invited by a link.
func (s *Sessions) invitedWords(ctx context.Context, link string) (words []string, err error) {
	in, err := s.FindInvitation(ctx, link)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		words, err = withOperator(tx, []string{in.Seat.FirstName, in.Seat.LastName, in.Seat.Email, in.Account.Name, in.Account.Reference, in.Above.Name, product})
		return err
	})
	return words, fault.Wrap("find known words", err)
}
