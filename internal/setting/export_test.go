package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
)

// Most makes so many accounts the most that match a filter, until it is undone.
func Most(n int) (undo func()) {
	mostAtOnce = n
	return func() { mostAtOnce = MostAtOnce }
}

// Steps carries out n transactions of a batch, and dies in the next one.
func Steps(s *Settings, ctx context.Context, by access.Caller, id string, n int, dies error) error {
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
