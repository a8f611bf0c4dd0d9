package ui

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestTimesAreWrittenInTheReadersZoneAndStyle(t *testing.T) {
	at := time.Date(2026, 11, 22, 22, 42, 0, 0, time.UTC)
	sydney, err := time.LoadLocation("Australia/Sydney")
	if err != nil {
		t.Fatal(err)
	}
	zero, own := Times{}, Times{Zone: sydney, Style: "2006-01-02"}
	for _, c := range []struct{ got, want string }{
		{zero.Moment(at), "22 Nov 2026, 22:42"}, {own.Moment(at), "2026-11-23, 09:42"},
		{zero.Date(at), "22 Nov 2026"}, {own.Date(at), "2026-11-23"},
		{zero.Day(at), "22 Nov 2026"}, {own.Day(at), "2026-11-22"},
		{zero.Clock(at), "22:42"}, {own.Clock(at), "09:42"},
		{zero.Place(at), "UTC"}, {own.Place(at), "Australia/Sydney (UTC+11:00)"},
		{own.Offset(at.AddDate(0, 6, 0)), "UTC+10:00"},
	} {
		if c.got != c.want {
			t.Errorf("%q, not %q", c.got, c.want)
		}
	}
	ctx := WithTimes(t.Context(), own)
	if got := Date(ctx, at) + Day(ctx, at) + Moment(ctx, at) + Clock(ctx, at); got != "2026-11-232026-11-222026-11-23, 09:4209:42" {
		t.Error(got)
	}
	if got := Moment(t.Context(), at); got != "22 Nov 2026, 22:42" {
		t.Error(got)
	}
}
