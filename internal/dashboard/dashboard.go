// Package dashboard is an account at a glance: how many accounts and services
// it has, what needs somebody, which terms end soon, what happened last.
// Whatever it counts, it reads numbers that are kept, or a bounded part of an
// index, so that a million accounts take no longer than a thousand.
package dashboard

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Dashboards are the dashboards of all accounts.
type Dashboards struct{ db *db.DB }

// New is the dashboards of the accounts in a database.
func New(d *db.DB) *Dashboards { return &Dashboards{d} }

// Recently is how many days accounts are called new.
const Recently = 30

// days say how far ahead the ends of terms are shown.
var days = map[access.Kind]int{access.Partner: 30, access.Managed: 90, access.Direct: 90}

// acts is how many of the newest facts are shown.
const acts = 10

// Dashboard is an account at a glance, as far as its reader may see it.
type Dashboard struct {
	At       time.Time
	Account  account.Account // with the numbers that it keeps of its managed accounts
	New      account.Glance  // of a partner: accounts created in the last Recently days
	Services Services
	Needs    []Need // the most pressing first
	Days     int    // how far ahead Ending looks
	Ending   service.Ending
	Activity []event.Event     // the newest first; nil for who may not see it
	Names    map[string]string // of the accounts that all this is about
}

// Dashboard is the dashboard of the account that the caller acts in.
func (s *Dashboards) Dashboard(ctx context.Context, by access.Caller) (d Dashboard, err error) {
	if err := by.Must(access.ViewDashboard); err != nil {
		return d, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		d, err = look(tx)
		return err
	})
	return d, fault.Wrap("look at dashboard", err)
}

func look(tx *db.Tx) (d Dashboard, err error) {
	d.At, d.Days = tx.Now, days[tx.By.Kind]
	if d.Account, err = account.Reached(tx); err != nil {
		return d, err
	}
	if tx.By.Kind == access.Partner {
		if d.New, err = account.Since(tx, tx.Now.AddDate(0, 0, -Recently)); err != nil {
			return d, err
		}
	}
	if d.Services, err = services(tx); err != nil {
		return d, err
	}
	if d.Ending, err = service.Ends(tx, tx.Now.UTC().Truncate(24*time.Hour).AddDate(0, 0, d.Days+1)); err != nil {
		return d, err
	}
	if d.Needs, err = needs(tx, d.Services); err != nil {
		return d, err
	}
	if tx.By.May(access.ViewActivity) {
		if d.Activity, err = event.Latest(tx, acts); err != nil {
			return d, err
		}
	}
	d.Names, err = account.NamesIn(tx, d.about())
	return d, err
}

// about are the accounts that the dashboard is about.
func (d Dashboard) about() (keys []string) {
	seen := map[string]bool{}
	add := func(key string) {
		if key != "" && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	for _, n := range d.Needs {
		for _, one := range n.First {
			add(one.Account)
		}
	}
	for _, s := range d.Ending.First {
		add(s.AccountID)
	}
	for _, e := range d.Activity {
		add(e.AccountID)
	}
	return keys
}

// Services are how many services there are.
type Services struct {
	Products []catalog.Product // those of which there are any, in the catalogue's order
	Counts   map[string]Counts // by the id of a product; a partner's own services and those of its managed accounts together
	All      Counts            // of every product
	Own      Counts            // the account's own, of every product
}

// Counts are how many services there are of each status.
type Counts map[service.Status]int64

// Sum is how many there are of some statuses together.
func (c Counts) Sum(statuses ...service.Status) (n int64) {
	for _, s := range statuses {
		n += c[s]
	}
	return n
}

// Underway are the statuses of what is ordered and not live yet.
var Underway = []service.Status{service.Ordered, service.Deployable, service.Configured}

// Shown are the statuses of services that are there, or will be; what was
// terminated is not counted.
var Shown = service.Statuses[:len(service.Statuses)-1]

// services adds up what the account counts.
func services(tx *db.Tx) (s Services, err error) {
	tallies, err := service.Tallies(tx)
	if err != nil {
		return s, err
	}
	s.Counts, s.All, s.Own = map[string]Counts{}, Counts{}, Counts{}
	for _, t := range tallies {
		if t.Status == service.Decommissioned || t.Scope != service.Own && tx.By.Narrowed() {
			continue
		}
		if s.Counts[t.ProductID] == nil {
			s.Counts[t.ProductID] = Counts{}
		}
		s.Counts[t.ProductID][t.Status] += t.Number
		s.All[t.Status] += t.Number
		if t.Scope == service.Own {
			s.Own[t.Status] += t.Number
		}
	}
	products, err := catalog.Products(tx)
	for _, p := range products {
		if s.Counts[p.ID] != nil {
			s.Products = append(s.Products, p)
		}
	}
	return s, err
}
