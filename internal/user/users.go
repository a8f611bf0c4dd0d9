package user

import (
	"context"
	"errors"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Users are all people of the installation.
type Users struct{ db *db.DB }

// New is the people in a database.
func New(d *db.DB) *Users { return &Users{d} }

// CreatePartner makes a partner, a distributor or a direct account and invites its
// first Company Admin, and answers the secret of the invitation. The same form
// sent again makes nothing, and answers the account and no secret.
func (s *Users) CreatePartner(ctx context.Context, by access.Caller, in account.PartnerDraft, admin PersonDraft) (a account.Account, secret string, err error) {
	if err := by.Must(access.CreatePartners); err != nil {
		return a, "", err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		secret = ""
		problems := admin.Check()
		made := false
		if a, made, err = account.Found(tx, in, account.Domain(admin.Email), problems); err != nil || !made {
			return err
		}
		seat := Seat{ID: db.NewID(tx.Now), AccountID: a.ID, Role: access.AdminOf(a.Kind)}
		seat.call(admin.FirstName, admin.LastName, admin.Email)
		secret, err = invite(tx, a, seat)
		return err
	})
	return a, secret, fault.Wrap("create partner", err)
}

// firstInvited is a query over the invited seats of accounts in which nobody
// has accepted yet: once somebody has, inviting others is the account's own affair.
func firstInvited(tx *db.Tx) *gorm.DB {
	return tx.Reach().Where("seats.status = 'invited'").
		Where("NOT EXISTS (SELECT 1 FROM seats others WHERE others.account_id = seats.account_id AND others.status <> 'invited')")
}

// RenewLink ends the invitation of the first Company Admin of a partner, a
// distributor or a direct account, who has not accepted yet, and answers the secret of a new one.
func (s *Users) RenewLink(ctx context.Context, by access.Caller, partner string) (a account.Account, seat Seat, secret string, err error) {
	if err := by.Must(access.CreatePartners); err != nil {
		return a, seat, "", err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if a, err = account.Find(tx, partner); err != nil {
			return err
		}
		if a.Kind == access.Managed || a.Kind == access.Operator {
			return fault.Missing()
		}
		err := tx.Lock(firstInvited(tx)).Where("account_id = ? AND role = ?", a.ID, access.AdminOf(a.Kind)).Order("id").Take(&seat).Error
		if db.Missing(err) {
			return fault.New(fault.Conflict, "The Company Admin has accepted already. A new link is not needed.")
		}
		if err != nil {
			return err
		}
		secret, err = inviteAgain(tx, a, &seat)
		return err
	})
	return a, seat, secret, fault.Wrap("renew link", err)
}

// Waiting tells which of the accounts, at or below the caller's, wait for their
// first Company Admin to accept the invitation.
func (s *Users) Waiting(ctx context.Context, by access.Caller, accounts []string) (names map[string]string, err error) {
	if err := by.Must(access.CreatePartners); err != nil {
		return nil, err
	}
	names = map[string]string{}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		var seats []Seat
		err := firstInvited(tx).Where("account_id IN ? AND role = ?", accounts, access.CompanyAdmin).Limit(500).Find(&seats).Error
		for _, s := range seats {
			names[s.AccountID] = s.Name
		}
		return err
	})
	return names, fault.Wrap("find invited people", err)
}

// Add makes a person with a password and a seat in a. An address that somebody
// has already is a problem at the field.
func Add(tx *db.Tx, a account.Account, in PersonDraft, role access.Role, hash string) (u User, err error) {
	if u, err = add(tx, in, hash); err != nil {
		return u, err
	}
	seat := SeatOf(u, db.NewID(tx.Now), a.ID, role, tx.By.Name, tx.Now)
	seat.ParentID = a.ParentID
	return u, tx.Insert(&seat)
}

// add makes a person.
func add(tx *db.Tx, in PersonDraft, hash string) (u User, err error) {
	const why = "one e-mail address is one person over the whole installation"
	u = User{
		ID: db.NewID(tx.Now), FirstName: in.FirstName, LastName: in.LastName, Name: in.FullName(), Email: in.Email, EmailFold: FoldEmail(in.Email),
		PasswordHash: hash, Status: Active, CreatedAt: tx.Now,
	}
	var n int64
	if err := tx.Everywhere(why).Model(&User{}).Where("email_fold = ?", u.EmailFold).Count(&n).Error; err != nil {
		return u, err
	}
	if n > 0 {
		return u, fault.Fields{{Field: "email", Text: "Somebody has this e-mail address already. One address is one person"}}.Err()
	}
	return u, tx.Put(why, &u)
}

// ByEmail is the person with an address; ok is false when there is none.
func ByEmail(tx *db.Tx, email string) (u User, ok bool, err error) {
	err = tx.Everywhere("nobody is signed in yet").Where("email_fold = ?", FoldEmail(email)).Take(&u).Error
	if db.Missing(err) {
		return u, false, nil
	}
	return u, err == nil, err
}

// Find is one person.
func Find(tx *db.Tx, id string) (u User, err error) {
	err = tx.Everywhere("a person is one, whatever the seats").Where("id = ?", id).Take(&u).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return u, fault.Missing()
	}
	return u, err
}

// Change writes some columns of a person.
func Change(tx *db.Tx, id string, columns map[string]any) error {
	return tx.Everywhere("a person is one, whatever the seats").Model(&User{}).Where("id = ?", id).Updates(columns).Error
}

// Rehash keeps the same password of u in another form, unless it was changed
// meanwhile.
func Rehash(tx *db.Tx, u User, hash string) error {
	return tx.Everywhere("a person is one, whatever the seats").Model(&User{}).Where("id = ? AND password_hash = ?", u.ID, u.PasswordHash).
		Update("password_hash", hash).Error
}
