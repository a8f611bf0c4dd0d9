package company

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// Listing is what the marketplace says of a company.
type Listing struct {
	ID           string // what others know it by
	AccountID    string
	Listed       bool // everybody with services sees it
	Name         string
	Sort         string // the name as it is sorted
	Search       string // the name, what is offered and where, as it is searched
	Bio          string
	Email        string
	Website      string
	Phone        string // E.164, or ""
	Address      `gorm:"embedded"`
	Offers       []string `gorm:"serializer:json"` // services, in a few words each
	LinkedIn     string
	X            string
	Other        string
	EditedByName string
	EditedAt     time.Time
	Version      int64 // 0 while nothing was saved
	Masked       bool  `gorm:"-"` // the e-mail address and the phone number are not shown, and so neither typed nor published
}

// Owner is the account that the listing is about.
func (l Listing) Owner() string { return l.AccountID }

// mask hides how to reach a company that does not publish it from who may not
// read that.
func (l *Listing) mask(by access.Caller) {
	if l.Masked = by.Masked() && !l.Listed; l.Masked {
		l.Email, l.Phone = by.MaskEmail(l.Email), by.MaskNumber(l.Phone)
	}
}

// Publishable is nil for who may make a listing public that is not. Nobody
// publishes what they see masked.
func Publishable(by access.Caller) error {
	return by.InPerson("Publishing the marketplace profile")
}

// describe gives the listing what is derived from its texts.
func (l *Listing) describe() {
	l.Sort = first(account.Bare(l.Name), longestSort)
	l.Search = first(account.Bare(strings.Join(slices.Concat([]string{l.Name}, l.Offers, []string{l.City, l.CountryName()}), "\n")), longestSearch)
}

// PostgreSQL takes 2,704 bytes into an index.
const (
	longestSort   = 500
	longestSearch = 4000
)

func first(s string, bytes int) string { return strings.ToValidUTF8(s[:min(len(s), bytes)], "") }

// OwnListing is the listing of the caller's own company. A managed account has none.
func (s *Companies) OwnListing(ctx context.Context, by access.Caller) (here account.Account, l Listing, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if here, err = account.Here(tx); err != nil {
			return err
		}
		if err := mayList(tx, here, access.ViewListing); err != nil {
			return err
		}
		l, err = listingOf(tx, here)
		l.mask(by)
		return err
	})
	return here, l, fault.Wrap("find marketplace profile", err)
}

// EditListing changes the listing of the caller's own company, and reports
// whether anything changed. An edit of an outdated version is refused with
// Conflict.
func (s *Companies) EditListing(ctx context.Context, by access.Caller, in ListingDraft) (l Listing, changed bool, err error) {
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		if err := mayList(tx, here, access.EditListing); err != nil {
			return err
		}
		l, changed, err = editListing(tx, here, in)
		l.mask(by)
		return err
	})
	return l, changed, fault.Wrap("edit marketplace profile", err)
}

// mayList is nil when the caller has p. In a managed account the refusal says
// why nobody has.
func mayList(tx *db.Tx, here account.Account, p access.Permission) error {
	if here.Kind == access.Managed {
		view, err := setting.Of(tx, setting.About(here))
		if err != nil {
			return err
		}
		for _, v := range view {
			if v.Name == setting.MarketplaceProfile && v.Source == setting.Fixed {
				return fault.New(fault.Forbidden, "%s", v.Reason)
			}
		}
	}
	return tx.By.Must(p)
}

func editListing(tx *db.Tx, here account.Account, in ListingDraft) (l Listing, changed bool, err error) {
	if l, err = listingOf(tx, here); err != nil {
		return l, false, err
	}
	if in.Version != l.Version {
		return l, false, outdated("the marketplace profile", l.EditedByName)
	}
	if tx.By.Masked() && !l.Listed { // what was not shown is not typed: it stays
		if in.Visible == Public {
			return l, false, Publishable(tx.By)
		}
		in.Email, in.Phone = l.Email, l.Phone
	}
	offers, problems := in.check()
	if err := problems.Err(); err != nil {
		return l, false, err
	}
	was := ListingDraftOf(l)
	l.take(in, offers)
	changes := listingChanges(was, ListingDraftOf(l))
	if len(changes) == 0 {
		return l, false, nil
	}
	if l.ID == "" {
		l.ID = db.NewKey()
	}
	l.EditedByName, l.EditedAt, l.Version = tx.By.Signature(), tx.Now, l.Version+1
	if err := tx.Replace(&l); err != nil {
		return l, false, err
	}
	return l, true, event.Record(tx, event.ListingEdited, here.ID, event.Subject{ID: here.ID, Name: l.Name}, changes...)
}

// listingOf is an account's listing, or the one that it begins with.
func listingOf(tx *db.Tx, a account.Account) (l Listing, err error) {
	err = tx.Own().Take(&l).Error
	if db.Missing(err) {
		return Listing{AccountID: a.ID, Name: a.Name, Address: Address{Country: a.Country}}, nil
	}
	return l, err
}
