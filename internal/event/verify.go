package event

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Broken is the first fact of an account's chain that is not what was written,
// or not where it was.
type Broken struct {
	Account string
	Place   int64  // of the fact
	ID      string // of the fact, or "" where it is gone
	What    string // in a sentence
}

// String says where and what.
func (b Broken) String() string {
	s := fmt.Sprintf("account %s, fact %d", b.Account, b.Place)
	if b.ID != "" {
		s += " (" + b.ID + ")"
	}
	return s + ": " + b.What
}

// perStep is how many facts and accounts are read at once.
const perStep = 1000

// Verify walks the chain of an account, or of all where it is "", and answers the
// first fact that is broken, or nil, and how many it looked at. kept are
// checkpoints that were kept elsewhere. It reads in steps, while others write.
func (s *Events) Verify(ctx context.Context, account string, kept ...Checkpoint) (broken *Broken, n int64, err error) {
	elsewhere := map[string][]Checkpoint{}
	for _, c := range kept {
		elsewhere[c.AccountID] = append(elsewhere[c.AccountID], c)
	}
	err = s.eachChain(ctx, account, slices.Sorted(maps.Keys(elsewhere)), func(key string) (bool, error) {
		b, walked, err := s.verify(ctx, key, elsewhere[key])
		n += walked
		broken = b
		return b == nil, err
	})
	if err != nil {
		return nil, n, fault.Wrap("verify the record", err)
	}
	return broken, n, nil
}

// owner is an account as far as its chain goes.
type owner struct{ ID string }

// TableName is accounts.
func (owner) TableName() string { return "accounts" }

// eachChain hands over the accounts that have facts, or should have, as long as
// fn wants more. Those in kept should have, even where nothing else names them.
func (s *Events) eachChain(ctx context.Context, account string, kept []string, fn func(key string) (bool, error)) error {
	if account != "" {
		keys, err := s.keys(ctx, account, kept, 1)
		if err == nil && !slices.Contains(keys, account) {
			err = fault.New(fault.NotFound, "No account has the key %s, and nothing in the record names it.", account)
		}
		if err == nil {
			_, err = fn(account)
		}
		return err
	}
	for last := ""; ; {
		keys, err := s.keys(ctx, last, kept, perStep)
		if err != nil || len(keys) == 0 || keys[len(keys)-1] == last {
			return err
		}
		for _, key := range keys {
			if key == last {
				continue
			}
			if more, err := fn(key); err != nil || !more {
				return err
			}
		}
		last = keys[len(keys)-1]
	}
}

// keys are the next accounts from a key on, of all that anything of the record
// names: who takes an account away takes its row, too.
func (s *Events) keys(ctx context.Context, from string, kept []string, most int) (keys []string, err error) {
	err = s.read(ctx, func(tx *db.Tx) error {
		if err := tx.Everywhere(whyVerify).Model(&owner{}).Where("id >= ?", from).Order("id").Limit(most).Pluck("id", &keys).Error; err != nil {
			return err
		}
		for _, table := range []any{&Chain{}, &Checkpoint{}, &Event{}} {
			var named []string
			err := tx.Everywhere(whyVerify).Model(table).Where("account_id >= ?", from).Distinct().Order("account_id").Limit(most).Pluck("account_id", &named).Error
			if err != nil {
				return err
			}
			keys = append(keys, named...)
		}
		return nil
	})
	at, _ := slices.BinarySearch(kept, from)
	keys = append(keys, kept[at:min(at+most, len(kept))]...)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	return keys[:min(most, len(keys))], err
}

const whyVerify = "who verifies the record reads all of it"

func (s *Events) read(ctx context.Context, fn func(*db.Tx) error) error {
	return s.db.Read(ctx, access.Caller{}, fn)
}

// verify walks one chain to its end, which it looks up before and after: what is
// written meanwhile lies between the two.
func (s *Events) verify(ctx context.Context, account string, kept []Checkpoint) (b *Broken, n int64, err error) {
	first, marks, err := s.marks(ctx, account)
	if err != nil {
		return nil, 0, err
	}
	marks = append(marks, kept...)
	slices.SortStableFunc(marks, func(a, b Checkpoint) int { return cmp.Compare(a.Place, b.Place) })
	w := tour{Chain: Chain{AccountID: account}, marks: marks}
	for after := int64(math.MinInt64); ; after = w.Place {
		es, err := s.facts(ctx, account, after, math.MaxInt64)
		if err != nil {
			return nil, n, err
		}
		for _, e := range es {
			if b := w.step(e); b != nil {
				return b, n, nil
			}
			n++
		}
		if len(es) < perStep {
			break
		}
	}
	last, _, err := s.marks(ctx, account)
	return w.end(first, last), n, err
}

// marks are where a chain ends, and its checkpoints.
func (s *Events) marks(ctx context.Context, account string) (end Chain, marks []Checkpoint, err error) {
	return end, marks, s.read(ctx, func(tx *db.Tx) error {
		if err := tx.Everywhere(whyVerify).Where("account_id = ?", account).Order("place").Limit(mostMarks).Find(&marks).Error; err != nil {
			return err
		}
		return tx.Everywhere(whyVerify).Where("account_id = ?", account).Limit(1).Find(&end).Error
	})
}

// facts are the next ones of an account after a place, up to another.
func (s *Events) facts(ctx context.Context, account string, after, upTo int64) (es []Event, err error) {
	return es, s.read(ctx, func(tx *db.Tx) error {
		return tx.Everywhere(whyVerify).Where("account_id = ? AND place > ? AND place <= ?", account, after, upTo).Order("place").Limit(perStep).Find(&es).Error
	})
}

// mostMarks is how many checkpoints of an account are compared.
const mostMarks = 100_000

// tour goes along a chain, fact by fact, past the checkpoints of it.
type tour struct {
	Chain
	marks []Checkpoint // that are still ahead
}

// step is the next fact, or what is broken about it.
func (w *tour) step(e Event) *Broken {
	switch {
	case e.Place <= w.Place:
		return &Broken{w.AccountID, e.Place, e.ID, "no fact has such a place"}
	case e.Place != w.Place+1:
		return &Broken{w.AccountID, w.Place + 1, "", "it is not there; the next one that is has the place " + fmt.Sprint(e.Place)}
	case e.Hash != e.Seal(w.Hash):
		return &Broken{w.AccountID, e.Place, e.ID, "it is not what was written, or not where it was"}
	}
	w.Place, w.Hash = e.Place, e.Hash
	return w.past(e.ID)
}

// past leaves the checkpoints behind that the tour has come to.
func (w *tour) past(id string) *Broken {
	for len(w.marks) > 0 && w.marks[0].Place <= w.Place {
		if m := w.marks[0]; m.Place == w.Place && m.Hash != w.Hash {
			return &Broken{w.AccountID, w.Place, id, "it is not what it was at the checkpoint of " + m.At.UTC().Format(time.RFC3339)}
		}
		w.marks = w.marks[1:]
	}
	return nil
}

// end is what is wrong with where the facts end: they reach at least to where
// the chain ended before the tour, and at most to where it ends now.
func (w *tour) end(before, now Chain) *Broken {
	for _, m := range w.marks {
		return &Broken{w.AccountID, w.Place + 1, "", fmt.Sprintf("it is not there, nor what followed it; at the checkpoint of %s there were %d", m.At.UTC().Format(time.RFC3339), m.Place)}
	}
	switch {
	case before.Place > w.Place:
		return &Broken{w.AccountID, w.Place + 1, "", fmt.Sprintf("it is not there, nor what followed it; there were %d", before.Place)}
	case now.Place < w.Place:
		return &Broken{w.AccountID, now.Place + 1, "", fmt.Sprintf("the record of the account ends before it, at %d", now.Place)}
	case before.Place == w.Place && before.Hash != w.Hash, now.Place == w.Place && now.Hash != w.Hash:
		return &Broken{w.AccountID, w.Place, "", "the record of the account ends with another one"}
	}
	return nil
}
