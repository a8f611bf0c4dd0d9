package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/provision"
)

// How often services are looked at: for their next step, and for the days on
// which they end and their terms do.
const (
	looking = time.Second
	daily   = time.Minute // each part of the daily work is done once, however often it is asked for
)

// carrierOf is who builds what is ordered.
func carrierOf(c config.Config, a *app.App) provision.Carrier {
	if c.Carrier == config.Builtin {
		return a.Deliveries.Builtin(c.Pace)
	}
	return provision.Hand{}
}

// carryServices builds what is ordered, ends what is to end, and keeps the terms
// of services, until ctx ends. It answers a channel that closes once the
// transaction under way is finished. What was missed while nothing ran is due
// at the start.
func carryServices(ctx context.Context, a *app.App, c provision.Carrier, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for kept := (time.Time{}); ctx.Err() == nil; {
			by, ok, err := a.Sessions.Portal(ctx)
			if err != nil && ctx.Err() == nil {
				log.Error("services cannot be looked after", "error", err)
			}
			if ok {
				had, err := c.CarryOn(ctx, by)
				if err != nil && ctx.Err() == nil {
					log.Error("services cannot be built", "error", err)
				}
				if time.Since(kept) > daily {
					kept = time.Now()
					keepTerms(ctx, a, by, log)
				}
				if had > 0 && err == nil {
					continue
				}
			}
			select {
			case <-ctx.Done():
			case <-time.After(looking):
			}
		}
	}()
	return finished
}

// keepTerms ends the services whose day has come, begins the terms that follow
// those which ended, and writes the reminders that are due.
func keepTerms(ctx context.Context, a *app.App, by access.Caller, log *slog.Logger) {
	for _, work := range []struct {
		trouble string
		do      func(context.Context, access.Caller) (int, error)
	}{
		{"services cannot be ended", a.Deliveries.EndDue},
		{"terms cannot be renewed", a.Renewals.CarryOut},
		{"reminders of terms cannot be written", a.Renewals.Remind},
		{"reminders of who enters what cannot be written", a.Delegations.Remind},
		{"visits that ran out cannot be ended", a.Delegations.EndVisits},
	} {
		if _, err := work.do(ctx, by); err != nil && ctx.Err() == nil {
			log.Error(work.trouble, "error", err)
		}
	}
}
