package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// portal is who did it, in the record, when the portal acts of its own accord.
const portal = "portal"

// Portal is the caller of the portal's own daily work, seated at the operator.
// It reaches everything and has no role, so no verb for people takes it. ok is
// false while there is no operator.
func (s *Sessions) Portal(ctx context.Context) (by access.Caller, ok bool, err error) {
	var a account.Account
	err = s.db.Read(ctx, by, func(tx *db.Tx) (err error) {
		a, err = account.Operator(tx)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return by, false, nil
	}
	if err != nil {
		return by, false, fault.Wrap("find operator", err)
	}
	by = caller(user.User{ID: portal, Name: "The portal"}, a, a, "", access.Origin{Request: db.NewID(s.db.Now())})
	by.Suspended = false
	return by, true, nil
}
