package user

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
)

const told = "a letter goes to people of an account above or below, whom the reader of no page learns of"

// AdminsOf are the active admins of an account of some kind, by name, n at
// most: whom a letter about the account goes to.
func AdminsOf(tx *db.Tx, account string, kind access.Kind, n int) (seats []Seat, err error) {
	return seats, tx.Everywhere(told).Model(&Seat{}).Select("seats.*").Joins("JOIN users ON users.id = seats.user_id AND users.status = ?", Active).
		Where("seats.account_id = ? AND seats.role = ? AND seats.status = ?", account, access.AdminOf(kind), Seated).
		Order("seats.search, seats.id").Limit(n).Find(&seats).Error
}

// SeatedIn is the seat that a person has in an account now; ok is false when
// they have none, or can't sign in.
func SeatedIn(tx *db.Tx, account, person string) (s Seat, ok bool, err error) {
	err = tx.Everywhere(told).Model(&Seat{}).Select("seats.*").Joins("JOIN users ON users.id = seats.user_id AND users.status = ?", Active).
		Where("seats.account_id = ? AND seats.user_id = ? AND seats.status = ?", account, person, Seated).Take(&s).Error
	if db.Missing(err) {
		return Seat{}, false, nil
	}
	return s, err == nil, err
}
