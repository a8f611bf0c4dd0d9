package account

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
)

// ReferrerName is the name of the distributor that referred a partner, or "".
// The distributor is not above its partners, which still know it.
func ReferrerName(tx *db.Tx, a Account) (name string, err error) {
	if !a.Referred() {
		return "", nil
	}
	return name, tx.Everywhere("a referred partner knows its distributor").Model(&Account{}).Where("id = ?", *a.ReferredBy).Limit(1).Pluck("name", &name).Error
}

// Payer is the account that is billed for what an account orders: a managed
// account's partner, a referred partner's distributor, and any other itself.
// The caller reaches the account.
func Payer(tx *db.Tx, a Account) (payer string, err error) {
	if a.Kind == access.Managed {
		if a, err = Above(tx, a); err != nil {
			return "", err
		}
	}
	if a.ReferredBy != nil {
		return *a.ReferredBy, nil
	}
	return a.ID, nil
}
