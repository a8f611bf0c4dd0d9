package setting

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// History lists what happened to one setting of a managed account, newest
// first, event.PageSize at a time: to its own value, to the partner's default
// since the account exists, to locks that hold it, and to the support model,
// which decides what is fixed. acct "" is the partner's default alone. before
// is the id of the last fact seen, or ""; more says that older ones follow.
func (s *Settings) History(ctx context.Context, by access.Caller, acct string, name Name, before string) (events []event.Event, more bool, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, false, err
	}
	if _, ok := Find(name); !ok {
		return nil, false, fault.Missing()
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		events, more, err = history(tx, acct, string(name), before)
		return err
	})
	return events, more, fault.Wrap("list history of setting", err)
}

func history(tx *db.Tx, acct, name, before string) (es []event.Event, more bool, err error) {
	partner := tx.By.Account
	operator, err := tx.Parent(partner)
	if err != nil {
		return nil, false, err
	}
	topics := []event.Topic{{Account: partner, Name: name}, {Account: operator, Name: name}}
	if acct == "" {
		here, err := account.Here(tx)
		if err != nil {
			return nil, false, err
		}
		topics = append(topics, event.Topic{Account: partner, Name: account.SupportTopic})
		return event.About(tx, partner, topics, here.CreatedAt, before)
	}
	a, err := account.Child(tx, acct)
	if err != nil {
		return nil, false, err
	}
	topics = append(topics, event.Topic{Account: a.ID, Name: name}, event.Topic{Account: a.ID, Name: account.SupportTopic})
	es, more, err = event.About(tx, a.ID, topics, a.CreatedAt, before)
	for i := range es {
		es[i].Changes = slices.DeleteFunc(es[i].Changes, func(c event.Change) bool { return c.Ref != "" && c.Ref != a.ID })
	}
	return es, more, err
}
