package order

import (
	"context"
	"errors"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// Decision is what somebody of the partner says to a request.
type Decision struct {
	Book   int64  `form:"book"`  // Now.Book: the prices that were shown
	Stale  bool   `form:"stale"` // Now.Stale: they were shown to be others than when it was sent
	Answer string `form:"answer"`
}

// Now is what a pending request comes to if it is approved today.
type Now struct {
	Request approval.Request // as it would be sent today, with what the caller may see; the zero Request where it can't be carried out
	Book    int64            // of its market; see catalog.Market
	Stale   bool             // it costs something else than when it was sent
	Problem string           // why it could not be carried out today, or ""
}

// Today is what a pending request of a managed account comes to today, for the
// people of its partner.
func (s *Orders) Today(ctx context.Context, by access.Caller, id string) (n Now, err error) {
	if err := by.Must(access.ViewRequests); err != nil {
		return n, err
	}
	if by.Kind != access.Partner {
		return n, fault.New(fault.Forbidden, "What a request comes to today is for the partner, who decides.")
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		r, err := approval.Hold(tx, id)
		if err != nil || r.State != approval.Pending {
			return err
		}
		w, book, err := again(tx, r)
		if f := fault.Of(err); f != nil {
			n.Problem = why(f)
			return nil
		}
		if err != nil {
			return err
		}
		now := w.request()
		n.Stale, n.Book, n.Request = stale(r, now), book, now.Shown(by)
		return nil
	})
	return n, fault.Wrap("price a request", err)
}

// why is a fault in words that hold outside the page on which it was met.
func why(f *fault.Fault) string {
	if f.Kind == fault.NotFound {
		return "The service is not there any more."
	}
	if len(f.Fields) > 0 {
		return f.Text + "."
	}
	return f.Text
}

// stale reports whether a request costs something else now.
func stale(then, now approval.Request) bool {
	return !then.RetailThen.Same(now.RetailThen) || !then.CostThen.Same(now.CostThen) || !then.OnceRetail.Same(now.OnceRetail) ||
		!then.OnceCost.Same(now.OnceCost) || !then.FeeRetail.Same(now.FeeRetail) || !then.FeeCost.Same(now.FeeCost) ||
		!then.RetailNow.Same(now.RetailNow) || !then.CostNow.Same(now.CostNow)
}

// again checks and prices what a request asks for as it stands now, and answers
// the number of the prices. What is locked stays as it is, unless whoever
// asked could unlock it, or whoever decides.
func again(tx *db.Tx, r approval.Request) (w work, book int64, err error) {
	a, err := account.Find(tx, r.AccountID)
	if err != nil {
		return nil, 0, err
	}
	if a.Status != account.Active {
		return nil, 0, fault.New(fault.Conflict, "%s is %s. Nothing can be ordered, changed or ended for it.", a.Name, a.Status)
	}
	if r.Kind == approval.NewOrder {
		return redrawn(tx, a, r)
	}
	if r.Kind == approval.Termination {
		if err := approval.HoldAbout(tx, r.ServiceID); err != nil {
			return nil, 0, err
		}
	}
	s, err := holdWithPort(tx, r.ServiceID)
	if err != nil {
		return nil, 0, err
	}
	if s.AccountID != r.AccountID {
		return nil, 0, fault.Missing()
	}
	if r.Kind == approval.Termination {
		e, err := ends(tx, a, s, EndsWhen(r.Asked.EndsOn), r.Asked.Reason, r.Asked.Note, r.Asked.Unlocks)
		if err != nil {
			return nil, 0, err
		}
		if on := r.Asked.On; on != nil && e.scheduled(tx.Now) && e.on.After(*on) {
			return nil, 0, fault.New(fault.Conflict, "The term of %s ends on %s now, and the end was asked for %s. It has to be asked for again.",
				s.Name, e.on.Format(spoken), on.Format(spoken))
		}
		m, err := catalog.MarketOf(tx, s.Location.Market)
		return e, m.Book, err
	}
	c, err := changing(tx, a, s, r.Asked.Speed, r.Asked.Term, r.Asked.Unlocks)
	if err != nil {
		return nil, 0, err
	}
	return c, c.quote.Book, nil
}

// spoken is a day in a sentence.
const spoken = "2 January 2006"

// redrawn is again for a new order, which has to be drawn as it was when it was sent.
func redrawn(tx *db.Tx, a account.Account, r approval.Request) (work, int64, error) {
	d, err := draw(tx, a, r.ServiceID)
	if err != nil {
		return nil, 0, err
	}
	d.by = connection.Asker{ID: r.AskedBy, Name: r.AskedByName, As: r.AskedAs}
	if err := d.check(tx); err != nil {
		return nil, 0, err
	}
	if err := d.price(tx, ""); err != nil {
		return nil, 0, err
	}
	same := func(x, y approval.Item) bool { return x.ID == y.ID && x.Name == y.Name && slices.Equal(x.Rows, y.Rows) }
	if !slices.EqualFunc(d.request().Asked.Items, r.Asked.Items, same) {
		return nil, 0, fault.New(fault.Conflict, "The design of %s was changed after it was sent. It has to be sent again.", d.top.Name)
	}
	return &d, d.total.Book, nil
}

// undone is a fault that was met while something approved was written.
type undone struct{ *fault.Fault }

func (u undone) Unwrap() error { return u.Fault }

// Approve lets a pending request of a managed account go ahead: it is checked
// again and carried out in the same transaction. What can't be carried out any
// more makes it Failed, with the reason, and nothing is ordered. At prices other
// than those that were shown it is a Conflict, and nothing is decided.
func (s *Orders) Approve(ctx context.Context, by access.Caller, id string, in Decision) (r approval.Request, err error) {
	if err := by.Must(access.DecideRequests); err != nil {
		return r, err
	}
	in.Answer = account.Prose(in.Answer)
	if p := account.CheckProse("The comment", in.Answer, approval.Longest); p != "" {
		return r, fault.Fields{{Field: "answer", Text: p}}.Err()
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) (err error) {
		r, err = approve(tx, id, in)
		return err
	})
	if u := (undone{}); errors.As(err, &u) {
		err = s.db.Do(ctx, by, func(tx *db.Tx) (err error) {
			r, err = fail(tx, id, in.Answer, why(u.Fault))
			return err
		})
	}
	return r.Shown(by), fault.Wrap("approve a request", err)
}

// approve approves a request and carries it out.
func approve(tx *db.Tx, id string, in Decision) (r approval.Request, err error) {
	if r, err = approval.Hold(tx, id); err != nil || r.Repeats(approval.Approved, tx.By, in.Answer) {
		return r, err
	}
	if err := r.End(approval.Approved, tx.By, tx.Now, in.Answer); err != nil {
		return r, err
	}
	w, book, err := again(tx, r)
	if f := fault.Of(err); f != nil {
		return fail(tx, id, in.Answer, why(f))
	}
	if err != nil {
		return r, err
	}
	now := w.request()
	if (price.Retail{}).Shown(tx.By) && (book != in.Book || stale(r, now) && !in.Stale) {
		return r, fault.New(fault.Conflict, "The prices changed meanwhile. Look at them, then decide again.")
	}
	r.Reprice(now)
	if err := approval.Settle(tx, &r); err != nil {
		return r, err
	}
	_, err = w.carry(tx)
	if f := fault.Of(err); f != nil {
		err = undone{f}
	}
	return r, err
}

// fail ends a request that was approved and could not be carried out.
func fail(tx *db.Tx, id, answer, problem string) (r approval.Request, err error) {
	if r, err = approval.Hold(tx, id); err != nil {
		return r, err
	}
	if err := r.End(approval.Approved, tx.By, tx.Now, answer); err != nil {
		return r, err
	}
	r.State, r.Problem = approval.Failed, problem
	return r, approval.Settle(tx, &r)
}
