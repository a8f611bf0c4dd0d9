package setting

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// moment is how the record writes a moment.
const moment = "02 Jan 2006, 15:04 UTC"

// schedule writes a change that is to be carried out later. The chosen accounts
// are known already; those that match a filter are found then.
func schedule(tx *db.Tx, b *Batch, at time.Time, p Plan) error {
	b.Status, b.Scheduled, b.DueAt, b.StartedAt = Scheduled, true, at.UTC().Truncate(time.Millisecond), nil
	var items []Item
	if b.Whom == Chosen {
		for _, i := range itemsOf(*b, p) {
			i.Status, i.Expected, i.Was, i.Problem = ItemWaiting, "", "", ""
			items = append(items, i)
		}
	}
	b.Total = int64(len(items))
	if err := tx.Insert(b); err != nil {
		return err
	}
	if err := insertItems(tx, items); err != nil {
		return err
	}
	return b.record(tx, event.ChangeScheduled, event.Change{Field: "From", Now: b.DueAt.Format(moment)})
}

// ScheduledChange is a change of a setting that is still to come.
type ScheduledChange struct {
	Name   Name
	To     Target
	At     time.Time
	By     string // name of who scheduled it
	Batch  string // its id, for the page where it can be cancelled
	Whom   Whom   // the default: unless the account has a value of its own; a filter: if the account matches it then, as it does now
	Before bool   // it is the default's, and the account has a value of its own now
}

// Scheduled are the changes to come of an account's settings, the next first;
// with acct "" those of the partner's defaults. Pages show them beside the
// values: "Changes to On on 1 Dec 2026, scheduled by Pia Larsen".
func (s *Settings) Scheduled(ctx context.Context, by access.Caller, acct string) (cs []ScheduledChange, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		var bs []Batch
		if err := tx.Own().Where("status = ?", Scheduled).Where("ended_at IS NULL").Order("due_at, id").Limit(MostOpen).Find(&bs).Error; err != nil || len(bs) == 0 {
			return err
		}
		var v View
		if acct != "" {
			a, err := account.Child(tx, acct)
			if err != nil {
				return err
			}
			if v, err = Of(tx, About(a)); err != nil {
				return err
			}
		}
		for _, b := range bs {
			applies, err := b.appliesTo(tx, acct)
			if err != nil {
				return err
			}
			if applies {
				c := ScheduledChange{Name: b.Name, To: b.Target, At: b.DueAt, By: b.MadeByName, Batch: b.ID, Whom: b.Whom}
				c.Before = b.Whom == TheDefault && v.own(b.Name) != account.OwnNone
				cs = append(cs, c)
			}
		}
		return nil
	})
	return cs, fault.Wrap("list scheduled changes", err)
}

// own is what is stored at the account itself.
func (v View) own(name Name) account.Own {
	for _, value := range v {
		if value.Name == name {
			return value.Own
		}
	}
	return account.OwnNone
}

// appliesTo reports whether a scheduled change is about an account, or, with
// "", about the default.
func (b Batch) appliesTo(tx *db.Tx, acct string) (bool, error) {
	switch {
	case b.Whom == TheDefault:
		return true, nil
	case acct == "":
		return false, nil
	case b.Whom == Chosen:
		var n int64
		err := tx.Children().Model(&Item{}).Where("batch_id = ? AND account_id = ?", b.ID, acct).Count(&n).Error
		return n > 0, err
	}
	f, err := b.filter(tx)
	if err != nil {
		return false, err
	}
	return account.Fits(tx, f, acct)
}

// filter is the batch's filter, compared with what the defaults are now.
func (b Batch) filter(tx *db.Tx) (account.Filter, error) {
	return compared(tx, b.Filter)
}
