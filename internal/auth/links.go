package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// SetUpDraft is what the first visitor of a new installation types.
type SetUpDraft struct {
	Operator string `form:"operator"` // name of the company that runs the installation
	Name     string `form:"person"`
	Email    string `form:"email"`
	Password string `form:"password"`
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

// CheckLink is nil while a link with this secret works for a purpose. name is
// the person it is for, or "".
func (s *Sessions) CheckLink(ctx context.Context, purpose user.Purpose, secret string) (name string, err error) {
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		l, err := user.FindLink(tx, purpose, secret)
		if err != nil || l.UserID == "" {
			return err
		}
		u, err := user.Find(tx, l.UserID)
		name = u.Name
		return err
	})
	return name, fault.Wrap("check link", err)
}

// SetUp creates the operator and its first admin by a one-time link, and
// answers the secret of their session.
func (s *Sessions) SetUp(ctx context.Context, link string, in SetUpDraft, b Browser) (secret string, err error) {
	hash, problem, err := s.newPassword(ctx, in.Password)
	if err != nil {
		return "", err
	}
	admin := user.PersonDraft{Name: in.Name, Email: in.Email}
	root := access.Caller{Account: db.NewKey(), Kind: access.Operator, SeatKind: access.Operator, Request: b.Request}
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
		tx.By.Name = admin.Name
		operator, err := account.FoundOperator(tx, in.Operator, problems)
		if err != nil {
			return err
		}
		u, err := user.Add(tx, operator, admin, access.OperatorAdmin)
		if err != nil {
			return err
		}
		if err := user.GivePassword(tx, u.ID, hash); err != nil {
			return err
		}
		secret, err = open(tx, u, b)
		return err
	})
	return secret, fault.Wrap("set up", err)
}

// SetPassword gives the person of a one-time link their first password, and
// answers the secret of their session.
func (s *Sessions) SetPassword(ctx context.Context, link, password string, b Browser) (secret string, err error) {
	hash, problem, err := s.newPassword(ctx, password)
	if err != nil {
		return "", err
	}
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		l, err := user.FindLink(tx, user.SetPassword, link)
		if err != nil {
			return err
		}
		if err := problem.Err(); err != nil {
			return err
		}
		if err := user.UseLink(tx, l); err != nil {
			return err
		}
		u, err := user.Find(tx, l.UserID)
		if err != nil {
			return err
		}
		if err := user.GivePassword(tx, u.ID, hash); err != nil {
			return err
		}
		if err := recordAtHome(tx, u, event.PasswordSet, b.Request); err != nil {
			return err
		}
		secret, err = open(tx, u, b)
		return err
	})
	return secret, fault.Wrap("set password", err)
}

// newPassword checks and hashes a new password, outside any transaction
// because hashing takes its time.
func (s *Sessions) newPassword(ctx context.Context, password string) (hash string, problem fault.Fields, err error) {
	if p := user.CheckPassword(password); p != "" {
		return "", fault.Fields{{Field: "password", Text: p}}, nil
	}
	hash, err = user.HashPassword(ctx, password)
	return hash, nil, err
}
