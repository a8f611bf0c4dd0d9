// Package company keeps what companies say of themselves: the company profile,
// for their own people, and the listing in the marketplace, for everybody who
// has services.
package company

import (
	"context"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Companies are what all companies of the installation say of themselves.
type Companies struct{ db *db.DB }

// New is the companies in a database.
func New(d *db.DB) *Companies { return &Companies{d} }

// Address is where a company is. Each part may be left out.
type Address struct {
	Street   string // one line or several
	City     string
	Postcode string
	Country  string // two letters, or ""
}

// CountryName is the country as people read it, or "".
func (a Address) CountryName() string {
	if a.Country == "" {
		return ""
	}
	return account.CountryName(a.Country)
}

// Lines are the address as it is written on a letter.
func (a Address) Lines() (lines []string) {
	town := strings.TrimSpace(a.City + " " + a.Postcode)
	for _, line := range append(strings.Split(a.Street, "\n"), town, a.CountryName()) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Profile is what a company says of itself to its own people.
type Profile struct {
	AccountID    string `gorm:"primaryKey"`
	TradingName  string // the public name, which need not be the legal one
	Industry     string
	Website      string
	About        string
	Address      `gorm:"embedded"`
	EditedByName string
	EditedAt     time.Time
	Version      int64 // 0 while nothing was saved
}

// TableName is company_profiles.
func (Profile) TableName() string { return "company_profiles" }

// Owner is the account whose profile it is.
func (p Profile) Owner() string { return p.AccountID }

// View is what the page of a company profile shows.
type View struct {
	Account account.Account
	Above   account.Account // of a managed account: its partner
	Profile Profile         // of every other account
}

// Profile is the profile of the account that the caller acts in. That of a
// managed account is what its partner wrote down about it.
func (s *Companies) Profile(ctx context.Context, by access.Caller) (v View, err error) {
	if err := by.Must(access.ViewProfile); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if v.Account, err = account.Here(tx); err != nil {
			return err
		}
		if v.Account.Kind == access.Managed {
			v.Above, err = account.Above(tx, v.Account)
			return err
		}
		v.Profile, err = profileOf(tx, v.Account)
		return err
	})
	return v, fault.Wrap("find company profile", err)
}

// EditProfile changes the profile of the account that the caller acts in, and
// reports whether anything changed. An edit of an outdated version is refused
// with Conflict.
func (s *Companies) EditProfile(ctx context.Context, by access.Caller, in ProfileDraft) (changed bool, err error) {
	if err := by.Must(access.EditProfile); err != nil {
		return false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		changed, err = editProfile(tx, in)
		return err
	})
	return changed, fault.Wrap("edit company profile", err)
}

func editProfile(tx *db.Tx, in ProfileDraft) (changed bool, err error) {
	here, err := account.LockHere(tx)
	if err != nil {
		return false, err
	}
	p, err := profileOf(tx, here)
	if err != nil {
		return false, err
	}
	if in.Version != p.Version {
		return false, outdated("the company profile", p.EditedByName)
	}
	if err := in.check().Err(); err != nil {
		return false, err
	}
	was := DraftOf(p)
	p.take(in)
	changes := profileChanges(was, DraftOf(p))
	if len(changes) == 0 {
		return false, nil
	}
	p.EditedByName, p.EditedAt, p.Version = tx.By.Signature(), tx.Now, p.Version+1
	if err := tx.Replace(&p); err != nil {
		return false, err
	}
	return true, event.Record(tx, event.CompanyEdited, here.ID, event.Subject{ID: here.ID, Name: p.TradingName}, changes...)
}

// outdated says that somebody else was faster.
func outdated(what, by string) error {
	return fault.New(fault.Conflict, "%s changed %s meanwhile. What you typed stands below: look at it again, and save it to put it in the place of theirs.", by, what)
}

// profileOf is an account's profile, or the one that it begins with.
func profileOf(tx *db.Tx, a account.Account) (p Profile, err error) {
	err = tx.Own().Take(&p).Error
	if db.Missing(err) {
		return Profile{AccountID: a.ID, TradingName: a.Name, Address: Address{Country: a.Country}}, nil
	}
	return p, err
}
