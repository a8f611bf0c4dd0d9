package user

import (
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/seal"
)

// Outcome is what a code turned out to be.
type Outcome int

// The closed list of outcomes.
const (
	Wrong      Outcome = iota
	Right              // and used up
	Used               // it was right, and has been used before
	Unreadable         // it has neither six digits nor the shape of a recovery code
)

const (
	stepTime   = 30 // seconds; what authenticator apps take for granted
	window     = 1  // steps before and after now whose code is taken
	codeDigits = 6
	secretSize = 20 // bytes, as many as the hash has
)

// appTime is how long there is to confirm an authenticator app.
const appTime = 15 * time.Minute

// place says where the secret of a factor is kept, for its seal.
func (f Factor) place() string { return "totp\n" + f.UserID + "\n" + f.ID }

// StartApp makes the secret of a person's authenticator app, which counts once
// ConfirmApp has seen one of its codes. An earlier secret that was never
// confirmed ends.
func StartApp(tx *db.Tx, box *seal.Box, user string) error {
	err := tx.Everywhere(ownFactors).Where("user_id = ? AND kind = ? AND confirmed = ?", user, TOTP, false).Delete(&Factor{}).Error
	if err != nil {
		return err
	}
	f := Factor{ID: db.NewID(tx.Now), UserID: user, Kind: TOTP, Name: "Authenticator app", CreatedAt: tx.Now}
	f.Secret = box.Seal(base32.StdEncoding.EncodeToString(seal.Random(secretSize)), f.place())
	return tx.Put(ownFactors, &f)
}

// StartedApp is the authenticator app of a person that waits for its first
// code, and its secret.
func StartedApp(tx *db.Tx, box *seal.Box, user string) (f Factor, secret string, err error) {
	err = tx.Everywhere(ownFactors).Where("user_id = ? AND kind = ? AND confirmed = ? AND created_at > ?", user, TOTP, false, tx.Now.Add(-appTime)).
		Order("id DESC").Take(&f).Error
	if db.Missing(err) {
		return f, "", fault.New(fault.Conflict, "The time to set up an authenticator app is over. Start again.")
	}
	if err != nil {
		return f, "", err
	}
	secret, err = box.Open(f.Secret, f.place())
	return f, secret, err
}

// ConfirmApp makes a person's started app their second factor, in place of an
// earlier one, if the code is the app's. replaced says whether there was one.
func ConfirmApp(tx *db.Tx, box *seal.Box, user, typed string) (got Outcome, replaced bool, err error) {
	f, secret, err := StartedApp(tx, box, user)
	if err != nil {
		return Wrong, false, err
	}
	code, ok := readDigits(typed)
	if !ok {
		return Unreadable, false, nil
	}
	step, ok := stepOf(secret, code, tx.Now)
	if !ok {
		return Wrong, false, nil
	}
	if replaced, err = DropApp(tx, user); err != nil {
		return Wrong, false, err
	}
	err = tx.Everywhere(ownFactors).Model(&Factor{}).Where("id = ?", f.ID).
		Updates(map[string]any{"confirmed": true, "last_step": step, "used_at": tx.Now}).Error
	if err != nil {
		return Wrong, false, err
	}
	return Right, replaced, MarkFactors(tx, user)
}

// DropApp takes a person's authenticator app away, if there is one.
func DropApp(tx *db.Tx, user string) (dropped bool, err error) {
	res := tx.Everywhere(ownFactors).Where("user_id = ? AND kind = ? AND confirmed = ?", user, TOTP, true).Delete(&Factor{})
	if res.Error != nil {
		return false, res.Error
	}
	return res.RowsAffected > 0, MarkFactors(tx, user)
}

// TryCode looks at a code that a person typed: of their authenticator app, or a
// recovery code. A right one is used up. recovery says which of the two it is.
// Who calls it holds the person and counts what is wrong.
func TryCode(tx *db.Tx, box *seal.Box, user, typed string) (got Outcome, recovery bool, err error) {
	if code, ok := readDigits(typed); ok {
		got, err = useApp(tx, box, user, code)
		return got, false, err
	}
	if code, ok := readCode(typed); ok {
		got, err = useCode(tx, user, code)
		return got, true, err
	}
	return Unreadable, false, nil
}

// useApp compares a code with a person's app. The step of the last code that
// was taken is written where it is smaller only, so that a code counts once.
func useApp(tx *db.Tx, box *seal.Box, user, code string) (Outcome, error) {
	var f Factor
	err := tx.Everywhere(ownFactors).Where("user_id = ? AND kind = ? AND confirmed = ?", user, TOTP, true).Take(&f).Error
	if db.Missing(err) {
		return Wrong, nil
	}
	if err != nil {
		return Wrong, err
	}
	secret, err := box.Open(f.Secret, f.place())
	if errors.Is(err, seal.ErrClosed) {
		return Wrong, fault.New(fault.Conflict, "The portal can’t read your authenticator app’s secret any more. Use a recovery code, or ask an admin to reset your second factor.")
	}
	if err != nil {
		return Wrong, err
	}
	step, ok := stepOf(secret, code, tx.Now)
	if !ok {
		return Wrong, nil
	}
	res := tx.Everywhere(ownFactors).Model(&Factor{}).Where("id = ? AND last_step < ?", f.ID, step).
		Updates(map[string]any{"last_step": step, "used_at": tx.Now})
	if res.Error == nil && res.RowsAffected == 0 {
		return Used, nil
	}
	return Right, res.Error
}

// stepOf is the time step near now to which a code belongs.
func stepOf(secret, code string, now time.Time) (step int64, ok bool) {
	current := now.Unix() / stepTime
	for at := current + window; at >= current-window; at-- {
		want, err := hotp.GenerateCode(secret, uint64(at))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = at, true
		}
	}
	return step, ok
}

// SixDigits reports whether somebody typed what may be the code of an app. No
// password is that short.
func SixDigits(typed string) bool {
	_, ok := readDigits(typed)
	return ok
}

// readDigits is what somebody typed as the code of an app, without spaces.
func readDigits(typed string) (code string, ok bool) {
	code = strings.Join(strings.Fields(typed), "")
	for _, c := range code {
		if c < '0' || c > '9' {
			return "", false
		}
	}
	return code, len(code) == codeDigits
}

// AppAddress is what the QR code says: the app keeps the secret under the
// issuer and the person's address.
func AppAddress(issuer, email, secret string) (string, error) {
	raw, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		return "", err
	}
	k, err := totp.Generate(totp.GenerateOpts{Issuer: strings.ReplaceAll(issuer, ":", " "), AccountName: strings.ReplaceAll(email, ":", " "), Secret: raw})
	if err != nil {
		return "", err
	}
	return k.URL(), nil
}
