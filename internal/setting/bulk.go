package setting

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// MostOpen is how many changes of one partner may be under way or scheduled.
const MostOpen = 100

// When changes may be scheduled for.
const (
	Soonest = 5 * time.Minute
	Latest  = 2 * 365 * 24 * time.Hour
)

// Order is a change of many accounts as a person confirms it.
type Order struct {
	Bulk
	At    time.Time // when it is to be carried out, or zero for now
	Seen  string    // Plan.Seen of what was shown
	Typed int64     // the number of changing accounts, where it had to be typed
	Token string    // the form's, so that sending it twice makes one change
}

// Start begins a change of many accounts, or schedules it. Nothing is changed
// yet: Run and CarryOn do that, in small transactions. What is to happen now
// must still be what was shown; the accounts that a filter leaves at another
// time are found then.
func (s *Settings) Start(ctx context.Context, by access.Caller, in Order) (b Batch, err error) {
	if err := ChangesMany(by); err != nil {
		return b, err
	}
	if b, err = s.earlier(ctx, by, in.Token); err != nil || b.ID != "" {
		return b, err
	}
	_, problems := in.check()
	in.due(s.db.Now(), &problems)
	if err := problems.Err(); err != nil {
		return b, err
	}
	var p Plan
	if in.Whom() != TheDefault {
		if p, err = s.Plan(ctx, by, in.Bulk); err == nil {
			err = in.confirmed(p)
		}
		if err != nil {
			return b, err
		}
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		b, err = start(tx, in, p)
		return err
	})
	return b, fault.Wrap("start change", err)
}

// due notes what is wrong with the moment.
func (in Order) due(now time.Time, fs *fault.Fields) {
	switch {
	case in.At.IsZero() && in.Whom() == TheDefault:
		fs.Add("day", "Enter the day from which the default changes")
	case in.At.IsZero():
	case in.At.Before(now.Add(Soonest)):
		fs.Add("day", "Choose a time at least %d minutes from now", int(Soonest.Minutes()))
	case in.At.After(now.Add(Latest)):
		fs.Add("day", "Choose a day within the next two years")
	}
}

// confirmed compares what was shown and typed with what would happen.
func (in Order) confirmed(p Plan) error {
	now := in.At.IsZero()
	var fs fault.Fields
	switch {
	case p.TooMany:
		fs.Add("act", "Change at most %d accounts at once. Narrow the list first", MostAtOnce)
	case now && p.Changing == 0:
		fs.Add("act", "No account would change")
	case now && in.Seen != p.Seen:
		return fault.New(fault.Conflict, "The accounts changed meanwhile. This is what would happen now.")
	case p.Changing > TypedAbove && in.Typed != p.Changing:
		fs.Add("typed", "Type %d, the number of accounts that change", p.Changing)
	}
	return fs.Err()
}

// earlier is the batch that the form with this token made before, if any.
func (s *Settings) earlier(ctx context.Context, by access.Caller, token string) (b Batch, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		made, err := tx.Made(token)
		if err != nil || made == "" {
			return err
		}
		b, err = findBatch(tx, made)
		return err
	})
	return b, fault.Wrap("look for an earlier change", err)
}

func start(tx *db.Tx, in Order, p Plan) (b Batch, err error) {
	b = newBatch(tx, in.Bulk)
	earlier, err := tx.Once(in.Token, b.ID)
	if err != nil {
		return b, err
	}
	if earlier != "" {
		return findBatch(tx, earlier)
	}
	if err := roomFor(tx); err != nil {
		return b, err
	}
	if !in.At.IsZero() {
		return b, schedule(tx, &b, in.At, p)
	}
	items := itemsOf(b, p)
	b.Total = int64(len(items))
	b.add(items)
	if err := tx.Insert(&b); err != nil {
		return b, err
	}
	if err := insertItems(tx, items); err != nil {
		return b, err
	}
	return b, b.record(tx, event.BatchStarted)
}

// newBatch is a change that begins now.
func newBatch(tx *db.Tx, in Bulk) Batch {
	b := Batch{
		ID: db.NewID(tx.Now), AccountID: tx.By.Account, Name: in.Name, Target: in.To, Whom: in.Whom(), Status: Running, DueAt: tx.Now,
		MadeBy: tx.By.User, MadeByName: tx.By.Signature(), MadeAt: tx.Now, ActBy: tx.By.User, StartedAt: &tx.Now,
	}
	if in.Filter != nil {
		b.Filter = *in.Filter
	}
	return b
}

// roomFor refuses one change too many.
func roomFor(tx *db.Tx) error {
	if err := hold(tx); err != nil {
		return err
	}
	var n int64
	if err := tx.Own().Model(&Batch{}).Where("ended_at IS NULL").Count(&n).Error; err != nil {
		return err
	}
	if n >= MostOpen {
		return fault.New(fault.Conflict, "%d changes are under way or scheduled already. Cancel one, or wait until one is finished.", MostOpen)
	}
	return nil
}

// itemsOf are the accounts of a plan that is carried out at once. What would
// not change, and what can't, is settled already.
func itemsOf(b Batch, p Plan) (items []Item) {
	for n, l := range p.Lines {
		i := Item{
			BatchID: b.ID, AccountID: l.Account.ID, ParentID: b.AccountID, Position: int64(n + 1), Target: p.To,
			Expected: targetOf(l.Was.Own), Status: ItemWaiting, Was: targetOf(l.Was.Own),
		}
		switch {
		case l.Problem != "":
			i.settle(ItemFailed, l.Problem)
		case l.Same:
			i.settle(ItemSame, "")
		}
		items = append(items, i)
	}
	return items
}

// perInsert is how many items are written with one statement.
const perInsert = 500

func insertItems(tx *db.Tx, items []Item) error {
	for some := range slices.Chunk(items, perInsert) {
		if err := tx.Put("accounts that were found below the caller's own", &some); err != nil {
			return err
		}
	}
	return nil
}

func counted(n int64) string {
	if n == 1 {
		return "1 account"
	}
	return fmt.Sprintf("%d accounts", n)
}
