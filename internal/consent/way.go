package consent

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Consents are what all accounts of the installation say, and all requests.
type Consents struct{ db *db.DB }

// New is the consents in a database.
func New(d *db.DB) *Consents { return &Consents{d} }

// Way is what stands between somebody and acting in an account.
type Way struct {
	Account account.Account // where they want to act
	From    account.Account // from which they come
	InForce InForce         // what the account says to people from there
	Request Request         // theirs that is open: it waits, or was granted; or the zero Request
	Open    bool            // they may act there now
	Glass   bool            // nobody of their company is let in, and they may ask to break the glass

	stale Request // one that stands in the place of another and opens nothing: it ran out, or nobody is let in any more
}

// Asks reports whether all that is missing is a request.
func (w Way) Asks() bool { return !w.Open && w.InForce.Answer == Ask && w.Request.ID == "" }

// Waits reports whether a request of theirs waits for an answer.
func (w Way) Waits() bool { return !w.Open && w.Request.State == Pending }

// Says says it in a sentence, and what can be done about it in another.
func (w Way) Says() (lead, text string) {
	to, from := w.Account.Name, w.From.Name
	switch {
	case w.Open && w.Request.Glass:
		return "The glass is broken.", w.Request.AnsweredBy + " agreed. " + to + " was told."
	case w.Open && w.Request.ID != "":
		return to + " has let you in.", w.Request.AnsweredBy + " granted it."
	case w.Open:
		return to + " lets people of " + from + " act there.", "It need not be asked before."
	case w.Waits() && w.Request.Glass:
		return "A second Operator Admin has to agree.", "You asked to break the glass. Somebody else has to answer."
	case w.Waits():
		return "Your request waits for an answer.", "The Company Admins of " + to + " got a letter. You get one when they answer."
	case w.Glass:
		return to + " lets nobody of " + from + " act there.", "In an emergency an Operator Admin breaks the glass, with the agreement of a second one. The customer is told at once."
	case w.InForce.Answer == Never:
		return to + " lets nobody of " + from + " act there.", "Its Company Admins decide that under Company, Access."
	}
	return to + " wants to be asked first.", "Say why, and its Company Admins let you in for a time or refuse."
}

// Way is what stands between the caller, who stands in an account of their own,
// and acting in one below it.
func (s *Consents) Way(ctx context.Context, by access.Caller, key string) (w Way, err error) {
	if err := by.Must(access.ActAs); err != nil {
		return w, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		w, err = wayTo(tx, key, false)
		return err
	})
	return w, fault.Wrap("find the way into an account", err)
}

// wayTo is the way of the transaction's caller into an account, which hold holds
// until the transaction ends: who answers, asks and sets holds it, too.
func wayTo(tx *db.Tx, key string, hold bool) (w Way, err error) {
	if w.From, err = account.Here(tx); err != nil {
		return w, err
	}
	q := tx.Reach()
	if w.From.Kind != access.Operator {
		q = tx.Children()
	}
	if hold {
		q = tx.Lock(q)
	}
	err = q.Where("id = ? AND id <> ?", key, w.From.ID).Take(&w.Account).Error
	if db.Missing(err) {
		return w, fault.Missing()
	}
	if err != nil {
		return w, err
	}
	if w.InForce, w.Request, err = between(tx, w.Account, w.From, tx.By.User); err != nil {
		return w, err
	}
	w.Open = w.InForce.Answer == Always || w.Request.Opens(w.InForce.Answer, tx.Now)
	if !w.Request.Open(tx.Now) || w.Request.lapsed || w.InForce.Answer == Never && !w.Request.Glass {
		w.stale, w.Request = w.Request, Request{}
	}
	w.Glass = !w.Open && w.InForce.Answer == Never && w.Request.ID == "" && tx.By.May(access.BreakGlass)
	return w, nil
}
