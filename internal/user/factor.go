package user

import (
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// FactorKind is what a second factor is.
type FactorKind string

// The closed list of factor kinds.
const (
	TOTP    FactorKind = "totp"    // an app that shows six digits
	Passkey FactorKind = "passkey" // a device or a password manager that signs a challenge
)

// Factor is one second factor, or a passkey, of a person.
type Factor struct {
	ID        string
	UserID    string
	Kind      FactorKind
	Name      string  // the person's word for it
	Secret    string  // TOTP: sealed with the portal's key; passkey: its public part
	Handle    *string // passkey: its identifier
	LastStep  int64   // TOTP: the time step of the last code that was taken; passkey: its own count of uses
	Confirmed bool    // it has answered once, and counts
	CreatedAt time.Time
	UsedAt    *time.Time
}

const ownFactors = "a person's own factors, whatever the seats"

// ForgetFactors takes all second factors, passkeys and recovery codes from a
// person and unlocks them.
func ForgetFactors(tx *db.Tx, user string) error {
	for _, row := range []any{&Factor{}, &RecoveryCode{}} {
		if err := tx.Everywhere(ownFactors).Where("user_id = ?", user).Delete(row).Error; err != nil {
			return err
		}
	}
	if err := Change(tx, user, map[string]any{"factor": false, "wrong_codes": 0}); err != nil {
		return err
	}
	return unlock(tx, user)
}

// unlock lets a person in again whom wrong codes locked out, unless they were
// kept out for another reason meanwhile.
func unlock(tx *db.Tx, user string) error {
	return tx.Everywhere(ownFactors).Model(&User{}).Where("id = ? AND status = ?", user, Locked).Updates(map[string]any{"status": Active, "wrong_codes": 0}).Error
}

// mostFactors bounds how many second factors and passkeys a person has.
const mostFactors = 20

// Factors are a person's confirmed second factors and passkeys, oldest first.
func Factors(tx *db.Tx, user string) (fs []Factor, err error) {
	return fs, tx.Everywhere(ownFactors).Where("user_id = ? AND confirmed = ?", user, true).
		Order("created_at, id").Limit(mostFactors).Find(&fs).Error
}

// MarkFactors notes at the person whether a second factor is set up. Who adds
// or removes one calls it in the same transaction, after Hold.
func MarkFactors(tx *db.Tx, user string) error {
	fs, err := Factors(tx, user)
	if err != nil {
		return err
	}
	return Change(tx, user, map[string]any{"factor": len(fs) > 0})
}

// Hold is one person, whom nobody else changes until the transaction ends.
func Hold(tx *db.Tx, id string) (u User, err error) {
	err = tx.Lock(tx.Everywhere("a person is one, whatever the seats")).Where("id = ?", id).Take(&u).Error
	if db.Missing(err) {
		return u, fault.Missing()
	}
	return u, err
}
