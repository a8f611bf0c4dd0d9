package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/web/route"
)

// Names of groups of cases.
const (
	ownGroup     group = "Services of one account"
	belowGroup   group = "Services of all managed accounts"
	renewalGroup group = "Renewals"
	queueGroup   group = "Service approval queue"
	specialGroup group = "Account prices"
	priceGroup   group = "Prices"
)

// The most that the largest takes of the smallest: in what is sorted and paged,
// and in what is filtered and searched, which is compared with the plain list.
const (
	mostSorted   = 1.5
	mostFiltered = 3.0
)

// usualPart is in the names of a tenth of the services.
const usualPart = "core"

// stockCase is a case with what is aimed at.
type stockCase struct {
	task
	against string // the case whose figure at the smallest it is divided by
	most    float64
}

// pager makes the cases of one list.
type pager struct {
	group group
	who   cast.Person
	path  string
	plain string
	cases []stockCase
}

// sorted is a page that is asked for with a query, and compared with itself.
func (p *pager) sorted(name, query string) {
	p.add(name, name, mostSorted, func(*world) (string, error) { return query, nil })
}

// filtered is a page that is compared with the plain one.
func (p *pager) filtered(name, query string) {
	p.add(name, p.plain, mostFiltered, func(*world) (string, error) { return query, nil })
}

// deep is a page after the row at nine tenths of what a statement finds, sorted.
func (p *pager) deep(name, query, parameter, statement string) {
	p.add(name, name, mostSorted, func(w *world) (string, error) {
		id, err := w.nineTenths(statement)
		return query + "&" + parameter + "=" + url.QueryEscape(id), err
	})
}

func (p *pager) add(name, against string, most float64, query func(*world) (string, error)) {
	group, who, path := p.group, p.who, p.path
	begin := func(_ context.Context, w *world) (work, error) {
		text, err := query(w)
		if err != nil {
			return work{}, err
		}
		q, err := url.ParseQuery(text)
		if err != nil {
			return work{}, err
		}
		l, err := dial(w.portal.address)
		if err != nil {
			return work{}, err
		}
		asked := request(http.MethodGet, w.portal.address, route.With(path, q), w.cookies[who.ID], "")
		return work{func() error { return l.send(asked, http.StatusOK) }, func() { _ = l.conn.Close() }}, nil
	}
	p.cases = append(p.cases, stockCase{task{name: name, group: group, begin: begin}, against, most})
}

// aPage is more than a page has: a page is as full at the smallest as at the largest.
const aPage = 60

// nineTenths is the id at nine tenths of what a statement finds, a page from its
// end at least, found once.
func (w *world) nineTenths(statement string) (id string, err error) {
	if id = w.starts[statement]; id != "" {
		return id, nil
	}
	var n int
	if err := w.raw.QueryRow("SELECT count(*) FROM (" + statement + ") AS found").Scan(&n); err != nil {
		return "", err
	}
	err = w.raw.QueryRow(fmt.Sprintf("%s LIMIT 1 OFFSET %d", statement, min(n/10*9, n-aPage))).Scan(&id)
	w.starts[statement] = id
	return id, err
}

// stockCases are everything that is measured, in the order of the table.
func stockCases() (cs []stockCase) {
	own := &pager{group: ownGroup, who: cast.Sol, path: route.Services(cast.Solo), plain: "by name"}
	of := "SELECT id FROM services WHERE account_id = '" + cast.Solo + "' AND top = 1 ORDER BY "
	columns := map[service.Column]string{service.ByProduct: "product_id, ", service.ByStatus: "status, ", service.ByLocation: "location_id, ", service.BySpeed: "speed, ", service.ByTerm: "term_ends_on, "}
	for _, c := range service.Columns {
		own.sorted("by "+string(c), "sort="+string(c))
	}
	for _, c := range service.Columns {
		own.deep("by "+string(c)+", deep", "sort="+string(c), "after", of+columns[c]+"name_fold, id")
	}
	for _, f := range [][2]string{
		{"live", "status=live"}, {"cancelled, by term", "status=cancelled&sort=term"}, {"of a product", "product=" + cast.Port}, {"of a product, live", "status=live&product=" + cast.VXC}, {"with a tag", "tag=" + tagName},
		{"many: " + usualPart, "q=" + usualPart}, {"few: " + fewPart, "q=" + fewPart}, {"none: " + nonePart, "q=" + nonePart},
	} {
		own.filtered(f[0], f[1])
	}
	below := &pager{group: belowGroup, who: cast.Pia, path: route.AllServices(cast.Northwind), plain: "by name"}
	of = "SELECT id FROM services WHERE parent_id = '" + cast.Northwind + "' ORDER BY "
	for _, c := range service.BelowColumns {
		below.sorted("by "+string(c), "sort="+string(c))
	}
	below.deep("by name, deep", "sort=name", "after", of+"name_fold, id")
	below.deep("by status, deep", "sort=status", "after", of+"status, name_fold, id")
	below.deep("by term, deep", "sort=term", "after", of+"term_ends_on, name_fold, id")
	below.deep("by account, deep", "sort=account", "after",
		"SELECT s.id FROM services s JOIN accounts a ON a.id = s.account_id WHERE s.parent_id = '"+cast.Northwind+"' ORDER BY a.search, a.id, s.name_fold, s.id")
	for _, f := range [][2]string{
		{"live", "status=live"}, {"cancelled, by term", "status=cancelled&sort=term"}, {"of a product", "product=" + cast.Port}, {"at a location", "location=syd1"}, {"at a location, by term", "location=syd1&sort=term"},
		{"of an account", "account=" + db.KeyAt(500*7_919_000)}, {"with a tag", "tag=" + tagName}, {"many: " + usualPart, "q=" + usualPart}, {"few: " + fewPart, "q=" + fewPart}, {"none: " + nonePart, "q=" + nonePart},
	} {
		below.filtered(f[0], f[1])
	}
	return casesOf(own, below, renewals(), queue(), specials(), priced())
}

func casesOf(ps ...*pager) (cs []stockCase) {
	for _, p := range ps {
		cs = append(cs, p.cases...)
	}
	return cs
}

func renewals() *pager {
	p := &pager{group: renewalGroup, who: cast.Pia, path: route.Renewals(cast.Northwind), plain: "the next twelve months"}
	p.sorted(p.plain, "")
	p.deep("deep", "", "after", "SELECT id FROM services WHERE parent_id = '"+cast.Northwind+
		"' AND term > 1 AND status IN ('ordered', 'deployable', 'configured', 'live') AND term_ends_on < '"+time.Now().AddDate(0, 10, 0).Format(time.DateOnly)+"' ORDER BY term_ends_on, id")
	for _, f := range [][2]string{
		{"that renew", "what=renews"}, {"that end", "what=ends"}, {"of a product", "product=" + cast.Port}, {"few: " + fewPart, "q=" + fewPart}, {"none: " + nonePart, "q=" + nonePart},
	} {
		p.filtered(f[0], f[1])
	}
	return p
}

func queue() *pager {
	p := &pager{group: queueGroup, who: cast.Pia, path: route.Approvals(cast.Northwind), plain: "by waiting"}
	for _, c := range approval.Columns {
		p.sorted("by "+string(c), "sort="+string(c))
	}
	of := "SELECT r.id FROM approval_requests r JOIN accounts a ON a.id = r.account_id WHERE r.parent_id = '" + cast.Northwind + "' AND r.state = 'pending' ORDER BY "
	p.deep("by waiting, deep", "sort=waiting", "after", of+"r.id")
	p.deep("by account, deep", "sort=account", "after", of+"a.search, r.id")
	p.deep("by kind, deep", "sort=kind", "after", of+"r.kind, r.id")
	for _, f := range [][2]string{
		{"approved", "state=approved"}, {"terminations", "kind=termination"}, {"of an account", "account=" + db.KeyAt(2*7_919_000)}, {"many: " + usualPart, "q=" + usualPart}, {"few: " + fewPart, "q=" + fewPart}, {"none: " + nonePart, "q=" + nonePart},
	} {
		p.filtered(f[0], f[1])
	}
	return p
}

func specials() *pager {
	p := &pager{group: specialGroup, who: cast.Olive, path: route.AccountPrices(cast.Meridian), plain: "the newest"}
	p.sorted(p.plain, "")
	p.deep("deep", "", "before", "SELECT id FROM price_overrides ORDER BY id DESC")
	for _, f := range [][2]string{{"in force", "standing=" + string(pricing.InForce)}, {"to come", "standing=" + string(pricing.ToCome)}, {"of a market", "market=AU"}, {"of a product, none", "product=" + cast.MVE}, {"of an account", "q=B-0002"}, {"none", "q=" + nonePart}} {
		p.filtered(f[0], f[1])
	}
	return p
}

// priced are the prices of one order, and the books that they stand in.
func priced() *pager {
	p := &pager{group: priceGroup, who: cast.Alice, path: route.Review(cast.Acme, "p-6d9h")}
	p.sorted("review of an order", "")
	p.who, p.path = cast.Olive, route.Prices(cast.Meridian)
	p.sorted("price books", "")
	inside := func(name string, most int, begin func(context.Context, *world) (work, error)) {
		p.cases = append(p.cases, stockCase{task{name, priceGroup, most, begin}, name, mostSorted})
	}
	inside("price of an order, without the web", 0, quoteOne)
	inside("saving a price, without the web", mostWrites, savePrice)
	return p
}

// quoteOne asks what a port costs Acme.
func quoteOne(ctx context.Context, w *world) (work, error) {
	do := func() error {
		return w.house.DB.Read(ctx, cast.Alice.Caller(), func(tx *db.Tx) error {
			a, err := account.Here(tx)
			if err != nil {
				return err
			}
			q, err := pricing.For(tx, a, pricing.Ask{Product: cast.Port, Location: cast.Locations[0], Speed: 1000, Term: 12})
			if err == nil && !q.Priced() {
				err = fmt.Errorf("a port has no price at %s", cast.Locations[0].Name)
			}
			return err
		})
	}
	return work{do, func() {}}, nil
}

// savePrice changes what a port costs in Australia.
func savePrice(ctx context.Context, w *world) (work, error) {
	do := func() error {
		b, err := w.house.Prices.Sheet(ctx, cast.Olive.Caller(), "AU", cast.Port)
		if err != nil {
			return err
		}
		amount := fmt.Sprint(500 + w.made.Add(1))
		_, err = w.house.Prices.Edit(ctx, cast.Olive.Caller(), "AU", cast.Port, pricing.SheetDraft{
			Book: b.Market.Book, Rows: []pricing.RowDraft{{Speed: b.Sheets[0].Prices[0].Speed, Retail: amount, Cost: "100"}},
		})
		return err
	}
	return work{do, func() {}}, nil
}
