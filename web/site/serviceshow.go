package site

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/web/route"
)

// serviceFaces are the faces of the Services room that the caller may see.
func serviceFaces(r *Request) (ts []layout.Tab) {
	add := func(may bool, label, href, root string) {
		if may {
			exact := root == route.Services(":key")
			current := r.Path() == root || !exact && strings.HasPrefix(r.Path(), root+"/")
			ts = append(ts, layout.Tab{Label: label, Href: href, Current: current})
		}
	}
	key := r.here()
	add(true, "Services", route.Services(key), route.Services(":key"))
	add(r.By.May(access.EnterAccounts) && !r.By.Narrowed(), "All accounts", route.AllServices(key), route.AllServices(":key"))
	add(!r.By.Narrowed(), "Renewals", route.Renewals(key), route.Renewals(":key"))
	add(r.By.May(access.KeyServices), "Service keys", route.ServiceKeys(key), route.ServiceKeys(":key"))
	add(r.By.May(access.AnswerConnections), "Connections", route.Connections(key), route.Connections(":key"))
	return ts
}

// showService is one service.
func (s *Site) showService(r *Request) error {
	return s.service(r, http.StatusOK, service.TagDraft{}, nil)
}

// service is the page; typed is a tag that was refused.
func (s *Site) service(r *Request, status int, typed service.TagDraft, problems fault.Fields) error {
	st, err := s.Orders.Look(r.ctx(), r.By, r.Param("service"), r.query().Get("before"))
	if err != nil {
		return err
	}
	names, err := s.Accounts.Names(r.ctx(), r.By, accountsOf(st.History))
	if err != nil {
		return err
	}
	p := services.ShowPage{
		Shell: s.shell(r, st.Service.Name), Account: r.Visitor.Account, Standing: st, Tag: typed, Problems: problems,
		Ledger: record.Ledger{Caption: "History of " + st.Service.Name + ", newest first", People: true},
	}
	p.Invalid = problems != nil
	for _, e := range st.History {
		p.Ledger.Facts = append(p.Ledger.Facts, record.Fact{Event: e, From: names[e.SeatID]})
	}
	if st.Older {
		p.Older = route.With(route.Service(r.here(), st.Service.ID), url.Values{"before": {st.History[len(st.History)-1].ID}})
	}
	if p.Partner, err = s.approver(r, st.Queued); err != nil {
		return err
	}
	return r.page(status, services.Show(p))
}

// approver is the partner that has to approve what the caller changes, or "".
func (s *Site) approver(r *Request, queued bool) (string, error) {
	if !queued {
		return "", nil
	}
	return s.above(r)
}

// above is the name of the account above the caller's.
func (s *Site) above(r *Request) (string, error) {
	parent := r.Visitor.Account.ParentID
	names, err := s.Accounts.Names(r.ctx(), r.By, []string{parent})
	return names[parent], err
}

// tagService puts a tag on a service, or takes one off.
func (s *Site) tagService(r *Request) error {
	var in service.TagDraft
	changed := false
	err := r.decode(&in)
	if err == nil {
		changed, err = s.Services.Tag(r.ctx(), r.By, r.Param("service"), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.service(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Service(r.here(), r.Param("service")), saved("Tag", changed))
}

// lockService locks a service, or unlocks it.
func (s *Site) lockService(r *Request) error {
	var in struct {
		Locked bool `form:"locked"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	now, changed, err := s.Services.Lock(r.ctx(), r.By, r.Param("service"), in.Locked)
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: now.Name + " is unlocked."}
	if in.Locked {
		n.Lead = now.Name + " is locked."
	}
	if !changed {
		n.Tone, n.Text = layout.Info, "It was so already."
	}
	return s.done(r, route.Service(r.here(), now.ID), n)
}

// editingService is the form of what changes at once.
func (s *Site) editingService(r *Request) error { return s.editing(r, http.StatusOK, nil, nil) }

// editing is the page; typed is what was refused, or nil.
func (s *Site) editing(r *Request, status int, typed *service.EditDraft, problems fault.Fields) error {
	if err := r.By.Must(access.ChangeServices); err != nil {
		return err
	}
	st, err := s.Orders.Look(r.ctx(), r.By, r.Param("service"), "")
	if err != nil {
		return err
	}
	p := services.EditPage{Shell: s.shell(r, "Edit "+st.Service.Name), Service: st.Service, Sent: st.Sent, Draft: service.DraftOf(st.Service), Problems: problems}
	p.Invalid = problems != nil
	if f := fault.Of(st.Service.Editable(r.By)); f != nil {
		p.Refused = f.Text
	}
	if typed != nil {
		p.Draft = *typed
		p.Draft.Version = st.Service.Version
	}
	return r.page(status, services.Edit(p))
}

// editService changes it.
func (s *Site) editService(r *Request) error {
	var in service.EditDraft
	var now service.Service
	changed := false
	err := r.decode(&in)
	if err == nil {
		in.Details = details(r)
		now, changed, err = s.Orders.Edit(r.ctx(), r.By, r.Param("service"), in)
	}
	if problems, status := formProblems(err, "name"); problems != nil {
		return s.editing(r, status, &in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Service(r.here(), now.ID), saved(now.Name, changed))
}

// outcome says what became of a change or an end, on the page of the service.
func (s *Site) outcome(r *Request, out order.Outcome, done string) error {
	n := layout.Notice{Tone: layout.Ok, Lead: done}
	if out.Waits() {
		above, err := s.above(r)
		if err != nil {
			return err
		}
		n.Lead, n.Text = out.Request.Name()+" was sent for approval.", above+" decides. Until then nothing changes."
	}
	return s.done(r, route.Service(r.here(), out.Service.ID), n)
}
