package auth

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// still is asked at the beginning of each transaction that writes during a visit:
// to a request under way nothing is left of what was ended or taken back since it
// came, however slowly it was sent. Until the transaction ends, the visit, the
// account and both people stay as they are found here.
func (s *Sessions) still(tx *db.Tx) error {
	defer func(by access.Caller) { tx.By = by }(tx.By)
	row, err := hold(tx, tx.By.Visit)
	if err != nil {
		return err
	}
	if err := holdEnds(tx, row); err != nil {
		return err
	}
	if row.Acts() {
		return s.stillActs(tx, row)
	}
	return stillViews(tx, row)
}

// holdEnds holds what a visit stands on: the account, the seat from which its
// person came, and that of the person in whose place they are.
func holdEnds(tx *db.Tx, row visit.Visit) error {
	const why = "a visit stands on them"
	var key string
	if err := tx.Lock(tx.Everywhere(why)).Model(&account.Account{}).Where("id = ?", row.AccountID).Pluck("id", &key).Error; err != nil {
		return err
	}
	var seats []string
	return tx.Lock(tx.Everywhere(why)).Model(&user.Seat{}).Where("id = ? OR user_id = ? AND account_id = ?", row.AsSeat, row.UserID, row.SeatID).
		Order("id").Pluck("id", &seats).Error
}

// stillActs refuses who acts no more, or is back to reading.
func (s *Sessions) stillActs(tx *db.Tx, row visit.Visit) error {
	as := tx.By.AsName
	why, err := s.dead(tx, row)
	if err != nil {
		return err
	}
	if why != "" {
		return fault.New(fault.Forbidden, "You do not act as %s any more. Nothing was changed.", as)
	}
	if row.Acting(tx.Now) != access.Changing {
		return fault.New(fault.Forbidden, "The time for making changes is over. Nothing was changed.")
	}
	return nil
}

// stillViews refuses who has left the account, or may not come from where they did.
func stillViews(tx *db.Tx, row visit.Visit) error {
	var here account.Account
	if err := find(tx, row.AccountID, &here); err != nil {
		return err
	}
	homes, err := seated(tx, row.UserID)
	if err != nil {
		return err
	}
	enters := false
	for _, h := range homes {
		if h.ID == row.SeatID {
			if enters, err = delegation.Enters(tx, here, row.UserID); err != nil {
				return err
			}
		}
	}
	if !row.Live() || !enters {
		return fault.New(fault.Forbidden, "Your visit to %s has ended. Nothing was changed.", here.Name)
	}
	return nil
}
