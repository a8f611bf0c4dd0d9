package approval

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
)

// perRound is how many requests a job has in hand at once.
const perRound = 100

const keeper = "requests of all partners expire, and are due, by one job"

// portal is who lets requests expire.
const portal = "The portal"

// Expire ends the requests that nobody decided in time, a bounded number of
// them, and answers how many. It can run as often as one likes, and by several
// processes at once: each request is ended once.
func (s *Requests) Expire(ctx context.Context) (ended int, err error) {
	ids, err := s.due(ctx, func(tx *db.Tx, ids *[]string) error {
		return tx.Everywhere(keeper).Model(&Request{}).Where("state = 'pending' AND expires_at <= ?", tx.Now).Order("expires_at, id").Limit(perRound).Pluck("id", ids).Error
	})
	errs := []error{err}
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		did := false
		err := s.keep(ctx, id, func(tx *db.Tx, r *Request) error {
			if did = r.State == Pending && !r.ExpiresAt.After(tx.Now); !did {
				return nil
			}
			if err := r.End(Expired, tx.By, tx.Now, ""); err != nil {
				return err
			}
			return Settle(tx, r)
		})
		if did && err == nil {
			ended++
		}
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return ended, fmt.Errorf("let requests expire: %w", err)
	}
	return ended, nil
}

// Remind writes to those who decide about requests that are overdue, once for
// each, a bounded number of them, and answers how many.
func (s *Requests) Remind(ctx context.Context) (told int, err error) {
	ids, err := s.due(ctx, func(tx *db.Tx, ids *[]string) error {
		return tx.Everywhere(keeper).Model(&Request{}).Where("state = 'pending' AND reminded_at IS NULL AND due_at <= ?", tx.Now).Order("due_at, id").Limit(perRound).Pluck("id", ids).Error
	})
	errs := []error{err}
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		did := false
		err := s.keep(ctx, id, func(tx *db.Tx, r *Request) error {
			if did = r.Overdue(tx.Now) && r.RemindedAt == nil; !did {
				return nil
			}
			r.RemindedAt = &tx.Now
			r.Version++
			if err := tx.Update(r); err != nil {
				return err
			}
			here, err := account.Find(tx, r.AccountID)
			if err != nil {
				return err
			}
			return tellApprovers(tx, here, *r, outbox.RequestOverdue)
		})
		if did && err == nil {
			told++
		}
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return told, fmt.Errorf("remind of requests: %w", err)
	}
	return told, nil
}

// due are the ids that a query finds.
func (s *Requests) due(ctx context.Context, find func(*db.Tx, *[]string) error) (ids []string, err error) {
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error { return find(tx, &ids) })
	return ids, err
}

// keep holds a request and does something with it in the name of the portal, as
// far as the partner reaches.
func (s *Requests) keep(ctx context.Context, id string, fn func(*db.Tx, *Request) error) error {
	return s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		r, err := one(tx.Lock(tx.Everywhere(keeper)), id)
		if err != nil {
			return err
		}
		tx.By.Account, tx.By.Name = r.ParentID, portal
		return fn(tx, &r)
	})
}

// Waited is how long the request waits, or waited until it was decided.
func (r Request) Waited(now time.Time) time.Duration {
	if r.DecidedAt != nil {
		now = *r.DecidedAt
	}
	return now.Sub(r.AskedAt)
}

// Overdue reports whether those who decide let the request wait for too long.
func (r Request) Overdue(now time.Time) bool { return r.State == Pending && !r.DueAt.After(now) }
