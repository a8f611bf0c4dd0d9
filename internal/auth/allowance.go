package auth

import (
	"net/netip"
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/user"
)

// allowance counts how often something was asked for that is done only so often in
// a while.
type allowance struct {
	KeyHash string
	Used    int64
	Until   time.Time
}

const noAllowance = "what nobody has signed in for is counted for nobody"

// spend counts one more use of what key names, and reports whether it is among
// the first most since the while began. Allowances that ended are forgotten.
func spend(tx *db.Tx, key string, most int64, while time.Duration) (ok bool, err error) {
	a := allowance{KeyHash: user.HashToken(key)}
	err = tx.Lock(tx.Everywhere(noAllowance)).Where("key_hash = ?", a.KeyHash).Take(&a).Error
	fresh := db.Missing(err)
	if err != nil && !fresh {
		return false, err
	}
	if fresh || !tx.Now.Before(a.Until) {
		a.Used, a.Until = 0, tx.Now.Add(while)
	}
	a.Used = min(a.Used, most) + 1
	if err := tx.Everywhere(noAllowance).Where("until < ? AND key_hash <> ?", tx.Now, a.KeyHash).Delete(&allowance{}).Error; err != nil {
		return false, err
	}
	if fresh {
		return true, tx.Put(noAllowance, &a)
	}
	return a.Used <= most, tx.Everywhere(noAllowance).Where("key_hash = ?", a.KeyHash).Select("*").Updates(&a).Error
}

// network is an address as it is counted: one of IPv6 by its first 64 bits,
// since whoever has one has all of them.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
