package auth

import (
	"context"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// oncePer is how often the same refusal of the same person is a fact, and
// mostRefused how many different ones of one person are facts of an account
// within that time: whoever tries a thousand things is in its record, and does
// not fill it.
const (
	oncePer     = time.Minute
	mostRefused = 30
)

// refused reports whether an error kept somebody from acting who had said all
// that the form asks for.
func refused(err error, in visit.Draft) bool {
	problems := fault.FieldsOf(err)
	return fault.Is(err, fault.Forbidden) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) || in.Seat != "" && problems.At("seat") != ""
}

// RefuseStart records that somebody wanted to act in an account and was refused:
// in that account, where they reach it, and otherwise, with the key that they
// asked for, in their own.
func (s *Sessions) RefuseStart(ctx context.Context, v Visitor, key string, why error) error {
	return s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		to, reached, err := asked(tx, v.Account, key)
		if err != nil {
			return err
		}
		if reached {
			return refuse(tx, to.ID, event.Subject{ID: to.ID, Name: to.Name, Topic: event.Starting}, Sentence(why))
		}
		return refuse(tx, v.Account.ID, event.Subject{ID: v.Account.ID, Name: v.Account.Name, Topic: event.Starting}, Sentence(why), wanted(key)...)
	})
}

// RefuseTry records that somebody tried what concerns acting, but for starting
// it, and was refused: at which address, in their own account, and where the
// address names another that they reach, there as well.
func (s *Sessions) RefuseTry(ctx context.Context, v Visitor, at, key string, why error) error {
	err := s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		about := event.Subject{ID: v.Account.ID, Name: v.Account.Name, Topic: at}
		to, reached, err := asked(tx, v.Account, key)
		if err != nil {
			return err
		}
		if reached {
			about.ID, about.Name = to.ID, to.Name
			if err := refuse(tx, to.ID, about, Sentence(why)); err != nil {
				return err
			}
			key = ""
		}
		return refuse(tx, v.Account.ID, about, Sentence(why), wanted(key)...)
	})
	return fault.Wrap("record a refusal", err)
}

// asked is the account below another that a key names, if there is one, closed
// or not.
func asked(tx *db.Tx, from account.Account, key string) (to account.Account, reached bool, err error) {
	if !db.IsKey(key) {
		return to, false, nil
	}
	to, err = below(tx, from, key)
	switch {
	case fault.Is(err, fault.NotFound):
		return to, false, nil
	case fault.Is(err, fault.Conflict):
		err = nil
	}
	return to, err == nil, err
}

// wanted is the key of an account that was asked for and is not there for whoever asked.
func wanted(key string) event.Changes {
	if !db.IsKey(key) {
		return nil
	}
	return event.Changes{{Field: "Account", Now: key, Ref: key}}
}

// Sentence is what an error says to the person whom it stopped.
func Sentence(err error) string {
	for _, p := range fault.FieldsOf(err) {
		return p.Text + "."
	}
	return fault.Of(err).Text
}

// RefuseAct records that something was refused to the visitor, who acts in
// somebody's place: at which route, and in which words.
func (s *Sessions) RefuseAct(ctx context.Context, v Visitor, at, words string) error {
	by := v.Hands()
	err := s.db.Do(ctx, by, func(tx *db.Tx) error {
		tx.By = inPlace(*v.Act, v.User, by.Origin)
		return refuse(tx, v.Act.AccountID, event.Subject{ID: v.Act.As.ID, Name: v.Act.As.Name, Topic: at}, words)
	})
	return fault.Wrap("record a refusal", err)
}

// Ended is a visit of the visitor's own in which they acted and do not any more,
// by its id; the zero one where there is none, whoever else's it may be.
func (s *Sessions) Ended(ctx context.Context, v Visitor, id string) (act Act, err error) {
	return s.ended(ctx, v, func(tx *db.Tx) error {
		return tx.Everywhere("one's own visits").Where("id = ? AND user_id = ? AND as_id <> ''", id, v.User.ID).Take(&act.Visit).Error
	}, &act)
}

// EndedIn is the last visit of the session in which the visitor acted in an
// account, and does not any more; the zero one where there is none.
func (s *Sessions) EndedIn(ctx context.Context, v Visitor, key string) (act Act, err error) {
	return s.ended(ctx, v, func(tx *db.Tx) error {
		return tx.Everywhere("one's own visits").Where("session_hash = ? AND account_id = ? AND as_id <> '' AND left_at IS NOT NULL", v.Session.Hash, key).
			Order("id DESC").Take(&act.Visit).Error
	}, &act)
}

func (s *Sessions) ended(ctx context.Context, v Visitor, take func(*db.Tx) error, act *Act) (Act, error) {
	err := s.db.Read(ctx, v.Hands(), func(tx *db.Tx) error {
		err := take(tx)
		if db.Missing(err) {
			return nil
		}
		if err == nil {
			*act, err = standIn(tx, act.Visit)
		}
		act.Over = act.LeftWhy
		return err
	})
	return *act, fault.Wrap("find an act that is over", err)
}

// RefuseLate records that the visitor sent what was drawn while they acted in a
// visit that is over: in their own name.
func (s *Sessions) RefuseLate(ctx context.Context, v Visitor, act Act, at, words string) error {
	err := s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		tx.By = caller(v.User, act.Account, act.From, "", v.Caller.Origin)
		tx.By.Visit = act.ID
		return refuse(tx, act.AccountID, event.Subject{ID: act.As.ID, Name: act.As.Name, Topic: at}, words)
	})
	return fault.Wrap("record a refusal", err)
}

// refuse writes a refusal down, unless the same was written within a minute, or
// thirty of the same person in that account were: the same is what was refused
// in the same visit, about the same thing and in the same words.
func refuse(tx *db.Tx, account string, about event.Subject, words string, more ...event.Change) error {
	changes := append(event.Changes{{Field: "Refused", Now: words}}, more...)
	var lately []event.Event
	err := tx.Everywhere("the same refusal is one fact, not many").
		Where("account_id = ? AND user_id = ? AND id > ? AND kind = ?", account, tx.By.User, db.FirstID(tx.Now.Add(-oncePer)), event.VisitRefused).
		Order("id").Limit(mostRefused).Find(&lately).Error
	if err != nil || len(lately) == mostRefused {
		return err
	}
	for _, e := range lately {
		if e.VisitID == tx.By.Visit && e.Topic == about.Topic && slices.Equal(e.Changes, changes) {
			return nil
		}
	}
	return event.Record(tx, event.VisitRefused, account, about, changes...)
}

// Asked is whom somebody may act for in an account.
type Asked struct {
	Account account.Account
	From    account.Account
	People  []user.Seat     // those of the account, its admins first; one more than user.MostViewers when there are more
	Barred  map[string]bool // seats of people of the company that asks, or of one above it
}

// AskAct is whom the visitor, in an account of their own, may act for in an
// account below it, those whose name or address contains find.
func (s *Sessions) AskAct(ctx context.Context, v Visitor, key, find string) (p Asked, err error) {
	if err := v.Caller.Must(access.ActAs); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		p = Asked{From: v.Account, Barred: map[string]bool{}}
		if p.Account, err = below(tx, v.Account, key); err != nil {
			return err
		}
		if p.People, err = user.FindViewers(tx, p.Account.ID, find, user.MostViewers+1); err != nil {
			return err
		}
		for _, seat := range p.People {
			if p.Barred[seat.ID], err = powerful(tx, v.Account.ID, *seat.UserID); err != nil {
				return err
			}
		}
		return nil
	})
	return p, fault.Wrap("find whom to act for", err)
}
