package account

import "github.com/tenantry/tenantry/internal/db"

// ReferrerName is the name of the distributor that referred a partner, or "".
// The distributor is not above its partners, which still know it.
func ReferrerName(tx *db.Tx, a Account) (name string, err error) {
	if !a.Referred() {
		return "", nil
	}
	return name, tx.Everywhere("a referred partner knows its distributor").Model(&Account{}).Where("id = ?", *a.ReferredBy).Limit(1).Pluck("name", &name).Error
}
