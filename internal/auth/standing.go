package auth

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// Standing is a person as they stand in an account of their own seat now, without
// having signed in: in their name what they scheduled there is carried out. Who
// has no seat there any more, or may not sign in, is refused.
func (s *Sessions) Standing(ctx context.Context, userID, key string) (by access.Caller, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		u, err := user.Find(tx, userID)
		if db.Missing(err) || fault.Is(err, fault.NotFound) {
			return fault.New(fault.Forbidden, "Who scheduled it is not here any more.")
		}
		if err != nil {
			return err
		}
		if u.Status == user.Deactivated {
			return fault.New(fault.Forbidden, "%s may not sign in any more.", u.Name)
		}
		homes, err := seated(tx, u.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(homes, func(h Home) bool { return h.ID == key })
		if i < 0 {
			return fault.New(fault.Forbidden, "%s has no place in the account any more.", u.Name)
		}
		by, err = homes[i].at(tx, u, access.Origin{})
		return err
	})
	return by, fault.Wrap("stand in for a person", err)
}
