package event_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
)

// slice is the record of Acme from one moment to before another.
func (f *forger) slice(from, to time.Time) []byte {
	f.Helper()
	var out bytes.Buffer
	if err := f.Events.ExportSlice(f.Context(), cast.Acme, from, to, &out); err != nil {
		f.Fatal(err)
	}
	return out.Bytes()
}

func TestAPartOfTheRecordIsVerifiedWithoutADatabase(t *testing.T) {
	f := &forger{t, apptest.New(t), nil}
	start := f.DB.Now()
	n := f.fill(cast.Acme, 2600)
	kept := f.checkpoints()
	for what, c := range map[string]struct {
		from, to    time.Time
		first, last int64
	}{
		"all of it":            {time.Time{}, time.Time{}, 1, n},
		"what was there":       {time.Time{}, start, 1, 0},
		"what was done today":  {start, time.Time{}, 0, n},
		"some minutes":         {start.Add(time.Minute), start.Add(3 * time.Minute), 0, 0},
		"after the last fact":  {start.AddDate(1, 0, 0), time.Time{}, n + 1, n},
		"before the first one": {time.Time{}, start.AddDate(-10, 0, 0), 1, 0},
	} {
		text := f.slice(c.from, c.to)
		proof, broken, err := event.CheckSlice(bytes.NewReader(text), kept...)
		if err != nil || broken != nil || proof.Account != cast.Acme {
			t.Errorf("%s: %v, %v, %v", what, proof, broken, err)
		}
		if c.first != 0 && proof.After != c.first-1 || c.last != 0 && proof.Last.Place != c.last {
			t.Errorf("%s: %v", what, proof)
		}
		if lines := bytes.Count(text, []byte("\n")); int64(lines) != proof.Facts()+2 {
			t.Errorf("%s: %d lines, %v", what, lines, proof)
		}
	}
	if some := f.slice(start.Add(time.Minute), start.Add(3*time.Minute)); bytes.Count(some, []byte("\n")) != 1002 {
		t.Errorf("two minutes have %d lines", bytes.Count(some, []byte("\n")))
	}
}

// The documents say how to verify a slice with other tools: the SHA-256 of each
// line is in the next one.
func TestAPartOfTheRecordIsVerifiedByHand(t *testing.T) {
	f := &forger{t, apptest.New(t), nil}
	f.fill(cast.Acme, 300)
	lines := strings.Split(strings.TrimSuffix(string(f.slice(time.Time{}, time.Time{})), "\n"), "\n")
	before := ""
	for _, l := range lines[1 : len(lines)-1] {
		if !strings.HasPrefix(l, `{"before":"`+before+`","place":`) {
			t.Fatalf("%s does not follow %s", l, before)
		}
		sum := sha256.Sum256([]byte(l))
		before = hex.EncodeToString(sum[:])
	}
	var end struct {
		Hash string `json:"ends_hash"`
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &end); err != nil || end.Hash != before {
		t.Errorf("%s, %v", end.Hash, err)
	}
}

func TestNoByteOfAPartOfTheRecordCanBeChanged(t *testing.T) {
	f := &forger{t, apptest.New(t), nil}
	f.fill(cast.Acme, 400)
	start := f.DB.Now()
	f.fill(cast.Acme, 408)
	text, r := f.slice(start, time.Time{}), rand.New(rand.NewPCG(8, 4711))
	if _, broken, err := event.CheckSlice(bytes.NewReader(text)); broken != nil || err != nil {
		t.Fatal(broken, err)
	}
	for i := range text {
		forged := bytes.Clone(text)
		forged[i] ^= 1 << r.IntN(8)
		if _, broken, err := event.CheckSlice(bytes.NewReader(forged)); broken == nil && err == nil {
			t.Fatalf("byte %d is %q, and nobody sees it", i, forged[i])
		}
		if i > 0 {
			if _, broken, err := event.CheckSlice(bytes.NewReader(text[:i])); broken == nil && err == nil {
				t.Fatalf("cut after byte %d, and nobody sees it", i)
			}
		}
	}
	for what, forged := range map[string]string{
		"empty":              "",
		"a line more":        string(text) + "\n",
		"twice":              string(text) + string(text),
		"a line taken away":  without(string(text), 3),
		"the first one":      without(string(text), 0),
		"the last one":       without(string(text), 9),
		"of another account": strings.ReplaceAll(string(text), cast.Acme, cast.Cobalt),
	} {
		if _, broken, err := event.CheckSlice(strings.NewReader(forged)); broken == nil && err == nil {
			t.Errorf("%s, and nobody sees it", what)
		}
	}
}

// without is a text without one of its lines.
func without(text string, n int) string {
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(append(lines[:n:n], lines[n+1:]...), "")
}

func TestAPartThatWasWrittenAnewIsNotTheOneOfTheCheckpoint(t *testing.T) {
	f := &forger{t, apptest.New(t), nil}
	f.fill(cast.Acme, 100)
	kept := f.checkpoints()
	text := f.slice(time.Time{}, time.Time{})
	lines := strings.Split(string(text), "\n")
	var out []string
	before := "" // whoever may write anything writes the hashes, too
	for _, l := range lines[1:101] {
		l = strings.Replace(l, `"user_name":"`, `"user_name":"Not `, 1)
		l = `{"before":"` + before + l[strings.Index(l, `","place"`):]
		sum := sha256.Sum256([]byte(l))
		before = hex.EncodeToString(sum[:])
		out = append(out, l)
	}
	forged := lines[0] + "\n" + strings.Join(out, "\n") + "\n" + `{"ends_place":100,"ends_hash":"` + before + `","account":"` + cast.Acme + `"}` + "\n"
	if _, broken, err := event.CheckSlice(strings.NewReader(forged)); broken != nil || err != nil {
		t.Fatal("the forgery is not whole:", broken, err)
	}
	if _, broken, err := event.CheckSlice(strings.NewReader(forged), kept...); err != nil || broken == nil || broken.Place != 100 {
		t.Errorf("%v, %v", broken, err)
	}
}

func TestAPartSaysHowFarItWasCompared(t *testing.T) {
	f := &forger{t, apptest.New(t), nil}
	start := f.DB.Now()
	f.fill(cast.Acme, 600)
	kept := f.checkpoints()
	f.Clock.Advance(time.Hour)
	later := f.DB.Now()
	f.fill(cast.Acme, 700)
	for what, c := range map[string]struct {
		from, to time.Time
		kept     []event.Checkpoint
		compared int64
	}{
		"all of it":                           {time.Time{}, time.Time{}, kept, 600},
		"nothing kept":                        {time.Time{}, time.Time{}, nil, 0},
		"up to the checkpoint":                {time.Time{}, later, kept, 600},
		"before the checkpoint":               {time.Time{}, start, kept, 0},
		"after it, and it is the fact before": {later, time.Time{}, kept, 0},
	} {
		proof, broken, err := event.CheckSlice(bytes.NewReader(f.slice(c.from, c.to)), c.kept...)
		if err != nil || broken != nil || proof.Compared != c.compared {
			t.Errorf("%s: %v, %v, %v", what, proof, broken, err)
		}
	}
}
