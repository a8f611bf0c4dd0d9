package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
)

// What follows is for tests. It stands here, and not among them, because a test
// inside a package makes all that depend on the package be built once more.

// Most makes so many accounts the most that match a filter, until it is undone.
func Most(n int) (undo func()) {
	mostAtOnce = n
	return func() { mostAtOnce = MostAtOnce }
}

// RunKilled is Run in a process that carries out n transactions of a batch and
// dies in the next one, for the reason dies.
func (s *Settings) RunKilled(ctx context.Context, by access.Caller, id string, n int, dies error) error {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return err
	}
	b, _, err := s.take(ctx, id)
	for i := 0; err == nil; i++ {
		lease := b.LeasedTo
		err = s.db.Do(ctx, by, func(tx *db.Tx) error {
			if b, _, err = stillHeld(tx, id, lease); err != nil {
				return err
			}
			if _, err := b.step(tx, false); err != nil || i < n {
				return err
			}
			return dies
		})
	}
	return err
}
