package user

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// MostViewers is how many people of an account are offered for a preview.
const MostViewers = 10

// Viewers are the people whose view of a managed account its partner's admin
// may look at, its admins first, those whose name or address contains find; one
// more than MostViewers when there are more.
func (s *Users) Viewers(ctx context.Context, by access.Caller, id, find string) (a account.Account, seats []Seat, err error) {
	if err := by.Must(access.PreviewAccounts); err != nil {
		return a, nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if a, err = account.Child(tx, id); err != nil {
			return err
		}
		seats, err = FindViewers(tx, id, find, MostViewers+1)
		return err
	})
	return a, seats, fault.Wrap("find people", err)
}

// FindViewers are those of Viewers whose name or address contains find.
func FindViewers(tx *db.Tx, id, find string, n int) (seats []Seat, err error) {
	q := viewers(tx, id)
	if find = account.Bare(find); find != "" {
		q = q.Where(tx.Contains("seats.search", find))
	}
	return seats, adminsFirst(q).Limit(n).Find(&seats).Error
}

// Viewers are the people who see an account now, its admins first, n at most.
// The transaction's caller reaches the account, or is let in by who asks.
func Viewers(tx *db.Tx, account string, n int) (seats []Seat, err error) {
	return seats, adminsFirst(viewers(tx, account)).Limit(n).Find(&seats).Error
}

func adminsFirst(q *gorm.DB) *gorm.DB {
	return q.Order("CASE WHEN seats.role = 'Company Admin' THEN 0 ELSE 1 END, seats.search, seats.id")
}

// Viewer is one of them.
func Viewer(tx *db.Tx, account, seat string) (s Seat, err error) {
	err = viewers(tx, account).Where("seats.id = ?", seat).Take(&s).Error
	if db.Missing(err) {
		return s, fault.Missing()
	}
	return s, err
}

func viewers(tx *db.Tx, account string) *gorm.DB {
	return tx.Everywhere("who may stand in the account was settled before").Model(&Seat{}).Select("seats.*").
		Joins("JOIN users ON users.id = seats.user_id AND users.status = ?", Active).
		Where("seats.account_id = ? AND seats.status = ?", account, Seated)
}

// AnySeat is a seat of an account, whether its person still sees it or not; the
// zero one when it is gone.
func AnySeat(tx *db.Tx, account, seat string) (s Seat, err error) {
	err = tx.Reach().Where("id = ? AND account_id = ?", seat, account).Take(&s).Error
	if db.Missing(err) {
		return Seat{}, nil
	}
	return s, err
}
