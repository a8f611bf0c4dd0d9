package auth

import (
	"context"
	"errors"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
	"gorm.io/gorm"
)

// mostEnded is how many acts one transaction ends.
const mostEnded = 200

const anyVisit = "a visit is ended whoever's it is"

// leaveAll leaves what a query finds of visits because their session ended, or
// their person lost the place from which they came: acts all, and first, and of
// what is viewed no more than mostEnded, because CloseViews comes by. Each end is
// a fact, in the name of who was there; tx goes on as who it was.
func leaveAll(tx *db.Tx, q func() *gorm.DB, why visit.Why) error {
	for ended := mostEnded; ended == mostEnded; {
		var acts []visit.Visit
		if err := tx.Lock(q()).Where("left_at IS NULL AND as_id <> ''").Order("id").Limit(mostEnded).Find(&acts).Error; err != nil {
			return err
		}
		for i := range acts {
			if err := endActAs(tx, &acts[i], why); err != nil {
				return err
			}
		}
		ended = len(acts)
	}
	var views []visit.Visit
	if err := tx.Lock(q()).Where("left_at IS NULL AND as_id = ''").Order("id").Limit(mostEnded).Find(&views).Error; err != nil {
		return err
	}
	for _, row := range views {
		if err := leaveAs(tx, row, tx.Now, why); err != nil {
			return err
		}
	}
	return nil
}

// endActAs is endAct in the name of who acts in the visit, whoever tx's caller is.
func endActAs(tx *db.Tx, row *visit.Visit, why visit.Why) error {
	defer func(by access.Caller) { tx.By = by }(tx.By)
	if _, err := standIn(tx, *row); err != nil {
		return err
	}
	return endAct(tx, row, why)
}

// standIn makes whoever acts in a visit the caller of tx, with nothing looked at
// afresh: for the facts of its end.
func standIn(tx *db.Tx, row visit.Visit) (act Act, err error) {
	act.Visit = row
	if err := find(tx, row.AccountID, &act.Account); err != nil {
		return act, err
	}
	if err := find(tx, row.SeatID, &act.From); err != nil {
		return act, err
	}
	if err := name(tx, &act); err != nil {
		return act, err
	}
	who, err := user.Find(tx, row.UserID)
	tx.By = inPlace(act, who, tx.By.Origin)
	return act, err
}

// endAct writes that an act, which is held, is over, in the name of tx's caller.
func endAct(tx *db.Tx, row *visit.Visit, why visit.Why) error {
	row.LeftAt, row.LeftWhy = &tx.Now, why
	as, err := user.Find(tx, row.AsID)
	if err != nil {
		return err
	}
	changes := event.Changes{{Field: "Why", Now: string(why)}}
	if why == visit.Stopped {
		who, err := user.Find(tx, row.UserID)
		if err != nil {
			return err
		}
		row.EndedBy, tx.By.Visit = tx.By.Name, row.ID
		changes = append(changes, event.Change{Field: "Visitor", Now: who.Name})
	}
	if err := tx.Update(row); err != nil {
		return err
	}
	if err := event.Record(tx, event.VisitEnded, row.AccountID, event.Subject{ID: row.AsSeat, Name: as.Name}, changes...); err != nil {
		return err
	}
	return atHome(tx, *row, event.VisitEnded, as.Name, changes)
}

// atHome records the beginning or the end of an act once more in the account
// from which its person comes, where that does not see what happens in the
// account visited: the operator's people in an account of a partner's.
func atHome(tx *db.Tx, row visit.Visit, kind event.Kind, as string, changes event.Changes) error {
	defer func(by access.Caller) { tx.By = by }(tx.By)
	var to, from account.Account
	if err := errors.Join(find(tx, row.AccountID, &to), find(tx, row.SeatID, &from)); err != nil || to.ParentID == from.ID {
		return err
	}
	who, err := user.Find(tx, row.UserID)
	if err != nil {
		return err
	}
	tx.By = caller(who, from, from, "", tx.By.Origin)
	return event.Record(tx, kind, from.ID, event.Subject{ID: row.AsSeat, Name: as + " of " + to.Name}, changes...)
}

// EndVisit ends somebody else's visit: the operator any, an account those in it.
// What its person sends afterwards is not carried out. Ending what has ended
// changes nothing.
func (s *Sessions) EndVisit(ctx context.Context, by access.Caller, id string) (ended visit.Visit, err error) {
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if ended, err = another(tx, id); err != nil || !ended.Live() {
			return err
		}
		return stop(tx, &ended)
	})
	return ended, fault.Wrap("end a visit", err)
}

// another is somebody's visit that the caller may end, held.
func another(tx *db.Tx, id string) (row visit.Visit, err error) {
	q := tx.Own()
	if tx.By.Kind == access.Operator {
		q, err = tx.Reach(), tx.By.Must(access.EndVisits)
	} else {
		err = tx.By.Must(access.GrantAccess)
	}
	if err != nil {
		return row, err
	}
	err = tx.Lock(q).Where("id = ?", id).Take(&row).Error
	if db.Missing(err) {
		err = fault.Missing()
	}
	return row, err
}

// stop ends a visit in the name of tx's caller, who is not its person.
func stop(tx *db.Tx, row *visit.Visit) error {
	defer func(by access.Caller) { tx.By = by }(tx.By)
	if row.Acts() {
		return endAct(tx, row, visit.Stopped)
	}
	who, err := user.Find(tx, row.UserID)
	if err != nil {
		return err
	}
	row.LeftAt, row.LeftWhy, row.EndedBy, tx.By.Visit = &tx.Now, visit.Stopped, tx.By.Name, row.ID
	if err := tx.Update(row); err != nil {
		return err
	}
	return event.Record(tx, event.VisitEnded, row.AccountID, event.Subject{ID: who.ID, Name: who.Name}, event.Change{Field: "Why", Now: string(visit.Stopped)})
}

// EndVisits ends all acts of the installation at once, and answers how many.
func (s *Sessions) EndVisits(ctx context.Context, by access.Caller) (n int, err error) {
	if err := by.Must(access.EndVisits); err != nil {
		return 0, err
	}
	for ended := mostEnded; ended == mostEnded && err == nil; {
		err = s.db.Do(ctx, by, func(tx *db.Tx) error {
			var live []visit.Visit
			err := tx.Lock(tx.Reach()).Where("left_at IS NULL AND as_id <> ''").Order("id").Limit(mostEnded).Find(&live).Error
			for i := 0; i < len(live) && err == nil; i++ {
				err = stop(tx, &live[i])
			}
			ended = len(live)
			return err
		})
		if err == nil {
			n += ended
		}
	}
	return n, fault.Wrap("end all visits", err)
}

// CloseActs ends the acts that are over although nobody came back to be told:
// their time is, or their session, or what they stood on. It answers how many.
func (s *Sessions) CloseActs(ctx context.Context) (n int, err error) {
	var live []visit.Visit
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		return tx.Everywhere(anyVisit).Where("left_at IS NULL AND as_id <> ''").Order("id").Limit(5 * mostEnded).Find(&live).Error
	})
	for i := 0; i < len(live) && err == nil; i++ {
		closed := false
		if closed, err = s.closeAct(ctx, live[i].ID); closed {
			n++
		}
	}
	return n, fault.Wrap("close visits", err)
}

func (s *Sessions) closeAct(ctx context.Context, id string) (closed bool, err error) {
	by := access.Caller{Origin: access.Origin{Request: db.NewID(s.db.Now())}}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		closed = false
		row, err := hold(tx, id)
		if err != nil || !row.Live() {
			return err
		}
		why, err := s.dead(tx, row)
		if err != nil || why == "" {
			return err
		}
		closed, tx.By = true, by
		return endActAs(tx, &row, why)
	})
	return closed, err
}

// dead is why an act is over, whoever looks, or "".
func (s *Sessions) dead(tx *db.Tx, row visit.Visit) (visit.Why, error) {
	var session Session
	err := tx.Everywhere(noSeat).Where("hash = ?", row.SessionHash).Take(&session).Error
	if db.Missing(err) || err == nil && session.Over(tx.Now, s.limits) {
		return visit.SignedOut, nil
	}
	if err != nil {
		return "", err
	}
	u, err := user.Find(tx, row.UserID)
	if err != nil {
		return "", err
	}
	act := Act{Visit: row}
	v := Visitor{Session: session, User: u, Caller: tx.By}
	v.Caller.User, v.Caller.Name = u.ID, u.Name
	if err := s.acts(tx, v, &act); err != nil {
		return "", err
	}
	if act.Over == "" && u.Status != user.Active {
		return visit.Changed, nil
	}
	return act.Over, nil
}
