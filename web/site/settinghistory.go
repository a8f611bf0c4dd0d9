package site

import (
	"net/http"
	"net/url"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/settings"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// showSettingHistory is what happened to one setting of a managed account.
func (s *Site) showSettingHistory(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	return s.drawSettingHistory(r, http.StatusOK, a, "")
}

func (s *Site) drawSettingHistory(r *Request, status int, a account.Account, problem string) error {
	values, err := s.Settings.Of(r.ctx(), r.By, a.ID)
	if err != nil {
		return err
	}
	v, ok := values.Find(setting.Name(r.Param("setting")))
	if !ok {
		return fault.Missing()
	}
	p := settings.HistoryPage{Account: a, Value: v, Problem: problem}
	return s.fillHistory(r, status, p, route.SettingHistory(r.here(), a.ID, string(v.Name)))
}

// showDefaultHistory is what happened to one of the partner's defaults.
func (s *Site) showDefaultHistory(r *Request) error {
	values, err := s.Settings.Defaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	v, ok := values.Find(setting.Name(r.Param("setting")))
	if !ok {
		return fault.Missing()
	}
	return s.fillHistory(r, http.StatusOK, settings.HistoryPage{Value: v}, route.DefaultHistory(r.here(), string(v.Name)))
}

// fillHistory reads the facts of a page of history and draws it.
func (s *Site) fillHistory(r *Request, status int, p settings.HistoryPage, page string) error {
	events, more, err := s.Settings.History(r.ctx(), r.By, p.Account.ID, p.Value.Name, r.query().Get("before"))
	if err != nil {
		return err
	}
	names, err := s.Accounts.Names(r.ctx(), r.By, accountsOf(events))
	if err != nil {
		return err
	}
	p.Partner, p.Operator = r.Visitor.Account, s.product(r)
	may := p.Account.ID != "" && p.Value.Settable() && unchangeable(r.By, p.Account) == ""
	p.Ledger = record.Ledger{Caption: p.Heading() + ", newest first", People: true, Plain: true, Acts: may}
	for _, e := range events {
		f := s.settingFact(r, e, names)
		f.Default = p.Account.ID != "" && e.AccountID == p.Partner.ID && e.Kind == event.DefaultChanged
		if to, ok := setting.Before(e); ok && may && e.AccountID == p.Account.ID {
			f.Act, f.ActHref = "Put back", route.With(page, url.Values{"revert": {e.ID}, "before": {r.query().Get("before")}})
			if e.ID == r.query().Get("revert") {
				p.Revert = &settings.Revert{Fact: e.ID, By: e.Who(), At: e.At, To: to}
			}
		}
		p.Ledger.Facts = append(p.Ledger.Facts, f)
	}
	if more {
		p.Older = route.With(page, url.Values{"before": {events[len(events)-1].ID}})
	}
	p.Shell = s.shell(r, p.Heading())
	return r.page(status, settings.History(p))
}

// settingFact is a fact of a setting, with links to what else its person did.
func (s *Site) settingFact(r *Request, e event.Event, names map[string]string) record.Fact {
	f := record.Fact{Event: e, From: names[e.SeatID]}
	if e.SeatID == r.Visitor.Account.ParentID {
		f.From = s.product(r)
	} else if r.By.May(access.ViewActivity) && f.From != "" {
		f.By = route.With(route.Activity(r.here()), url.Values{"user": {e.UserID}})
	}
	return f
}

// revertSetting puts back what an account had of a setting before a fact.
func (s *Site) revertSetting(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	var in struct {
		Fact string `form:"fact"`
		Seen string `form:"seen"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	name := setting.Name(r.Param("setting"))
	out, err := s.Settings.Revert(r.ctx(), r.By, a.ID, name, in.Fact, in.Seen)
	if fault.Is(err, fault.Conflict) {
		return s.drawSettingHistory(r, http.StatusConflict, a, err.Error())
	}
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: out.Value.Label + " is " + ui.OnOffWord(out.Value.On) + ".", Text: "It is as it was before."}
	return s.done(r, route.SettingHistory(r.here(), a.ID, string(name)), n)
}
