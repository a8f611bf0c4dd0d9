package notice

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// Doubted are the kinds of letters that Doubt looks at.
var Doubted = []outbox.Kind{outbox.AccountChanged, outbox.OwnChanged}

// Doubt says why a letter about accounts is not to leave any more: its reader
// is told no longer, or the account gets no notifications by now.
func (s *Notices) Doubt(tx *db.Tx, l outbox.Letter) (why string, err error) {
	a, err := find(tx, l.AccountID)
	if err != nil {
		return "", err
	}
	if a.Kind == access.Managed {
		own := *tx
		own.By.Account = a.ID // the portal reads what the account's own people see
		view, err := setting.Of(&own, setting.About(a))
		if err != nil || !view.Sees(setting.Notifications) {
			return "The account gets no notifications any more.", err
		}
	}
	wanted, err := wants(tx, a, l.ToAddress, l.Facts.Below)
	if err != nil || wanted {
		return "", err
	}
	return "Its reader is not told about accounts any more.", nil
}

// wants reports whether somebody with this address is told in an account, or is
// an admin of a company where nobody else is; and enters the account below it
// that the letter is about.
func wants(tx *db.Tx, a account.Account, address, below string) (bool, error) {
	var seats []user.Seat
	err := telling(tx, a.Kind).Where("seats.account_id = ? AND seats.email = ?", a.ID, address).Limit(1).Find(&seats).Error
	if err == nil && len(seats) == 0 && keeps(a) {
		seats, err = toldAt(tx, a)
		seats = slices.DeleteFunc(seats, func(s user.Seat) bool { return s.Email != address })
	}
	if err == nil && below != "" {
		seats, err = delegation.Readers(tx, a.ID, seats, below)
	}
	return len(seats) > 0, err
}
