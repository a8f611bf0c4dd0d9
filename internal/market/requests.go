package market

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Requests are all requests for billing markets of the installation.
type Requests struct{ db *db.DB }

// New is the requests in a database.
func New(d *db.DB) *Requests { return &Requests{d} }

// MostADay is how many requests an account makes within a day. Each is a letter
// to the partner, and withdrawing one makes room for the next.
const MostADay = 24

// Ask asks the partner of the caller's managed account to enable a market. Of
// one market there is one open request.
func (s *Requests) Ask(ctx context.Context, by access.Caller, in Draft) (r Request, err error) {
	if err := by.Must(access.RequestMarkets); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		m, err := catalog.LockMarket(tx, in.Market) // who enables it holds it too, and answers all that ask
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		if err := in.check(m).Err(); err != nil {
			return err
		}
		if err := room(tx, here, m); err != nil {
			return err
		}
		r = Request{
			ID: db.NewID(tx.Now), AccountID: here.ID, ParentID: here.ParentID, Market: m.ID, MarketName: m.Name, Note: in.Note, State: Open,
			AskedBy: by.User, AskedByName: by.Signature(), AskedAs: by.Place(), AskedAt: tx.Now,
		}
		if err := tx.Insert(&r); err != nil {
			return err
		}
		if err := tellPartner(tx, here, r); err != nil {
			return err
		}
		return event.Record(tx, event.MarketRequested, here.ID, r.subject(), event.Change{Field: "Market", Now: r.Name()}, event.Change{Field: "Note", Now: r.Note})
	})
	return r, fault.Wrap("ask for a market", err)
}

// subject is the request as the record knows it.
func (r Request) subject() event.Subject { return event.Subject{ID: r.ID, Name: r.Name()} }

// room is nil when the caller's account, which is held, may ask for a market.
func room(tx *db.Tx, here account.Account, m catalog.Market) error {
	has, err := isOpenTo(tx, here, m.ID)
	if err != nil {
		return err
	}
	if has {
		return fault.Fields{{Field: "market", Text: m.Name + " is enabled already. Order there as soon as you like"}}.Err()
	}
	var open []Request
	err = tx.Own().Where("market = ? AND state = 'open'", m.ID).Limit(1).Find(&open).Error
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return fault.Fields{{Field: "market", Text: open[0].AskedByName + " has asked for " + m.Name + " already. The request is open"}}.Err()
	}
	var n int64
	if err := tx.Own().Model(&Request{}).Where("id > ?", db.FirstID(tx.Now.Add(-24*time.Hour))).Count(&n).Error; err != nil {
		return err
	}
	if n >= MostADay {
		return fault.Fields{{Field: "market", Text: "That is enough for today. Your company can ask again tomorrow"}}.Err()
	}
	return nil
}

// Withdraw ends an open request of the caller's account.
func (s *Requests) Withdraw(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.RequestMarkets); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx, tx.Lock(tx.Own()), id); err != nil {
			return err
		}
		if err := r.close(by, tx.Now, Withdrawn, ""); err != nil {
			return err
		}
		if err := tx.Update(&r); err != nil {
			return err
		}
		return event.Record(tx, event.MarketWithdrawn, r.AccountID, r.subject(), event.Change{Field: "Market", Now: r.Name()})
	})
	return r, fault.Wrap("withdraw a request", err)
}

// Answer closes a request of one of the caller's managed accounts. Of two who
// answer at once one wins, and the other is told. Nobody answers what they asked
// for themselves, in whosever place.
func (s *Requests) Answer(ctx context.Context, by access.Caller, id string, in AnswerDraft) (r Request, err error) {
	if err := by.Must(access.AnswerMarkets); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx, tx.Lock(tx.Children()), id); err != nil {
			return err
		}
		problems := in.check()
		if err := honest(tx, r, in.State, &problems); err != nil {
			return err
		}
		if r.State == Open && problems.Err() != nil {
			return problems.Err()
		}
		if r.State == Open && by.Either(r.AskedBy, r.AskedAs) {
			return fault.New(fault.Forbidden, "You asked for this yourself. Somebody else answers.")
		}
		return answer(tx, &r, in.State, in.Answer)
	})
	return r, fault.Wrap("answer a request", err)
}

// honest adds a problem where a request is answered enabled and the market is not.
func honest(tx *db.Tx, r Request, to State, problems *fault.Fields) error {
	if to != Enabled {
		return nil
	}
	here, err := account.Here(tx)
	if err != nil {
		return err
	}
	has, err := isOpenTo(tx, here, r.Market)
	if err == nil && !has {
		problems.Add("state", "%s is not enabled yet. Enable it first: that answers the request", r.Name())
	}
	return err
}

// answer closes a request, which is held, and tells whoever asked.
func answer(tx *db.Tx, r *Request, to State, text string) error {
	if err := r.close(tx.By, tx.Now, to, text); err != nil {
		return err
	}
	if err := tx.Update(r); err != nil {
		return err
	}
	if err := tellAsker(tx, *r); err != nil {
		return err
	}
	return event.Record(tx, event.MarketAnswered, r.AccountID, r.subject(),
		event.Change{Field: "Market", Now: r.Name()}, event.Change{Field: "Answer", Now: r.State.Word()}, event.Change{Field: "Note", Now: r.Answer})
}

// answerAll answers what the managed accounts of a partner asked for with the
// market that it enabled. What the customers of referred partners ask for stays
// with these: their distributor does not reach them.
func answerAll(tx *db.Tx, here account.Account, m Market) (n int, err error) {
	text := here.Name + " has " + m.Name + " now, and so have all its managed accounts."
	for here.Kind == access.Partner {
		var rs []Request
		err := tx.Lock(tx.Children()).Where("market = ? AND state = 'open'", m.MarketID).Order("id").Limit(PageSize).Find(&rs).Error
		if err != nil || len(rs) == 0 {
			return n, err
		}
		for _, r := range rs {
			r.MarketName = m.Name
			if err := answer(tx, &r, Enabled, text); err != nil {
				return n, err
			}
		}
		n += len(rs)
	}
	return n, nil
}
