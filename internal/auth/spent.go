package auth

import (
	"cmp"
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// spent is a secret, as its hash, that a session had before acting in somebody's
// place began, went on or ended, and exchanged for another then.
type spent struct {
	Hash    string
	VisitID string
	SpentAt time.Time
}

// TableName names the table.
func (spent) TableName() string { return "spent_secrets" }

// spend keeps the secret that a session gives up, when it acts before or after
// that, and forgets those that nobody's browser can hold any more.
func (s *Sessions) spend(tx *db.Tx, old, now Session) error {
	id := cmp.Or(now.VisitID, old.VisitID)
	if id == "" {
		return nil
	}
	if err := tx.Everywhere(noSeat).Where("spent_at < ?", tx.Now.Add(-s.limits.Absolute)).Delete(&spent{}).Error; err != nil {
		return err
	}
	return tx.Put(noSeat, &spent{old.Hash, id, tx.Now})
}

// replayed records that a secret came back which was exchanged around acting in
// somebody's place: a copy of the cookie is in another's hands, or was kept. It
// opens nothing, as no unknown secret does.
func (s *Sessions) replayed(ctx context.Context, secret string, of access.Origin) error {
	var act Act
	var who user.User
	err := s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		var old spent
		if err := tx.Everywhere(noSeat).Where("hash = ?", user.HashToken(secret)).Take(&old).Error; err != nil {
			return err
		}
		var row visit.Visit
		err := tx.Everywhere("a secret was of the visit").Where("id = ?", old.VisitID).Take(&row).Error
		if err != nil {
			return err
		}
		if who, err = user.Find(tx, row.UserID); err != nil {
			return err
		}
		act, err = standIn(tx, row)
		return err
	})
	if db.Missing(err) {
		return nil
	}
	if err != nil {
		return fault.Wrap("find a secret that was exchanged", err)
	}
	v := Visitor{User: who, Caller: caller(who, act.Account, act.From, "", of)}
	return s.RefuseLate(ctx, v, act, "a cookie that was exchanged", "A cookie from before acting began, went on or ended was sent again.")
}
