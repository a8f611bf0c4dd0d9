package user

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/db"
)

// RecoveryCode is one of ten codes that each take the place of a second factor
// once. Only hashes are kept.
type RecoveryCode struct {
	Hash      string
	UserID    string
	CreatedAt time.Time
	UsedAt    *time.Time
}

// MostCodes is how many recovery codes are made at once.
const MostCodes = 10

// codeBytes is how much chance is in one: 80 bits, which are 16 characters.
const (
	codeBytes = 10
	codeChars = 16
	codeGroup = 4
)

// codeText writes recovery codes, without letters that look like digits.
var codeText = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewCodes makes ten recovery codes in place of those that the person had, and
// answers them, to be shown once.
func NewCodes(tx *db.Tx, user string) (codes []string, err error) {
	if err := ForgetCodes(tx, user); err != nil {
		return nil, err
	}
	rows := make([]RecoveryCode, MostCodes)
	for i := range rows {
		var b [codeBytes]byte
		_, _ = rand.Read(b[:])
		code := codeText.EncodeToString(b[:])
		rows[i] = RecoveryCode{Hash: codeHash(user, code), UserID: user, CreatedAt: tx.Now}
		codes = append(codes, strings.Join(groups(code), "-"))
	}
	return codes, tx.Put(ownFactors, &rows)
}

// ForgetCodes takes all recovery codes from a person.
func ForgetCodes(tx *db.Tx, user string) error {
	return tx.Everywhere(ownFactors).Where("user_id = ?", user).Delete(&RecoveryCode{}).Error
}

// codeHash is what is kept of a recovery code.
func codeHash(user, code string) string { return HashToken(user + "\n" + code) }

// groups cuts a text into fours, which people copy without mistakes.
func groups(text string) (gs []string) {
	for ; len(text) > codeGroup; text = text[codeGroup:] {
		gs = append(gs, text[:codeGroup])
	}
	return append(gs, text)
}

// Spaced writes a secret in groups of four.
func Spaced(secret string) string { return strings.Join(groups(secret), " ") }

// alike are the letters that somebody may read for a digit, or type as a
// capital.
var alike = strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\t", "", "o", "0", "i", "1", "l", "1")

// readCode is what somebody typed, as a recovery code is written; ok is false
// when it can be none.
func readCode(typed string) (code string, ok bool) {
	code = alike.Replace(strings.ToLower(strings.TrimSpace(typed)))
	_, err := codeText.DecodeString(code)
	return code, err == nil && len(code) == codeChars
}

// useCode uses a recovery code.
func useCode(tx *db.Tx, user, code string) (Outcome, error) {
	hash := codeHash(user, code)
	res := tx.Everywhere(ownFactors).Model(&RecoveryCode{}).Where("hash = ? AND user_id = ? AND used_at IS NULL", hash, user).Update("used_at", tx.Now)
	if res.Error != nil || res.RowsAffected == 1 {
		return Right, res.Error
	}
	var n int64
	err := tx.Everywhere(ownFactors).Model(&RecoveryCode{}).Where("hash = ? AND user_id = ?", hash, user).Count(&n).Error
	if n > 0 {
		return Used, err
	}
	return Wrong, err
}

// CodesLeft is how many recovery codes of a person are not used.
func CodesLeft(tx *db.Tx, user string) (int, error) {
	var n int64
	err := tx.Everywhere(ownFactors).Model(&RecoveryCode{}).Where("user_id = ? AND used_at IS NULL", user).Count(&n).Error
	return int(n), err
}
