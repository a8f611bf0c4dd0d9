package order

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// Confirm is an order as a person confirms it after the review.
type Confirm struct {
	Token   string `form:"token"`   // the form's, so that sending it twice orders once
	Book    int64  `form:"book"`    // Review.Book: the prices that were shown
	Code    string `form:"code"`    // a promotional code; not from people of managed accounts
	Comment string `form:"comment"` // to the partner, where it has to approve
}

// drawing is what is ordered at once: a service that is drawn and the
// connections drawn under it, or those alone where it is there already.
type drawing struct {
	account account.Account
	by      connection.Asker // who orders it, or asked for it
	top     service.Service
	drawn   []service.Service // in the order of the page, the top first
	quotes  []pricing.Quote   // of each, once priced
	total   pricing.Quote
	code    string
}

// draw finds what is drawn at and under a service within reach, and holds it.
func draw(tx *db.Tx, a account.Account, id string) (d drawing, err error) {
	d.account, d.by = a, connection.AskerOf(tx.By)
	if d.top, _, err = hold(tx, a, id); err != nil {
		return d, err
	}
	under, err := service.LockUnder(tx, d.top)
	if err != nil {
		return d, err
	}
	if d.top.Status == service.Design {
		d.drawn = append(d.drawn, d.top)
	}
	slices.SortFunc(under, byName)
	for _, u := range under {
		if u.Status == service.Design {
			d.drawn = append(d.drawn, u)
		}
	}
	if len(d.drawn) == 0 {
		return d, fault.New(fault.Conflict, "Nothing is left to order here. %s", d.top.Stands())
	}
	return d, nil
}

// byName is the order of the page.
func byName(x, y service.Service) int {
	return strings.Compare(x.NameFold+"\n"+x.ID, y.NameFold+"\n"+y.ID)
}

// price asks what it costs today. A code counts for what it is for, and has to
// be for something.
func (d *drawing) price(tx *db.Tx, code string) error {
	d.code, d.quotes = code, nil
	var refused error
	for i, s := range d.drawn {
		q, err := quote(tx, d.account, s, code)
		if fault.FieldsOf(err).At("code") != "" {
			refused = err
			q, err = quote(tx, d.account, s, "")
		}
		if err != nil {
			return err
		}
		d.quotes = append(d.quotes, q)
		if i == 0 {
			d.total = q
			continue
		}
		d.total = d.total.Plus(q)
	}
	if slices.ContainsFunc(d.quotes, func(q pricing.Quote) bool { return q.Promotion.ID != "" }) {
		return nil
	}
	return refused
}

// check is nil when all of it can be ordered now.
func (d *drawing) check(tx *db.Tx) error {
	if err := ready(tx, d.account, d.top.Location); err != nil {
		return err
	}
	if d.top.Status != service.Design && !carries(d.top) {
		return closed(d.top)
	}
	for _, s := range d.drawn {
		if err := filled(s); err != nil {
			return err
		}
		if err := joined(tx, d.account, d.top, s); err != nil {
			return err
		}
	}
	return nil
}

// closed says why no connection can be added to a service that carries none now.
func closed(top service.Service) error {
	return fault.New(fault.Conflict, "%s No connection can be added to it.", top.Stands())
}

// carries reports whether connections can be ordered under a service that is there.
func carries(s service.Service) bool { return s.Takes() }

// Place orders a design, with what is drawn under it, or, where that is there
// already, what is drawn under a service. id is that of any of them. In a
// managed account whose queue is on it is sent to the partner instead.
func (s *Orders) Place(ctx context.Context, by access.Caller, id string, in Confirm) (out Outcome, err error) {
	if err := by.Must(access.OrderServices); err != nil {
		return out, err
	}
	if in.Code != "" && by.SeatKind == access.Managed {
		return out, fault.New(fault.Forbidden, "Promotional codes are for partners.")
	}
	in.Comment = account.Prose(in.Comment)
	if p := account.CheckProse("The comment", in.Comment, approval.Longest); p != "" {
		return out, fault.Fields{{Field: "comment", Text: p}}.Err()
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		out = Outcome{}
		earlier, err := tx.Once(in.Token, id)
		if err != nil {
			return err
		}
		if earlier != "" {
			out, err = placed(tx, earlier)
			return err
		}
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		d, err := draw(tx, here, id)
		if err != nil {
			return err
		}
		if err := d.check(tx); err != nil {
			return err
		}
		if err := d.price(tx, in.Code); err != nil {
			return err
		}
		if err := unchanged(by, d.total, in.Book); err != nil {
			return err
		}
		name, several := d.name()
		out, err = do(tx, here, &d, in.Comment)
		out.Name, out.Several = name, several
		return err
	})
	return out, fault.Wrap("order a service", err)
}

// placed is what an order made that was sent before.
func placed(tx *db.Tx, id string) (out Outcome, err error) {
	if out.Service, err = service.One(tx, id); err != nil {
		return out, err
	}
	rs, err := approval.OpenOf(tx, id)
	for _, r := range rs {
		if r.Kind == approval.NewOrder {
			out.Request = r
			out.Name, out.Several = r.ServiceName, len(r.Asked.Items) > 1 && r.Asked.Items[0].ID != r.ServiceID
		}
	}
	if out.Name == "" {
		out.Name = out.Service.Name
	}
	return out, err
}

// name is what people call what is ordered, and whether that is several
// connections: a service with what is drawn under it is called by its own name.
func (d *drawing) name() (name string, several bool) {
	if several = len(d.drawn) > 1 && d.drawn[0].ID != d.top.ID; several {
		return counted(len(d.drawn), "connection") + " of " + d.top.Name, several
	}
	return d.drawn[0].Name, several
}

func (d *drawing) products() (ids []string) {
	for _, s := range d.drawn {
		ids = append(ids, s.ProductID)
	}
	return ids
}

func (d *drawing) request() approval.Request {
	name, _ := d.name()
	r := approval.Request{
		Kind: approval.NewOrder, ServiceID: d.top.ID, ServiceName: name, Summary: d.summary(), Currency: d.top.Location.Currency,
		RetailThen: d.total.MonthlyRetail, CostThen: d.total.MonthlyCost, OnceRetail: d.total.OnceRetail, OnceCost: d.total.OnceCost,
	}
	r.RetailNow, r.CostNow = r.RetailThen.Times(0, 1), r.CostThen.Times(0, 1)
	for _, s := range d.drawn {
		r.Asked.Items = append(r.Asked.Items, approval.Item{ID: s.ID, Name: s.Name, Rows: rowsOf(s)})
	}
	return r
}

// summary is what is ordered on one line.
func (d *drawing) summary() string {
	first := d.drawn[0]
	line := first.Product.Name + " “" + first.Name + "”, " + first.Rate() + ", " + first.Where()
	if n := len(d.drawn) - 1; n > 0 {
		line += ", and " + counted(n, "connection")
	}
	return line
}

// carry orders all that is drawn. The first answers for it.
func (d *drawing) carry(tx *db.Tx) (service.Service, error) {
	used := "" // an order uses its code once
	for i := range d.drawn {
		now, q := d.drawn[i], d.quotes[i]
		if err := now.Take(service.Place); err != nil {
			return now, err
		}
		now.OrderedByName, now.OrderedAt, now.StepAt = d.by.Name, &tx.Now, &tx.Now
		now.MonthlyRetail, now.MonthlyCost, now.OnceRetail, now.OnceCost = q.MonthlyRetail, q.MonthlyCost, q.OnceRetail, q.OnceCost
		now.PromotionID = q.Promotion.ID
		now.Begin(tx.Now) // until it is live
		if now.FarKind == service.FarCompany {
			now.FarState = service.FarAsked
		}
		if err := useKey(tx, &now); err != nil {
			return now, err
		}
		if err := service.Write(tx, d.drawn[i], &now); err != nil {
			return now, err
		}
		if err := askFar(tx, d.by, now); err != nil {
			return now, err
		}
		if q.Promotion.ID != "" && q.Promotion.ID != used {
			used = q.Promotion.ID
			if err := pricing.Use(tx, q.Promotion); err != nil {
				return now, err
			}
		}
		if err := record(tx, event.ServiceOrdered, now, event.Change{Field: now.Product.Name, Now: now.Rate() + ", " + now.Where()}, event.Change{Field: "Term", Now: now.Terms()}); err != nil {
			return now, err
		}
		d.drawn[i] = now
	}
	return service.One(tx, d.drawn[0].ID)
}

// rowsOf are the values of a service in words, for who approves it.
func rowsOf(s service.Service) []approval.Row {
	rows := []approval.Row{{Field: "Product", Now: s.Product.Name}, {Field: s.Product.Measure(), Now: s.Rate()}, {Field: "Location", Now: s.Where()}}
	if s.Zone != "" {
		rows = append(rows, approval.Row{Field: "Diversity zone", Now: s.Zone})
	}
	rows = append(rows, approval.Row{Field: "Term", Now: s.Terms()})
	if s.Reference != "" {
		rows = append(rows, approval.Row{Field: "Reference", Now: s.Reference})
	}
	for _, f := range s.Product.Fields {
		if v := s.Details[f.Key]; v != "" {
			rows = append(rows, approval.Row{Field: f.Label, Now: v})
		}
	}
	return rows
}
