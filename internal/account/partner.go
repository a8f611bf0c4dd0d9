package account

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// PartnerDraft is what the operator types to create a partner, a distributor or a
// direct account.
type PartnerDraft struct {
	Kind       access.Kind `form:"kind"` // Partner, Distributor or Direct
	Name       string      `form:"name"`
	Support    Support     `form:"support"`     // partners only
	Country    string      `form:"country"`     // of the billing contact, two letters, or "" for none yet
	ReferredBy string      `form:"referred_by"` // key of a distributor, or ""
	Token      string      `form:"token"`       // names one showing of the form
}

// founded are the facts of the kinds of accounts that stand directly below the operator.
var founded = map[access.Kind]event.Kind{
	access.Partner: event.PartnerCreated, access.Distributor: event.DistributorCreated, access.Direct: event.AccountCreated,
}

// check reads the draft and answers its problems.
func (d *PartnerDraft) check() (fs fault.Fields) {
	d.Name = strings.TrimSpace(d.Name)
	if founded[d.Kind] == "" {
		fs.Add("kind", "Choose a partner, a distributor or a direct account")
	}
	if p := CheckLine("Name", d.Name); p != "" {
		fs.Add("name", "%s", p)
	}
	if d.Kind != access.Partner {
		d.Support, d.ReferredBy = ByOperator, ""
	}
	if d.Support != ByPartner && d.Support != ByOperator {
		fs.Add("support", "Choose who supports the customers")
	}
	if d.Country != "" && !slices.Contains(Countries, d.Country) {
		fs.Add("country", "Choose a country from the list")
	}
	return fs
}

// Found creates the account of a partner, a distributor or a direct customer below
// the caller's operator. domain is the domain of its first admin's e-mail address. The
// problems of more, which another subject found in the same form, are answered
// together with its own. The same form sent again answers the account it made
// first, and made is false.
func Found(tx *db.Tx, in PartnerDraft, domain string, more fault.Fields) (a Account, made bool, err error) {
	key := db.NewKey()
	if earlier, err := tx.Once(in.Token, key); err != nil || earlier != "" {
		if err == nil {
			a, err = Find(tx, earlier)
		}
		return a, false, err
	}
	problems := in.check()
	a = Account{
		ID: key, Kind: in.Kind, ParentID: tx.By.Account, Support: in.Support, Status: Active, Country: in.Country,
		Domain: domain, CreatedAt: tx.Now, CreatedBy: tx.By.Name, Version: 1,
	}
	a.rename(Tidy(in.Name), "")
	if err := refer(tx, &a, in.ReferredBy, &problems); err != nil {
		return a, false, err
	}
	if err := unique(tx, a, &problems); err != nil {
		return a, false, err
	}
	if err := append(problems, more...).Err(); err != nil {
		return a, false, err
	}
	if err := add(tx, a); err != nil {
		return a, false, err
	}
	return a, true, event.Record(tx, founded[a.Kind], a.ID, event.Subject{ID: a.ID, Name: a.Name},
		event.Change{Field: "Name", Now: a.Name}, event.Change{Field: "Support", Now: string(a.Support)})
}

// refer notes the distributor that referred a partner.
func refer(tx *db.Tx, a *Account, distributor string, problems *fault.Fields) error {
	if distributor == "" {
		return nil
	}
	d, err := Find(tx, distributor)
	if fault.Is(err, fault.NotFound) || err == nil && d.Kind != access.Distributor {
		problems.Add("referred_by", "Choose a distributor from the list")
		return nil
	}
	if err == nil {
		a.ReferredBy = &d.ID
	}
	return err
}

// FoundOperator creates the operator, the root of the tree, whose key is the
// account of the transaction's caller. There is exactly one. The problems of
// more, which others found in the same form, are answered together with its own.
func FoundOperator(tx *db.Tx, name string, more fault.Fields) (a Account, err error) {
	var problems fault.Fields
	if p := CheckLine("Company", strings.TrimSpace(name)); p != "" {
		problems.Add("operator", "%s", p)
	}
	if err := append(problems, more...).Err(); err != nil {
		return a, err
	}
	a = Account{
		ID: tx.By.Account, Kind: access.Operator, ParentID: tx.By.Account, Support: ByOperator, Status: Active,
		CreatedAt: tx.Now, CreatedBy: tx.By.Name, Version: 1,
	}
	a.rename(Tidy(name), "")
	if err := tx.Put("the root of the tree is above every caller", &a); err != nil {
		return a, err
	}
	self := Lineage{AncestorID: a.ID, AccountID: a.ID}
	if err := tx.Put("lineage is what reach is made of", &self); err != nil {
		return a, err
	}
	return a, event.Record(tx, event.OperatorCreated, a.ID, event.Subject{ID: a.ID, Name: a.Name})
}

// Operator is the account that runs the installation; missing on an empty database.
func Operator(tx *db.Tx) (a Account, err error) {
	return a, missing(tx.Everywhere("the operator's name is shown to everybody").Where("kind = 'operator'").Take(&a).Error)
}

// PartnerFilter narrows the list of partners, distributors and direct accounts.
type PartnerFilter struct {
	Find  string // part of the name or the key
	After string // key of the account that the page follows
}

// Partners lists the partners, distributors and direct accounts of the
// installation for its operator, and for a distributor the partners that it
// referred: fifty a page, by name. more says that others follow.
func (s *Accounts) Partners(ctx context.Context, by access.Caller, f PartnerFilter) (as []Account, more bool, err error) {
	if err := by.Must(access.ListPartners); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		q := partners(tx, f)
		if f.After != "" {
			var last Account
			if err := partners(tx, f).Where("id = ?", f.After).Take(&last).Error; err != nil && !db.Missing(err) {
				return err
			}
			q = q.Where("search > ?", last.Search)
		}
		return q.Order("search, id").Limit(pageSize + 1).Find(&as).Error
	})
	if len(as) > pageSize {
		return as[:pageSize], true, fault.Wrap("list partners", err)
	}
	return as, false, fault.Wrap("list partners", err)
}

// partners is a query over the accounts that Partners lists to the caller.
func partners(tx *db.Tx, f PartnerFilter) *gorm.DB {
	q := tx.Children().Where("kind IN ?", []access.Kind{access.Partner, access.Distributor, access.Direct})
	if tx.By.Kind == access.Distributor {
		q = tx.Everywhere("a referred partner is not below its distributor, which is its billing agent and sees that it exists").
			Where("referred_by = ?", tx.By.Account)
	}
	if f.Find != "" {
		q = q.Where(tx.Contains("search", Bare(f.Find)))
	}
	return q
}

// Distributors lists the distributors that a new partner may be referred by,
// the first two hundred by name.
func (s *Accounts) Distributors(ctx context.Context, by access.Caller) (as []Account, err error) {
	if err := by.Must(access.CreatePartners); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		return tx.Children().Where("kind = ?", access.Distributor).Order("search, id").Limit(200).Find(&as).Error
	})
	return as, fault.Wrap("list distributors", err)
}
