package site

import (
	"net/http"
	"net/url"

	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/delegations"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// limitedPeople narrows the list to people with a limit.
const limitedPeople = "limited"

// listDelegations is what each person of a partner enters.
func (s *Site) listDelegations(r *Request) error {
	raw, q := url.Values{}, r.query()
	f := delegation.Filter{Find: sought(q, raw, "q"), After: q.Get("after")}
	f.Limited = take(q, raw, "who", in(limitedPeople)) != ""
	list, err := s.Delegations.List(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	at := route.Delegations(r.here())
	p := delegations.IndexPage{
		Shell: s.shell(r, "Who enters what"), Faces: company(r), Sides: accessFaces(r), Partner: r.Visitor.Account, List: list, Filter: f,
		Keep: map[string]string{}, Clear: at, Result: people(len(list.People)),
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	p.More, p.Chips = chosen(at, raw, ui.Choice{Label: "People", Name: "who", Options: []ui.Option{{Label: "Everybody"}, {Value: limitedPeople, Label: "With a limit"}}})
	if list.More {
		p.Older = route.With(at, replaced(raw, "after", list.People[len(list.People)-1].Seat.ID))
	}
	return r.page(http.StatusOK, delegations.Index(p))
}

// people is how many there are, in words.
func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return ui.Figure(n) + " people"
}

// showDelegation is what one person enters.
func (s *Site) showDelegation(r *Request) error {
	return s.delegation(r, http.StatusOK, delegations.ShowPage{Find: sought(r.query(), url.Values{}, "q"), Draft: delegation.Draft{What: delegation.Some, Ends: delegation.Never}})
}

// delegation draws the page, with what was typed in p.
func (s *Site) delegation(r *Request, status int, p delegations.ShowPage) error {
	var err error
	if p.Person, err = s.Delegations.Find(r.ctx(), r.By, r.Param("seat"), p.Find); err != nil {
		return err
	}
	p.Shell, p.Partner, p.Faces, p.Sides = s.shell(r, p.Person.Seat.Name), r.Visitor.Account, company(r), accessFaces(r)
	p.Shell.Invalid = p.Problems != nil
	return r.page(status, delegations.Show(p))
}

// addDelegation lets somebody enter what the form names.
func (s *Site) addDelegation(r *Request) error {
	var in delegation.Draft
	err := r.decode(&in)
	return s.changeDelegation(r, in, err, func() (delegation.Person, bool, error) {
		return s.Delegations.Add(r.ctx(), r.By, r.Param("seat"), in)
	})
}

// endDelegation ends one thing that somebody enters.
func (s *Site) endDelegation(r *Request) error {
	return s.changeDelegation(r, delegation.Draft{}, nil, func() (delegation.Person, bool, error) {
		return s.Delegations.End(r.ctx(), r.By, r.Param("seat"), r.Param("delegation"))
	})
}

// restoreDelegation gives one thing that somebody enters another end.
func (s *Site) restoreDelegation(r *Request) error {
	var in delegation.Draft
	err := r.decode(&in)
	return s.changeDelegation(r, in, err, func() (delegation.Person, bool, error) {
		return s.Delegations.Restore(r.ctx(), r.By, r.Param("seat"), r.Param("delegation"), in)
	})
}

// liftDelegations lets somebody enter everything again.
func (s *Site) liftDelegations(r *Request) error {
	return s.changeDelegation(r, delegation.Draft{}, nil, func() (delegation.Person, bool, error) {
		return s.Delegations.Lift(r.ctx(), r.By, r.Param("seat"))
	})
}

// changeDelegation carries a form out and leads to the person's page, or draws
// it again with what is wrong.
func (s *Site) changeDelegation(r *Request, in delegation.Draft, err error, change func() (delegation.Person, bool, error)) error {
	var who delegation.Person
	altered := false
	if err == nil {
		who, altered, err = change()
	}
	p := delegations.ShowPage{Find: r.FormValue("q"), Draft: in, Problems: fault.FieldsOf(err)}
	switch {
	case p.Problems != nil:
		return s.delegation(r, http.StatusUnprocessableEntity, p)
	case fault.Is(err, fault.Conflict):
		p.Late = err.Error()
		return s.delegation(r, http.StatusConflict, p)
	case err != nil:
		return err
	}
	notice := layout.Notice{Tone: layout.Info, Lead: "Nothing changed.", Text: "It was like this already."}
	if altered {
		notice = layout.Notice{Tone: layout.Ok, Lead: "What " + who.Seat.Name + " enters is saved.", Text: "It holds at once, whatever page they are on."}
	}
	return s.done(r, route.Delegation(r.here(), r.Param("seat")), notice)
}
