// Package provision carries out what was ordered: it takes services from the
// order to the day on which they are live, and ends them on the day when they
// are to end. Who does it is a Carrier: the operator's people by hand, or the
// portal itself.
package provision

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// Carrier builds what is ordered.
type Carrier interface {
	// CarryOn goes on with what is due, for a bounded time, and answers how many
	// services it had in hand. by is the portal.
	CarryOn(ctx context.Context, by access.Caller) (had int, err error)
}

// Hand leaves every step to the operator's people; see Deliveries.
type Hand struct{}

// CarryOn does nothing: people do.
func (Hand) CarryOn(context.Context, access.Caller) (int, error) { return 0, nil }

// Builtin makes services live by itself, one small step after the other.
type Builtin struct {
	db   *db.DB
	pace time.Duration
}

// Builtin is the built-in carrier, which takes this long for each step.
func (d *Deliveries) Builtin(pace time.Duration) *Builtin { return &Builtin{d.db, pace} }

// next is the step that the built-in carrier takes with a service.
var next = map[service.Status]service.Step{
	service.Ordered: service.Accept, service.Deployable: service.Build, service.Configured: service.Light,
}

// Limits of one go.
const (
	inHand  = 50          // services that are due
	endings = 500         // services whose day has come, in one look-up
	again   = time.Minute // until what waits for something else is looked at again
)

const carrier = "one job builds and ends the services of all accounts"
