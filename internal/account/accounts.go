package account

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Accounts are all accounts of the installation.
type Accounts struct{ db *db.DB }

// New is the accounts in a database.
func New(d *db.DB) *Accounts { return &Accounts{d} }

// Create makes a managed account under the caller's partner. It is always
// new; nothing converts an account to a managed one or back (seed 000). The
// same form sent again answers the account that it made the first time.
func (s *Accounts) Create(ctx context.Context, by access.Caller, in Draft) (a Account, err error) {
	if err := by.Must(access.CreateAccounts); err != nil {
		return a, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		partner, err := lockOwn(tx)
		if err != nil {
			return err
		}
		a, err = create(tx, partner, in)
		return err
	})
	return a, fault.Wrap("create account", err)
}

// create is Create inside a transaction that holds the partner.
func create(tx *db.Tx, partner Account, in Draft) (a Account, err error) {
	key := db.NewKey() // a taken one fails on the primary key, and the transaction runs again with another
	earlier, err := tx.Once(in.Token, key)
	if err != nil {
		return a, err
	}
	if earlier != "" {
		return Find(tx, earlier)
	}
	a = Account{
		ID: key, Kind: access.Managed, ParentID: partner.ID, Support: partner.Support, Status: Active,
		CreatedAt: tx.Now, CreatedBy: tx.By.Name, Version: 1,
	}
	c, problems := in.check(partner, a.Support)
	a.rename(Tidy(in.Name), Tidy(in.Reference))
	a.reach(c.phone, c.email)
	if err := unique(tx, a, &problems); err != nil {
		return a, err
	}
	if err := problems.Err(); err != nil {
		return a, err
	}
	if err := add(tx, a); err != nil {
		return a, err
	}
	return a, recordCreated(tx, a, c)
}

// add writes a new account below the caller's and counts it there.
func add(tx *db.Tx, a Account) error {
	if err := tx.Insert(&a); err != nil {
		return err
	}
	if err := tx.Descend(a.ParentID, a.ID); err != nil {
		return err
	}
	if err := tx.MakeFindable(a.ParentID, a.ID, a.Search); err != nil {
		return err
	}
	return recount(tx, Tally{}, a.Counts())
}

func recordCreated(tx *db.Tx, a Account, c contact) error {
	about := event.Subject{ID: a.ID, Name: a.Name}
	changes := []event.Change{{Field: "Account Name", Now: a.Name}, {Field: "Account Reference", Now: a.Reference}}
	changes = append(changes, contactChanges(Account{}, a)...)
	if err := event.Record(tx, event.AccountCreated, a.ID, about, changes...); err != nil {
		return err
	}
	return recordConfirmed(tx, a, c)
}

func recordConfirmed(tx *db.Tx, a Account, c contact) error {
	if !c.foreign {
		return nil
	}
	return event.Record(tx, event.AddressConfirmed, a.ID, event.Subject{ID: a.ID, Name: a.Name},
		event.Change{Field: "Technical Support Email", Now: a.SupportEmail})
}

func contactChanges(was, now Account) (cs []event.Change) {
	if was.SupportPhone != now.SupportPhone {
		cs = append(cs, event.Change{Field: "Technical Support Phone Number", Was: was.SupportPhone, Now: now.SupportPhone})
	}
	if was.SupportEmail != now.SupportEmail {
		cs = append(cs, event.Change{Field: "Technical Support Email", Was: was.SupportEmail, Now: now.SupportEmail})
	}
	return cs
}

// Edit changes the name, the reference, the tags and the support contacts of a
// managed account. An edit of an outdated version is refused with Conflict.
func (s *Accounts) Edit(ctx context.Context, by access.Caller, id string, in Draft) (a Account, err error) {
	if err := by.Must(access.EditAccounts); err != nil {
		return a, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		partner, err := Here(tx)
		if err != nil {
			return err
		}
		if a, err = lockChild(tx, id); err != nil {
			return err
		}
		return edit(tx, partner, &a, in)
	})
	return a, fault.Wrap("edit account", err)
}

func edit(tx *db.Tx, partner Account, a *Account, in Draft) error {
	if in.Version != a.Version {
		return fault.New(fault.Conflict, "Somebody else changed %s meanwhile. Look at it as it is now, then change it again.", a.Name)
	}
	if a.Status == Closed {
		return closed(*a)
	}
	was := *a
	c, problems := in.check(partner, a.Support)
	if tx.By.Masked() { // what was not shown is not typed: it stays
		c = contact{phone: a.SupportPhone, email: a.SupportEmail}
		problems = slices.DeleteFunc(problems, func(p fault.Problem) bool { return slices.Contains([]string{"phone", "email", FieldOurTeam}, p.Field) })
	}
	tags := in.ReadTags(&problems)
	a.rename(Tidy(in.Name), Tidy(in.Reference))
	a.reach(c.phone, c.email)
	if err := unique(tx, *a, &problems); err != nil {
		return err
	}
	if err := problems.Err(); err != nil {
		return err
	}
	changes, err := retag(tx, *a, tags)
	if err != nil {
		return err
	}
	changes = append(changesOf(was, *a), changes...)
	if len(changes) == 0 {
		return nil
	}
	if err := save(tx, a); err != nil {
		return err
	}
	if err := recount(tx, was.Counts(), a.Counts()); err != nil {
		return err
	}
	if err := event.Record(tx, event.AccountEdited, a.ID, event.Subject{ID: a.ID, Name: a.Name}, changes...); err != nil {
		return err
	}
	if was.SupportEmail == a.SupportEmail {
		return nil
	}
	return recordConfirmed(tx, *a, c)
}

// save writes an edited account and makes it findable by its new texts.
func save(tx *db.Tx, a *Account) error {
	a.Version++
	if err := tx.Update(a); err != nil {
		return err
	}
	return tx.MakeFindable(a.ParentID, a.ID, a.Search)
}

func changesOf(was, now Account) (cs []event.Change) {
	if was.Name != now.Name {
		cs = append(cs, event.Change{Field: "Account Name", Was: was.Name, Now: now.Name})
	}
	if was.Reference != now.Reference {
		cs = append(cs, event.Change{Field: "Account Reference", Was: was.Reference, Now: now.Reference})
	}
	return append(cs, contactChanges(was, now)...)
}

// mask hides the support contacts from who may not read them.
func (a *Account) mask(by access.Caller) {
	a.SupportPhone, a.SupportEmail = by.MaskNumber(a.SupportPhone), by.MaskEmail(a.SupportEmail)
}

// Find is one account at or below the caller's. What is out of reach is missing.
func (s *Accounts) Find(ctx context.Context, by access.Caller, id string) (a Account, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		a, err = Find(tx, id)
		return err
	})
	return a, fault.Wrap("find account", err)
}

// Child is one managed account directly below the caller's partner, with its tags.
func (s *Accounts) Child(ctx context.Context, by access.Caller, id string) (a Account, tags []string, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return a, nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if a, err = child(tx, id); err != nil {
			return err
		}
		a.mask(by)
		tags, err = tagsOf(tx, id)
		return err
	})
	return a, tags, fault.Wrap("find account", err)
}

// Children are the managed accounts with these keys directly below the
// caller's partner, by name, at most most of them; keys out of reach are left out.
func (s *Accounts) Children(ctx context.Context, by access.Caller, keys []string, most int) (as []Account, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, err
	}
	if len(keys) > most {
		keys = keys[:most]
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		err := tx.Children().Where("id IN ? AND kind = ?", keys, access.Managed).Order("search, id").Find(&as).Error
		for i := range as {
			as[i].mask(by)
		}
		return err
	})
	return as, fault.Wrap("find accounts", err)
}
