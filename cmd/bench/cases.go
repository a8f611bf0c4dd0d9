package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/web/route"
)

// group is what cases are compared within.
type group string

// The groups, in the order of the table.
const (
	bareGroup   group = "Bare Echo handler, the bytes of the list's first page"
	firstGroup  group = "Managed Accounts, first page"
	deepGroup   group = "Managed Accounts, a page at nine tenths of the list"
	findGroup   group = "Managed Accounts, three letters looked for"
	filterGroup group = "Managed Accounts, filtered"
	glanceGroup group = "Dashboard of the partner"
	otherGroup  group = "Other pages"
	insideGroup group = "The same search inside the house, without the web"
	createGroup group = "Creating an account"
	turnGroup   group = "A default that the accounts below follow, without the web"
	chainGroup  group = "What the chain of facts costs, without the web"
)

// work is a case that is ready to be repeated on one connection.
type work struct {
	do   func() error
	done func()
}

// task is one thing that is measured.
type task struct {
	name  string
	group group
	most  int // requests of one round at most; 0 means as many as it can
	begin func(ctx context.Context, w *world) (work, error)
}

// round measures the case once at one size.
func (c task) round(ctx context.Context, w *world, conns int, last time.Duration) (figure, error) {
	server := w.portal
	if c.group == bareGroup {
		server = w.bare
	}
	before, err := server.usage()
	if err != nil {
		return figure{}, err
	}
	most := c.most
	if most == 0 {
		most = 1 << 20
	}
	f, err := run(ctx, conns, most, last, func(int) (func() error, func(), error) {
		one, err := c.begin(ctx, w)
		return one.do, one.done, err
	})
	if err != nil {
		return f, err
	}
	after, err := server.usage()
	f.cpu = (after.CPU - before.CPU) / time.Duration(f.count+conns)
	return f, err
}

// get is a case that asks for a page again and again.
func get(name string, g group, path func(*world) string) task {
	return task{name: name, group: g, begin: func(_ context.Context, w *world) (work, error) {
		address, cookie := w.portal.address, w.pia
		switch {
		case g == bareGroup:
			address = w.bare.address
		case name == signInName:
			cookie = ""
		}
		l, err := dial(address)
		if err != nil {
			return work{}, err
		}
		text := request(http.MethodGet, address, path(w), cookie, "")
		return work{func() error { return l.send(text, http.StatusOK) }, func() { _ = l.conn.Close() }}, nil
	}}
}

// listed is a case of Managed Accounts with a query.
func listed(name string, g group, query string) task {
	q, err := url.ParseQuery(query)
	if err != nil {
		panic(err)
	}
	return get(name, g, func(*world) string { return list(q) })
}

// Names that the aims refer to.
const (
	signInName   = "sign-in page"
	servicesName = "services page"
	createName   = "POST of the form"
	verbName     = "the verb, without the web"
	rawName      = "bare transaction"
	forgetful    = "bare transaction without the event"
)

// The parts that are looked for. No key has an "l", so the last one is nowhere.
const (
	manyPart = "ltd"
	fewPart  = "qzx"
	latePart = "zub"
	nonePart = "qlq"
)

// plainList is the list as it is when Partner Admin is opened.
var plainList = listed("by name", firstGroup, "sort=name")

// cases are everything that is measured, in the order of the table.
var cases = allCases()

func allCases() (cs []task) {
	cs = append(cs, get("Echo", bareGroup, func(*world) string { return "/" }))
	for _, c := range account.Columns {
		cs = append(cs, listed("by "+string(c), firstGroup, "sort="+string(c)))
	}
	for _, c := range account.Columns {
		cs = append(cs, get("by "+string(c), deepGroup, func(w *world) string {
			return list(url.Values{"sort": {string(c)}, "after": {w.deep[c]}, "page": {fmt.Sprint(w.size/10*9/50 + 1)}})
		}))
	}
	for _, f := range []struct{ name, part string }{
		{"many", manyPart}, {"few", fewPart}, {"some, late in the order", latePart}, {"none", nonePart},
	} {
		cs = append(cs, listed(f.name+": "+f.part, findGroup, "q="+f.part))
	}
	cs = append(cs,
		listed("suspended", filterGroup, "status=suspended"),
		listed("suspended, by created", filterGroup, "status=suspended&sort=created"),
		listed("pricing on", filterGroup, "pricing=on"),
		listed("pricing on, by services", filterGroup, "pricing=on&sort=-services"),
		listed("no contact", filterGroup, "contact=none"),
		listed("tag Freight", filterGroup, "tag=Freight"),
		listed("suspended, pricing on, ltd", filterGroup, "status=suspended&pricing=on&q=ltd"),
		listed("closed, no contact", filterGroup, "status=closed&contact=none"),
		get("the whole page", glanceGroup, func(*world) string { return route.Dashboard(cast.Northwind) }),
		get(signInName, otherGroup, func(*world) string { return route.SignIn }),
		get(servicesName, otherGroup, func(*world) string { return route.Services(cast.Northwind) }),
		get("form to create", otherGroup, func(*world) string { return route.NewAccount(cast.Northwind) }),
	)
	for _, part := range []string{manyPart, fewPart, latePart, nonePart} {
		cs = append(cs, inside(part))
	}
	return append(cs,
		task{createName, createGroup, mostWrites, post},
		task{verbName, createGroup, mostWrites, verb},
		task{rawName, createGroup, mostWrites, transaction(true)},
		task{forgetful, createGroup, mostWrites, transaction(false)},
		task{"change it", turnGroup, mostWrites, turn},
		task{"preview of that", turnGroup, 0, foresee},
		task{chainedName, chainGroup, mostWrites, edit(true)},
		task{unchainedName, chainGroup, mostWrites, edit(false)},
	)
}

// mostWrites bounds a round of writes, so that the databases stay the size they say.
const mostWrites = 100

// inside looks for a part without the web.
func inside(part string) task {
	return task{name: "find " + part, group: insideGroup, begin: func(ctx context.Context, w *world) (work, error) {
		do := func() error {
			_, err := w.house.Accounts.List(ctx, cast.Pia.Caller(), account.Filter{Find: part, Size: 50})
			return err
		}
		return work{do, func() {}}, nil
	}}
}

// draft is a new account, unlike every other.
func (w *world) newDraft() account.Draft {
	n := w.made.Add(1)
	return account.Draft{
		Name: fmt.Sprintf("Measured Pumps %d-%d", w.began, n), Reference: fmt.Sprintf("M-%d-%d", w.began, n),
		Phone: "+496912345678", Email: "noc@lakeside.example", Token: db.NewToken(),
	}
}

// post creates accounts by the form.
func post(_ context.Context, w *world) (work, error) {
	l, err := dial(w.portal.address)
	if err != nil {
		return work{}, err
	}
	do := func() error {
		in := w.newDraft()
		form := url.Values{"name": {in.Name}, "reference": {in.Reference}, "phone": {in.Phone}, "email": {in.Email}, "token": {in.Token}}
		return l.send(request(http.MethodPost, w.portal.address, route.Accounts(cast.Lakeside), w.leo, form.Encode()), http.StatusSeeOther)
	}
	return work{do, func() { _ = l.conn.Close() }}, nil
}

// verb creates accounts without the web.
func verb(ctx context.Context, w *world) (work, error) {
	do := func() error {
		_, err := w.house.Accounts.Create(ctx, cast.Leo.Caller(), w.newDraft())
		return err
	}
	return work{do, func() {}}, nil
}
