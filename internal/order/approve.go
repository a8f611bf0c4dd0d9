package order

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// Decision is what somebody of the partner says to a request.
type Decision struct {
	Book   int64  `form:"book"` // Now.Book: the prices that were shown
	Answer string `form:"answer"`
}

// Now is what a pending request would cost if it were approved today.
type Now struct {
	pricing.Quote        // with what the caller may see
	Stale         bool   // it is not what was shown when it was sent
	Problem       string // why it could not be carried out today, or ""
}

// Today is what a pending request of a managed account would cost today, and
// whether it could be carried out.
func (s *Orders) Today(ctx context.Context, by access.Caller, id string) (n Now, err error) {
	if err := by.Must(access.ViewRequests); err != nil {
		return n, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		r, err := approval.Hold(tx, id)
		if err != nil || r.State != approval.Pending {
			return err
		}
		w, total, err := again(tx, r)
		if f := fault.Of(err); f != nil {
			n.Problem = f.Text
			return nil
		}
		if err != nil {
			return err
		}
		n.Stale = stale(r, w.request())
		n.Quote = total.Shown(tx)
		return nil
	})
	return n, fault.Wrap("price a request", err)
}

// stale reports whether a request costs something else now.
func stale(then, now approval.Request) bool {
	return !then.RetailThen.Same(now.RetailThen) || !then.CostThen.Same(now.CostThen) || !then.OnceRetail.Same(now.OnceRetail) ||
		!then.OnceCost.Same(now.OnceCost) || !then.FeeRetail.Same(now.FeeRetail) || !then.FeeCost.Same(now.FeeCost)
}

// again checks and prices what a request asks for as it stands now. Somebody
// who decides may unlock what is locked, so a lock holds for all but them.
func again(tx *db.Tx, r approval.Request) (w work, total pricing.Quote, err error) {
	a, err := account.Find(tx, r.AccountID)
	if err != nil {
		return nil, total, err
	}
	if r.Kind == approval.NewOrder {
		d, err := draw(tx, a, r.ServiceID)
		if err == nil {
			err = d.check(tx)
		}
		if err == nil {
			err = d.price(tx, "")
		}
		return &d, d.total, err
	}
	s, err := service.LockOne(tx, r.ServiceID)
	if err != nil {
		return nil, total, err
	}
	if r.Kind == approval.Termination {
		e, err := ends(tx, a, s, EndsWhen(r.Asked.EndsOn), r.Asked.Reason, r.Asked.Note)
		if err != nil {
			return nil, total, err
		}
		m, err := catalog.MarketOf(tx, s.Location.Market)
		total.Book = m.Book
		return e, total, err
	}
	c, err := changing(tx, a, s, r.Asked.Speed, r.Asked.Term)
	if err != nil {
		return nil, total, err
	}
	return c, c.quote, nil
}

// Approve lets a pending request of a managed account go ahead: it is checked
// again and carried out in the same transaction. What can't be carried out any
// more makes it Failed, with the reason. At prices other than those that were
// shown it is a Conflict, and nothing is decided.
func (s *Orders) Approve(ctx context.Context, by access.Caller, id string, in Decision) (r approval.Request, err error) {
	if err := by.Must(access.DecideRequests); err != nil {
		return r, err
	}
	in.Answer = account.Prose(in.Answer)
	if p := account.CheckProse("The comment", in.Answer, approval.Longest); p != "" {
		return r, fault.Fields{{Field: "answer", Text: p}}.Err()
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = approval.Hold(tx, id); err != nil {
			return err
		}
		if err := r.End(approval.Approved, by, tx.Now, in.Answer); err != nil {
			return err
		}
		w, total, err := again(tx, r)
		if f := fault.Of(err); f != nil {
			r.State, r.Problem = approval.Failed, f.Text
			return settle(tx, &r, event.RequestFailed, event.Change{Field: "Why", Now: r.Problem})
		}
		if err != nil {
			return err
		}
		if err := unchanged(total, in.Book); err != nil {
			return err
		}
		if err := settle(tx, &r, event.RequestApproved, event.Change{Field: "Answer", Now: r.Answer}); err != nil {
			return err
		}
		_, err = w.carry(tx)
		return err
	})
	return r, fault.Wrap("approve a request", err)
}

// settle writes a request that was decided.
func settle(tx *db.Tx, r *approval.Request, kind event.Kind, what event.Change) error {
	r.Version++
	if err := tx.Update(r); err != nil {
		return err
	}
	return event.Record(tx, kind, r.AccountID, r.Subject(), event.Change{Field: r.Kind.Word(), Now: r.Summary}, what)
}
