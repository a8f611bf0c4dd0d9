package consent

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// Ask asks an account to let the caller in, where it wants to be asked. Its
// Company Admins get a letter. Each person has one open request there.
func (s *Consents) Ask(ctx context.Context, by access.Caller, key string, in AskDraft) (r Request, err error) {
	if err := by.Must(access.ActAs); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		w, err := wayTo(tx, key, true)
		if err != nil {
			return err
		}
		if !w.Asks() {
			lead, text := w.Says()
			return fault.New(fault.Conflict, "%s %s", lead, text)
		}
		if err := in.check(false); err != nil {
			return err
		}
		if r, err = put(tx, w, in, false); err != nil {
			return err
		}
		return tellAdmins(tx, w.Account, outbox.AccessAsked, "", outbox.Facts{
			By: by.Name, From: w.From.Name, Note: r.Reason, What: r.Ticket, Key: r.AccountID, Request: r.ID,
		})
	})
	return r, fault.Wrap("ask to be let in", err)
}

// BreakGlass asks to be let into an account that lets nobody of the operator in.
// A second Operator Admin has to agree; then the account is told at once.
func (s *Consents) BreakGlass(ctx context.Context, by access.Caller, key string, in AskDraft) (r Request, err error) {
	if err := by.Must(access.BreakGlass); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		w, err := wayTo(tx, key, true)
		if err != nil {
			return err
		}
		if !w.Glass {
			lead, text := w.Says()
			return fault.New(fault.Conflict, "%s %s", lead, text)
		}
		if err := in.check(true); err != nil {
			return err
		}
		second, err := others(tx, w.From.ID, w.From.Kind)
		if err != nil {
			return err
		}
		if len(second) == 0 {
			return fault.New(fault.Conflict, "Nobody can agree: it takes a second Operator Admin. Invite one first.")
		}
		if r, err = put(tx, w, in, true); err != nil {
			return err
		}
		return tell(tx, second, w.From.ID, outbox.GlassAsked, outbox.Facts{
			Account: w.Account.Name, Reference: w.Account.Reference, Partner: w.From.Name, By: by.Name, Note: r.Reason, What: r.Ticket, Key: w.From.ID, Request: r.ID,
		})
	})
	return r, fault.Wrap("ask to break the glass", err)
}

// others are the admins of an account but for the caller.
func others(tx *db.Tx, account string, kind access.Kind) (seats []user.Seat, err error) {
	all, err := user.AdminsOf(tx, account, kind, mostTold)
	for _, a := range all {
		if a.UserID == nil || *a.UserID != tx.By.User {
			seats = append(seats, a)
		}
	}
	return seats, err
}

// put writes a request of the transaction's caller, whose account is held, in
// the place of one that opens nothing any more.
func put(tx *db.Tx, w Way, in AskDraft, glass bool) (r Request, err error) {
	if err := clear(tx, w.stale); err != nil {
		return r, err
	}
	var n int64
	err = tx.Reach().Model(&Request{}).Where("account_id = ? AND user_id = ? AND id > ?", w.Account.ID, tx.By.User, db.FirstID(tx.Now.Add(-24*time.Hour))).Count(&n).Error
	if err != nil {
		return r, err
	}
	if n >= MostADay {
		return r, fault.New(fault.Conflict, "That is enough for today. Ask %s again tomorrow.", w.Account.Name)
	}
	r = Request{
		ID: db.NewID(tx.Now), AccountID: w.Account.ID, SeatID: w.From.ID, UserID: tx.By.User, UserName: tx.By.Name, Glass: glass,
		Reason: in.Reason, Ticket: in.Ticket, State: Pending, AskedAt: tx.Now, ExpiresAt: tx.Now.Add(Patience), Version: 1,
		AccountName: w.Account.Name, FromName: w.From.Name, Reference: w.Account.Reference,
	}
	changes := event.Changes{{Field: "Reason", Now: r.Reason}}
	if r.Ticket != "" {
		changes = append(changes, event.Change{Field: "Ticket", Now: r.Ticket})
	}
	if glass {
		r.ExpiresAt = tx.Now.Add(GlassPatience)
		changes = append(changes, event.Change{Field: "How", Now: "By breaking the glass"})
	}
	if err := tx.Insert(&r); err != nil {
		return r, err
	}
	return r, event.Record(tx, event.AccessAsked, r.AccountID, r.subject(), changes...)
}

// subject is the request as the record knows it: by who asked.
func (r Request) subject() event.Subject { return event.Subject{ID: r.ID, Name: r.UserName} }

// clear ends a request that opens nothing any more, if there is one.
func clear(tx *db.Tx, r Request) error {
	switch r.State {
	case Pending:
		r.State = Expired
	case Granted:
		r.State = Ended
	default:
		return nil
	}
	r.Version++
	return tx.Update(&r)
}

// Withdraw takes back a request of the caller's that waits.
func (s *Consents) Withdraw(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.ActAs); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx.Lock(tx.Reach()).Where("seat_id = ? AND user_id = ?", by.Account, by.User), id); err != nil {
			return err
		}
		if err := r.Step(Withdrawn, tx.Now); err != nil {
			return err
		}
		r.State = Withdrawn
		r.Version++
		if err := tx.Update(&r); err != nil {
			return err
		}
		return event.Record(tx, event.AccessWithdrawn, r.AccountID, r.subject())
	})
	return r, fault.Wrap("withdraw a request", err)
}
