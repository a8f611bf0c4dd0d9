package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/orders"
	"github.com/tenantry/tenantry/web/route"
)

// showReview is what a design costs and what happens when it is ordered.
func (s *Site) showReview(r *Request) error {
	code := r.query().Get("code")
	if len(code) > longestFind || r.By.SeatKind == access.Managed {
		code = ""
	}
	return s.review(r, http.StatusOK, order.Confirm{Code: code}, nil)
}

// review is the page; in is what was typed. A code that does not hold is a
// problem, and the prices are those without it.
func (s *Site) review(r *Request, status int, in order.Confirm, problems fault.Fields) error {
	if in.Token == "" || status == http.StatusConflict {
		in.Token = db.NewToken()
	}
	rv, err := s.Orders.Review(r.ctx(), r.By, r.Param("service"), in.Code)
	if wrong := fault.FieldsOf(err); wrong.At("code") != "" {
		status = http.StatusUnprocessableEntity
		if problems.At("code") == "" {
			problems = append(problems, wrong...)
		}
		rv, err = s.Orders.Review(r.ctx(), r.By, r.Param("service"), "")
	}
	if err != nil {
		return err
	}
	shell := s.shell(r, "Review")
	shell.Invalid = problems != nil
	p := orders.ReviewPage{Shell: shell, Account: r.Visitor.Account, Review: rv, Confirm: in, Problems: problems}
	if rv.Waiting.ID != "" && r.By.May(access.ViewRequests) {
		p.Request = route.Approval(r.here(), rv.Waiting.ID)
	}
	return r.page(status, orders.Review(p))
}

// placeOrder orders a design, or sends it for approval.
func (s *Site) placeOrder(r *Request) error {
	var in order.Confirm
	var out order.Outcome
	err := r.decode(&in)
	if err == nil {
		out, err = s.Orders.Place(r.ctx(), r.By, r.Param("service"), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.review(r, http.StatusUnprocessableEntity, in, problems)
	}
	if fault.Is(err, fault.Conflict) {
		return s.reviewLate(r, in, err)
	}
	if err != nil {
		return err
	}
	is := " is "
	if out.Several {
		is = " are "
	}
	if out.Waits() {
		return s.done(r, route.Services(r.here()), layout.Notice{
			Tone: layout.Ok, Lead: out.Name + is + "sent for approval.", Text: "It is " + out.Request.Name() + ". Under Approvals you read what becomes of it.",
		})
	}
	return s.done(r, route.Services(r.here()), layout.Notice{Tone: layout.Ok, Lead: out.Name + is + "ordered.", Text: "Its status says how far it has come."})
}

// reviewLate shows the review as it is now when what was ordered changed
// meanwhile, and the reason alone where nothing is left to review.
func (s *Site) reviewLate(r *Request, in order.Confirm, late error) error {
	if _, err := s.Orders.Review(r.ctx(), r.By, r.Param("service"), ""); err != nil {
		return late
	}
	return s.review(r, http.StatusConflict, in, fault.Fields{{Field: "review", Text: trimStop(late.Error())}})
}
