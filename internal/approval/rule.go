package approval

import (
	"cmp"
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// longestRule is how many characters the name of a rule has at most.
const longestRule = 80

// RuleDraft is what a person types for a rule.
type RuleDraft struct {
	Name     string         `form:"name"`
	Kind     Kind           `form:"kind"`
	Product  string         `form:"product"`
	Below    string         `form:"below"` // reference or key of a managed account
	Currency price.Currency `form:"currency"`
	AtMost   string         `form:"at_most"`
	Version  int64          `form:"version"`
	Token    string         `form:"token"`
}

// rule reads the draft, and how the account is called that it is about.
func (d RuleDraft) rule(tx *db.Tx) (r Rule, below string, err error) {
	var fs fault.Fields
	r = Rule{AccountID: tx.By.Account, Name: account.Tidy(d.Name), Kind: d.Kind, ProductID: d.Product, Active: true}
	if r.Name == "" {
		fs.Add("name", "Enter a name")
	} else if p := account.CheckProse("The name", r.Name, longestRule); p != "" {
		fs.Add("name", "%s", p)
	}
	if d.Kind != "" && !slices.Contains(Kinds, d.Kind) {
		fs.Add("kind", "Choose a kind from the list")
	}
	if d.Product != "" {
		p, err := catalog.ProductOf(tx, d.Product)
		if err != nil {
			return r, "", err
		}
		if p.ID == "" {
			fs.Add("product", "Choose a product from the list")
		}
	}
	if find := account.Tidy(d.Below); find != "" {
		var as []account.Account
		if err := tx.Children().Select("id", "parent_id", "name").Where("id = ? OR reference_fold = ?", find, account.Fold(find)).Limit(1).Find(&as).Error; err != nil {
			return r, "", err
		}
		for _, a := range as {
			r.BelowID, below = a.ID, a.Name
		}
		if r.BelowID == "" {
			fs.Add("below", "No managed account has this reference")
		}
	}
	if err := d.limit(tx, &r, &fs); err != nil {
		return r, "", err
	}
	if fs == nil && r.Kind == "" && r.ProductID == "" && r.BelowID == "" && !r.AtMost.Known() {
		fs.Add("at_most", "Enter an amount, or choose a kind, a product or an account. A rule without any condition would let everything pass")
	}
	return r, below, fs.Err()
}

// limit reads the amount.
func (d RuleDraft) limit(tx *db.Tx, r *Rule, fs *fault.Fields) error {
	if d.AtMost == "" {
		return nil
	}
	cs, err := currencies(tx)
	if err != nil {
		return err
	}
	if !slices.Contains(cs, d.Currency) {
		fs.Add("currency", "Choose a currency from the list")
		return nil
	}
	r.Currency = d.Currency
	if r.AtMost, err = price.ParseCost(d.Currency, d.AtMost); fault.Of(err) != nil {
		fs.Add("at_most", "%s", fault.Of(err).Text)
		return nil
	}
	return err
}

// AddRule makes a rule of the caller's partner, which holds for what is asked
// from now on.
func (s *Requests) AddRule(ctx context.Context, by access.Caller, in RuleDraft) (r Rule, err error) {
	if err := atPartner(by, access.RuleRequests); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		below := ""
		if r, below, err = in.rule(tx); err != nil {
			return err
		}
		if _, err := account.LockHere(tx); err != nil {
			return err
		}
		r.ID, r.MadeByName, r.MadeAt, r.Version = db.NewID(tx.Now), by.Name, tx.Now, 1
		earlier, err := tx.Once(in.Token, r.ID)
		if err != nil {
			return err
		}
		if earlier != "" {
			r, err = ruleOf(tx, earlier)
			return err
		}
		var n int64
		if err := tx.Own().Model(&Rule{}).Count(&n).Error; err != nil {
			return err
		}
		if n >= MostRules {
			return fault.New(fault.Conflict, "There are %d rules. Remove one to make room.", MostRules)
		}
		if err := tx.Insert(&r); err != nil {
			return err
		}
		return event.Record(tx, event.QueueChanged, by.Account, r.subject(), append(r.conditions(below), event.Change{Field: "Rule", Now: "Added"})...)
	})
	r.AtMost = r.AtMost.For(by)
	return r, fault.Wrap("add a rule", err)
}

func (r Rule) subject() event.Subject {
	return event.Subject{ID: r.ID, Name: "the rule “" + r.Name + "”"}
}

// conditions are what a rule asks, for the record, without amounts.
func (r Rule) conditions(below string) (cs []event.Change) {
	if r.Kind != "" {
		cs = append(cs, event.Change{Field: "Kind", Now: r.Kind.Word()})
	}
	if r.ProductID != "" {
		cs = append(cs, event.Change{Field: "Product", Now: r.ProductID})
	}
	if below != "" {
		cs = append(cs, event.Change{Field: "Account", Now: below})
	}
	return cs
}

func ruleOf(tx *db.Tx, id string) (r Rule, err error) {
	err = tx.Lock(tx.Own()).Where("id = ?", id).Take(&r).Error
	if db.Missing(err) {
		return r, fault.Missing()
	}
	r.AtMost = r.AtMost.In(r.Currency)
	return r, err
}

// FindRule is one rule of the caller's partner, and below what is typed for the
// account that it is about: its reference, or its key where it has none.
func (s *Requests) FindRule(ctx context.Context, by access.Caller, id string) (r Rule, below string, err error) {
	if err := atPartner(by, access.RuleRequests); err != nil {
		return r, "", err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if r, err = ruleOf(tx, id); err != nil || r.BelowID == "" {
			return err
		}
		below = r.BelowID
		var as []account.Account
		if err := tx.Children().Select("id", "parent_id", "reference").Where("id = ?", r.BelowID).Limit(1).Find(&as).Error; err != nil {
			return err
		}
		for _, a := range as {
			below = cmp.Or(a.Reference, a.ID)
		}
		return nil
	})
	r.AtMost = r.AtMost.For(by)
	return r, below, fault.Wrap("find a rule", err)
}

// EditRule gives a rule other conditions.
func (s *Requests) EditRule(ctx context.Context, by access.Caller, id string, in RuleDraft) (r Rule, err error) {
	return s.change(ctx, by, id, in.Version, "Changed", func(tx *db.Tx, was *Rule) ([]event.Change, error) {
		now, below, err := in.rule(tx)
		if err != nil {
			return nil, err
		}
		now.ID, now.Active, now.MadeByName, now.MadeAt, now.Version = was.ID, was.Active, was.MadeByName, was.MadeAt, was.Version
		*was = now
		return now.conditions(below), nil
	})
}

// SwitchRule turns a rule on or off.
func (s *Requests) SwitchRule(ctx context.Context, by access.Caller, id string, on bool, version int64) (Rule, error) {
	word := "Turned off"
	if on {
		word = "Turned on"
	}
	return s.change(ctx, by, id, version, word, func(_ *db.Tx, r *Rule) ([]event.Change, error) {
		r.Active = on
		return nil, nil
	})
}

// change writes a rule as fn makes it.
func (s *Requests) change(ctx context.Context, by access.Caller, id string, version int64, word string, fn func(*db.Tx, *Rule) ([]event.Change, error)) (r Rule, err error) {
	if err := atPartner(by, access.RuleRequests); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = ruleOf(tx, id); err != nil {
			return err
		}
		if r.Version != version {
			return fault.New(fault.Conflict, "Somebody else changed this rule meanwhile. Look at it again.")
		}
		cs, err := fn(tx, &r)
		if err != nil {
			return err
		}
		r.Version++
		if err := tx.Update(&r); err != nil {
			return err
		}
		return event.Record(tx, event.QueueChanged, by.Account, r.subject(), append(cs, event.Change{Field: "Rule", Now: word})...)
	})
	r.AtMost = r.AtMost.For(by)
	return r, fault.Wrap("change a rule", err)
}

// RemoveRule removes a rule. What it let pass stays as it is.
func (s *Requests) RemoveRule(ctx context.Context, by access.Caller, id string) (r Rule, err error) {
	if err := atPartner(by, access.RuleRequests); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = ruleOf(tx, id); err != nil {
			return err
		}
		if err := tx.Own().Where("id = ?", id).Delete(&Rule{}).Error; err != nil {
			return err
		}
		return event.Record(tx, event.QueueChanged, by.Account, r.subject(), event.Change{Field: "Rule", Now: "Removed"})
	})
	r.AtMost = r.AtMost.For(by)
	return r, fault.Wrap("remove a rule", err)
}
