package consent

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// perRound is how many requests a job has in hand at once.
const perRound = 100

const keeper = "requests of all accounts run out, by one job"

// portal is who lets requests expire.
const portal = "The portal"

// Expire ends the requests that nobody answered in time, and what was granted
// until now: a bounded number of them, and answers how many. It can run as often
// as one likes, and by several processes at once: each is ended once.
func (s *Consents) Expire(ctx context.Context) (ended int, err error) {
	var ids []string
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		q := tx.Everywhere(keeper).Model(&Request{})
		if err := q.Where("state = 'pending' AND expires_at <= ?", tx.Now).Order("expires_at").Limit(perRound).Pluck("id", &ids).Error; err != nil {
			return err
		}
		var over []string
		q = tx.Everywhere(keeper).Model(&Request{})
		err := q.Where("state = 'granted' AND until <= ?", tx.Now).Order("until").Limit(perRound).Pluck("id", &over).Error
		ids = append(ids, over...)
		return err
	})
	for i := 0; i < len(ids) && err == nil && ctx.Err() == nil; i++ {
		var did bool
		if did, err = s.expire(ctx, ids[i]); did {
			ended++
		}
	}
	return ended, fault.Wrap("let requests expire", err)
}

// expire ends one of them in the name of the portal. That what was granted ran
// out is no fact of its own: it was said when it was granted.
func (s *Consents) expire(ctx context.Context, id string) (did bool, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		r, err := one(tx.Lock(tx.Everywhere(keeper)), id)
		if did = err == nil && (r.State == Pending || r.State == Granted) && !r.Open(tx.Now); !did {
			return err
		}
		tx.By.Account, tx.By.Name = r.AccountID, portal
		waited := r.State == Pending
		if err := clear(tx, r); err != nil || !waited {
			return err
		}
		return event.Record(tx, event.AccessExpired, r.AccountID, r.subject())
	})
	return did && err == nil, err
}
