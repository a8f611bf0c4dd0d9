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

// Set says for the caller's account whether people of one side may act there, or
// goes back to what it inherits. A visit under way that it allows no longer ends
// at its next request. What is asked is answered with it. The other Company
// Admins get a letter. changed is false where nothing differs.
func (s *Consents) Set(ctx context.Context, by access.Caller, in SetDraft) (changed bool, err error) {
	if err := by.Must(access.GrantAccess); err != nil {
		return false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		if err := in.check(Sides(here.Kind), true); err != nil {
			return err
		}
		was, now, err := change(tx, here, in, true)
		if changed = err == nil && was != now; !changed {
			return err
		}
		if err := settle(tx, here, in.Side, now); err != nil {
			return err
		}
		of, err := company(tx, here, in.Side)
		if err != nil {
			return err
		}
		err = tellAdmins(tx, here, outbox.ConsentChanged, by.User, outbox.Facts{By: by.Name, From: of.Name, What: now.Answer.Word(), Key: here.ID})
		if err != nil {
			return err
		}
		return event.Record(tx, event.ConsentChanged, here.ID, event.Subject{ID: here.ID, Name: here.Name},
			event.Change{Field: "People of " + of.Name, Was: was.Word(), Now: now.Word()})
	})
	return changed, fault.Wrap("say who may step in", err)
}

// SetDefault says what holds for the accounts that the caller's company decides
// for and that chose nothing. changed is false where nothing differs.
func (s *Consents) SetDefault(ctx context.Context, by access.Caller, in SetDraft) (changed bool, err error) {
	if err := by.Must(access.DefaultAccess); err != nil {
		return false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		if err := in.check([]Side{OfPartner, OfOperator}, false); err != nil {
			return err
		}
		was, now, err := change(tx, here, in, false)
		if changed = err == nil && was != now; !changed {
			return err
		}
		return event.Record(tx, event.ConsentChanged, here.ID, event.Subject{ID: here.ID, Name: here.Name},
			event.Change{Field: whose[in.Side] + ", where an account chose nothing", Was: was.Answer.Word(), Now: now.Answer.Word()})
	})
	return changed, fault.Wrap("say what holds for accounts that chose nothing", err)
}

// whose are the people of a side where no company has a name.
var whose = map[Side]string{OfOperator: "People of the operator", OfPartner: "People of the partner"}

// change writes what is chosen for the caller's account, which is held, itself or
// for those below it, unless it stands so already. It answers what was in force
// and what is now.
func change(tx *db.Tx, here account.Account, in SetDraft, own bool) (was, now InForce, err error) {
	row, err := stored(tx, in.Side, own)
	if err != nil {
		return was, now, err
	}
	if was, err = inForce(tx, here, in.Side, own); err != nil {
		return was, now, err
	}
	if chosen := row.Answer; chosen == in.Answer || chosen == "" && in.Answer == Inherit {
		return was, was, nil
	}
	if in.Version != row.Version {
		return was, now, fault.New(fault.Conflict, "%s changed it meanwhile: now it is “%s”. Choose once more.", or(row.SetBy, "Somebody"), was.Answer.Word())
	}
	if in.Answer == Inherit {
		err = tx.Own().Where("side = ? AND own = ?", in.Side, own).Delete(&Consent{}).Error
	} else {
		err = tx.Replace(&Consent{AccountID: here.ID, Side: in.Side, Own: own, Answer: in.Answer, SetBy: tx.By.Name, SetAt: tx.Now, Version: tx.Now.UnixMilli()})
	}
	if err != nil {
		return was, now, err
	}
	now, err = inForce(tx, here, in.Side, own)
	return was, now, err
}

// stored is what the caller's account chose, or the zero Consent.
func stored(tx *db.Tx, side Side, own bool) (c Consent, err error) {
	return c, tx.Own().Where("side = ? AND own = ?", side, own).Limit(1).Find(&c).Error
}

// inForce is what holds in an account, or for those below it that chose nothing.
func inForce(tx *db.Tx, here account.Account, side Side, own bool) (InForce, error) {
	if own {
		return Of(tx, here, side)
	}
	row, err := stored(tx, side, false)
	if row.Answer == "" {
		return Resolve(nil, nil), err
	}
	return Resolve(nil, &row), err
}

// company is the one whose people are meant by a side.
func company(tx *db.Tx, here account.Account, side Side) (account.Account, error) {
	if side == OfOperator {
		return account.Operator(tx)
	}
	return account.Above(tx, here)
}

// mostOpen is how many requests are settled at once: of each person of a company
// one is open.
const mostOpen = 1000

// settle answers what people of a side ask of the caller's account, which is
// held, once it says so to all of them: where nobody is let in any more, they
// are refused, and what was granted is taken back; where all are, they are let in.
func settle(tx *db.Tx, here account.Account, side Side, now InForce) error {
	if now.Answer == Ask {
		return nil
	}
	from, err := company(tx, here, side)
	if err != nil {
		return err
	}
	var rs []Request
	err = tx.Lock(tx.Own()).Where("NOT glass AND seat_id = ? AND state IN ('pending', 'granted')", from.ID).Order("id").Limit(mostOpen).Find(&rs).Error
	for i := range rs {
		if err != nil {
			return err
		}
		switch r := &rs[i]; {
		case now.Answer == Never && r.State == Granted && r.Open(tx.Now):
			err = takeBack(tx, r)
		case !r.Open(tx.Now):
			err = clear(tx, *r)
		case now.Answer == Never:
			err = answer(tx, r, here, from, Refused, Span{}, here.Name+" lets nobody of "+from.Name+" act there any more.")
		case r.State == Pending:
			err = answer(tx, r, here, from, Granted, Spans[0], here.Name+" lets people of "+from.Name+" act there from now on, without being asked.")
		}
	}
	return err
}

// or is a text, or another where there is none.
func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}
