package setting

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Acting is a person as they stand in an account now, without having signed
// in: in their name what they scheduled is carried out. A fault says why they
// may not be there any more.
type Acting func(ctx context.Context, user, account string) (access.Caller, error)

// Limits of carrying out.
const (
	perChange   = 50              // accounts that one transaction changes
	holdFor     = time.Minute     // a process has a batch in hand; each transaction says so anew
	inHand      = 5               // batches in one go
	turn        = 4 * time.Second // for one batch, before others have theirs
	KeptBatches = 365 * 24 * time.Hour
)

const carrier = "changes of all partners are carried out by one job"

// CarryOn carries out what is due and goes on with what is under way, for a
// bounded time, and answers how many batches it had in hand. It is the portal
// itself, and each batch is carried out in the name of who asked for it.
//
// A batch is taken in hand by one guarded update with a lease, so that of
// several processes one carries it out; each transaction changes some accounts,
// settles them, and renews the lease. A process that dies leaves the lease to
// run out, and another goes on where the last transaction ended: nothing is
// done twice, because an account is settled by what changes it.
func (s *Settings) CarryOn(ctx context.Context, as Acting) (had int, err error) {
	var ids []string
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		return tx.Everywhere(carrier).Model(&Batch{}).Where("ended_at IS NULL AND due_at <= ? AND (leased_to IS NULL OR leased_to <= ?)", tx.Now, tx.Now).
			Order("due_at, id").Limit(inHand).Pluck("id", &ids).Error
	})
	if err != nil {
		return 0, fmt.Errorf("find due changes: %w", err)
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			return had, nil
		}
		b, ok, err := s.take(ctx, id)
		if err != nil {
			return had, fmt.Errorf("take a change in hand: %w", err)
		}
		if !ok {
			continue
		}
		had++
		if err := s.carry(ctx, b, as, time.Now().Add(turn)); err != nil {
			return had, fmt.Errorf("carry out change %s: %w", b.ID, err)
		}
	}
	return had, nil
}

// Run carries out one batch of the caller's partner for a bounded time, in the
// caller's name, so that a small one is finished when its page opens. What is
// left is for CarryOn. A batch that somebody else has in hand is left to them.
func (s *Settings) Run(ctx context.Context, by access.Caller, b Batch, patience time.Duration) error {
	if err := mayConfigureAll(by); err != nil {
		return err
	}
	if b.Owner() != by.Account || b.ActBy != by.User {
		return nil
	}
	b, ok, err := s.take(ctx, b.ID)
	if err != nil || !ok {
		return fault.Wrap("take a change in hand", err)
	}
	me := func(context.Context, string, string) (access.Caller, error) { return by, nil }
	// The browser may be gone; the transaction under way is still finished.
	return fault.Wrap("carry out change", s.carry(context.WithoutCancel(ctx), b, me, time.Now().Add(patience)))
}

// take gives a due batch to this process for a while; ok is false when another
// one has it or it is due no more.
func (s *Settings) take(ctx context.Context, id string) (b Batch, ok bool, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		b, ok = Batch{}, false
		res := tx.Everywhere(carrier).Model(&Batch{}).
			Where("id = ? AND ended_at IS NULL AND due_at <= ? AND (leased_to IS NULL OR leased_to <= ?)", id, tx.Now, tx.Now).
			Update("leased_to", tx.Now.Add(holdFor))
		if res.Error != nil || res.RowsAffected == 0 {
			return res.Error
		}
		ok = true
		return tx.Everywhere(carrier).Where("id = ?", id).Take(&b).Error
	})
	return b, ok, err
}

// carry goes on with a batch that is in hand until it ends or the time is over.
func (s *Settings) carry(ctx context.Context, b Batch, as Acting, until time.Time) error {
	by, err := as(ctx, b.ActBy, b.AccountID)
	if err == nil {
		err = mayConfigureAll(by)
	}
	if f := fault.Of(err); f != nil {
		return s.refuse(ctx, b, f.Text)
	}
	if err != nil {
		return err
	}
	lease := b.LeasedTo
	for more := true; more; {
		last := !time.Now().Before(until) || ctx.Err() != nil
		err := s.db.Do(context.WithoutCancel(ctx), by, func(tx *db.Tx) error {
			var held bool
			if b, held, err = stillHeld(tx, b.ID, lease); err != nil || !held {
				more = false
				return err
			}
			more, err = b.step(tx, last)
			return err
		})
		if f := fault.Of(err); f != nil {
			return s.refuse(ctx, b, f.Text)
		}
		if err != nil {
			return err
		}
		lease = b.LeasedTo
	}
	return nil
}

// stillHeld is the batch, held until the transaction ends, if it is still in
// this process's hand.
func stillHeld(tx *db.Tx, id string, lease *time.Time) (b Batch, held bool, err error) {
	if b, err = lockBatch(tx, id); err != nil {
		return b, false, err
	}
	return b, b.EndedAt == nil && b.LeasedTo != nil && lease != nil && b.LeasedTo.Equal(*lease), nil
}

// step is one transaction's part of a batch: to begin it, to change some
// accounts, or to end it. The last step of a turn gives the batch out of hand.
func (b *Batch) step(tx *db.Tx, last bool) (more bool, err error) {
	renewed := tx.Now.Add(holdFor)
	b.LeasedTo, more = &renewed, true
	switch {
	case b.Status == Scheduled:
		more, err = b.begin(tx)
	case last:
		b.LeasedTo, more = nil, false
	default:
		err = b.some(tx)
	}
	if err != nil {
		return false, err
	}
	if b.Status == Running && b.Left() == 0 {
		more = false
		b.end(tx, Finished)
		if err := b.record(tx, event.BatchFinished, b.result()...); err != nil {
			return false, err
		}
	}
	return more, tx.Update(b)
}

func (b *Batch) end(tx *db.Tx, status BatchStatus) {
	b.Status, b.EndedAt, b.LeasedTo = status, &tx.Now, nil
}

// result says in the record how many accounts came to what.
func (b *Batch) result() (cs []event.Change) {
	for _, c := range []struct {
		what string
		n    int64
	}{{"Changed", b.Done}, {"As it was", b.Same}, {"Not changed", b.Failed}, {"Left alone", b.Spared}} {
		if c.n > 0 {
			cs = append(cs, event.Change{Field: c.what, Now: counted(c.n)})
		}
	}
	return cs
}

// begin starts a scheduled change whose time has come.
func (b *Batch) begin(tx *db.Tx) (more bool, err error) {
	b.StartedAt, b.Status = &tx.Now, Running
	if b.Whom == TheDefault {
		return false, b.turnDefault(tx)
	}
	if b.Whom == Matching {
		f, err := b.filter(tx)
		if err != nil {
			return false, err
		}
		keys, err := account.Match(tx, f, mostAtOnce+1)
		if err != nil {
			return false, err
		}
		if len(keys) > mostAtOnce {
			return false, fault.New(fault.Conflict, "More than %d accounts matched when it was due. Nothing was changed.", mostAtOnce)
		}
		items := make([]Item, len(keys))
		for n, key := range keys {
			items[n] = Item{BatchID: b.ID, AccountID: key, ParentID: b.AccountID, Position: int64(n + 1), Target: b.Target, Status: ItemWaiting}
		}
		if err := insertItems(tx, items); err != nil {
			return false, err
		}
		b.Total = int64(len(items))
	}
	return true, b.recordCarriedOut(tx)
}

func (b *Batch) recordCarriedOut(tx *db.Tx) error {
	return b.record(tx, event.ChangeCarriedOut, event.Change{Field: "Scheduled by " + b.MadeByName, Now: b.MadeAt.UTC().Format(moment)},
		event.Change{Field: "For", Now: b.DueAt.UTC().Format(moment)})
}

// turnDefault changes the partner's default.
func (b *Batch) turnDefault(tx *db.Tx) (err error) {
	here, err := account.LockHere(tx)
	if err != nil {
		return err
	}
	m, err := moving(tx, here, b.Setting(), b.Target.own(), nil)
	if err != nil {
		return err
	}
	if b.Done, b.Recorded, err = m.carryOut(); err != nil {
		return err
	}
	b.Total = b.Done
	b.end(tx, Finished)
	return b.recordCarriedOut(tx)
}

// some changes the next accounts of a batch. They are held in the order of
// their keys, so that two batches never wait for each other.
func (b *Batch) some(tx *db.Tx) error {
	var items []Item
	err := tx.Children().Where("batch_id = ? AND status = ?", b.ID, ItemWaiting).Order("position").Limit(perChange).Find(&items).Error
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return fmt.Errorf("%d accounts of the change are not there", b.Left())
	}
	slices.SortFunc(items, func(x, y Item) int { return strings.Compare(x.AccountID, y.AccountID) })
	for n := range items {
		i := &items[n]
		if err := i.change(tx, b.Setting(), b.RevertsID != ""); err != nil {
			return err
		}
		if err := tx.Update(i); err != nil {
			return err
		}
	}
	b.add(items)
	return nil
}

// change carries the batch's change out on one account, and settles the item.
func (i *Item) change(tx *db.Tx, s Setting, back bool) error {
	a, was, err := at(tx, s, i.AccountID)
	if err == nil {
		err = openTo(a, was)
	}
	if f := fault.Of(err); f != nil {
		i.settle(ItemFailed, f.Text)
		return nil
	}
	if err != nil {
		return err
	}
	now := targetOf(was.Own)
	switch {
	case i.Expected != "" && (now != i.Expected || i.ExpectedAt != nil && now != ToInherited && !was.SetAt.Equal(*i.ExpectedAt)):
		return i.meanwhile(was, now, back)
	case now == i.Target:
		i.settle(ItemSame, "")
		return nil
	case i.Target == ToInherited:
		err = inherit(tx, a, was)
	default:
		_, err = changeOwn(tx, a, was, i.Target == ToOn)
	}
	i.settle(ItemDone, "")
	i.Was, i.DoneAt = now, &tx.Now
	return err
}

// meanwhile settles an account whose own value is not the one that was shown.
func (i *Item) meanwhile(was Value, now Target, back bool) error {
	who, is := was.SetBy, "it is "+word(was.On)+" now"
	if now == ToInherited {
		who, is = "Somebody", "it is inherited now"
	}
	switch {
	case back:
		i.settle(ItemSpared, who+" changed it again meanwhile: "+is+".")
	case now == i.Target:
		i.settle(ItemSame, "")
	default:
		i.settle(ItemFailed, who+" changed it meanwhile: "+is+".")
	}
	return nil
}

// refuse ends a batch that may not be carried out, or not any further. What is
// settled stays as it is.
func (s *Settings) refuse(ctx context.Context, b Batch, why string) error {
	return s.db.Do(context.WithoutCancel(ctx), access.Caller{}, func(tx *db.Tx) error {
		if err := tx.Lock(tx.Everywhere(carrier)).Where("id = ?", b.ID).Take(&b).Error; err != nil || b.EndedAt != nil {
			return err
		}
		res := tx.Everywhere(carrier).Model(&Item{}).Where("batch_id = ? AND status = ?", b.ID, ItemWaiting).
			Updates(map[string]any{"status": ItemFailed, "problem": why})
		if res.Error != nil {
			return res.Error
		}
		b.Failed += res.RowsAffected
		b.Problem = why
		b.end(tx, Refused)
		if b.Done+b.Same > 0 {
			b.Status = Finished
		}
		if err := tx.Everywhere(carrier).Model(&Batch{}).Where("id = ?", b.ID).Select("*").Updates(&b).Error; err != nil || !b.Scheduled {
			return err
		}
		return b.recordRefused(tx, why)
	})
}

// recordRefused records that a scheduled change could not be carried out. It is
// the portal that says so: whoever scheduled it may not be there any more.
func (b *Batch) recordRefused(tx *db.Tx, why string) error {
	above, err := tx.Parent(b.AccountID)
	if err != nil {
		return err
	}
	tx.By.Name = "The portal"
	about := event.Subject{ID: b.AccountID, Name: b.about().Name}
	event.RecordEach(tx, event.ChangeRefused, above, []event.Subject{about},
		event.Change{Field: "Scheduled by " + b.MadeByName, Now: b.MadeAt.UTC().Format(moment)}, event.Change{Field: "Why", Now: why})
	return nil
}

// perForget is how many batches are forgotten in one go.
const perForget = 5

// Forget forgets batches that ended longer than KeptBatches ago, a bounded
// number of them, and reports whether there may be more. What they did stays in
// the record.
func (s *Settings) Forget(ctx context.Context) (more bool, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		var ids []string
		old := tx.Everywhere(carrier).Model(&Batch{}).Where("ended_at IS NOT NULL AND ended_at < ?", tx.Now.Add(-KeptBatches))
		if err := old.Order("ended_at").Limit(perForget).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		if err := tx.Everywhere(carrier).Where("batch_id IN ?", ids).Delete(&Item{}).Error; err != nil {
			return err
		}
		more = len(ids) == perForget
		return tx.Everywhere(carrier).Where("id IN ?", ids).Delete(&Batch{}).Error
	})
	return more, fault.Wrap("forget changes", err)
}
