package event

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// A slice is a part of an account's record with its proof, as lines of JSON: where
// it begins, each fact, and where it ends. Whoever has a checkpoint, or a later
// slice, sees from the hashes that it is a part of the same record.

// start is the first line of a slice: the hash of the fact before it.
type start struct {
	Account string `json:"account"`
	Place   int64  `json:"after_place"`
	Hash    string `json:"after_hash"`
}

// finish is its last line.
type finish struct {
	Place int64  `json:"ends_place"`
	Hash  string `json:"ends_hash"`
}

// line is any line of a slice.
type line struct {
	*start
	*finish
	Fact *Event `json:"fact,omitempty"`
}

// ExportSlice writes the facts of an account from one moment to before another;
// a zero moment is the beginning, or now. A fact that is broken ends it with an error.
func (s *Events) ExportSlice(ctx context.Context, account string, from, to time.Time, out io.Writer) error {
	lines := json.NewEncoder(out)
	w, err := s.before(ctx, account, from)
	if err != nil {
		return fault.Wrap("export the record", err)
	}
	if err := lines.Encode(line{start: &start{account, w.Place, w.Hash}}); err != nil {
		return err
	}
	for {
		var es []Event
		err := s.read(ctx, func(tx *db.Tx) error {
			q := tx.Everywhere(whyVerify).Where("account_id = ? AND place > ?", account, w.Place)
			if !to.IsZero() {
				q = q.Where("at < ?", to)
			}
			return q.Order("place").Limit(perStep).Find(&es).Error
		})
		if err != nil {
			return fault.Wrap("export the record", err)
		}
		for _, e := range es {
			if b := w.step(e); b != nil {
				return fmt.Errorf("export the record: %s", b)
			}
			e.At = e.At.UTC()
			if err := lines.Encode(line{Fact: &e}); err != nil {
				return err
			}
		}
		if len(es) < perStep {
			return lines.Encode(line{finish: &finish{w.Place, w.Hash}})
		}
	}
}

// before is the tour as it stands at the last fact before a moment.
func (s *Events) before(ctx context.Context, account string, from time.Time) (w tour, err error) {
	w.AccountID = account
	var last []Event
	err = s.read(ctx, func(tx *db.Tx) error {
		return tx.Everywhere(whyVerify).Where("account_id = ? AND at < ?", account, from).Order("place DESC").Limit(1).Find(&last).Error
	})
	for _, e := range last {
		w.Place, w.Hash = e.Place, e.Hash
	}
	return w, err
}

// longestLine is how many bytes a line of a slice has at most.
const longestLine = 1 << 20

// CheckSlice verifies a slice that was exported: the first fact that is broken, or
// nil, and how many there are. It needs no database.
func CheckSlice(r io.Reader) (broken *Broken, n int64, err error) {
	var w *tour
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, n, fmt.Errorf("read line %d: %w", n+1, err)
		}
		switch {
		case l.start != nil && w == nil:
			w = &tour{Chain: Chain{l.start.Account, l.start.Place, l.start.Hash}}
		case l.Fact != nil && w != nil:
			if l.Fact.AccountID != w.AccountID {
				return &Broken{w.AccountID, w.Place + 1, l.Fact.ID, "it is of another account"}, n, nil
			}
			if b := w.step(*l.Fact); b != nil {
				return b, n, nil
			}
			n++
		case l.finish != nil && w != nil:
			return w.end(Chain{w.AccountID, l.finish.Place, l.finish.Hash}), n, nil
		}
	}
	return nil, n, errors.Join(lines.Err(), errors.New("this is no part of a record, or its end is missing"))
}
