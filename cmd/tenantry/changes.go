package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantry/tenantry/internal/app"
)

// carryChanges carries out scheduled changes of settings, and goes on with
// those of many accounts, until ctx ends. It answers a channel that closes once
// the transaction under way is finished. What was missed while nothing ran is
// due at the start.
func carryChanges(ctx context.Context, a *app.App, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for tidied := (time.Time{}); ctx.Err() == nil; {
			had, err := a.Settings.CarryOn(ctx, a.Sessions.Standing)
			if err != nil && ctx.Err() == nil {
				log.Error("changes of settings cannot be carried out", "error", err)
			}
			if time.Since(tidied) > tidying {
				tidied = time.Now()
				forgetChanges(ctx, a, log)
			}
			if had > 0 && err == nil {
				continue
			}
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		}
	}()
	return finished
}

// forgetChanges forgets the changes that are old enough.
func forgetChanges(ctx context.Context, a *app.App, log *slog.Logger) {
	for more := true; more && ctx.Err() == nil; {
		var err error
		if more, err = a.Settings.Forget(ctx); err != nil && ctx.Err() == nil {
			log.Error("old changes of settings cannot be forgotten", "error", err)
		}
	}
}
