package user

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// AddressChange is a new e-mail address that a person has asked for and not
// proved yet. It stays while the asking is counted, with no code in it.
type AddressChange struct {
	UserID    string
	Email     string
	CodeHash  string // "" when no code works any more
	Tries     int64  // wrong codes
	Asks      int64  // codes that were asked for since Since
	Since     time.Time
	ExpiresAt time.Time
}

// Waiting reports whether the code still works.
func (c AddressChange) Waiting(now time.Time) bool {
	return c.CodeHash != "" && now.Before(c.ExpiresAt)
}

const (
	addressLife   = 24 * time.Hour
	mostTries     = 5 // with one code
	mostAsked     = 5 // codes in addressLife
	addressDigits = 8
)

const ownAddress = "a person is one, whatever the seats, and has one address"

// NewAddressCode is a fresh code of eight digits.
func NewAddressCode() string {
	n, _ := rand.Int(rand.Reader, big.NewInt(100_000_000)) // never fails; see crypto/rand
	return fmt.Sprintf("%0*d", addressDigits, n)
}

// hashAddressCode is what is kept of a person's code.
func hashAddressCode(user, code string) string { return HashToken(user + "\n" + code) }

// FindAddressChange is the new address that a person has asked for; the zero
// one when there is none.
func FindAddressChange(tx *db.Tx, user string) (c AddressChange, err error) {
	err = tx.Everywhere(ownAddress).Where("user_id = ?", user).Take(&c).Error
	if db.Missing(err) {
		return AddressChange{}, nil
	}
	return c, err
}

// AskAddress begins a change of a person's address: a code goes to the new
// one, and a notice to the old. An address that somebody has already is
// answered in the same way, with the same work; the letter to it says that it
// is taken. home is the account whose letters these are.
func AskAddress(tx *db.Tx, id, home, typed string, facts outbox.Facts) error {
	u, err := Hold(tx, id)
	if err != nil {
		return err
	}
	address, problem := account.Email(typed)
	if problem != "" {
		return fault.Fields{{Field: "email", Text: problem}}.Err()
	}
	if FoldEmail(address) == u.EmailFold {
		return fault.Fields{{Field: "email", Text: "That is your e-mail address already"}}.Err()
	}
	c, err := FindAddressChange(tx, id)
	if err != nil {
		return err
	}
	if err := c.Ask(tx.Now); err != nil {
		return err
	}
	code := NewAddressCode()
	c.UserID, c.Email, c.CodeHash, c.Tries, c.ExpiresAt = id, address, hashAddressCode(id, code), 0, tx.Now.Add(addressLife)
	if err := c.keep(tx); err != nil {
		return err
	}
	holder, taken, err := ByEmail(tx, address)
	if err != nil {
		return err
	}
	facts.What = address
	if err := outbox.Put(tx, home, outbox.AddressAsked, outbox.Reader{Name: u.Name, Address: u.Email}, facts); err != nil {
		return err
	}
	if taken {
		return outbox.Put(tx, home, outbox.AddressTaken, outbox.Reader{Name: holder.Name, Address: holder.Email}, outbox.Facts{})
	}
	facts.Secret = code
	return outbox.Put(tx, home, outbox.AddressCode, outbox.Reader{Name: u.Name, Address: address}, facts)
}

// Ask counts one more code, or says that there were enough for now.
func (c *AddressChange) Ask(now time.Time) error {
	if now.Sub(c.Since) >= addressLife {
		c.Asks, c.Since = 0, now
	}
	if c.Asks >= mostAsked {
		return fault.Fields{{Field: "email", Text: "Five codes were sent within a day, which is the most. Ask for another tomorrow"}}.Err()
	}
	c.Asks++
	return nil
}

// keep writes the change in place of an earlier one.
func (c AddressChange) keep(tx *db.Tx) error {
	if err := tx.Everywhere(ownAddress).Where("user_id = ?", c.UserID).Delete(&AddressChange{}).Error; err != nil {
		return err
	}
	return tx.Put(ownAddress, &c)
}

// Try decides whether a code is the right one; a wrong one is counted, and
// after the fifth none works any more.
func (c *AddressChange) Try(typed string, now time.Time) error {
	problem := func(format string, args ...any) error {
		return fault.Fields{{Field: "code", Text: fmt.Sprintf(format, args...)}}.Err()
	}
	if !c.Waiting(now) {
		return problem("This code does not work any more. Ask for a new one")
	}
	code := strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(typed)
	if len(code) != addressDigits || strings.Trim(code, "0123456789") != "" {
		return problem("The code has eight digits. It stands in the letter to the new address")
	}
	if subtle.ConstantTimeCompare([]byte(hashAddressCode(c.UserID, code)), []byte(c.CodeHash)) == 1 {
		return nil
	}
	if c.Tries++; c.Tries >= mostTries {
		c.CodeHash = ""
		return problem("That was the fifth wrong code. Ask for a new one")
	}
	if left := mostTries - c.Tries; left > 1 {
		return problem("That is not the code. You have %d more tries", left)
	}
	return problem("That is not the code. You have one more try")
}

// Proved is what became of a person who proved a new address.
type Proved struct {
	User  User
	Was   string // the address before
	Ended []Seat // invitations of the new address to accounts that the person is in already
}

// ProveAddress gives a person the address whose code they typed, on all their
// seats, and ends the links that went to the old one. refused says why not;
// what was counted must be kept all the same.
func ProveAddress(tx *db.Tx, id, typed string) (p Proved, refused, err error) {
	u, err := Hold(tx, id)
	if err != nil {
		return p, nil, err
	}
	c, err := FindAddressChange(tx, id)
	if err != nil {
		return p, nil, err
	}
	refused = c.Try(typed, tx.Now)
	if refused == nil {
		_, taken, err := ByEmail(tx, c.Email)
		if err != nil {
			return p, nil, err
		}
		if taken {
			refused, c.CodeHash = fault.Fields{{Field: "code", Text: "Somebody has taken " + c.Email + " meanwhile. Choose another address"}}.Err(), ""
		}
	}
	if refused != nil {
		if c.UserID == "" {
			return p, refused, nil
		}
		return p, refused, c.keep(tx)
	}
	was := u.Email
	u.Email, u.EmailFold = c.Email, FoldEmail(c.Email)
	if err := Change(tx, id, map[string]any{"email": u.Email, "email_fold": u.EmailFold}); err != nil {
		return p, nil, err
	}
	if err := tx.Everywhere(ownAddress).Where("user_id = ?", id).Delete(&AddressChange{}).Error; err != nil {
		return p, nil, err
	}
	if err := tx.Everywhere(ownAddress).Where("subject_id = ? AND purpose = ?", id, Reset).Delete(&Link{}).Error; err != nil {
		return p, nil, err
	}
	ended, err := Rename(tx, u)
	return Proved{User: u, Was: was, Ended: ended}, nil, err
}

// DropAddressChange ends the code of a change that was asked for.
func DropAddressChange(tx *db.Tx, user string) error {
	return tx.Everywhere(ownAddress).Model(&AddressChange{}).Where("user_id = ?", user).Update("code_hash", "").Error
}
