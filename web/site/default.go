package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/defaults"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// askDefault shows what a change of a default would do, before it is saved.
func (s *Site) askDefault(r *Request) error {
	return s.askForAll(r, accounts.FeaturePage{On: r.query().Get("on") == "on"})
}

func (s *Site) askForAll(r *Request, p accounts.FeaturePage) error {
	values, err := s.Settings.Defaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	p.Back, p.Action = route.Defaults(r.here()), route.Default(r.here(), r.Param("feature"))
	return s.preview(r, p, values)
}

// showDefaults are the partner's defaults for its managed accounts.
func (s *Site) showDefaults(r *Request) error {
	values, err := s.Settings.Defaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	choice, err := s.Settings.OnRefresh(r.ctx(), r.By)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, defaults.Index(defaults.IndexPage{
		Shell: s.shell(r, "Defaults for managed accounts"), Partner: r.Visit.Account, Values: values.Features(), Refresh: choice,
	}))
}

// changeDefault saves the partner's default of one feature.
func (s *Site) changeDefault(r *Request) error {
	var in featureForm
	if err := r.decode(&in); err != nil {
		return err
	}
	out, err := s.Settings.ChangeDefault(r.ctx(), r.By, setting.Name(r.Param("feature")), in.draft())
	if fault.Is(err, fault.Conflict) {
		return s.askForAll(r, accounts.FeaturePage{On: in.draft().On, Problem: err.Error()})
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Defaults(r.here()), s.changed(r, out, ""))
}

// chooseRefresh sets what happens when a page of a managed account is refreshed.
func (s *Site) chooseRefresh(r *Request) error {
	var in struct {
		Refresh setting.Refresh `form:"refresh"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	if err := s.Settings.ChooseRefresh(r.ctx(), r.By, in.Refresh); err != nil {
		return err
	}
	return s.done(r, route.Defaults(r.here()), layout.Notice{Tone: layout.Ok, Lead: "Saved."})
}

// undo takes a change of a default back.
func (s *Site) undo(r *Request) error {
	label, err := s.Settings.Undo(r.ctx(), r.By, r.Param("recorded"))
	if err != nil {
		return err
	}
	back := route.Defaults(r.here())
	if key := r.FormValue("account"); key != "" {
		if a, _, err := s.Accounts.Child(r.ctx(), r.By, key); err == nil {
			back = route.Features(r.here(), a.ID)
		}
	}
	return s.done(r, back, layout.Notice{Tone: layout.Ok, Lead: "Undone.", Text: label + " is as it was before."})
}
