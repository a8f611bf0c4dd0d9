package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

// timing asks whether a stranger, or an admin of another account, learns from
// the time or the bytes of an answer that an address is known.
type timing struct {
	Requests int    `help:"How many requests are timed for known addresses, and as many for unknown ones." default:"2000"`
	Only     string `help:"Measure only what contains this."`
}

// question is what is asked with an address, known and unknown in turn.
type question struct {
	what string
	ask  func(w *world, email string) []byte
}

// questions are all answers that must not tell whether an address is known.
var questions = []question{
	{"sign-in with a wrong password", func(w *world, email string) []byte {
		return w.post(route.SignIn, "", url.Values{"email": {email}, "password": {"not the password of anybody"}})
	}},
	{"forgotten password", func(w *world, email string) []byte {
		return w.post(route.Forgotten, "", url.Values{"email": {email}})
	}},
	{"inviting to another account", func(w *world, email string) []byte {
		return w.post(route.Users(cast.Northwind), w.pia, url.Values{
			"person.0.first_name": {"Una"}, "person.0.last_name": {"Berg"}, "person.0.email": {email}, "person.0.role": {string(access.ReadOnly)},
			"token": {db.NewToken()},
		})
	}},
}

// post is a form from an address of its own: many from one are answered sooner.
func (w *world) post(path, cookie string, form url.Values) []byte {
	n := w.made.Add(1)
	from := fmt.Sprintf("\r\nX-Forwarded-For: 10.%d.%d.%d", n>>16&255, n>>8&255, n&255)
	return bytes.Replace(request(http.MethodPost, w.portal.address, path, cookie, form.Encode()), []byte(" HTTP/1.1"), []byte(" HTTP/1.1"+from), 1)
}

// Run times them and prints what it saw.
func (o *timing) Run(ctx context.Context) error {
	if o.Requests < 2 {
		return fmt.Errorf("there is nothing to compare in %d requests", o.Requests)
	}
	folder, err := os.MkdirTemp("", "tenantry-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	w := &world{database: filepath.Join(folder, "tenantry.db"), drop: func() {}}
	defer w.stop()
	if err := o.fill(ctx, w.database); err != nil {
		return err
	}
	if w.portal, err = start(false, "portal", w.database); err != nil {
		return err
	}
	fmt.Printf("Tenantry on SQLite, %s, %d cores. %d requests for known addresses and as many for unknown ones take turns.\n\n", runtime.Version(), runtime.NumCPU(), o.Requests)
	tw := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\tknown, median ms\tunknown, median ms\tdifference ms\tWelch's t\tbytes\t")
	for n, q := range questions {
		if !strings.Contains(q.what, o.Only) {
			continue
		}
		if w.pia, err = w.signIn(cast.Pia); err != nil { // inviting takes a recent proof
			return err
		}
		a, err := o.compare(ctx, w, n, q)
		if err != nil {
			return fmt.Errorf("%s: %w", q.what, err)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%.2f\t%s\t\n", q.what, ms(a.known), ms(a.unknown), ms(a.known-a.unknown), a.t, a.bytes)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Println("\nAims: the medians differ by less than 5 ms, t is between -4.5 and 4.5, and the bytes are the same.\n" +
		"The page of an invitation says whether to sign in or to choose a password. It is behind the secret that only the mailbox has.")
	return nil
}

// Addresses of people who are in the portal, and as long ones of nobody. Each
// question has its own, and each address is asked about once, because failed
// tries with one address are delayed.
func knownAddress(question, n int) string {
	return fmt.Sprintf("somebody-%d-%05d@bench.example", question, n)
}

func unknownAddress(question, n int) string {
	return fmt.Sprintf("nobodyno-%d-%05d@bench.example", question, n)
}

// fill makes the cast and the people who are asked about.
func (o *timing) fill(ctx context.Context, address string) error {
	d, err := db.Open(ctx, db.Options{Address: address})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	if err := cast.Seed(ctx, d); err != nil {
		return err
	}
	hash, err := user.HashPassword(ctx, cast.Password)
	if err != nil {
		return err
	}
	return d.Do(ctx, cast.Sol.Caller(), func(tx *db.Tx) error {
		home, err := account.Here(tx)
		for q := range questions {
			for n := 0; n < o.Requests && err == nil; n++ {
				_, err = user.Add(tx, home, user.PersonDraft{FirstName: "Somebody", LastName: fmt.Sprint(n), Email: knownAddress(q, n)}, access.ReadOnly, hash)
			}
		}
		return err
	})
}

// comparison is what came of a question.
type comparison struct {
	known, unknown time.Duration // medians
	t              float64       // Welch's, of known against unknown
	bytes          string
}

func (o *timing) compare(ctx context.Context, w *world, n int, q question) (c comparison, err error) {
	l, err := dial(w.portal.address)
	if err != nil {
		return c, err
	}
	defer l.conn.Close()
	var times [2][]time.Duration
	var first [2]string
	c.bytes = "the same"
	for i := range o.Requests {
		for turn := range 2 {
			if err := ctx.Err(); err != nil {
				return c, err
			}
			side := (i + turn) % 2
			email := knownAddress(n, i)
			if side == 1 {
				email = unknownAddress(n, i)
			}
			asked := time.Now()
			answer, err := l.answer(q.ask(w, email))
			if err != nil {
				return c, err
			}
			times[side] = append(times[side], time.Since(asked))
			if answer = strings.ReplaceAll(answer, email, "the address"); i == 0 {
				first[side] = answer
			}
			if answer != first[side] || i > 0 && first[0] != first[1] {
				c.bytes = "differ"
			}
		}
	}
	c.known, c.unknown = middleOf(times[0]), middleOf(times[1])
	c.t = welch(times[0], times[1])
	return c, nil
}

// answer sends a request, and is what a browser would show of its answer.
func (l *line) answer(request []byte) (string, error) {
	if _, err := l.conn.Write(request); err != nil {
		return "", err
	}
	res, err := http.ReadResponse(l.in, nil)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	if res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusForbidden || res.StatusCode >= http.StatusInternalServerError {
		return "", fmt.Errorf("answered %s: %s", res.Status, bytes.TrimSpace(body[:min(len(body), 300)]))
	}
	return res.Status + "\n" + res.Header.Get("Location") + "\n" + string(body), nil
}

func middleOf(times []time.Duration) time.Duration {
	times = slices.Sorted(slices.Values(times))
	return times[len(times)/2]
}

// welch is the difference of two means in units of its own uncertainty.
func welch(a, b []time.Duration) float64 {
	am, av := spread(a)
	bm, bv := spread(b)
	return (am - bm) / math.Sqrt(av/float64(len(a))+bv/float64(len(b)))
}

// spread is the mean and the variance of some times.
func spread(times []time.Duration) (mean, variance float64) {
	for _, t := range times {
		mean += float64(t) / float64(len(times))
	}
	for _, t := range times {
		variance += (float64(t) - mean) * (float64(t) - mean) / float64(len(times)-1)
	}
	return mean, variance
}
