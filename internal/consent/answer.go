package consent

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// Answer lets somebody who asked into the caller's account for a time, or
// refuses. Whoever asked gets a letter. Of two who answer at once one wins, and
// the other is told.
func (s *Consents) Answer(ctx context.Context, by access.Caller, id string, in AnswerDraft) (r Request, err error) {
	if err := by.Must(access.GrantAccess); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		if r, err = one(tx.Lock(tx.Own()).Where("NOT glass"), id); err != nil {
			return err
		}
		if err := r.Step(Granted, tx.Now); err != nil {
			return err
		}
		to, span, err := in.check(Spans)
		if err != nil {
			return err
		}
		from, err := above(tx, r.SeatID)
		if err != nil {
			return err
		}
		if to == Granted {
			if err := lets(tx, here, from); err != nil {
				return err
			}
		}
		return answer(tx, &r, here, from, to, span, in.Note)
	})
	return r, fault.Wrap("answer a request", err)
}

// lets is nil unless an account lets nobody in who comes from another: a request
// that is granted would open nothing.
func lets(tx *db.Tx, here, from account.Account) error {
	now, err := Of(tx, here, SideOf(from.Kind))
	if err == nil && now.Answer == Never {
		err = fault.New(fault.Conflict, "%s lets nobody of %s in. Choose Ask me for them first.", here.Name, from.Name)
	}
	return err
}

// answer writes an answer to a request, which is held, and tells whoever asked.
func answer(tx *db.Tx, r *Request, here, from account.Account, to State, span Span, note string) error {
	r.State, r.AnsweredBy, r.AnsweredAt, r.AnswerWhy = to, tx.By.Name, &tx.Now, note
	r.Version++
	kind, letter, changes := event.AccessRefused, outbox.AccessRefused, event.Changes{}
	if to == Granted {
		until := tx.Now.Add(span.For)
		r.Until, kind, letter = &until, event.AccessGranted, outbox.AccessGranted
		changes = append(changes, event.Change{Field: "For", Now: span.Text})
	}
	if note != "" {
		changes = append(changes, event.Change{Field: "Answer", Now: note})
	}
	if r.Glass && to == Granted {
		kind = event.GlassBroken
		changes = append(changes, event.Change{Field: "Asked by", Now: r.UserName}, event.Change{Field: "Reason", Now: r.Reason}, event.Change{Field: "Ticket", Now: r.Ticket})
	}
	if err := tx.Update(r); err != nil {
		return err
	}
	if err := tellAsker(tx, *r, here, from, letter); err != nil {
		return err
	}
	return event.Record(tx, kind, r.AccountID, r.subject(), changes...)
}

// TakeBack ends what the caller's account granted to somebody. A visit of theirs
// that is under way ends at its next request.
func (s *Consents) TakeBack(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.GrantAccess); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if _, err := account.LockHere(tx); err != nil {
			return err
		}
		if r, err = one(tx.Lock(tx.Own()).Where("NOT glass"), id); err != nil {
			return err
		}
		return takeBack(tx, &r)
	})
	return r, fault.Wrap("take a grant back", err)
}

// takeBack ends what was granted by a request, which is held.
func takeBack(tx *db.Tx, r *Request) error {
	if r.State == Granted && !r.Open(tx.Now) {
		r.State = Ended // the job that says so has not come by yet
	}
	if err := r.Step(Ended, tx.Now); err != nil {
		return err
	}
	r.State, r.Until = Ended, &tx.Now
	r.Version++
	if err := tx.Update(r); err != nil {
		return err
	}
	return event.Record(tx, event.AccessTakenBack, r.AccountID, r.subject())
}

// GlassSpans are for how long glass is broken.
var GlassSpans = []Span{{"hour", "1 hour", GlassLength}}

// AnswerGlass is the word of a second Operator Admin about breaking the glass:
// never that of whoever asked. When they agree, the Company Admins of the
// account are told at once.
func (s *Consents) AnswerGlass(ctx context.Context, by access.Caller, id string, in AnswerDraft) (r Request, err error) {
	err = s.glass(ctx, by, id, &r, func(tx *db.Tx, here account.Account) error {
		if r.UserID == by.User {
			return fault.New(fault.Forbidden, "You asked for it yourself. A second Operator Admin has to answer.")
		}
		if err := r.Step(Granted, tx.Now); err != nil {
			return err
		}
		to, span, err := in.check(GlassSpans)
		if err != nil {
			return err
		}
		from, err := account.Here(tx)
		if err != nil {
			return err
		}
		if to == Granted {
			if err := agrees(tx, r, here, from); err != nil {
				return err
			}
		}
		if err := answer(tx, &r, here, from, to, span, in.Note); err != nil || to != Granted {
			return err
		}
		return tellAdmins(tx, here, outbox.GlassBroken, "", outbox.Facts{
			By: r.UserName, From: from.Name, What: r.Ticket, Note: r.Reason, Other: by.Name, Until: *r.Until, Key: here.ID,
		})
	})
	return r, fault.Wrap("answer about the glass", err)
}

// agrees is nil while the glass may be broken: both people are Operator Admins
// still, and the account lets nobody in still.
func agrees(tx *db.Tx, r Request, here, from account.Account) error {
	if may, err := breaks(tx, from, tx.By.User); err != nil {
		return err
	} else if !may {
		return fault.New(fault.Forbidden, "Only an Operator Admin agrees, and you are none any more.")
	}
	if may, err := breaks(tx, from, r.UserID); err != nil {
		return err
	} else if !may {
		return fault.New(fault.Conflict, "%s is no Operator Admin any more. Refuse the request.", r.UserName)
	}
	now, err := Of(tx, here, OfOperator)
	if err == nil && now.Answer != Never {
		err = fault.New(fault.Conflict, "%s does not say Never any more. Refuse the request: there is another way in.", here.Name)
	}
	return err
}

// EndGlass ends before its time what breaking the glass opened.
func (s *Consents) EndGlass(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	err = s.glass(ctx, by, id, &r, func(tx *db.Tx, _ account.Account) error { return takeBack(tx, &r) })
	return r, fault.Wrap("end broken glass", err)
}

// glass does something with a request to break the glass, which it holds
// together with the account that is asked for.
func (s *Consents) glass(ctx context.Context, by access.Caller, id string, r *Request, do func(*db.Tx, account.Account) error) error {
	if err := by.Must(access.BreakGlass); err != nil {
		return err
	}
	return s.db.Do(ctx, by, func(tx *db.Tx) (err error) {
		if *r, err = one(tx.Reach().Where("glass AND seat_id = ?", by.Account), id); err != nil {
			return err
		}
		here, err := account.LockIn(tx, r.AccountID)
		if err != nil {
			return err
		}
		if *r, err = one(tx.Lock(tx.Reach()).Where("glass"), id); err != nil {
			return err
		}
		return do(tx, here)
	})
}
