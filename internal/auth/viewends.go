package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
)

// CloseViews ends, at most mostEnded at a time, the visits in which somebody
// viewed an account in their own name and whose session is over although nobody
// came back to be told: they lasted until its last request. It answers how many.
func (s *Sessions) CloseViews(ctx context.Context) (n int, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		n = 0
		var dead []visit.Visit
		q := tx.Lock(tx.Everywhere(anyVisit)).Where(`left_at IS NULL AND as_id = '' AND NOT EXISTS (SELECT 1 FROM sessions s
			WHERE s.hash = visits.session_hash AND s.ended_at IS NULL AND s.seen_at > ? AND s.created_at > ?)`,
			tx.Now.Add(-s.limits.Idle), tx.Now.Add(-s.limits.Absolute))
		if err := q.Order("id").Limit(mostEnded).Find(&dead).Error; err != nil {
			return err
		}
		for _, row := range dead {
			var session Session
			err := tx.Everywhere(noSeat).Where("hash = ?", row.SessionHash).Limit(1).Find(&session).Error
			if err != nil {
				return err
			}
			last := row.EnteredAt
			if session.SeenAt.After(last) {
				last = session.SeenAt
			}
			err = tx.Everywhere(anyVisit).Model(&visit.Visit{}).Where("id = ?", row.ID).Updates(map[string]any{"left_at": last, "left_why": visit.SignedOut}).Error
			if err != nil {
				return err
			}
		}
		n = len(dead)
		return nil
	})
	return n, fault.Wrap("close visits", err)
}
