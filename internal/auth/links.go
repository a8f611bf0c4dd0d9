package auth

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// SetUpDraft is what the first visitor of a new installation types.
type SetUpDraft struct {
	Operator  string `form:"operator"` // name of the company that runs the installation
	FirstName string `form:"first_name"`
	LastName  string `form:"last_name"`
	Email     string `form:"email"`
	Password  string `form:"password"`
}

// Person is the first admin in it.
func (d SetUpDraft) Person() user.PersonDraft {
	return user.PersonDraft{FirstName: d.FirstName, LastName: d.LastName, Email: d.Email}
}

// OfferSetUp answers the secret of the one-time link that sets up a new
// installation, or "" when it has an operator already. An earlier link ends.
func (s *Sessions) OfferSetUp(ctx context.Context) (secret string, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		secret = ""
		_, err := account.Operator(tx)
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		secret, err = user.NewLink(tx, user.SetUp, "")
		return err
	})
	return secret, fault.Wrap("offer set-up", err)
}

// CheckSetUp is nil while the link with this secret sets up the installation.
func (s *Sessions) CheckSetUp(ctx context.Context, secret string) error {
	err := s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		_, err := user.FindLink(tx, user.SetUp, secret)
		return err
	})
	return fault.Wrap("check link", err)
}

// SetUp creates the operator and its first admin by a one-time link, and
// answers the secret of their session.
func (s *Sessions) SetUp(ctx context.Context, link string, in SetUpDraft, b Browser) (secret string, err error) {
	if err := s.CheckSetUp(ctx, link); err != nil {
		return "", err
	}
	hash, problem, err := newPassword(ctx, in.Password, []string{in.Operator, in.FirstName, in.LastName, in.Email, product})
	if err != nil {
		return "", err
	}
	admin := in.Person()
	root := access.Caller{Account: db.NewKey(), Kind: access.Operator, SeatKind: access.Operator, Origin: b.origin()}
	root.Seat = root.Account
	err = s.db.Do(ctx, root, func(tx *db.Tx) error {
		l, err := user.FindLink(tx, user.SetUp, link)
		if err != nil {
			return err
		}
		if err := user.UseLink(tx, l); err != nil {
			return err
		}
		problems := append(admin.Check(), problem...)
		tx.By.Name = admin.FullName()
		operator, err := account.FoundOperator(tx, in.Operator, problems)
		if err != nil {
			return err
		}
		if err := catalog.Fill(tx); err != nil {
			return err
		}
		u, err := user.Add(tx, operator, admin, access.OperatorAdmin, hash)
		if err != nil {
			return err
		}
		secret, err = open(tx, u, b)
		return err
	})
	return secret, fault.Wrap("set up", err)
}

// Invitation is what an invited person is told before they accept.
type Invitation struct {
	Seat    user.Seat
	Account account.Account
	Above   account.Account
	Until   time.Time
	Known   bool // somebody has the address already, and joins by signing in
}

// FindInvitation is the invitation of a link, while it works.
func (s *Sessions) FindInvitation(ctx context.Context, link string) (in Invitation, err error) {
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		l, seat, acct, err := user.SeatByLink(tx, link)
		if err != nil {
			return err
		}
		in = Invitation{Seat: seat, Account: acct, Until: l.ExpiresAt}
		if in.Above, err = account.Above(tx, in.Account); err != nil {
			return err
		}
		_, in.Known, err = user.ByEmail(tx, in.Seat.Email)
		return err
	})
	return in, fault.Wrap("find invitation", err)
}

// AcceptDraft is what an invited person types.
type AcceptDraft struct {
	FirstName string `form:"first_name"`
	LastName  string `form:"last_name"`
	Password  string `form:"password"`
}

// Accept makes the person of an invitation, with a password, and answers the
// secret of their session.
func (s *Sessions) Accept(ctx context.Context, link string, in AcceptDraft, b Browser) (secret string, err error) {
	words, err := s.invitedWords(ctx, link)
	if err != nil {
		return "", err
	}
	hash, problems, err := newPassword(ctx, in.Password, append(words, in.FirstName, in.LastName))
	if err != nil {
		return "", err
	}
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		l, seat, acct, err := user.SeatByLink(tx, link)
		if err != nil {
			return err
		}
		draft := user.PersonDraft{FirstName: in.FirstName, LastName: in.LastName, Email: seat.Email}
		if err := append(draft.Check(), problems...).Err(); err != nil {
			return err
		}
		u, err := user.Accept(tx, l, seat, draft, hash)
		if err != nil {
			return err
		}
		if err := recordAccepted(tx, u, seat, acct, b.origin()); err != nil {
			return err
		}
		secret, err = open(tx, u, b)
		return err
	})
	return secret, fault.Wrap("accept invitation", err)
}

// Join gives the seat of an invitation to the visitor, whose address was
// invited, and answers where they are in now.
func (s *Sessions) Join(ctx context.Context, v Visitor, link string) (h Home, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		l, seat, acct, err := user.SeatByLink(tx, link)
		if err != nil {
			return err
		}
		if err := user.Join(tx, l, seat, u); err != nil {
			return err
		}
		h = Home{Account: acct, Role: seat.Role}
		return recordAccepted(tx, u, seat, acct, v.Caller.Origin)
	})
	return h, fault.Wrap("join account", err)
}

// recordAccepted records, in the account that was joined, who joined it and
// who had invited them.
func recordAccepted(tx *db.Tx, u user.User, seat user.Seat, a account.Account, of access.Origin) error {
	tx.By = caller(u, a, a, seat.Role, of)
	return event.Record(tx, event.InvitationAccepted, a.ID, event.Subject{ID: seat.ID, Name: u.Name},
		event.Change{Field: "Role", Now: string(seat.Role)}, event.Change{Field: "Invited by", Now: seat.InvitedBy})
}
