package delegation

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// otherFree is a Conflict fault where a person is the last Company Admin who
// enters everything: somebody has to be there who can say what the others enter.
func otherFree(tx *db.Tx, s user.Seat) error {
	if s.Role != access.CompanyAdmin {
		return nil
	}
	free, err := freeAdmins(tx, tx.By.Account, *s.UserID)
	if err == nil && free == 0 {
		err = fault.New(fault.Conflict, "%s is the only Company Admin who enters all managed accounts. One has to stay.", s.Name)
	}
	return err
}

// freeAdmins is how many active Company Admins of a partner, but one person,
// have no delegations, and so enter everything for good.
func freeAdmins(tx *db.Tx, partner, except string) (n int64, err error) {
	return n, tx.Everywhere(asked).Model(&user.Seat{}).Joins("JOIN users ON users.id = seats.user_id AND users.status <> ?", user.Deactivated).
		Where("seats.account_id = ? AND seats.role = ? AND seats.status = ? AND seats.user_id <> ?", partner, access.CompanyAdmin, user.Seated, except).
		Where("NOT EXISTS (SELECT 1 FROM delegations d WHERE d.account_id = seats.account_id AND d.user_id = seats.user_id)").Count(&n).Error
}

// keepFree refuses that a partner loses its last Company Admin who enters
// everything while it limits others: who is limited lets nobody in. Whoever
// rescues a portal on the server is not kept from it.
func keepFree(tx *db.Tx, es []event.Event) error {
	for _, e := range es {
		if e.Kind != event.UserEdited && e.Kind != event.UserDeactivated || tx.By.Role == access.CommandLine {
			continue
		}
		var limits int64
		if err := tx.Everywhere(asked).Model(&Delegation{}).Where("account_id = ?", e.AccountID).Limit(1).Count(&limits).Error; err != nil {
			return err
		}
		if limits == 0 {
			continue
		}
		free, err := freeAdmins(tx, e.AccountID, "")
		if err != nil {
			return err
		}
		if free == 0 {
			return fault.New(fault.Conflict, "%s is the only Company Admin who enters all managed accounts. Let another one enter them all first.", e.SubjectName)
		}
	}
	return nil
}
