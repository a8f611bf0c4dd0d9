package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantry/tenantry/internal/app"
)

// keepConsents lets those requests to be let into accounts expire that nobody
// answered in time, and ends what was granted until now, until ctx ends. It
// answers a channel that closes once the transaction under way is finished.
func keepConsents(ctx context.Context, a *app.App, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for ctx.Err() == nil {
			ended, err := a.Consents.Expire(ctx)
			if err != nil && ctx.Err() == nil {
				log.Error("requests to be let into accounts cannot expire", "error", err)
			}
			if ended > 0 && err == nil {
				continue
			}
			select {
			case <-ctx.Done():
			case <-time.After(perMinute):
			}
		}
	}()
	return finished
}
