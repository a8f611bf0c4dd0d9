package user

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Purpose is what a one-time link is for.
type Purpose string

// The closed list of purposes.
const (
	SetUp      Purpose = "setup"      // the installation's operator and its first admin
	Invitation Purpose = "invitation" // to a seat
	Reset      Purpose = "reset"      // of a forgotten password
)

// lifetimes say how long a link works.
var lifetimes = map[Purpose]time.Duration{SetUp: 24 * time.Hour, Invitation: 7 * 24 * time.Hour, Reset: 30 * time.Minute}

// Link is a one-time link. Only the hash of its secret is kept.
type Link struct {
	Hash      string
	Purpose   Purpose
	SubjectID string // of the seat or the person, or ""
	BoundTo   string // of a reset: what it replaces, see binding
	ExpiresAt time.Time
	CreatedAt time.Time
	UsedAt    *time.Time
}

// HashToken is what is kept of a secret of 256 bits.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// NewLink makes a link and ends the unused ones of the same subject and
// purpose. The secret is answered once and kept nowhere.
func NewLink(tx *db.Tx, purpose Purpose, subject string) (secret string, err error) {
	return newLink(tx, purpose, subject, "")
}

func newLink(tx *db.Tx, purpose Purpose, subject, binding string) (secret string, err error) {
	const why = "a link belongs to a seat or a person; its secret is the proof"
	err = tx.Everywhere(why).Where("subject_id = ? AND purpose = ? AND used_at IS NULL", subject, purpose).Delete(&Link{}).Error
	if err != nil {
		return "", err
	}
	secret = db.NewToken()
	return secret, tx.Put(why, &Link{
		Hash: HashToken(secret), Purpose: purpose, SubjectID: subject, BoundTo: binding, CreatedAt: tx.Now, ExpiresAt: tx.Now.Add(lifetimes[purpose]),
	})
}

// FindLink is the link with this secret, if it still works.
func FindLink(tx *db.Tx, purpose Purpose, secret string) (l Link, err error) {
	err = tx.Lock(tx.Everywhere("the secret is the proof")).Where("hash = ? AND purpose = ?", HashToken(secret), purpose).Take(&l).Error
	if db.Missing(err) || err == nil && (l.UsedAt != nil || !tx.Now.Before(l.ExpiresAt)) {
		return l, linkOver()
	}
	return l, err
}

func linkOver() error {
	return fault.New(fault.NotFound, "This link has been used, or its time is over. If it was you who used it, sign in. Otherwise ask for a new one.")
}

// UseLink marks a link as used; of two uses at once one is told that it came late.
func UseLink(tx *db.Tx, l Link) error {
	res := tx.Everywhere("the secret is the proof").Model(&Link{}).Where("hash = ? AND used_at IS NULL", l.Hash).Update("used_at", tx.Now)
	if res.Error == nil && res.RowsAffected == 0 {
		return linkOver()
	}
	return res.Error
}
