package account

import (
	"slices"

	"github.com/tenantry/tenantry/internal/db"
)

// Listed reports whether a country is one of the billing markets'.
func Listed(country string) bool { return slices.Contains(Countries, country) }

// Settle writes down the country of the caller's billing contact, which gives
// the phone numbers of the accounts below it their format.
func Settle(tx *db.Tx, country string) error {
	return tx.Own().Model(&Account{}).Where("id = ?", tx.By.Account).Update("country", country).Error
}

// ReferredNames are the names of the partners that the caller's distributor
// referred, the first most of them. more says that others follow.
func ReferredNames(tx *db.Tx, most int) (names []string, more bool, err error) {
	err = tx.Everywhere("a referred partner is not below its distributor, which is its billing agent and sees that it exists").
		Model(&Account{}).Where("referred_by = ?", tx.By.Account).Order("search, id").Limit(most+1).Pluck("name", &names).Error
	return names[:min(len(names), most)], len(names) > most, err
}
