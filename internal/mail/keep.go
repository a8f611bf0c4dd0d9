package mail

import (
	"context"

	"github.com/tenantry/tenantry/internal/outbox"
)

// Keep is the post of the demonstration: letters leave nothing, and are read
// in the portal.
type Keep struct{}

// Send takes a letter nowhere.
func (Keep) Send(context.Context, outbox.Message) error { return nil }

// Keeps is true.
func (Keep) Keeps() bool { return true }
