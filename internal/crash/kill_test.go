package crash_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/web/route"
)

// writers create accounts at the same time.
const writers = 4

// cycles is how often the portal is killed: TENANTRY_CRASH_CYCLES times, or 20.
func cycles(t *testing.T) int {
	t.Helper()
	text := os.Getenv("TENANTRY_CRASH_CYCLES")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What was answered with success outlives kill -9, what was not is there whole
// or not at all, and sending it again makes it once.
func TestNothingAcknowledgedIsLostWhenThePortalIsKilled(t *testing.T) {
	address := database(t)
	var (
		n            = cycles(t)
		acknowledged = map[string]string{}
		open         []attempt // sent, and killed before the answer
		repeated     int
		cookie       string
		before, now  time.Time // when the last cycle began, and this one
	)
	for cycle := range n {
		before, now = now, time.Now().UTC().Truncate(time.Millisecond)
		fresh := map[string]string{}
		p := start(t, address, cookie)
		if cookie == "" {
			p.signIn()
			cookie = p.cookie
		}
		repeated += len(open)
		for _, a := range open {
			key, got, err := p.create(a)
			if key == "" {
				t.Fatalf("sending %q again: %d %v %s", a.name, got.status, err, words(got.body))
			}
			fresh[key] = a.name
		}
		maps.Copy(fresh, p.writeUntilKilled(cycle, &open))
		check(t, address, fresh, before) // what is sent again may be from the cycle before
		if t.Failed() {
			t.Fatalf("after cycle %d", cycle+1)
		}
		maps.Copy(acknowledged, fresh)
	}
	checkAll(t, address, acknowledged)
	p := start(t, address, cookie)
	for key, name := range acknowledged { // one of them, whichever
		found := p.must(http.StatusOK, http.MethodGet, route.With(route.Accounts(cast.Northwind), url.Values{"q": {name}}), nil)
		if !strings.Contains(found.body, route.Managed(cast.Northwind, key)) {
			t.Errorf("%q is not found by its name", name)
		}
		break
	}
	if len(acknowledged) == 0 {
		t.Error("nothing was created")
	}
	t.Logf("%d times killed: %d accounts acknowledged, 0 lost; %d forms were without an answer, and each made one account when sent again",
		n, len(acknowledged), repeated)
}

// writeUntilKilled has the writers create accounts and kills the portal in the
// middle of it. It answers what was acknowledged, and in open what had no answer.
func (p *portal) writeUntilKilled(cycle int, open *[]attempt) map[string]string {
	p.t.Helper()
	var (
		wg           sync.WaitGroup
		mu           sync.Mutex
		acknowledged = map[string]string{}
	)
	*open = nil
	for w := range writers {
		wg.Go(func() {
			for i := 0; ; i++ {
				a := attempt{fmt.Sprintf("Crash %d-%d-%d", cycle, w, i), db.NewToken()}
				key, got, err := p.create(a)
				mu.Lock()
				switch {
				case key != "":
					acknowledged[key] = a.name
				case err != nil:
					*open = append(*open, a)
				default:
					p.t.Errorf("%q answers %d: %s", a.name, got.status, words(got.body))
				}
				mu.Unlock()
				if key == "" {
					return
				}
			}
		})
	}
	time.Sleep(time.Duration(rand.IntN(120)) * time.Millisecond)
	p.kill()
	wg.Wait()
	return acknowledged
}
