package user

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// MostAdmins is how many admins of an account are named.
const MostAdmins = 5

// Admins are the names of those whom somebody can ask for another role.
type Admins struct {
	Here []string // who manage the people of the account acted in
	Home []string // who manage those of the account where the role is held, while viewing
}

// Admins names the active admins of the account acted in, at most MostAdmins,
// and while viewing, of the partner. Whoever may be in an account may know.
func (s *Users) Admins(ctx context.Context, by access.Caller) (as Admins, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) (err error) {
		if as.Here, err = admins(tx, by.Account, by.Kind); err != nil || !by.Viewing() {
			return err
		}
		as.Home, err = admins(tx, by.Seat, by.SeatKind)
		return err
	})
	return as, fault.Wrap("name admins", err)
}

// admins are the names of an account's active admins; the account is the
// caller's own or one above it.
func admins(tx *db.Tx, account string, kind access.Kind) (names []string, err error) {
	return names, tx.Above().Model(&Seat{}).Joins("JOIN users ON users.id = seats.user_id").
		Where("seats.account_id = ? AND seats.role = ? AND seats.status = ? AND users.status = ?", account, access.AdminOf(kind), Seated, Active).
		Order("seats.search, seats.id").Limit(MostAdmins).Pluck("seats.name", &names).Error
}
