package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
	"gorm.io/gorm"
)

// Deactivate ends a person's seat in an account, what they had entered by it,
// and, where it was their last active seat, their sessions.
func (s *Sessions) Deactivate(ctx context.Context, by access.Caller, account, seat string) (h user.Holder, err error) {
	if err := by.Must(access.ManageUsers); err != nil {
		return h, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if h, err = user.Unseat(tx, account, seat); err != nil {
			return err
		}
		from := func() *gorm.DB {
			return tx.Everywhere("what was entered from a seat ends with it").Where("user_id = ? AND seat_id = ?", *h.UserID, h.AccountID)
		}
		if err := leaveAll(tx, from, visit.Unseated); err != nil {
			return err
		}
		homes, err := seated(tx, *h.UserID)
		if err != nil || len(homes) > 0 {
			return err
		}
		if _, err := user.Hold(tx, *h.UserID); err != nil { // who is just signing in
			return err
		}
		return endAll(tx, *h.UserID, "")
	})
	return h, fault.Wrap("deactivate person", err)
}

// ResetFactors takes all second factors from the person in a seat, and ends
// their sessions.
func (s *Sessions) ResetFactors(ctx context.Context, by access.Caller, account, seat string) (h user.Holder, err error) {
	if err := by.Must(access.ManageUsers); err != nil {
		return h, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if h, err = user.ClearFactors(tx, account, seat); err != nil {
			return err
		}
		return endAll(tx, *h.UserID, "")
	})
	return h, fault.Wrap("reset second factor", err)
}
