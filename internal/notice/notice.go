// Package notice tells people by e-mail what happened: who is told of which
// fact, and what each person chose. It reads facts as they are recorded, at the
// end of the transaction that records them, so that a letter is written exactly
// when what it tells has happened. No verb knows of it.
package notice

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/user"
	"gorm.io/gorm"
)

// Category is some letters that are chosen together.
type Category string

// Accounts are letters about managed accounts, or for their own people about
// theirs. What else can be chosen is Ordering.
const Accounts Category = "accounts"

// Subscription is what somebody chose on one seat. Without one the default of
// their role holds.
type Subscription struct {
	SeatID    string   `gorm:"primaryKey"`
	Category  Category `gorm:"primaryKey"`
	AccountID string
	Told      bool
	SetAt     time.Time
}

// Owner is the account of the seat.
func (s Subscription) Owner() string { return s.AccountID }

// Notices are what people are told, and what they chose.
type Notices struct{ db *db.DB }

// New is the notices of a database, which from now on read its facts.
func New(d *db.DB) *Notices {
	event.Hear(d, hear)
	return &Notices{d}
}

// Limits of what one transaction tells.
const (
	mostAdmins = 20  // of an account, about its people
	mostTold   = 50  // people of a company
	mostOfAll  = 500 // people of all partners together, about a lock of all managed accounts
	mostNamed  = 10  // accounts that a letter names
)

// byDefault is the role that is told unless somebody chose otherwise, or "".
func byDefault(k access.Kind) access.Role {
	if k == access.Partner {
		return access.CompanyAdmin
	}
	return ""
}

// keeps reports whether a company always has somebody who is told about its
// managed accounts: it supports them.
func keeps(a account.Account) bool { return a.Kind == access.Partner && a.Support == account.ByPartner }

const subscribed = "letters go to whoever chose them, in accounts above and below, whom the reader of no page learns of"

// telling are all seats of active people who would be told in an account of a kind.
func telling(tx *db.Tx, kind access.Kind) *gorm.DB {
	return tx.Everywhere(subscribed).Model(&user.Seat{}).Select("seats.*").
		Joins("JOIN users ON users.id = seats.user_id AND users.status = ?", user.Active).
		Joins("LEFT JOIN subscriptions ON subscriptions.seat_id = seats.id AND subscriptions.category = ?", Accounts).
		Where("(subscriptions.told = ? OR subscriptions.told IS NULL AND seats.role = ?)", true, byDefault(kind)).
		Where("seats.status = ?", user.Seated)
}

// told are the seats of active people of accounts of a kind who are told
// about managed accounts, by what they chose and by default.
func told(tx *db.Tx, kind access.Kind, accounts []string, n int) (seats []user.Seat, err error) {
	q := telling(tx, kind)
	if accounts == nil {
		q = q.Joins("JOIN accounts ON accounts.id = seats.account_id AND accounts.kind = ? AND accounts.status <> ?", kind, account.Closed)
	} else {
		q = q.Where("seats.account_id IN ?", accounts)
	}
	return seats, q.Order("seats.account_id, seats.search, seats.id").Limit(n).Find(&seats).Error
}

// toldAt are those of one account. Where a company that supports its customers
// lost the last of them, its admins are told.
func toldAt(tx *db.Tx, a account.Account) ([]user.Seat, error) {
	seats, err := told(tx, a.Kind, []string{a.ID}, mostTold)
	if err == nil && len(seats) == 0 && keeps(a) {
		return user.AdminsOf(tx, a.ID, a.Kind, mostAdmins)
	}
	return seats, err
}

// toldOf are those of a partner who are told about some of its managed accounts,
// each with those that they enter. Where that is nobody of a company that
// supports its customers, its admins are told.
func toldOf(tx *db.Tx, a account.Account, accounts []string) (rs []delegation.Reader, err error) {
	seats, err := toldAt(tx, a)
	if err != nil {
		return nil, err
	}
	if rs, err = delegation.Each(tx, a.ID, seats, accounts); err != nil || len(rs) > 0 || !keeps(a) {
		return rs, err
	}
	if seats, err = user.AdminsOf(tx, a.ID, a.Kind, mostAdmins); err != nil {
		return nil, err
	}
	return delegation.Each(tx, a.ID, seats, accounts)
}
