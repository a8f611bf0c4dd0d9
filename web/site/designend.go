package site

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/orders"
	"github.com/tenantry/tenantry/web/route"
)

// newConnection is the connections drawn under a service, and what another one
// can lead to; once that is chosen, its form.
func (s *Site) newConnection(r *Request) error {
	c := farChoice{top: r.Param("service"), product: r.query().Get("product")}
	if far := r.query().Get("far"); far != "" {
		b, err := s.Orders.BoardUnder(r.ctx(), r.By, c.top, c.product, far)
		if err == nil {
			return s.designForm(r, http.StatusOK, b, first(b), nil)
		}
		if fault.FieldsOf(err) == nil {
			return err
		}
		if problems := keyProblem(far, err); problems != nil {
			return s.chooseFar(r, http.StatusUnprocessableEntity, c, problems)
		}
	}
	return s.chooseFar(r, http.StatusOK, c, nil)
}

// keyProblem says at the field for service keys what is wrong with a far end
// that is one.
func keyProblem(far string, err error) fault.Fields {
	problem := fault.FieldsOf(err).At("far")
	if problem == "" || !strings.HasPrefix(far, string(service.FarKey)+".") {
		return nil
	}
	return fault.Fields{{Field: "code", Text: problem}}
}

// farChoice is for what a far end is chosen.
type farChoice struct {
	top     string // id of the service that the connection hangs under
	product string // id of the connection's, or "" for the first that is sold
	code    string // a service key that was refused, or ""
}

// chooseFar asks what a connection leads to.
func (s *Site) chooseFar(r *Request, status int, c farChoice, problems fault.Fields) error {
	find := sought(r.query(), url.Values{}, "q")
	ends, err := s.Orders.Ends(r.ctx(), r.By, c.top, c.product, find)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Connections of "+ends.Top.Name)
	shell.Invalid = problems != nil
	return r.page(status, orders.Connections(orders.EndsPage{Shell: shell, Account: r.Visitor.Account, Ends: ends, Find: find, Code: c.code, Problems: problems}))
}

// connect draws a connection.
func (s *Site) connect(r *Request) error {
	var in order.Draft
	var d service.Service
	err := r.decode(&in)
	if err == nil {
		d, err = s.Orders.AddConnection(r.ctx(), r.By, r.Param("service"), in)
	}
	if problems, status := formProblems(err, "name"); problems != nil {
		b, failed := s.Orders.BoardUnder(r.ctx(), r.By, r.Param("service"), in.Product, in.Far)
		if gone := keyProblem(in.Far, failed); gone != nil {
			return s.chooseFar(r, http.StatusUnprocessableEntity, farChoice{top: r.Param("service"), product: in.Product}, gone)
		}
		if failed != nil {
			return failed
		}
		return s.designForm(r, status, b, unspent(in, err), problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.NewConnectionsOf(r.here(), *d.PortID, d.ProductID), layout.Notice{Tone: layout.Ok, Lead: d.Name + " is drawn.", Text: "Add another connection, or go on to the review."})
}

// askDiscard asks before a design is discarded.
func (s *Site) askDiscard(r *Request) error {
	d, under, err := s.Orders.Discarding(r.ctx(), r.By, r.Param("service"))
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, orders.Removal(orders.RemovalPage{Shell: s.shell(r, "Discard "+d.Name), Account: r.Visitor.Account, Design: d, Under: under}))
}

// discard throws a design away.
func (s *Site) discard(r *Request) error {
	d, err := s.Orders.Discard(r.ctx(), r.By, r.Param("service"))
	if err != nil {
		return err
	}
	to := route.Services(r.here())
	if d.PortID != nil {
		to = route.NewConnections(r.here(), *d.PortID)
	}
	return s.done(r, to, layout.Notice{Tone: layout.Ok, Lead: d.Name + " is discarded."})
}
