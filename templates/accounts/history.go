package accounts

import (
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/templates/record"
)

// ledger is the account's history as it is drawn. Facts of the partner stand
// in it where its defaults changed.
func (p HistoryPage) ledger() record.Ledger {
	l := record.Ledger{Caption: "History of " + p.Account.Name + ", newest first", People: true}
	for _, e := range p.Events {
		l.Facts = append(l.Facts, record.Fact{Event: e, From: p.from(e), Default: e.AccountID != p.Account.ID})
	}
	return l
}

// from is the company in whose name it was done.
func (p HistoryPage) from(e event.Event) string {
	switch e.SeatID {
	case p.Partner.ID:
		return p.Partner.Name
	case p.Account.ID:
		return p.Account.Name
	}
	return ""
}
