package user

import (
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

const forgot = "a forgotten password is replaced before anybody is signed in"

// NewReset makes the link by which u chooses a new password. It works as long
// as u has the password and the address of now.
func NewReset(tx *db.Tx, u User) (secret string, err error) {
	return newLink(tx, Reset, u.ID, u.binding())
}

// NoReset does the work of NewReset for an address that nobody has. Its link
// leads nowhere.
func NoReset(tx *db.Tx, email string) (secret string, err error) {
	return newLink(tx, Reset, "nobody "+HashToken(FoldEmail(email)), "")
}

// binding stands for the password and the address that a reset replaces.
func (u User) binding() string { return HashToken(u.PasswordHash + "\n" + u.EmailFold) }

// ByReset is the person whom a reset's link belongs to, held until the
// transaction ends. The link of somebody who may not sign in, or whose password
// or address is another one meanwhile, is over like one that never was.
func ByReset(tx *db.Tx, secret string) (l Link, u User, err error) {
	if l, err = FindLink(tx, Reset, secret); err != nil {
		return l, u, err
	}
	u, err = Hold(tx, l.SubjectID)
	if fault.Is(err, fault.NotFound) || err == nil && (u.Status != Active || u.binding() != l.BoundTo) {
		return l, u, linkOver()
	}
	return l, u, err
}

// SetPassword gives u another password, kept as hash, and ends the links by
// which the one before could be replaced.
func SetPassword(tx *db.Tx, u User, hash string) error {
	if err := Change(tx, u.ID, map[string]any{"password_hash": hash}); err != nil {
		return err
	}
	return tx.Everywhere(forgot).Where("subject_id = ? AND purpose = ? AND used_at IS NULL", u.ID, Reset).Delete(&Link{}).Error
}

// ForgetResets deletes the links of resets whose time was over long ago.
func ForgetResets(tx *db.Tx) error {
	return tx.Everywhere(forgot).Where("purpose = 'reset' AND expires_at < ?", tx.Now.Add(-24*time.Hour)).Delete(&Link{}).Error
}

// StandIn is some person of the installation, for work that is done as if an
// address that nobody has were somebody's. The zero person when there is none.
func StandIn(tx *db.Tx) (u User, err error) {
	err = tx.Everywhere(forgot).Order("id").Limit(1).Take(&u).Error
	if db.Missing(err) {
		return User{}, nil
	}
	return u, err
}
