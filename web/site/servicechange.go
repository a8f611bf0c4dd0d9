package site

import (
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/web/form"
	"github.com/tenantry/tenantry/web/route"
)

// mostDetails is how many fields of a product are read from a form.
const mostDetails = 100

// details are what was typed for the fields of a product, once the form is decoded.
func details(r *Request) map[string]string {
	typed := map[string]string{}
	for name, values := range r.Request().PostForm {
		if key, ok := strings.CutPrefix(name, catalog.Typed("")); ok && len(values) > 0 && len(typed) < mostDetails {
			typed[key] = form.Readable(values[0])
		}
	}
	return typed
}

// choosingSpeed is the speeds that a service could have.
func (s *Site) choosingSpeed(r *Request) error {
	return s.changing(r, http.StatusOK, true, order.ChangeDraft{}, nil)
}

// choosingTerm is the terms that a service could have.
func (s *Site) choosingTerm(r *Request) error {
	return s.changing(r, http.StatusOK, false, order.ChangeDraft{}, nil)
}

// changing is the page; in and err are what was sent and refused.
func (s *Site) changing(r *Request, status int, speeds bool, in order.ChangeDraft, refused error) (err error) {
	p := services.ChangePage{Account: r.Visitor.Account, Speeds: speeds, Draft: in, Problems: fault.FieldsOf(refused)}
	if speeds {
		p.Choices, err = s.Orders.Speeds(r.ctx(), r.By, r.Param("service"))
	} else {
		p.Choices, err = s.Orders.Terms(r.ctx(), r.By, r.Param("service"))
	}
	if err != nil {
		return err
	}
	if p.Problems == nil && refused != nil {
		p.Problem = refused.Error()
	}
	if p.Partner, err = s.approver(r, p.Choices.Queued); err != nil {
		return err
	}
	p.Draft.Token = db.NewToken()
	p.Shell = s.shell(r, p.Choices.Service.Name)
	p.Invalid = refused != nil
	return r.page(status, services.Change(p))
}

// changeSpeed gives a service another speed, or asks for it.
func (s *Site) changeSpeed(r *Request) error {
	var in order.ChangeDraft
	err := r.decode(&in)
	in.Term = 0
	return s.changeService(r, true, in, err)
}

// changeTerm gives a service another term, or asks for it.
func (s *Site) changeTerm(r *Request) error {
	var in order.ChangeDraft
	err := r.decode(&in)
	in.Speed = 0
	return s.changeService(r, false, in, err)
}

func (s *Site) changeService(r *Request, speeds bool, in order.ChangeDraft, err error) error {
	var out order.Outcome
	if err == nil {
		out, err = s.Orders.Change(r.ctx(), r.By, r.Param("service"), in)
	}
	if status, again := formAgain(err); again {
		return s.changing(r, status, speeds, in, err)
	}
	if err != nil {
		return err
	}
	if speeds {
		return s.outcome(r, out, out.Service.Name+" has "+out.Service.Rate()+" now.")
	}
	return s.outcome(r, out, out.Service.Name+" has a new term.")
}

// formAgain is how a form is answered that was not carried out and can be sent
// again.
func formAgain(err error) (status int, again bool) {
	switch {
	case fault.FieldsOf(err) != nil:
		return http.StatusUnprocessableEntity, true
	case fault.Is(err, fault.Conflict):
		return http.StatusConflict, true
	}
	return 0, false
}

// endingService is what the end of a service comes to, and the form.
func (s *Site) endingService(r *Request) error {
	return s.ending(r, http.StatusOK, order.EndDraft{}, nil)
}

// ending is the page; in and refused are what was sent and refused.
func (s *Site) ending(r *Request, status int, in order.EndDraft, refused error) error {
	c, err := s.Orders.Closing(r.ctx(), r.By, r.Param("service"))
	if err != nil {
		return err
	}
	p := services.EndPage{Account: r.Visitor.Account, Closing: c, Draft: in, Problems: fault.FieldsOf(refused)}
	if p.Problems == nil && refused != nil {
		p.Problem = refused.Error()
	}
	if p.Approver, err = s.approver(r, c.Queued); err != nil {
		return err
	}
	if p.Knows, err = s.above(r); err != nil {
		return err
	}
	p.Draft.Token = db.NewToken()
	p.Shell = s.shell(r, "End "+c.Service.Name)
	p.Invalid = refused != nil
	return r.page(status, services.End(p))
}

// endService ends a service, or asks for it.
func (s *Site) endService(r *Request) error {
	var in order.EndDraft
	var out order.Outcome
	err := r.decode(&in)
	if err == nil {
		out, err = s.Orders.End(r.ctx(), r.By, r.Param("service"), in)
	}
	if status, again := formAgain(err); again {
		return s.ending(r, status, in, err)
	}
	if err != nil {
		return err
	}
	if in.When == order.AtTerms && !out.Service.Gone() {
		return s.outcome(r, out, "The end of "+out.Service.Name+" is scheduled.")
	}
	return s.outcome(r, out, out.Service.Name+" has ended.")
}

// keepService takes the scheduled end of a service back.
func (s *Site) keepService(r *Request) error {
	kept, err := s.Orders.Keep(r.ctx(), r.By, r.Param("service"))
	if err != nil {
		return err
	}
	return s.done(r, route.Service(r.here(), kept.ID), layout.Notice{Tone: layout.Ok, Lead: kept.Name + " is kept.", Text: "Its scheduled end is taken back."})
}
