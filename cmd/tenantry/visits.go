package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/tenantry/tenantry/internal/app"
)

// closeVisits ends the visits that are over although nobody came back to be
// told, and makes facts of sign-ins that were refused, until ctx ends. It answers a channel that closes once the transaction
// under way is finished.
func closeVisits(ctx context.Context, a *app.App, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for ctx.Err() == nil {
			acts, err := a.Sessions.CloseActs(ctx)
			views, wrong := a.Sessions.CloseViews(ctx)
			if err = errors.Join(err, wrong); err != nil && ctx.Err() == nil {
				log.Error("visits that are over cannot be ended", "error", err)
			}
			if _, err := a.Sessions.RecordRefusals(ctx); err != nil && ctx.Err() == nil {
				log.Error("refused sign-ins cannot be recorded", "error", err)
			}
			if acts+views > 0 {
				log.Info("visits ended", "acting", acts, "viewing", views)
			}
			select {
			case <-ctx.Done():
			case <-time.After(perMinute):
			}
		}
	}()
	return finished
}
