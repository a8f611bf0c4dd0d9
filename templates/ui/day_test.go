package ui

import (
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/user"
)

func TestADayBeginsWithItsFirstMomentWhereverItsReaderIs(t *testing.T) {
	for _, c := range []struct{ zone, day, begins string }{
		{"UTC", "2026-11-22", "2026-11-22T00:00:00Z"},
		{"Australia/Sydney", "2026-11-22", "2026-11-21T13:00:00Z"},
		{"Australia/Sydney", "2026-10-04", "2026-10-03T14:00:00Z"}, // clocks go forward at two
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"}, // clocks go forward at midnight: the day begins at one
		{"America/Santiago", "2026-09-07", "2026-09-07T03:00:00Z"},
		{"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"},
		{"Africa/Cairo", "2026-04-25", "2026-04-24T21:00:00Z"},
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"}, // midnight comes twice
		{"America/Havana", "2026-11-02", "2026-11-02T05:00:00Z"},
	} {
		times := Times{Zone: user.Location(c.zone)}
		at, ok := times.Begins(c.day)
		if got := at.UTC().Format(time.RFC3339); !ok || got != c.begins {
			t.Errorf("%s in %s begins at %s, not %s", c.day, c.zone, got, c.begins)
		}
		eve := at.Add(-time.Hour).In(times.Zone)
		if before, _ := times.Begins(eve.Format(time.DateOnly)); !NextDay(before).Equal(at) {
			t.Errorf("%s in %s: the day before ends at %s", c.day, c.zone, NextDay(before))
		}
	}
}
