package site

import (
	"context"
	"encoding/csv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// activityColumns are the columns of a file of activity.
var activityColumns = []string{"time", "person", "company", "account", "account_key", "kind", "what", "changes", "in_place_of", "visit", "request", "address", "device"}

// exportActivity is a company's activity, with its filters, as a CSV file.
func (s *Site) exportActivity(r *Request) error {
	l := readActivity(r, route.Activity(r.here()), "q", "user", "account", "visit")
	if err := s.resolve(r, &l); err != nil {
		return err
	}
	return s.sendActivity(r, "company-activity.csv", l, s.Events.Company, func(keys []string) (map[string]string, error) {
		return s.Accounts.Names(r.ctx(), r.By, keys)
	})
}

// exportMyActivity is the visitor's own activity as a CSV file.
func (s *Site) exportMyActivity(r *Request) error {
	return s.sendActivity(r, "my-activity.csv", readActivity(r, route.MyActivity), s.Events.Mine, func(keys []string) (map[string]string, error) {
		return s.Sessions.Names(r.ctx(), r.Visitor, keys)
	})
}

// sendActivity streams what a listing leaves.
func (s *Site) sendActivity(r *Request, file string, l activityListing, list func(context.Context, access.Caller, event.Filter) (event.Page, error), named func([]string) (map[string]string, error)) error {
	return s.sendFile(r, file, func(w *csv.Writer) error {
		ctx, cancel := context.WithTimeout(r.ctx(), exportTime) // a search that finds nothing writes nothing
		defer cancel()
		if err := w.Write(activityColumns); err != nil {
			return err
		}
		return event.Export(ctx, r.By, l.filter, func(ctx context.Context, by access.Caller, f event.Filter) (event.Page, error) {
			one := l
			one.filter = f
			return one.page(ctx, by, list)
		}, func(es []event.Event) error { return writeActivity(r, w, es, named) })
	})
}

// writeActivity writes some facts, which leave at once.
func writeActivity(r *Request, w *csv.Writer, es []event.Event, named func([]string) (map[string]string, error)) error {
	names, err := named(accountsOf(es))
	if err != nil {
		return err
	}
	times := ui.TimesOf(r.ctx())
	for _, e := range es {
		if err := w.Write(activityRow(e, names, times)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// activityRow is a fact under activityColumns.
func activityRow(e event.Event, names map[string]string, times ui.Times) []string {
	row := []string{
		times.In(e.At).Format(time.RFC3339), e.UserName, names[e.SeatID], names[e.AccountID], e.AccountID, string(e.Kind), record.What(e), record.Changes(e),
		e.AsName, e.VisitID, e.RequestID, e.Address, e.Device,
	}
	for i := range row {
		row[i] = account.Cell(row[i])
	}
	return row
}
