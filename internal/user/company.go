package user

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Bare are the active people of an account who have no second factor.
type Bare struct {
	Active int64    // active people of the account
	Total  int64    // those of them without a second factor
	Names  []string // the first ten of these, by name
}

// mostBare is how many people without a second factor are named.
const mostBare = 10

// WithoutFactor tells who of the account that the caller acts in would have to
// set up a second factor if it were required.
func (s *Users) WithoutFactor(ctx context.Context, by access.Caller) (b Bare, err error) {
	if err := by.Must(access.SecureCompany); err != nil {
		return b, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		active := func() *gorm.DB {
			return tx.Own().Model(&Seat{}).Joins("JOIN users ON users.id = seats.user_id").
				Where("seats.status = ? AND users.status <> ?", Seated, Deactivated)
		}
		if err := active().Count(&b.Active).Error; err != nil {
			return err
		}
		if err := active().Where("users.factor = ?", false).Count(&b.Total).Error; err != nil {
			return err
		}
		return active().Where("users.factor = ?", false).Order("seats.search, seats.id").Limit(mostBare).Pluck("seats.name", &b.Names).Error
	})
	return b, fault.Wrap("count people without a second factor", err)
}
