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

// pause is how long the postman rests when nothing is due.
const pause = 5 * time.Second

// postOf is the post that the settings name, or nil where letters wait.
func postOf(c config.Mail, log *slog.Logger) (outbox.Post, error) {
	if c.Host == "" {
		log.Warn("No mail server is set up: letters wait")
		return nil, nil
	}
	return mail.New(c)
}

// carry delivers letters until ctx ends, and answers a channel that closes
// once the letter in hand is finished. Without a post it does nothing.
func carry(ctx context.Context, box *outbox.Outbox, post outbox.Post, public string, log *slog.Logger) <-chan struct{} {
	finished := make(chan struct{})
	if post == nil {
		close(finished)
		return finished
	}
	draw := letters.Writer{Public: public}.Draw
	go func() {
		defer close(finished)
		for ctx.Err() == nil {
			done, err := box.Deliver(ctx, draw, post)
			if err != nil && ctx.Err() == nil {
				log.Error("letters cannot be delivered", "error", err)
			}
			for _, l := range done {
				if l.Problem != "" {
					log.Warn("a letter did not leave", "letter", l.ID, "kind", l.Kind, "tries", l.Tries, "status", l.Status)
				}
			}
			if len(done) > 0 {
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
