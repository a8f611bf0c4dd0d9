package site

import (
	"encoding/csv"
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/templates/approvals"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// showApproval is one request.
func (s *Site) showApproval(r *Request) error {
	return s.approval(r, http.StatusOK, order.Decision{}, nil, "")
}

func (s *Site) approval(r *Request, status int, in order.Decision, problems fault.Fields, late string) error {
	v, err := s.Approvals.Find(r.ctx(), r.By, r.Param("request"))
	if err != nil {
		return err
	}
	p := approvals.ShowPage{View: v, Draft: in, Problems: problems, Late: late}
	if r.By.Kind == access.Partner {
		if p.Now, err = s.Orders.Today(r.ctx(), r.By, v.ID); err != nil {
			return err
		}
		p.Shell = s.shell(r, v.Kind.Word()+" for "+v.AccountName)
	} else {
		p.Shell = s.shell(r, v.Kind.Word()+": "+v.ServiceName)
		p.Service = route.Service(r.here(), v.ServiceID)
	}
	if r.By.Viewing() && !r.By.Preview {
		p.Decide = route.Approval(v.Partner.ID, v.ID)
	}
	p.Shell.Invalid = problems != nil
	return r.page(status, approvals.Show(p))
}

// undecided shows a request again that could not be decided as it was asked.
func (s *Site) undecided(r *Request, in order.Decision, err error) error {
	if problems := fault.FieldsOf(err); problems != nil {
		return s.approval(r, http.StatusUnprocessableEntity, in, problems, "")
	}
	if fault.Is(err, fault.Conflict) {
		return s.approval(r, http.StatusConflict, in, nil, err.Error())
	}
	return err
}

// approve lets a request go ahead.
func (s *Site) approve(r *Request) error {
	var in order.Decision
	var done approval.Request
	err := r.decode(&in)
	if err == nil {
		done, err = s.Orders.Approve(r.ctx(), r.By, r.Param("request"), in)
	}
	if err != nil {
		return s.undecided(r, in, err)
	}
	if done.State == approval.Failed {
		return s.done(r, route.Approval(r.here(), done.ID), layout.Notice{Tone: layout.Bad, Lead: done.Name() + " could not be carried out.", Text: done.Problem})
	}
	return s.done(r, route.Approvals(r.here()), layout.Notice{Tone: layout.Ok, Lead: done.Name() + " is approved.", Text: "It is under way: " + done.Summary + "."})
}

// reject turns a request down.
func (s *Site) reject(r *Request) error {
	var in order.Decision
	var done approval.Request
	err := r.decode(&in)
	if err == nil {
		done, err = s.Approvals.Reject(r.ctx(), r.By, r.Param("request"), approval.AnswerDraft{Answer: in.Answer})
	}
	if err != nil {
		return s.undecided(r, in, err)
	}
	return s.done(r, route.Approvals(r.here()), layout.Notice{Tone: layout.Ok, Lead: done.Name() + " is rejected.", Text: "Nothing was changed. " + done.AskedByName + " reads your comment."})
}

// withdraw takes a request back.
func (s *Site) withdraw(r *Request) error {
	done, err := s.Approvals.Withdraw(r.ctx(), r.By, r.Param("request"))
	if err != nil {
		return s.undecided(r, order.Decision{}, err)
	}
	return s.done(r, route.Approvals(r.here()), layout.Notice{Tone: layout.Ok, Lead: done.Name() + " is withdrawn.", Text: "Nothing was changed."})
}

// exportApprovals is the queue, with its filters, as a CSV file.
func (s *Site) exportApprovals(r *Request) error {
	if err := r.By.Must(access.ViewRequests); err != nil {
		return err
	}
	f, _ := readApprovals(r.query())
	return s.sendFile(r, "approvals.csv", func(w *csv.Writer) error {
		if err := w.Write(approvals.FileHeads(r.By)); err != nil {
			return err
		}
		return s.Approvals.Export(r.ctx(), r.By, f, func(q approval.Request) error {
			row := approvals.FileRow(r.By, q)
			for i := range row {
				row[i] = account.Cell(strings.TrimSpace(row[i]))
			}
			return w.Write(row)
		})
	})
}
