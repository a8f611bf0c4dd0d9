package event

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// A slice is a part of an account's record with its proof, as lines of JSON:
// where it begins, each fact as its hash covers it, and where it ends. The hash
// of a line is in the next one. Whoever has a checkpoint, or a later slice, sees
// that it is a part of the same record.

// start is the first line of a slice: the fact before it.
type start struct {
	Account string `json:"account"`
	Place   int64  `json:"after_place"`
	Hash    string `json:"after_hash"`
}

// finish is its last line: the last fact in it.
type finish struct {
	Place   int64  `json:"ends_place"`
	Hash    string `json:"ends_hash"`
	Account string `json:"account"`
}

// ExportSlice writes the part of an account's record that has the facts from one
// moment to before another; a zero moment is the beginning, or now. Clocks of
// acts at the same time may differ: facts between two that it has are in it, too.
// A fact that is broken ends it with an error.
func (s *Events) ExportSlice(ctx context.Context, account string, from, to time.Time, out io.Writer) error {
	w, last, err := s.part(ctx, account, from, to)
	if err != nil {
		return fault.Wrap("export the record", err)
	}
	lines := json.NewEncoder(out)
	if err := lines.Encode(start{account, w.Place, w.Hash}); err != nil {
		return err
	}
	for {
		es, err := s.facts(ctx, account, w.Place, last)
		if err != nil {
			return fault.Wrap("export the record", err)
		}
		for _, e := range es {
			text := append(e.text(w.Hash), '\n')
			if b := w.step(e); b != nil {
				return fmt.Errorf("export the record: %s", b)
			}
			if _, err := out.Write(text); err != nil {
				return err
			}
		}
		if len(es) < perStep {
			return lines.Encode(finish{w.Place, w.Hash, account})
		}
	}
}

// part is the tour as it stands before the first fact of a time, and the place of the last one.
func (s *Events) part(ctx context.Context, account string, from, to time.Time) (w tour, last int64, err error) {
	w.AccountID, last = account, math.MaxInt64
	err = s.read(ctx, func(tx *db.Tx) error {
		var end, first, before []Event
		if !to.IsZero() {
			if err := chained(tx, account).Where("at < ?", to).Order("place DESC").Find(&end).Error; err != nil {
				return err
			}
			last = placeOf(end, 0)
		}
		if err := chained(tx, account).Where("at >= ?", from).Order("place").Find(&first).Error; err != nil {
			return err
		}
		err := chained(tx, account).Where("place <= ?", min(last, placeOf(first, math.MaxInt64)-1)).Order("place DESC").Find(&before).Error
		for _, e := range before {
			w.Place, w.Hash = e.Place, e.Hash
		}
		return err
	})
	return w, last, err
}

// chained is one fact of an account.
func chained(tx *db.Tx, account string) *gorm.DB {
	return tx.Everywhere(whyVerify).Where("account_id = ?", account).Limit(1)
}

// placeOf is the place of the one fact that was found, or none.
func placeOf(es []Event, none int64) int64 {
	for _, e := range es {
		return e.Place
	}
	return none
}

// Proof is what a slice proves.
type Proof struct {
	Account  string
	After    int64      // place of the fact before the first one, or 0
	Last     Checkpoint // the last fact in it
	Compared int64      // place of the last fact in it that a kept checkpoint names, or 0
}

// Facts is how many facts there are.
func (p Proof) Facts() int64 { return p.Last.Place - p.After }

// errNoSlice says that a file is something else.
var errNoSlice = errors.New("this is no part of a record, or its end is missing")

// CheckSlice verifies a slice that was exported, without a database: what it
// proves, or the first fact that is broken. kept are checkpoints that were kept:
// what follows the last one in it may have been written anew, hashes and all.
func CheckSlice(r io.Reader, kept ...Checkpoint) (p Proof, broken *Broken, err error) {
	lines := bufio.NewReader(r)
	var first start
	if err := readLine(lines, &first); err != nil {
		return p, nil, errors.Join(errNoSlice, err)
	}
	kept = slices.DeleteFunc(slices.Clone(kept), func(c Checkpoint) bool { return c.AccountID != first.Account })
	slices.SortStableFunc(kept, func(a, b Checkpoint) int { return cmp.Compare(a.Place, b.Place) })
	w := tour{Chain: Chain{first.Account, first.Place, first.Hash}, marks: kept}
	if b := w.past(""); b != nil {
		return p, b, nil
	}
	var text []byte
	for {
		var f sealed
		if text, err = lines.ReadBytes('\n'); err != nil {
			return p, nil, errors.Join(errNoSlice, err)
		}
		if bytes.HasPrefix(text, []byte(`{"ends_place":`)) {
			break
		}
		if err := exact(text, &f); err != nil {
			return p, &Broken{w.AccountID, w.Place + 1, "", err.Error()}, nil
		}
		if b := w.line(f, text); b != nil {
			return p, b, nil
		}
	}
	var last finish
	if err := exact(text, &last); err != nil || last.Account != w.AccountID || last.Place != w.Place || last.Hash != w.Hash {
		return p, &Broken{w.AccountID, w.Place, "", "it is not what was written, or not the last one"}, nil
	}
	if _, err := lines.ReadByte(); !errors.Is(err, io.EOF) {
		return p, nil, errors.Join(errNoSlice, errors.New("something follows the end"))
	}
	p = Proof{Account: first.Account, After: first.Place, Last: Checkpoint{AccountID: w.AccountID, Place: w.Place, Hash: w.Hash}}
	for _, c := range kept {
		if c.Place > p.After && c.Place <= p.Last.Place {
			p.Compared = c.Place
		}
	}
	return p, nil, nil
}

// line is the next fact of a slice, or what is broken: the hash of each line is in the next.
func (w *tour) line(f sealed, text []byte) *Broken {
	switch {
	case f.AccountID != w.AccountID:
		return &Broken{w.AccountID, w.Place + 1, f.ID, "it is of another account"}
	case f.Place != w.Place+1:
		return &Broken{w.AccountID, w.Place + 1, "", fmt.Sprintf("it is not there; the next one that is has the place %d", f.Place)}
	case f.Before != w.Hash:
		return &Broken{w.AccountID, w.Place, "", "it is not what was written, or not where it was"}
	}
	w.Place, w.Hash = f.Place, sum(bytes.TrimSuffix(text, []byte("\n")))
	return w.past(f.ID)
}

// readLine reads a line into v.
func readLine(r *bufio.Reader, v any) error {
	text, err := r.ReadBytes('\n')
	if err != nil {
		return err
	}
	return exact(text, v)
}

// exact reads a line that says just what v says, byte for byte.
func exact(text []byte, v any) error {
	if err := json.Unmarshal(text, v); err != nil {
		return errors.New("the line is no JSON")
	}
	again, err := json.Marshal(v)
	if err != nil || !bytes.Equal(append(again, '\n'), text) {
		return errors.New("the line is not as it was written")
	}
	return nil
}
