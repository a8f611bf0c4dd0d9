package auth

import (
	"testing"
	"time"
)

func TestHowLongAnAddressIsLocked(t *testing.T) {
	for n, want := range map[int]time.Duration{
		1: 0, 4: 0, 5: 0, 6: time.Second, 7: 2 * time.Second, 8: 4 * time.Second, 9: 8 * time.Second, 10: 16 * time.Second,
		14: 256 * time.Second, 15: 512 * time.Second, 16: 15 * time.Minute, 17: 15 * time.Minute, 1000: 15 * time.Minute,
	} {
		if got := lockAfter(n); got != want {
			t.Errorf("after %d failures %v, not %v", n, got, want)
		}
	}
}

func TestFailuresAreForgottenAfterAQuietTime(t *testing.T) {
	at := time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		was   attempt
		after time.Duration // since the last failure
		want  int
	}{
		{"the first", attempt{}, 0, 1},
		{"the next", attempt{Failures: 3, LastAt: at}, time.Minute, 4},
		{"just before it is forgotten", attempt{Failures: 3, LastAt: at}, quiet, 4},
		{"after a quiet time", attempt{Failures: 3, LastAt: at}, quiet + time.Second, 1},
		{"after the longest lock and as long again", attempt{Failures: 20, LastAt: at, LockedUntil: at.Add(longestLock)}, longestLock + time.Second, 1},
	} {
		a := c.was
		a.fail(at.Add(c.after))
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
		if got := spoken(d); got != want {
			t.Errorf("%v: %s", d, got)
		}
	}
}

func TestWhenASessionIsOver(t *testing.T) {
	at := time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)
	l := Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}
	for _, c := range []struct {
		name string
		s    Session
		now  time.Time
		over bool
	}{
		{"just opened", Session{Whole: true, CreatedAt: at, SeenAt: at}, at, false},
		{"at the idle limit", Session{Whole: true, CreatedAt: at, SeenAt: at}, at.Add(l.Idle), false},
		{"past the idle limit", Session{Whole: true, CreatedAt: at, SeenAt: at}, at.Add(l.Idle + 1), true},
		{"old and busy", Session{Whole: true, CreatedAt: at, SeenAt: at.Add(l.Absolute)}, at.Add(l.Absolute), false},
		{"past its age", Session{Whole: true, CreatedAt: at, SeenAt: at.Add(l.Absolute)}, at.Add(l.Absolute + 1), true},
		{"half", Session{CreatedAt: at, SeenAt: at}, at.Add(halfLife - 1), false},
		{"half, too old, and busy", Session{CreatedAt: at, SeenAt: at.Add(halfLife)}, at.Add(halfLife), true},
		{"ended", Session{Whole: true, CreatedAt: at, SeenAt: at, EndedAt: &at}, at, true},
	} {
		if got := c.s.over(c.now, l); got != c.over {
			t.Errorf("%s: over %t", c.name, got)
		}
	}
}
