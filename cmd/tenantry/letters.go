package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/mail"
	"github.com/tenantry/tenantry/internal/outbox"
	letters "github.com/tenantry/tenantry/templates/mail"
)

// pause is how long the postman rests when nothing is due; old letters are
// forgotten once in every tidying.
const (
	pause   = 5 * time.Second
	tidying = time.Hour
)

// postOf is the post that the settings name, or nil where letters wait.
func postOf(c config.Mail, log *slog.Logger) (outbox.Post, error) {
	if c.Host == "" {
		log.Warn("No mail server is set up: letters wait")
		return nil, nil
	}
	return mail.New(c)
}

// carry delivers letters and forgets old ones until ctx ends, and answers a
// channel that closes once the letter in hand is finished. Without a post
// letters wait.
func carry(ctx context.Context, box *outbox.Outbox, post outbox.Post, public string, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	draw := letters.Writer{Public: public}.Draw
	go func() {
		defer close(finished)
		for tidied := (time.Time{}); ctx.Err() == nil; {
			if time.Since(tidied) > tidying {
				tidied = time.Now()
				retire(ctx, box, log)
			}
			if post != nil && deliver(ctx, box, draw, post, log) > 0 {
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

// deliver sends what is due, and answers how many letters it had in hand.
func deliver(ctx context.Context, box *outbox.Outbox, draw outbox.Draw, post outbox.Post, log *slog.Logger) int {
	done, err := box.Deliver(ctx, draw, post)
	if err != nil && ctx.Err() == nil {
		log.Error("letters cannot be delivered", "error", err)
	}
	for _, l := range done {
		if l.Problem != "" {
			log.Warn("a letter did not leave", "letter", l.ID, "kind", l.Kind, "tries", l.Tries, "status", l.Status)
		}
	}
	return len(done)
}

// retire forgets the letters that are old enough.
func retire(ctx context.Context, box *outbox.Outbox, log *slog.Logger) {
	for more := true; more; {
		var err error
		if more, err = box.Retire(ctx); err != nil && ctx.Err() == nil {
			log.Error("old letters cannot be forgotten", "error", err)
		}
	}
}
