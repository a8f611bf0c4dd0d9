// Package allowance counts what is done only so often in a while: letters that
// somebody asks for, sign-ins that are begun.
package allowance

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/tenantry/tenantry/internal/db"
)

// Allowance is how often something was done since a while began. What it is and
// whose stands only as a hash.
type Allowance struct {
	KeyHash string
	Used    int64
	Until   time.Time
}

const nobodys = "an allowance belongs to a name, and often nobody has signed in for it"

// Spend counts one more use of what key names, and reports whether it is among
// the first most since the while began. Allowances that ended are forgotten.
func Spend(tx *db.Tx, key string, most int64, while time.Duration) (ok bool, err error) {
	a := Allowance{KeyHash: hash(key)}
	err = tx.Lock(tx.Everywhere(nobodys)).Where("key_hash = ?", a.KeyHash).Take(&a).Error
	fresh := db.Missing(err)
	if err != nil && !fresh {
		return false, err
	}
	if fresh || !tx.Now.Before(a.Until) {
		a.Used, a.Until = 0, tx.Now.Add(while)
	}
	a.Used = min(a.Used, most) + 1
	if err := tx.Everywhere(nobodys).Where("until < ? AND key_hash <> ?", tx.Now, a.KeyHash).Delete(&Allowance{}).Error; err != nil {
		return false, err
	}
	if fresh {
		return true, tx.Put(nobodys, &a)
	}
	return a.Used <= most, tx.Everywhere(nobodys).Where("key_hash = ?", a.KeyHash).Select("*").Updates(&a).Error
}

func hash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
