package auth

import (
	"context"
	"errors"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// CloseViews ends, at most mostEnded at a time, the visits in which somebody
// viewed an account in their own name and whose session is over although nobody
// came back to be told: they lasted until its last request. It answers how many.
func (s *Sessions) CloseViews(ctx context.Context) (n int, err error) {
	by := access.Caller{Origin: access.Origin{Request: db.NewID(s.db.Now())}}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
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
			if err := leaveAs(tx, row, last, visit.SignedOut); err != nil {
				return err
			}
		}
		n = len(dead)
		return nil
	})
	return n, fault.Wrap("close visits", err)
}

// out does something with the session's live visit in the account that the
// visitor stands in, which is held. Who is out already goes out once more.
func (s *Sessions) out(ctx context.Context, v Visitor, do func(*db.Tx, visit.Visit) error) error {
	by := v.Hands()
	by.Visit = "" // what is over stops nobody from leaving
	return s.db.Do(ctx, by, func(tx *db.Tx) error {
		c, err := v.visit(tx)
		if err != nil || c.ID == "" {
			return err
		}
		tx.By.Visit = c.ID
		return do(tx, c)
	})
}

// leaveView ends a visit in which somebody viewed an account, and the preview in
// it, in the name of tx's caller.
func leaveView(tx *db.Tx, row visit.Visit, from account.Account, at time.Time, why visit.Why) error {
	if err := recordPreviewEnd(tx, row, from); err != nil {
		return err
	}
	err := tx.Everywhere(anyVisit).Model(&visit.Visit{}).Where("id = ?", row.ID).
		Updates(map[string]any{"left_at": at, "left_why": why, "previews": "", "preview_seat": ""}).Error
	if err != nil {
		return err
	}
	return event.Record(tx, event.AccountLeft, from.ID, event.Subject{ID: from.ID, Name: from.Name}, event.Change{Field: "Why", Now: string(why)})
}

// leaveAs is leaveView in the name of the visit's person, whoever tx's caller is.
func leaveAs(tx *db.Tx, row visit.Visit, at time.Time, why visit.Why) error {
	defer func(by access.Caller) { tx.By = by }(tx.By)
	var here, from account.Account
	if err := errors.Join(find(tx, row.AccountID, &here), find(tx, row.SeatID, &from)); err != nil {
		return err
	}
	who, err := user.Find(tx, row.UserID)
	if err != nil {
		return err
	}
	tx.By = caller(who, here, from, "", tx.By.Origin)
	tx.By.Visit = row.ID
	return leaveView(tx, row, here, at, why)
}
