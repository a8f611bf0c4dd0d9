package approval

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Requests are all requests of the installation.
type Requests struct{ db *db.DB }

// New is the requests in a database.
func New(d *db.DB) *Requests { return &Requests{d} }

// AnswerDraft is what somebody of the partner types to a request.
type AnswerDraft struct {
	Answer string `form:"answer"`
}

// check reads the draft; what is typed comes back as it is stored.
func (d *AnswerDraft) check() (fs fault.Fields) {
	if d.Answer = account.Prose(d.Answer); d.Answer == "" {
		fs.Add("answer", "Enter a comment that says why. The people of the account read it")
	} else if p := account.CheckProse("The comment", d.Answer, Longest); p != "" {
		fs.Add("answer", "%s", p)
	}
	return fs
}

// seen is a query over the requests that the caller may see: at a partner those
// of all its managed accounts, in a managed account its own.
func seen(tx *db.Tx) *gorm.DB {
	if tx.By.Kind == access.Partner {
		return tx.Children()
	}
	return tx.Own()
}

// View is one request as its page shows it.
type View struct {
	Request
	Account  account.Account
	Partner  account.Account
	Previous string // id of the request in the same state that was sent before, or ""
	Next     string
	Rule     string // name of the rule that let it pass, or ""
}

// Find is one request that the caller may see.
func (s *Requests) Find(ctx context.Context, by access.Caller, id string) (v View, err error) {
	if err := by.Must(access.ViewRequests); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if v.Request, err = one(seen(tx), id); err != nil {
			return err
		}
		v.Request = v.Shown(by)
		if v.Account, err = account.Find(tx, v.AccountID); err != nil {
			return err
		}
		v.AccountName, v.Reference = v.Account.Name, v.Account.Reference
		if v.Partner, err = account.Above(tx, v.Account); err != nil {
			return err
		}
		return v.neighbours(tx)
	})
	return v, fault.Wrap("find request", err)
}

// neighbours finds the requests of the same state before and after.
func (v *View) neighbours(tx *db.Tx) error {
	var before, after []string
	q := func() *gorm.DB { return seen(tx).Model(&Request{}).Where("state = ?", v.State).Limit(1) }
	if err := q().Where("id < ?", v.ID).Order("id DESC").Pluck("id", &before).Error; err != nil {
		return err
	}
	if err := q().Where("id > ?", v.ID).Order("id").Pluck("id", &after).Error; err != nil {
		return err
	}
	for _, id := range before {
		v.Previous = id
	}
	for _, id := range after {
		v.Next = id
	}
	return nil
}

func one(q *gorm.DB, id string) (r Request, err error) {
	err = q.Where("id = ?", id).Take(&r).Error
	if db.Missing(err) {
		return r, fault.Missing()
	}
	return r, err
}

// Withdraws is nil when the caller may withdraw the request: whoever asked, and
// the admins of their account.
func (r Request) Withdraws(by access.Caller) error {
	switch {
	case by.Account != r.AccountID || by.SeatKind != access.Managed:
		return fault.New(fault.Forbidden, "People of the account that asked withdraw a request. Their partner rejects it.")
	case !by.May(access.OrderServices) && !by.May(access.ChangeServices):
		return by.Must(access.ChangeServices)
	case by.Self() != r.Asker() && !by.May(access.EndServices):
		return fault.New(fault.Forbidden, "%s asked for this. They can withdraw it, and so can a Company Admin or a Technical Admin.", r.AskedByName)
	}
	return nil
}

// Withdraw ends a pending request of the caller's account.
func (s *Requests) Withdraw(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.ViewRequests); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx.Lock(tx.Own()), id); err != nil {
			return err
		}
		if err := r.Withdraws(by); err != nil {
			return err
		}
		if err := r.End(Withdrawn, by, tx.Now, ""); err != nil {
			return err
		}
		return Settle(tx, &r)
	})
	return r.Shown(by), fault.Wrap("withdraw a request", err)
}

// Reject ends a pending request of a managed account of the caller's partner,
// with a comment for whoever asked. Nothing else changes.
func (s *Requests) Reject(ctx context.Context, by access.Caller, id string, in AnswerDraft) (r Request, err error) {
	if err := by.Must(access.DecideRequests); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx.Lock(tx.Children()), id); err != nil {
			return err
		}
		problems := in.check()
		if r.State == Pending && problems != nil {
			return problems.Err()
		}
		if r.Repeats(Rejected, by, in.Answer) {
			return nil
		}
		if err := r.End(Rejected, by, tx.Now, in.Answer); err != nil {
			return err
		}
		return Settle(tx, &r)
	})
	return r.Shown(by), fault.Wrap("reject a request", err)
}

// facts say what is recorded of a request that ended.
var facts = map[State]event.Kind{
	Approved: event.RequestApproved, Rejected: event.RequestRejected, Withdrawn: event.RequestWithdrawn,
	Expired: event.RequestExpired, Failed: event.RequestFailed,
}

// Settle writes a request that End ended, records it, and tells whoever asked.
func Settle(tx *db.Tx, r *Request) error {
	r.Version++
	if err := tx.Update(r); err != nil {
		return err
	}
	what := []event.Change{{Field: r.Kind.Word(), Now: r.Summary}}
	if r.Answer != "" {
		what = append(what, event.Change{Field: "Comment", Now: r.Answer})
	}
	if r.Problem != "" {
		what = append(what, event.Change{Field: "Why", Now: r.Problem})
	}
	if err := event.Record(tx, facts[r.State], r.AccountID, r.Subject(), what...); err != nil {
		return err
	}
	return tellAsker(tx, *r)
}
