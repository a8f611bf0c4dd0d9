package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/settings"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// promptFeatures is the Feature Configuration prompt over an account's details.
func (s *Site) promptFeatures(r *Request) error {
	a, tags, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	features, err := s.featuresPage(r, a)
	if err != nil {
		return err
	}
	p := s.showPage(r, a, tags, s.draftOf(r, a, tags), nil)
	p.Shell.Title, p.Prompt = "Feature configuration for "+a.Name, &features
	return r.page(http.StatusOK, accounts.Show(p))
}

// showFeatures is a managed account's features.
func (s *Site) showFeatures(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	p, err := s.featuresPage(r, a)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, accounts.Features(p))
}

func (s *Site) featuresPage(r *Request, a account.Account) (p accounts.FeaturesPage, err error) {
	values, err := s.Settings.Of(r.ctx(), r.By, a.ID)
	if err != nil {
		return p, err
	}
	values = values.Features()
	p = accounts.FeaturesPage{
		Shell: s.shell(r, a.Name), Account: a, Partner: r.Visitor.Account, Faces: accountFaces(r, a, "Features"), Values: values,
	}
	for _, v := range values {
		p.Rows = append(p.Rows, s.featureRow(r, a, v, ui.Save{}))
	}
	return p, nil
}

// featureRow is one feature as a switch that saves itself for the account.
func (s *Site) featureRow(r *Request, a account.Account, v setting.Value, saved ui.Save) ui.Setting {
	row := ui.Setting{
		ID: "setting-" + string(v.Name), Action: route.Feature(r.here(), a.ID, string(v.Name)), Label: v.Label, About: v.Effect,
		On: v.On, Source: ui.Source(v.Source), Words: origin(v, r.Visitor.Account), Save: saved,
		Name: string(v.Name), Seen: v.Seen(),
	}
	if v.Source == setting.Locked {
		row.Words = "Locked by " + s.product(r) + ": " + v.Reason
	}
	if v.Source == setting.FromAccount {
		row.Inherit = "Use inherited value (" + ui.OnOffWord(v.Inherited) + ")"
	}
	switch err := r.By.Must(access.ConfigureAccounts); {
	case err != nil:
		row.Refused = err.Error()
	case a.Status == account.Closed:
		row.Refused = "The account is closed. Nothing in it can be changed."
	case v.Source == setting.Locked:
		row.Refused = row.Words
	}
	return row
}

// origin says where a value comes from.
func origin(v setting.Value, partner account.Account) string {
	switch v.Source {
	case setting.FromAccount:
		return "Set here by " + v.SetBy
	case setting.FromPartner:
		return "Inherited from the default of " + partner.Name
	}
	return "Inherited from the system default"
}

// changeFeature saves one feature, for this account or as everybody's default.
func (s *Site) changeFeature(r *Request) error {
	a, in, out, err := s.change(r, func(asked) error { return nil })
	if refused(r, err) && r.part() {
		return s.changedMeanwhile(r, a, in.Name, err.Error())
	}
	if fault.Is(err, fault.Conflict) && in.Scope != "" {
		in.problem = err.Error()
		return s.drawFeature(r, http.StatusConflict, a, in)
	}
	if err != nil {
		return err
	}
	if r.part() {
		saved := ui.Save{State: ui.Saved, Text: "Saved " + ui.Clock(r.ctx(), s.now())}
		return r.page(http.StatusOK, accounts.FeatureRow(s.featureRow(r, a, out.Value, saved)))
	}
	return s.done(r, route.Features(r.here(), a.ID), s.changed(r, out, a.ID, featureRoom))
}

// refused reports whether a change came too late, or the setting is locked: the
// row, as it is now, says so.
func refused(r *Request, err error) bool {
	return fault.Is(err, fault.Conflict) || fault.Is(err, fault.Forbidden) && r.By.May(access.ConfigureAccounts)
}

// saveFeatures saves the features of an account whose switches were moved, in
// the form that browsers without scripts send.
func (s *Site) saveFeatures(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok}
	for _, f := range setting.Features {
		seen, on := r.FormValue(string(f.Name)+".seen"), r.FormValue(string(f.Name)) != ""
		if seen == "" || on == setting.WasOn(seen) {
			continue
		}
		out, err := s.Settings.Change(r.ctx(), r.By, a.ID, f.Name, setting.Draft{On: on, Scope: setting.ThisAccount, Seen: seen})
		if refused(r, err) {
			n.Tone, n.Text = layout.Warn, fault.Of(err).Text
			continue
		}
		if err != nil {
			return err
		}
		n.Lead += out.Value.Label + " is " + ui.OnOffWord(out.Value.On) + ". "
	}
	if n.Lead == "" {
		n.Lead = "Nothing was changed."
	}
	return s.done(r, route.Features(r.here(), a.ID), n)
}

// changedMeanwhile answers a switch with its row as it is now, and why it was
// not saved.
func (s *Site) changedMeanwhile(r *Request, a account.Account, name setting.Name, text string) error {
	values, err := s.Settings.Of(r.ctx(), r.By, a.ID)
	if err != nil {
		return err
	}
	for _, v := range values {
		if v.Name == name {
			failed := ui.Save{State: ui.Failed, Text: "Not saved: " + text}
			return r.page(http.StatusConflict, accounts.FeatureRow(s.featureRow(r, a, v, failed)))
		}
	}
	return fault.Missing()
}

// askFeature shows what a change of one feature would do, before it is saved.
func (s *Site) askFeature(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	in := looked(r)
	in.Name = setting.Name(r.Param("setting"))
	return s.drawFeature(r, http.StatusOK, a, in)
}

// drawFeature is the change of one feature on a page of its own; what can't be
// changed is shown among the features, with the reason.
func (s *Site) drawFeature(r *Request, status int, a account.Account, in asked) error {
	values, err := s.Settings.Of(r.ctx(), r.By, a.ID)
	if err != nil {
		return err
	}
	c, err := s.changeOn(r, a, values.Features(), in, featureRoom)
	if err != nil {
		return err
	}
	if c == nil {
		return r.Redirect(http.StatusSeeOther, route.Features(r.here(), a.ID))
	}
	c.Page = c.Action
	return r.page(status, settings.ChangeOf(settings.ChangePage{
		Shell: s.shell(r, c.Title()), Head: accounts.Head(r.By, r.Visitor.Account, a, accountFaces(r, a, featureRoom.label)), Change: *c,
	}))
}
