package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// rehash keeps a password, which has just been the right one, as it would be
// kept today. Nobody waits for it when the portal is busy: there is a next time.
func (s *Sessions) rehash(ctx context.Context, u user.User, password string) error {
	if !user.NeedsRehash(u.PasswordHash) {
		return nil
	}
	hash, err := user.HashPassword(ctx, password)
	if fault.Is(err, fault.Busy) {
		return nil
	}
	if err != nil {
		return fault.Wrap("hash again", err)
	}
	err = s.db.Do(ctx, access.Caller{User: u.ID, Name: u.Name}, func(tx *db.Tx) error {
		return user.Rehash(tx, u, hash)
	})
	return fault.Wrap("hash again", err)
}
