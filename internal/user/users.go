package user

import (
	"context"
	"errors"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Users are all people of the installation.
type Users struct{ db *db.DB }

// New is the people in a database.
func New(d *db.DB) *Users { return &Users{d} }

// CreatePartner makes a partner or a distributor with its first Company Admin,
// and answers the secret of the link by which that person sets a password. The
// same form sent again makes nothing, and answers the account and no secret.
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
		u, err := Add(tx, a, admin, access.CompanyAdmin)
		if err != nil {
			return err
		}
		secret, err = NewLink(tx, SetPassword, u.ID)
		return err
	})
	return a, secret, fault.Wrap("create partner", err)
}

// RenewLink ends the link of a partner's or distributor's first Company Admin, who has not set
// a password yet, and answers the secret of a new one.
func (s *Users) RenewLink(ctx context.Context, by access.Caller, partner string) (a account.Account, u User, secret string, err error) {
	if err := by.Must(access.CreatePartners); err != nil {
		return a, u, "", err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if a, err = account.Find(tx, partner); err != nil {
			return err
		}
		if a.Kind != access.Partner && a.Kind != access.Distributor {
			return fault.Missing()
		}
		if u, err = waiting(tx, a.ID); err != nil {
			return err
		}
		if secret, err = NewLink(tx, SetPassword, u.ID); err != nil {
			return err
		}
		return event.Record(tx, event.LinkRenewed, a.ID, event.Subject{ID: u.ID, Name: u.Name})
	})
	return a, u, secret, fault.Wrap("renew link", err)
}

// waiting is the invited Company Admin of an account.
func waiting(tx *db.Tx, account string) (u User, err error) {
	const why = "people are reached through their seats, which are scoped"
	seats := tx.Reach().Model(&Seat{}).Select("user_id").Where("account_id = ? AND role = ?", account, access.CompanyAdmin)
	err = tx.Everywhere(why).Where("status = ? AND id IN (?)", Invited, seats).Order("id").Take(&u).Error
	if db.Missing(err) {
		return u, fault.New(fault.Conflict, "The Company Admin has set a password already. A new link is not needed.")
	}
	return u, err
}

// Waiting tells which of the accounts, at or below the caller's, still have a
// Company Admin who has not set a password.
func (s *Users) Waiting(ctx context.Context, by access.Caller, accounts []string) (names map[string]string, err error) {
	if err := by.Must(access.CreatePartners); err != nil {
		return nil, err
	}
	names = map[string]string{}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		var seats []Seat
		if err := tx.Reach().Where("account_id IN ? AND role = ?", accounts, access.CompanyAdmin).Limit(500).Find(&seats).Error; err != nil {
			return err
		}
		ids := make([]string, len(seats))
		for i, s := range seats {
			ids[i] = s.UserID
		}
		var users []User
		err := tx.Everywhere("people are reached through their seats, which are scoped").
			Where("status = ? AND id IN ?", Invited, ids).Find(&users).Error
		for _, u := range users {
			for _, seat := range seats {
				if seat.UserID == u.ID {
					names[seat.AccountID] = u.Name
				}
			}
		}
		return err
	})
	return names, fault.Wrap("find invited people", err)
}

// Add makes a person with a seat in a. An address that somebody has already is
// a problem at the field.
func Add(tx *db.Tx, a account.Account, in PersonDraft, role access.Role) (u User, err error) {
	const why = "one e-mail address is one person over the whole installation"
	u = User{ID: db.NewID(tx.Now), Name: in.Name, Email: in.Email, EmailFold: FoldEmail(in.Email), Status: Invited, CreatedAt: tx.Now}
	var n int64
	if err := tx.Everywhere(why).Model(&User{}).Where("email_fold = ?", u.EmailFold).Count(&n).Error; err != nil {
		return u, err
	}
	if n > 0 {
		return u, fault.Fields{{Field: "email", Text: "Somebody has this e-mail address already. One address is one person"}}.Err()
	}
	if err := tx.Put(why, &u); err != nil {
		return u, err
	}
	return u, tx.Insert(&Seat{AccountID: a.ID, UserID: u.ID, Role: role, CreatedAt: tx.Now})
}

// GivePassword stores an invited person's first password, already hashed, and
// lets them sign in. A link changes nothing for anybody else.
func GivePassword(tx *db.Tx, id, hash string) error {
	res := tx.Everywhere("a person's own password").Model(&User{}).Where("id = ? AND status = ?", id, Invited).
		Updates(map[string]any{"password_hash": hash, "status": Active})
	if res.Error == nil && res.RowsAffected == 0 {
		return linkOver()
	}
	return res.Error
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

// SeatsOf are a person's seats, at most a hundred.
func SeatsOf(tx *db.Tx, user string) (seats []Seat, err error) {
	return seats, tx.Everywhere("a person's own seats say where they may be").Where("user_id = ?", user).
		Order("created_at, account_id").Limit(100).Find(&seats).Error
}
