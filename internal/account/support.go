package account

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Other is the other support model.
func (s Support) Other() Support {
	if s == ByOperator {
		return ByPartner
	}
	return ByOperator
}

// SupportDraft is another support model, as the operator chooses it.
type SupportDraft struct {
	Support Support `form:"support"`
	All     bool    `form:"all"` // of a partner: also of its managed accounts that have the other one
}

// mostTurned is how many managed accounts change their support model at once.
// What is left changes by doing it again. Tests make it smaller.
var mostTurned = 5000

// SetSupport changes the support model of a partner, which its new managed
// accounts start with, and of its managed accounts if that is wanted: at most
// SupportPlan.AtOnce of them, by name. changed is how many. Closed accounts stay
// as they are.
func (s *Accounts) SetSupport(ctx context.Context, by access.Caller, partner string, in SupportDraft) (p Account, changed int, err error) {
	err = s.support(ctx, by, in, func(tx *db.Tx) error {
		if p, err = partnerIn(tx.Lock(tx.Children()), partner, access.Partner); err != nil {
			return err
		}
		if p.Status == Closed {
			return closed(p)
		}
		p, changed, err = setSupport(tx, p, in)
		return err
	})
	return p, changed, err
}

// support runs a change of support models in one transaction.
func (s *Accounts) support(ctx context.Context, by access.Caller, in SupportDraft, fn func(*db.Tx) error) error {
	if err := by.Must(access.SetSupport); err != nil {
		return err
	}
	if in.Support != ByPartner && in.Support != ByOperator {
		return fault.Fields{{Field: "support", Text: "Choose who supports the customers"}}.Err()
	}
	return fault.Wrap("change support model", s.db.Do(ctx, by, fn))
}

func setSupport(tx *db.Tx, p Account, in SupportDraft) (Account, int, error) {
	var as []Account
	if in.All {
		q := others(tx.Lock(tx.Reach()), p.ID, in.Support).Select("id", "name", "parent_id")
		if err := q.Order("search, id").Limit(mostTurned).Find(&as).Error; err != nil {
			return p, 0, err
		}
	}
	if p.Support == in.Support && len(as) == 0 {
		return p, 0, already(p)
	}
	changes := event.Changes{{Field: "Support model", Now: in.Support.Word()}}
	if p.Support != in.Support {
		changes[0].Was = p.Support.Word()
	}
	if len(as) > 0 {
		changes = append(changes, event.Change{Field: "Managed accounts changed", Now: itoa(len(as))})
	}
	by, err := turn(tx, as, in.Support)
	if err != nil {
		return p, 0, err
	}
	p.ManagedByOperator += by
	if p.Support != in.Support {
		p.Support, p.Version = in.Support, p.Version+1
		if err := tx.Update(&p); err != nil {
			return p, 0, err
		}
	}
	return p, len(as), event.Record(tx, event.SupportChanged, p.ID, p.support(), changes...)
}

// turn gives managed accounts of one partner, which are held, the support model
// that they do not have. byOperator is what that adds to those of the operator.
func turn(tx *db.Tx, as []Account, to Support) (byOperator int64, err error) {
	if len(as) == 0 {
		return 0, nil
	}
	keys, about := make([]string, len(as)), make([]event.Subject, len(as))
	for i, a := range as {
		keys[i], about[i] = a.ID, a.support()
	}
	err = tx.Reach().Model(&Account{}).Where("id IN ?", keys).
		Updates(map[string]any{"support": to, "version": gorm.Expr("version + 1")}).Error
	if err != nil {
		return 0, err
	}
	byOperator = int64(len(as))
	if to == ByPartner {
		byOperator = -byOperator
	}
	err = tx.Reach().Model(&Account{}).Where("id = ?", as[0].ParentID).
		Update("managed_by_operator", gorm.Expr("managed_by_operator + ?", byOperator)).Error
	if err != nil {
		return 0, err
	}
	event.RecordEach(tx, event.SupportChanged, as[0].ParentID, about, event.Change{Field: "Support model", Was: to.Other().Word(), Now: to.Word()})
	return byOperator, nil
}

// SupportTopic is what facts about an account's support model are found by.
const SupportTopic = "support_model"

// support is the account's support model as the record's subject.
func (a Account) support() event.Subject {
	return event.Subject{ID: a.ID, Name: a.Name, Topic: SupportTopic}
}

// others are the managed accounts of a partner with the other support model
// than to, without those that are closed.
func others(q *gorm.DB, partner string, to Support) *gorm.DB {
	return q.Model(&Account{}).Where("parent_id = ? AND kind = ? AND support = ? AND status <> ?", partner, access.Managed, to.Other(), Closed)
}

func already(a Account) error {
	return fault.New(fault.Conflict, "The support model of %s is %s already.", a.Name, a.Support.Word())
}

// SetManagedSupport changes the support model of one managed account of a partner.
func (s *Accounts) SetManagedSupport(ctx context.Context, by access.Caller, partner, id string, in SupportDraft) (a Account, err error) {
	err = s.support(ctx, by, in, func(tx *db.Tx) error {
		if a, err = managedIn(tx.Lock(tx.Reach()), partner, id); err != nil {
			return err
		}
		if a.Status == Closed {
			return closed(a)
		}
		if a.Support == in.Support {
			return already(a)
		}
		a.Support, a.Version = in.Support, a.Version+1
		_, err = turn(tx, []Account{a}, in.Support)
		return err
	})
	return a, err
}

// SupportPlan is whom another support model of a partner would concern, before
// it is changed.
type SupportPlan struct {
	Others  int64     // managed accounts with the other model, which change if that is wanted
	AtOnce  int64     // how many of them change at once
	Kept    int64     // closed ones, which never do
	Bare    int64     // of Others, those without a support contact, which the operator requires
	Missing []Account // the first of these by name
}

// mostNamedBare is how many accounts without a support contact are named.
const mostNamedBare = 10

// PlanSupport says whom the support model to would concern at a partner.
func (s *Accounts) PlanSupport(ctx context.Context, by access.Caller, partner string, to Support) (p SupportPlan, err error) {
	if err := by.Must(access.InspectAccounts); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if _, err := partnerIn(tx.Children(), partner, access.Partner); err != nil {
			return err
		}
		if err := others(tx.Reach(), partner, to).Count(&p.Others).Error; err != nil {
			return err
		}
		p.AtOnce = min(p.Others, int64(mostTurned))
		err := tx.Reach().Model(&Account{}).Where("parent_id = ? AND kind = ? AND support = ? AND status = ?", partner, access.Managed, to.Other(), Closed).
			Count(&p.Kept).Error
		if err != nil || to != ByOperator {
			return err
		}
		if err := others(tx.Reach(), partner, to).Where("contact = ?", false).Count(&p.Bare).Error; err != nil {
			return err
		}
		return others(tx.Reach(), partner, to).Where("contact = ?", false).Order("search, id").Limit(mostNamedBare).Find(&p.Missing).Error
	})
	return p, fault.Wrap("plan support model", err)
}

// partnerIn is the one of q that has a key and is of one of the kinds.
func partnerIn(q *gorm.DB, key string, kinds ...access.Kind) (a Account, err error) {
	return a, missing(q.Where("id = ? AND kind IN ?", key, kinds).Take(&a).Error)
}

// managedIn is the one of q that has a key and is a managed account of a partner.
func managedIn(q *gorm.DB, partner, key string) (a Account, err error) {
	return a, missing(q.Where("id = ? AND parent_id = ? AND kind = ?", key, partner, access.Managed).Take(&a).Error)
}

// Partner is one partner, distributor or direct account of the installation, and
// the name of the distributor that referred it, or "".
func (s *Accounts) Partner(ctx context.Context, by access.Caller, key string) (a Account, referrer string, err error) {
	if err := by.Must(access.InspectAccounts); err != nil {
		return a, "", err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if a, err = partnerIn(tx.Children(), key, access.Partner, access.Distributor, access.Direct); err != nil || a.ReferredBy == nil {
			return err
		}
		d, err := Find(tx, *a.ReferredBy)
		referrer = d.Name
		return err
	})
	return a, referrer, fault.Wrap("find partner", err)
}

// ManagedOf is one managed account of a partner, and that partner.
func (s *Accounts) ManagedOf(ctx context.Context, by access.Caller, partner, key string) (a, p Account, err error) {
	if err := by.Must(access.InspectAccounts); err != nil {
		return a, p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if p, err = partnerIn(tx.Children(), partner, access.Partner); err != nil {
			return err
		}
		a, err = managedIn(tx.Reach(), partner, key)
		return err
	})
	return a, p, fault.Wrap("find account of partner", err)
}

// Below lists the managed accounts of a partner for its operator: fifty a page,
// by name. more says that others follow.
func (s *Accounts) Below(ctx context.Context, by access.Caller, partner string, f PartnerFilter) (as []Account, more bool, err error) {
	if err := by.Must(access.InspectAccounts); err != nil {
		return nil, false, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		q := tx.Reach().Where("parent_id = ? AND kind = ?", partner, access.Managed)
		if f.Find != "" {
			q = q.Where(tx.Contains("search", Bare(f.Find)))
		}
		if f.After != "" {
			last, err := managedIn(tx.Reach(), partner, f.After)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
			q = q.Where("search > ?", last.Search)
		}
		return q.Order("search, id").Limit(pageSize + 1).Find(&as).Error
	})
	if len(as) > pageSize {
		return as[:pageSize], true, fault.Wrap("list accounts of partner", err)
	}
	return as, false, fault.Wrap("list accounts of partner", err)
}
