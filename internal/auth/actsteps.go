package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
)

// atAct is the visitor in the account in which they act: with the role and the
// eyes of the person in whose place they are. Anywhere else they get Elsewhere,
// whatever is there.
func (s *Sessions) atAct(ctx context.Context, v Visitor, key string) (Visitor, error) {
	act := *v.Act
	if key != act.AccountID || act.Over != "" {
		return v, &Elsewhere{act}
	}
	v.Own, v.Whose, v.Account, v.Since = v.Caller, act.As, act.Account, act.EnteredAt
	v.Caller = inPlace(act, v.User, v.Caller.Origin)
	v.Caller.Acting = act.Acting(s.db.Now())
	err := s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		var above account.Account
		err := find(tx, act.Account.ParentID, &above)
		if err != nil {
			return err
		}
		if v.Caller.Limited, err = asLimited(tx, act); err != nil {
			return err
		}
		if v.Caller.Shut, err = consent.Shuts(tx, act.Account, act.From); err != nil {
			return err
		}
		v.Caller.Suspended = v.Caller.Suspended || act.Account.Kind == access.Managed && above.Status != account.Active
		v.Caller, err = Look(tx, v.Caller, act.Account, above, act.As.SeesBilling)
		return err
	})
	return v, fault.Wrap("resolve account", err)
}

// AllowChanges takes the second step: for a quarter of an hour, or until the
// act ends, what is sent is carried out. It has a reason and a record of its own.
func (s *Sessions) AllowChanges(ctx context.Context, v Visitor, why string) error {
	return s.step(ctx, v, why, event.VisitOpened, func(tx *db.Tx, row *visit.Visit) error {
		row.WritesAt, row.WritesWhy = &tx.Now, why
		return nil
	})
}

// StopChanges goes back to reading.
func (s *Sessions) StopChanges(ctx context.Context, v Visitor) error {
	return s.steps(ctx, v, func(tx *db.Tx, row *visit.Visit) error {
		row.WritesAt = nil
		return nil
	})
}

// ExtendAct adds half an hour, once, for a reason.
func (s *Sessions) ExtendAct(ctx context.Context, v Visitor, why string) error {
	return s.step(ctx, v, why, event.VisitExtended, func(tx *db.Tx, row *visit.Visit) error {
		if row.ExtendedAt != nil {
			return fault.New(fault.Conflict, "It was extended already. Stop, and start again if there is more to do.")
		}
		ends := row.EndsAt.Add(visit.More)
		row.ExtendedAt, row.ExtendedWhy, row.EndsAt = &tx.Now, why, &ends
		return nil
	})
}

// step is steps with a fresh proof, a reason, and a fact.
func (s *Sessions) step(ctx context.Context, v Visitor, why string, kind event.Kind, do func(*db.Tx, *visit.Visit) error) error {
	if !s.Fresh(v) {
		return fault.New(fault.Forbidden, "Confirm that it is you first.")
	}
	if p := visit.CheckReason(&why); p != "" {
		return fault.Fields{{Field: "reason", Text: p}}.Err()
	}
	return s.steps(ctx, v, func(tx *db.Tx, row *visit.Visit) error {
		if err := do(tx, row); err != nil {
			return err
		}
		return record(tx, v, kind, event.Change{Field: "Reason", Now: why})
	})
}

// steps changes the visit of an act that goes on, which is held.
func (s *Sessions) steps(ctx context.Context, v Visitor, do func(*db.Tx, *visit.Visit) error) error {
	if v.Act == nil {
		return fault.New(fault.Conflict, "You act in nobody's place any more.")
	}
	err := s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		row, err := hold(tx, v.Act.ID)
		if err != nil {
			return err
		}
		if row.Over(tx.Now, tx.Now) != "" {
			return fault.New(fault.Conflict, "You act in nobody's place any more.")
		}
		tx.By = inPlace(*v.Act, v.User, v.Caller.Origin)
		if err := do(tx, &row); err != nil {
			return err
		}
		return tx.Update(&row)
	})
	return fault.Wrap("change acting", err)
}

// EndAct ends the act of a session, for a reason: Exited, or what it says itself
// of why it is over. Ending what has ended writes nothing more. The session goes
// on in the visitor's own name under another secret, which it answers; that is
// no proof of who they are.
func (s *Sessions) EndAct(ctx context.Context, v Visitor, why visit.Why) (secret string, again Visitor, err error) {
	again = v
	again.Act = nil
	err = s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		now := v.Session
		now.VisitID = ""
		secret, again.Session, err = s.replace(tx, v.Session, now)
		if err != nil {
			return err
		}
		row, err := hold(tx, v.Act.ID)
		if err != nil || !row.Live() {
			return err
		}
		tx.By = inPlace(*v.Act, v.User, v.Caller.Origin)
		return endAct(tx, &row, why)
	})
	return secret, again, fault.Wrap("end acting", err)
}

// record writes a fact of an act, in the name of both.
func record(tx *db.Tx, v Visitor, kind event.Kind, changes ...event.Change) error {
	return event.Record(tx, kind, v.Act.AccountID, event.Subject{ID: v.Act.As.ID, Name: v.Act.As.Name}, changes...)
}

// hold is a visit that nobody else changes until the transaction ends.
func hold(tx *db.Tx, id string) (row visit.Visit, err error) {
	err = tx.Lock(tx.Everywhere("the session names its visit")).Where("id = ?", id).Take(&row).Error
	return row, err
}
