package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// BatchPage is how many batches, or accounts of one, a page shows.
const BatchPage = 50

// Batches are the caller's partner's changes of many accounts: those that are
// under way or to come, the next first, and the others, newest first; before is
// the id of the last one seen, or "".
func (s *Settings) Batches(ctx context.Context, by access.Caller, before string) (open, ended []Batch, more bool, err error) {
	if err := mayListAll(by); err != nil {
		return nil, nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if err := tx.Own().Where("ended_at IS NULL").Order("due_at, id").Limit(MostOpen).Find(&open).Error; err != nil {
			return err
		}
		q := tx.Own().Where("ended_at IS NOT NULL")
		if before != "" {
			q = q.Where("id < ?", before)
		}
		return q.Order("id DESC").Limit(BatchPage + 1).Find(&ended).Error
	})
	if more = len(ended) > BatchPage; more {
		ended = ended[:BatchPage]
	}
	return open, ended, more, fault.Wrap("list changes", err)
}

// Batch is one of them.
func (s *Settings) Batch(ctx context.Context, by access.Caller, id string) (b Batch, err error) {
	if err := mayListAll(by); err != nil {
		return b, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		b, err = findBatch(tx, id)
		return err
	})
	return b, fault.Wrap("find change", err)
}

// Items are at most most accounts of a batch that came to one status, or all
// with "", after a position, and whether others follow.
func (s *Settings) Items(ctx context.Context, by access.Caller, id string, status ItemStatus, after int64, most int) (rs []Row, more bool, err error) {
	if err := mayListAll(by); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if _, err := findBatch(tx, id); err != nil {
			return err
		}
		q := tx.Children().Where("batch_id = ? AND position > ?", id, after)
		if status != "" {
			q = q.Where("status = ?", status)
		}
		var items []Item
		if err := q.Order("position").Limit(most + 1).Find(&items).Error; err != nil {
			return err
		}
		if more = len(items) > most; more {
			items = items[:most]
		}
		rs, err = rowsOf(tx, items)
		return err
	})
	return rs, more, fault.Wrap("list accounts of a change", err)
}

// findBatch is a batch of the caller's own account.
func findBatch(tx *db.Tx, id string) (b Batch, err error) {
	err = tx.Own().Where("id = ?", id).Take(&b).Error
	if db.Missing(err) {
		return b, fault.Missing()
	}
	return b, err
}

// lockBatch is findBatch, held until the transaction ends.
func lockBatch(tx *db.Tx, id string) (b Batch, err error) {
	err = tx.Lock(tx.Own()).Where("id = ?", id).Take(&b).Error
	if db.Missing(err) {
		return b, fault.Missing()
	}
	return b, err
}

// change does something to a batch of the caller's partner, which is held.
func (s *Settings) changeBatch(ctx context.Context, by access.Caller, op, id string, do func(*db.Tx, *Batch) error) (b Batch, err error) {
	if err := ChangesMany(by); err != nil {
		return b, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if b, err = lockBatch(tx, id); err != nil {
			return err
		}
		return do(tx, &b)
	})
	return b, fault.Wrap(op, err)
}

// CancelBatch takes back a scheduled change that has not begun.
func (s *Settings) CancelBatch(ctx context.Context, by access.Caller, id string) (Batch, error) {
	return s.changeBatch(ctx, by, "cancel change", id, func(tx *db.Tx, b *Batch) error {
		if b.Status != Scheduled {
			return fault.New(fault.Conflict, "This change is %s already. It cannot be cancelled.", b.Status)
		}
		b.end(tx, Cancelled)
		b.EndedBy = tx.By.Signature()
		if err := tx.Update(b); err != nil {
			return err
		}
		return b.record(tx, event.ChangeCancelled)
	})
}

// RetryBatch tries the accounts again that could not be changed, whatever they
// have now, in the caller's name.
func (s *Settings) RetryBatch(ctx context.Context, by access.Caller, id string) (Batch, error) {
	return s.changeBatch(ctx, by, "retry change", id, func(tx *db.Tx, b *Batch) error {
		if b.Retryable() == 0 {
			return fault.New(fault.Conflict, "There is nothing to try again. Somebody did so already, or the change was reverted.")
		}
		retried := map[string]any{"status": ItemWaiting, "problem": ""}
		if b.RevertsID == "" {
			retried["expected"] = ""
		}
		if err := tx.Children().Model(&Item{}).Where("batch_id = ? AND status = ?", id, ItemFailed).Updates(retried).Error; err != nil {
			return err
		}
		again := event.Change{Field: "Again", Now: counted(b.Failed)}
		b.Failed, b.Status, b.EndedAt, b.Problem, b.DueAt, b.ActBy = 0, Running, nil, "", tx.Now, tx.By.User
		if err := tx.Update(b); err != nil {
			return err
		}
		return b.record(tx, event.BatchStarted, again)
	})
}

// RevertBatch gives the accounts that a batch changed the own values back that
// they had. It answers the batch that does so; an account whose value was
// changed again meanwhile is left alone. A default is taken back at once, or
// not at all.
func (s *Settings) RevertBatch(ctx context.Context, by access.Caller, id string) (back Batch, err error) {
	_, err = s.changeBatch(ctx, by, "revert change", id, func(tx *db.Tx, b *Batch) (err error) {
		switch {
		case b.RevertedAt != nil:
			return fault.New(fault.Conflict, "%s reverted this change already.", b.RevertedBy)
		case !b.Revertible():
			return fault.New(fault.Conflict, "There is nothing to revert.")
		case b.Whom == TheDefault:
			err = b.revertDefault(tx)
			back = *b
		default:
			back, err = b.revert(tx)
		}
		return err
	})
	return back, err
}

func (b *Batch) revertDefault(tx *db.Tx) error {
	e, err := event.Find(tx, b.Recorded)
	if err != nil {
		return err
	}
	if err := hold(tx); err != nil {
		return err
	}
	if _, err := undo(tx, e); err != nil {
		return err
	}
	return b.markReverted(tx, "")
}

// markReverted notes that a batch was taken back, and records it.
func (b *Batch) markReverted(tx *db.Tx, by string) error {
	b.RevertID, b.RevertedBy, b.RevertedAt = by, tx.By.Signature(), &tx.Now
	if err := tx.Update(b); err != nil {
		return err
	}
	return b.record(tx, event.BatchReverted)
}

// revert makes the batch that takes this one back.
func (b *Batch) revert(tx *db.Tx) (back Batch, err error) {
	if err := roomFor(tx); err != nil {
		return back, err
	}
	var done []Item
	if err := tx.Children().Where("batch_id = ? AND status = ?", b.ID, ItemDone).Order("position").Limit(MostAtOnce).Find(&done).Error; err != nil {
		return back, err
	}
	back = newBatch(tx, Bulk{Name: b.Name, Keys: []string{b.ID}})
	back.Total, back.RevertsID = int64(len(done)), b.ID
	if err := tx.Insert(&back); err != nil {
		return back, err
	}
	items := make([]Item, len(done))
	for n, d := range done {
		items[n] = Item{
			BatchID: back.ID, AccountID: d.AccountID, ParentID: d.ParentID, Position: int64(n + 1), Target: d.Was,
			Expected: d.Target, ExpectedAt: d.DoneAt, Status: ItemWaiting, Was: d.Target,
		}
	}
	if err := insertItems(tx, items); err != nil {
		return back, err
	}
	if err := b.markReverted(tx, back.ID); err != nil {
		return back, err
	}
	return back, back.record(tx, event.BatchStarted)
}
