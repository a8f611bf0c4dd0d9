package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/event"
)

// hourly is how often it is written down where the record of each account ends.
const hourly = time.Hour

// keepRecord writes checkpoints of the record, hourly and at the start, also into
// the log, until ctx ends. It answers a channel that closes once the transaction
// under way is finished.
func keepRecord(ctx context.Context, a *app.App, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		last := time.Time{}
		for ctx.Err() == nil {
			if time.Since(last) >= hourly && checkpoint(ctx, a, log) {
				last = time.Now()
			}
			select {
			case <-ctx.Done():
			case <-time.After(perMinute):
			}
		}
	}()
	return finished
}

// checkpoint writes those that are due, and reports whether that is done.
func checkpoint(ctx context.Context, a *app.App, log *slog.Logger) bool {
	by, ok, err := a.Sessions.Portal(ctx)
	if err == nil && ok {
		err = a.Events.Checkpoint(ctx, by, func(c event.Checkpoint) {
			log.Info("checkpoint of the record", "account", c.AccountID, "place", c.Place, "hash", c.Hash)
		})
	}
	if err != nil && ctx.Err() == nil {
		log.Error("checkpoints of the record cannot be written", "error", err)
	}
	return err == nil && ok
}
