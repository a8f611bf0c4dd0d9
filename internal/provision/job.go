package provision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
)

// CarryOn takes the next step with services that are due. Each is one
// transaction that holds the service and looks at it again, so that of several
// processes one takes the step, and one that dies has taken it or not.
func (b *Builtin) CarryOn(ctx context.Context, by access.Caller) (had int, err error) {
	var ids []string
	err = b.db.Read(ctx, by, func(tx *db.Tx) error {
		return tx.Everywhere(carrier).Model(&service.Service{}).Where("step_at IS NOT NULL AND step_at <= ?", tx.Now).
			Order("step_at, id").Limit(inHand).Pluck("id", &ids).Error
	})
	if err != nil {
		return 0, fmt.Errorf("find services to build: %w", err)
	}
	var errs []error
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		if err := b.step(ctx, by, id); err != nil {
			errs = append(errs, fmt.Errorf("build service %s: %w", id, err), b.put(ctx, by, id))
			continue
		}
		had++
	}
	return had, errors.Join(errs...)
}

// step goes on with one service, if it is still due.
func (b *Builtin) step(ctx context.Context, by access.Caller, id string) error {
	return b.db.Do(context.WithoutCancel(ctx), by, func(tx *db.Tx) error {
		s, err := service.LockOne(tx, id)
		if err != nil || s.StepAt == nil || s.StepAt.After(tx.Now) {
			return err
		}
		step, ok := next[s.Status]
		switch {
		case !ok:
			return look(tx, s.ID, nil)
		case s.FarState == service.FarDenied:
			_, err = take(tx, s, service.Fail, tx.Now, waits(s, nil))
			return err
		case step == service.Light:
			why, err := waiting(tx, s)
			if err != nil {
				return err
			}
			if why != "" {
				later := tx.Now.Add(b.patience(s))
				return look(tx, s.ID, &later)
			}
		}
		_, err = take(tx, s, step, tx.Now.Add(b.pace), "")
		return err
	})
}

// patience is how long a service waits until it is looked at again: for the one
// that it hangs under as long as that one's next step takes, for people longer.
func (b *Builtin) patience(s service.Service) time.Duration {
	if s.FarState == service.FarAsked {
		return again
	}
	return min(b.pace, again)
}

// put lets a service wait that could not be gone on with, so that it keeps no
// others from their turn.
func (b *Builtin) put(ctx context.Context, by access.Caller, id string) error {
	return b.db.Do(context.WithoutCancel(ctx), by, func(tx *db.Tx) error {
		later := tx.Now.Add(again)
		return look(tx, id, &later)
	})
}

// look says when a service is looked at next. Nothing else of it changes, so
// that nobody who edits it is disturbed.
func look(tx *db.Tx, id string, at *time.Time) error {
	return tx.Reach().Model(&service.Service{}).Where("id = ?", id).Update("step_at", at).Error
}

// EndDue ends the cancelled services whose day has come, each with what hangs
// under it, in the order of their days, and answers how many they were. One that
// cannot be ended keeps none from its turn. by is the portal.
func (d *Deliveries) EndDue(ctx context.Context, by access.Caller) (ended int, err error) {
	var errs []error
	var last service.Service // how far it has come
	for ctx.Err() == nil {
		var ss []service.Service
		err := d.db.Read(ctx, by, func(tx *db.Tx) error { return due(tx, last).Limit(endings).Find(&ss).Error })
		if err != nil {
			return ended, errors.Join(append(errs, fmt.Errorf("find services to end: %w", err))...)
		}
		if len(ss) == 0 {
			break
		}
		last = ss[len(ss)-1]
		for _, s := range ss {
			if ctx.Err() != nil {
				break
			}
			did, err := d.end(ctx, by, s.ID)
			if err != nil {
				errs = append(errs, fmt.Errorf("end service %s: %w", s.ID, err))
			}
			if did {
				ended++
			}
		}
	}
	return ended, errors.Join(errs...)
}

// due is a query over cancelled services whose day has come, behind one. The
// index services_to_end is for these very words.
func due(tx *db.Tx, last service.Service) *gorm.DB {
	q := tx.Everywhere(carrier).Model(&service.Service{}).Select("id", "ends_on").
		Where("status = 'cancelled' AND ends_on <= ?", service.Midnight(tx.Now)).Order("ends_on, id")
	if last.EndsOn == nil {
		return q
	}
	return db.Past(q, []db.Key{{Column: "ends_on", Value: *last.EndsOn}, {Column: "id", Value: last.ID}}, false)
}

// end ends one cancelled service, if it still is and its day has come.
func (d *Deliveries) end(ctx context.Context, by access.Caller, id string) (did bool, err error) {
	err = d.db.Do(context.WithoutCancel(ctx), by, func(tx *db.Tx) error {
		did = false
		if err := approval.HoldAbout(tx, id); err != nil {
			return err
		}
		s, err := service.LockOne(tx, id)
		if err != nil || s.Status != service.Cancelled || s.EndsOn == nil || s.EndsOn.After(tx.Now) {
			return err
		}
		under, err := service.LockUnder(tx, s)
		if err != nil {
			return err
		}
		did = true
		all := append([]service.Service{s}, under...)
		for _, was := range slices.Backward(all) {
			if err := finish(tx, was, s.EndReason); err != nil {
				return err
			}
		}
		if err := approval.FailAbout(tx, all); err != nil {
			return err
		}
		return connection.End(tx, s)
	})
	return did && err == nil, err
}

// finish ends a service, and what it still asks. Of what was only drawn nothing
// is left.
func finish(tx *db.Tx, was service.Service, reason string) error {
	now := was
	if was.Status == service.Design {
		if err := service.Discard(tx, was); err != nil {
			return err
		}
		return event.Record(tx, event.ServiceDiscarded, was.AccountID, was.Subject())
	}
	if err := now.Take(service.End); err != nil {
		return err
	}
	now.EndedAt, now.StepAt = &tx.Now, nil
	if now.EndReason == "" {
		now.EndReason = reason
	}
	if err := service.Write(tx, was, &now); err != nil {
		return err
	}
	if was.FarState == service.FarAsked {
		if err := connection.Forget(tx, was.ID); err != nil {
			return err
		}
	}
	return event.Record(tx, event.ServiceEnded, now.AccountID, now.Subject(), event.Change{Field: "Reason", Now: now.EndReason})
}
