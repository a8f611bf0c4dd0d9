package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/settings"
	"github.com/tenantry/tenantry/web/route"
)

// showDefaults are the partner's defaults for its managed accounts.
func (s *Site) showDefaults(r *Request) error { return s.drawDefaults(r, http.StatusOK, looked(r)) }

func (s *Site) drawDefaults(r *Request, status int, in asked) error {
	ds, err := s.Settings.ListDefaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	choice, err := s.Settings.OnRefresh(r.ctx(), r.By)
	if err != nil {
		return err
	}
	p := settings.DefaultsPage{
		Shell: s.shell(r, "Defaults for managed accounts"), Partner: r.Visitor.Account, Operator: s.product(r), Defaults: ds, Refresh: choice,
	}
	if p.Coming, err = s.Settings.Scheduled(r.ctx(), r.By, ""); err != nil {
		return err
	}
	if p.Change, err = s.changeOfDefault(r, ds, in); err != nil {
		return err
	}
	if p.Change == nil {
		p.Problem = in.problem
	}
	return r.page(status, settings.Defaults(p))
}

// changeOfDefault is the change that is asked for, of one of the defaults; nil
// where none is, or where it can't be changed.
func (s *Site) changeOfDefault(r *Request, ds []setting.Default, in asked) (*settings.Change, error) {
	for _, d := range ds {
		if d.Name != in.Name || !d.Settable() {
			continue
		}
		back, name := route.Defaults(r.here()), string(d.Name)
		c := &settings.Change{Value: d.Value, To: in.to(), Partner: r.Visitor.Account, Page: back, Action: route.Default(r.here(), name), Back: back, Problem: in.problem}
		switch {
		case in.On == "" && in.problem == "":
			c.To = account.OwnOf(!d.On)
		case in.On == "clear":
			c.Action = route.DefaultRemoval(r.here(), name)
		}
		return c, s.preview(r, c)
	}
	return nil, nil
}

// changeDefault saves the partner's default of one setting.
func (s *Site) changeDefault(r *Request) error {
	return s.turnDefault(r, func(in asked) (setting.Outcome, error) {
		if err := in.chosen(r.By); err != nil {
			return setting.Outcome{}, err
		}
		return s.Settings.ChangeDefault(r.ctx(), r.By, in.Name, in.draft())
	})
}

// clearDefault takes the partner's default of one setting away.
func (s *Site) clearDefault(r *Request) error {
	return s.turnDefault(r, func(in asked) (setting.Outcome, error) {
		return s.Settings.ClearDefault(r.ctx(), r.By, in.Name, in.draft())
	})
}

func (s *Site) turnDefault(r *Request, save func(asked) (setting.Outcome, error)) error {
	var in asked
	if err := r.decode(&in); err != nil {
		return err
	}
	in.Name = setting.Name(r.Param("setting"))
	out, err := save(in)
	if fault.Is(err, fault.Conflict) {
		in.problem = err.Error()
		return s.drawDefaults(r, http.StatusConflict, in)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Defaults(r.here()), s.changed(r, out, "", room{}))
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
