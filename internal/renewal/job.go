package renewal

import (
	"context"
	"errors"
	"fmt"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
)

// Limits of carrying out.
const (
	atOnce = 500 // services that are looked up
	inOne  = 50  // of them, that one transaction renews
)

const keeper = "one job keeps the terms of the services of all accounts"

// place is how far the job has come: it goes on behind it, so that a service
// that cannot be renewed keeps none from its turn.
type place = service.Service

// CarryOut begins the next term of every live service whose term has ended, in
// the order in which they ended, and answers how many terms began. It can run
// at any time, several times a day, in several processes: each transaction
// holds a service and looks at it again. What was missed is caught up, term
// after term. by is the portal.
func (r *Renewals) CarryOut(ctx context.Context, by access.Caller) (began int, err error) {
	var errs []error
	var last place
	for ctx.Err() == nil {
		var ss []service.Service
		err := r.db.Read(ctx, by, func(tx *db.Tx) error { return ended(tx, last).Limit(atOnce).Find(&ss).Error })
		if err != nil {
			return began, errors.Join(append(errs, fmt.Errorf("find terms that ended: %w", err))...)
		}
		if len(ss) == 0 {
			break
		}
		last = ss[len(ss)-1]
		for len(ss) > 0 && ctx.Err() == nil {
			batch := ss[:min(inOne, len(ss))]
			ss = ss[len(batch):]
			n, err := r.renew(ctx, by, batch)
			began += n
			errs = append(errs, err)
		}
	}
	return began, errors.Join(errs...)
}

// ended is a query over live services whose term has ended, behind a place. The
// index services_to_renew is for these very words.
func ended(tx *db.Tx, last place) *gorm.DB {
	q := tx.Everywhere(keeper).Model(&service.Service{}).Select("id", "account_id", "term_ends_on").
		Where("status = 'live' AND term_ends_on <= ?", service.Midnight(tx.Now)).Order("term_ends_on, id")
	if last.ID == "" {
		return q
	}
	return db.Past(q, []db.Key{{Column: "term_ends_on", Value: last.TermEndsOn}, {Column: "id", Value: last.ID}}, false)
}

// renew begins the next terms of some services in one transaction. Where that
// fails, each has one of its own, and what fails alone is left for the next time.
func (r *Renewals) renew(ctx context.Context, by access.Caller, batch []service.Service) (began int, err error) {
	err = r.db.Do(context.WithoutCancel(ctx), by, func(tx *db.Tx) error {
		began = 0
		for _, s := range batch {
			n, err := renewOne(tx, s.ID)
			if err != nil {
				return fmt.Errorf("renew service %s: %w", s.ID, err)
			}
			began += n
		}
		return nil
	})
	if err == nil || len(batch) == 1 {
		if err != nil {
			began = 0
		}
		return began, err
	}
	var errs []error
	began = 0
	for i := range batch {
		n, err := r.renew(ctx, by, batch[i:i+1])
		began += n
		errs = append(errs, err)
	}
	return began, errors.Join(errs...)
}

// renewOne begins the terms of one service that are due, the earliest first.
func renewOne(tx *db.Tx, id string) (began int, err error) {
	s, err := service.LockOne(tx, id)
	if err != nil {
		return 0, err
	}
	for today := service.Midnight(tx.Now); due(s, today); began++ {
		was := s
		now, did := next(was, today)
		var what []event.Change
		if did == RanOut {
			if what, err = market(tx, &now); err != nil {
				return began, err
			}
		}
		if err := service.Write(tx, was, &now); err != nil {
			return began, err
		}
		s = now
		if did == "" {
			continue
		}
		if err := remember(tx, was, now, did, what); err != nil {
			return began, err
		}
	}
	return began, nil
}

// remember writes down what happened at the end of a term.
func remember(tx *db.Tx, was, now service.Service, did Did, more []event.Change) error {
	kind, what := event.ServiceRenewed, event.Change{Field: "Term ends", Was: was.TermEndsOn.Format(date), Now: now.TermEndsOn.Format(date)}
	if did == RanOut {
		kind, what = event.ServiceRanOut, event.Change{Field: "Term", Was: was.Terms(), Now: now.Terms()}
	}
	row := Renewal{
		ServiceID: was.ID, TermEndsOn: was.TermEndsOn, AccountID: was.AccountID, ParentID: was.ParentID, Did: did, NextEndsOn: now.TermEndsOn, At: tx.Now,
	}
	if err := tx.Insert(&row); err != nil {
		return err
	}
	return event.Record(tx, kind, now.AccountID, now.Subject(), append([]event.Change{what}, more...)...)
}

// date is a day as the record writes it.
const date = "2 Jan 2006"

// market gives a service that runs from month to month the price of today. Where
// nobody sells it any more, the old price stays, and the fact says so.
func market(tx *db.Tx, s *service.Service) ([]event.Change, error) {
	a, err := account.Find(tx, s.AccountID)
	if err != nil {
		return nil, err
	}
	q, err := pricing.For(tx, a, pricing.Ask{Product: s.ProductID, Location: s.Location, Speed: s.Speed, Term: s.Term})
	if err != nil {
		return nil, err
	}
	if !q.Priced() {
		return []event.Change{{Field: "Price", Now: "Stays as it is: there is no price for it any more"}}, nil
	}
	s.MonthlyRetail, s.MonthlyCost = q.MonthlyRetail, q.MonthlyCost
	return []event.Change{{Field: "Price", Now: "That of today, without the discount of a term"}}, nil
}
