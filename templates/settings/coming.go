package settings

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
)

// next are the scheduled changes of one setting.
func next(cs []setting.ScheduledChange, name setting.Name) (of []setting.ScheduledChange) {
	for _, c := range cs {
		if c.Name == name {
			of = append(of, c)
		}
	}
	return of
}

// turns says what a scheduled change makes of the value, and when.
func turns(ctx context.Context, c setting.ScheduledChange) string {
	text := "Changes to " + string(c.To) + " on " + moment(ctx, c.At)
	switch {
	case c.Before:
		text = "The default changes to " + string(c.To) + " on " + moment(ctx, c.At) + ", and not this account"
	case c.Whom == setting.Matching:
		text += ", if it still matches then"
	}
	return text + ", scheduled by " + c.By
}

// moment is a day, with the time unless that is midnight.
func moment(ctx context.Context, at time.Time) string {
	if ui.Clock(ctx, at) == "00:00" {
		return ui.Date(ctx, at)
	}
	return ui.Moment(ctx, at)
}
