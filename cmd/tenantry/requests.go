package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantry/tenantry/internal/app"
)

// perMinute is how often it is looked for what waits for approval too long.
const perMinute = time.Minute

// keepRequests reminds of the requests that wait for approval too long, and lets
// those expire that nobody decided in time, until ctx ends. It answers a channel
// that closes once the transaction under way is finished. What was missed while
// nothing ran is due at the start.
func keepRequests(ctx context.Context, a *app.App, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for ctx.Err() == nil {
			ended, err := a.Approvals.Expire(ctx)
			if err != nil && ctx.Err() == nil {
				log.Error("requests for approval cannot expire", "error", err)
			}
			told, wrong := a.Approvals.Remind(ctx)
			if wrong != nil && ctx.Err() == nil {
				log.Error("nobody can be reminded of requests for approval", "error", wrong)
			}
			if ended+told > 0 && err == nil && wrong == nil {
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
