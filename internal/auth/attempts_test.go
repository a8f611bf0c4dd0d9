package auth_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
)

func TestHowLongAnAddressIsLocked(t *testing.T) {
	at := time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)
	for n, want := range map[int]time.Duration{
		1: 0, 4: 0, 5: 0, 6: time.Second, 7: 2 * time.Second, 8: 4 * time.Second, 9: 8 * time.Second, 10: 16 * time.Second,
		14: 256 * time.Second, 15: 512 * time.Second, 16: 15 * time.Minute, 17: 15 * time.Minute, 1000: 15 * time.Minute,
	} {
		a := auth.Attempt{Failures: n - 1, LastAt: at}
		a.Fail(at)
		if got := a.LockedUntil.Sub(at); got != want || a.Failures != n {
			t.Errorf("after %d failures %v, not %v", n, got, want)
		}
	}
}

func TestFailuresAreForgottenAfterAQuietTime(t *testing.T) {
	at := time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)
	const quiet, longestLock = 15 * time.Minute, 15 * time.Minute
	for _, c := range []struct {
		name  string
		was   auth.Attempt
		after time.Duration // since the last failure
		want  int
	}{
		{"the first", auth.Attempt{}, 0, 1},
		{"the next", auth.Attempt{Failures: 3, LastAt: at}, time.Minute, 4},
		{"just before it is forgotten", auth.Attempt{Failures: 3, LastAt: at}, quiet, 4},
		{"after a quiet time", auth.Attempt{Failures: 3, LastAt: at}, quiet + time.Second, 1},
		{"after the longest lock and as long again", auth.Attempt{Failures: 20, LastAt: at, LockedUntil: at.Add(longestLock)}, longestLock + time.Second, 1},
	} {
		a := c.was
		a.Fail(at.Add(c.after))
		if a.Failures != c.want || !a.LastAt.Equal(at.Add(c.after)) {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
}

func TestWaitingTimesAreSpokenRoundedUp(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Millisecond: "1 second", time.Second: "1 second", 1001 * time.Millisecond: "2 seconds", time.Minute: "60 seconds",
		61 * time.Second: "2 minutes", 15 * time.Minute: "15 minutes",
	} {
		if got := auth.Spoken(d); got != want {
			t.Errorf("%v: %s", d, got)
		}
	}
}

func TestWhenASessionIsOver(t *testing.T) {
	at := time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)
	const halfLife = 15 * time.Minute
	l := auth.Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}
	for _, c := range []struct {
		name string
		s    auth.Session
		now  time.Time
		over bool
	}{
		{"just opened", auth.Session{Whole: true, CreatedAt: at, SeenAt: at}, at, false},
		{"at the idle limit", auth.Session{Whole: true, CreatedAt: at, SeenAt: at}, at.Add(l.Idle), false},
		{"past the idle limit", auth.Session{Whole: true, CreatedAt: at, SeenAt: at}, at.Add(l.Idle + 1), true},
		{"old and busy", auth.Session{Whole: true, CreatedAt: at, SeenAt: at.Add(l.Absolute)}, at.Add(l.Absolute), false},
		{"past its age", auth.Session{Whole: true, CreatedAt: at, SeenAt: at.Add(l.Absolute)}, at.Add(l.Absolute + 1), true},
		{"half", auth.Session{CreatedAt: at, SeenAt: at}, at.Add(halfLife - 1), false},
		{"half, too old, and busy", auth.Session{CreatedAt: at, SeenAt: at.Add(halfLife)}, at.Add(halfLife), true},
		{"ended", auth.Session{Whole: true, CreatedAt: at, SeenAt: at, EndedAt: &at}, at, true},
	} {
		if got := c.s.Over(c.now, l); got != c.over {
			t.Errorf("%s: over %t", c.name, got)
		}
	}
}

// Refused sign-ins are facts, counted, of addresses that are somebody's; nobody
// waits longer for it.
func TestRefusedSignInsAreFacts(t *testing.T) {
	a := apptest.New(t)
	try := func(email, password string) error {
		_, err := a.Sessions.SignIn(t.Context(), email, password, auth.Browser{Address: "203.0.113.9", Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
		return err
	}
	facts := func() (all []string) {
		rows, err := a.Raw().Query("SELECT account_id || ' ' || user_name || ' ' || changes || ' ' || address || ' ' || device FROM events WHERE kind = 'session.refused' ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			all = append(all, "")
			if err := rows.Scan(&all[len(all)-1]); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	record := func(want int) {
		t.Helper()
		if n, err := a.Sessions.RecordRefusals(t.Context()); err != nil || n != want {
			t.Errorf("%d recorded, %v", n, err)
		}
	}
	for range 3 {
		if try(cast.Alice.Email, "not hers at all") == nil || try("nobody@acme.example", "nothing at all") == nil {
			t.Fatal("signed in")
		}
	}
	if record(0); len(facts()) != 0 {
		t.Error("a password that may still be looked at is a fact")
	}
	a.Clock.Advance(time.Minute)
	record(1)
	record(0)
	if got := facts(); len(got) != 1 || got[0] != cast.Acme+` Alice Novak [{"field":"Times","was":"","now":"3"}] 203.0.113.9 Firefox on Linux` {
		t.Errorf("%q", got)
	}
	_ = try(cast.Alice.Email, "not hers at all")
	if err := try(cast.Alice.Email, cast.Password); err != nil {
		t.Fatal(err)
	}
	if got := facts(); len(got) != 2 || !strings.Contains(got[1], `"now":"1"`) {
		t.Errorf("%q", got)
	}
	a.Clock.Advance(time.Minute)
	record(0)
}
