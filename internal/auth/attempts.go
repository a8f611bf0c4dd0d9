package auth

import (
	"context"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// Attempt counts the failed sign-ins with one address, known or not: those from
// all browsers together, and apart from them those from each browser that the
// address's person has signed in from before. So guesses from elsewhere don't
// keep anybody out of their own browser.
type Attempt struct {
	AddressHash string // of the address, and of the browser that counts apart
	Failures    int
	LockedUntil time.Time
	LastAt      time.Time
	UserID      string // whose address it is, or "" when it is nobody's
	Recorded    int    // how many of Failures are a fact already
	Address     string // from where the last one came
	Device      string
}

const (
	freeFailures = 5
	firstLock    = time.Second
	longestLock  = 15 * time.Minute
	quiet        = 15 * time.Minute // without a failure, after which counting begins anew
	forgotten    = 24 * time.Hour   // without a failure, after which nothing is kept
)

// Fail counts one more failure; it touches nothing but the attempt.
func (a *Attempt) Fail(now time.Time) {
	if now.Sub(a.LastAt) > quiet && now.After(a.LockedUntil) {
		a.Failures, a.Recorded = 0, 0
	}
	a.Failures++
	a.LastAt = now
	a.LockedUntil = now.Add(lockAfter(a.Failures))
}

// lockAfter is how long an address is locked after its nth failure.
func lockAfter(n int) time.Duration {
	if n <= freeFailures {
		return 0
	}
	d := firstLock
	for i := freeFailures + 1; i < n && d < longestLock; i++ {
		d *= 2
	}
	return min(d, longestLock)
}

const noAddress = "attempts are counted before anybody is signed in"

// counter is what failed sign-ins with an address are counted under, in this
// browser. userID is whose address it is, or "" when it is nobody's.
func counter(tx *db.Tx, email, userID string, b Browser) (string, error) {
	known, err := knows(tx, userID, b)
	if err != nil || !known {
		return user.HashToken(user.FoldEmail(email)), err
	}
	return user.HashToken(user.FoldEmail(email) + "\n" + b.Device), nil
}

// countAttempt counts a failure before the password is looked at, so that
// guesses sent at once are all counted; a right password takes it back.
func (s *Sessions) countAttempt(ctx context.Context, email, userID string, b Browser) error {
	err := s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		key, err := counter(tx, email, userID, b)
		if err != nil {
			return err
		}
		a := Attempt{AddressHash: key}
		err = tx.Lock(tx.Everywhere(noAddress)).Where("address_hash = ?", a.AddressHash).Take(&a).Error
		fresh := db.Missing(err)
		if err != nil && !fresh {
			return err
		}
		if wait := a.LockedUntil.Sub(tx.Now); wait > 0 {
			return fault.Fields{{Field: "email", Text: "Too many tries with this address. Try again in " + Spoken(wait)}}.Err()
		}
		a.Fail(tx.Now)
		a.UserID, a.Address, a.Device = userID, b.Address, Device(b.Agent)
		if err := tx.Everywhere(noAddress).Where("last_at < ? AND address_hash <> ?", tx.Now.Add(-forgotten), a.AddressHash).Delete(&Attempt{}).Error; err != nil {
			return err
		}
		if fresh {
			return tx.Put(noAddress, &a)
		}
		return tx.Everywhere(noAddress).Where("address_hash = ?", a.AddressHash).Select("*").Updates(&a).Error
	})
	return fault.Wrap("count sign-in attempt", err)
}

func (s *Sessions) forgetAttempts(ctx context.Context, email, userID string, b Browser) error {
	err := s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		key, err := counter(tx, email, userID, b)
		if err != nil {
			return err
		}
		var a Attempt
		err = tx.Lock(tx.Everywhere(noAddress)).Where("address_hash = ?", key).Limit(1).Find(&a).Error
		if err != nil || a.AddressHash == "" {
			return err
		}
		if err := tx.Everywhere(noAddress).Where("address_hash = ?", key).Delete(&Attempt{}).Error; err != nil {
			return err
		}
		a.Failures-- // this one was right
		return a.record(tx)
	})
	return fault.Wrap("forget sign-in attempts", err)
}

// record makes a fact of the failures that are none yet, in the account of their
// person's first seat. Addresses of nobody, and of who has no seat, have none.
func (a *Attempt) record(tx *db.Tx) error {
	n := a.Failures - a.Recorded
	if a.UserID == "" || n <= 0 {
		return nil
	}
	a.Recorded = a.Failures
	u, err := user.Find(tx, a.UserID)
	if err != nil {
		return err
	}
	defer func(by access.Caller) { tx.By = by }(tx.By)
	of := access.Origin{Request: db.NewID(tx.Now), Address: a.Address, Device: a.Device}
	err = recordAtHome(tx, u, event.SignInRefused, of, event.Change{Field: "Times", Now: strconv.Itoa(n)})
	if fault.Is(err, fault.Forbidden) {
		return nil
	}
	return err
}

// settled is how long after a failure it is a fact: until then the password may
// still be looked at, and be right.
const settled = 10 * time.Second

// RecordRefusals makes facts of failed sign-ins, at most mostEnded addresses at a
// time, and answers how many had some. It is not done while somebody waits for the
// answer: what takes longer for an address that is somebody's would tell that it is.
func (s *Sessions) RecordRefusals(ctx context.Context) (n int, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		var as []Attempt
		q := tx.Lock(tx.Everywhere(noAddress)).Where("user_id <> '' AND failures > recorded AND last_at < ?", tx.Now.Add(-settled))
		if err := q.Order("last_at").Limit(mostEnded).Find(&as).Error; err != nil {
			return err
		}
		for _, a := range as {
			if err := a.record(tx); err != nil {
				return err
			}
			if err := tx.Everywhere(noAddress).Where("address_hash = ?", a.AddressHash).Model(&Attempt{}).Update("recorded", a.Failures).Error; err != nil {
				return err
			}
		}
		n = len(as)
		return nil
	})
	return n, fault.Wrap("record refused sign-ins", err)
}

// Spoken is a waiting time in words, rounded up.
func Spoken(d time.Duration) string {
	if d > time.Minute {
		return plural(int((d+time.Minute-1)/time.Minute), "minute")
	}
	return plural(int((d+time.Second-1)/time.Second), "second")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
