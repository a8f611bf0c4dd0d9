package ui

import (
	"context"
	"time"
)

// Times is how a reader reads times: in which zone, and in which style dates
// are written. The zero one is UTC, and 22 Nov 2026.
type Times struct {
	Zone  *time.Location
	Style string // a date as package time lays it out
}

type timesKey struct{}

// WithTimes is a context in which pages are drawn for a reader of times.
func WithTimes(ctx context.Context, t Times) context.Context {
	return context.WithValue(ctx, timesKey{}, t)
}

// TimesOf is how the reader of a page that is drawn in ctx reads times.
func TimesOf(ctx context.Context) Times {
	t, _ := ctx.Value(timesKey{}).(Times)
	return t
}

func (t Times) zone() *time.Location {
	if t.Zone == nil {
		return time.UTC
	}
	return t.Zone
}

func (t Times) style() string {
	if t.Style == "" {
		return "02 Jan 2006"
	}
	return t.Style
}

// In is a moment in the reader's zone.
func (t Times) In(at time.Time) time.Time { return at.In(t.zone()) }

// Date writes the day of a moment: 22 Nov 2026.
func (t Times) Date(at time.Time) string { return t.In(at).Format(t.style()) }

// Day writes a day of the calendar, which is the same in every zone; it is kept as its midnight in UTC.
func (t Times) Day(day time.Time) string { return day.UTC().Format(t.style()) }

// Moment writes a day and a time of day: 22 Nov 2026, 10:42.
func (t Times) Moment(at time.Time) string { return t.In(at).Format(t.style() + ", 15:04") }

// Clock writes a time of day: 10:42.
func (t Times) Clock(at time.Time) string { return t.In(at).Format("15:04") }

// Offset is how far the zone is from UTC at a moment: UTC, UTC+11:00.
func (t Times) Offset(at time.Time) string {
	if _, seconds := t.In(at).Zone(); seconds == 0 {
		return "UTC"
	}
	return t.In(at).Format("UTC-07:00")
}

// Place says in which zone times are written: UTC, Australia/Sydney (UTC+11:00).
func (t Times) Place(at time.Time) string {
	if t.zone() == time.UTC {
		return "UTC"
	}
	return t.zone().String() + " (" + t.Offset(at) + ")"
}

// Date writes the day of a moment as the reader of a page reads it.
func Date(ctx context.Context, at time.Time) string { return TimesOf(ctx).Date(at) }

// Day writes a day of the calendar as the reader of a page reads it.
func Day(ctx context.Context, day time.Time) string { return TimesOf(ctx).Day(day) }

// Moment writes a day and a time of day as the reader of a page reads it.
func Moment(ctx context.Context, at time.Time) string { return TimesOf(ctx).Moment(at) }

// Clock writes a time of day as the reader of a page reads it.
func Clock(ctx context.Context, at time.Time) string { return TimesOf(ctx).Clock(at) }
