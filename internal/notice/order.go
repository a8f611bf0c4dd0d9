package notice

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// Ordering is the category of letters about what people of managed accounts ask
// for: to those of the partner who decide, and to whoever asked.
const Ordering Category = "ordering"

// ordering reports whether letters of that category are for people with a role:
// at a partner those who decide, in a managed account those who ask.
func ordering(kind access.Kind, role access.Role) bool {
	if kind == access.Partner {
		return slices.Contains(access.With(access.DecideRequests, kind), role)
	}
	return kind == access.Managed && (slices.Contains(access.With(access.OrderServices, kind), role) || slices.Contains(access.With(access.ChangeServices, kind), role))
}

// Approvers are the seats of a partner's people who decide what its managed
// accounts ask for and are told about it. Where all of them turned it off, its
// Company Admins are told: somebody waits for an answer.
// Those who don't enter the accounts that it is about are left out.
func Approvers(tx *db.Tx, partner string, accounts ...string) (seats []user.Seat, err error) {
	err = tx.Everywhere(subscribed).Model(&user.Seat{}).Select("seats.*").
		Joins("JOIN users ON users.id = seats.user_id AND users.status = ?", user.Active).
		Joins("LEFT JOIN subscriptions ON subscriptions.seat_id = seats.id AND subscriptions.category = ?", Ordering).
		Where("seats.account_id = ? AND seats.status = ? AND seats.role IN ?", partner, user.Seated, access.With(access.DecideRequests, access.Partner)).
		Where("subscriptions.told IS NULL OR subscriptions.told = ?", true).
		Order("seats.search, seats.id").Limit(mostTold).Find(&seats).Error
	if err == nil {
		seats, err = delegation.Readers(tx, partner, seats, accounts...)
	}
	if err != nil || len(seats) > 0 {
		return seats, err
	}
	if seats, err = user.AdminsOf(tx, partner, access.Partner, mostAdmins); err != nil {
		return nil, err
	}
	return delegation.Readers(tx, partner, seats, accounts...)
}

// Asker is the seat of whoever asked for something in a managed account, where
// its settings let its people be told and they chose it; nobody else.
func Asker(tx *db.Tx, here account.Account, person string) ([]user.Seat, error) {
	view, err := setting.Of(tx, setting.About(here))
	if err != nil || !view.Sees(setting.Notifications) {
		return nil, err
	}
	seat, ok, err := user.SeatedIn(tx, here.ID, person)
	if err != nil || !ok {
		return nil, err
	}
	var chose []Subscription
	err = tx.Everywhere(subscribed).Where("seat_id = ? AND category = ? AND told = ?", seat.ID, Ordering, true).Limit(1).Find(&chose).Error
	if err != nil || len(chose) == 0 {
		return nil, err
	}
	return []user.Seat{seat}, nil
}
