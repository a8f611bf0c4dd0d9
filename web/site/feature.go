package site

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
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
		Shell: s.shell(r, a.Name), Account: a, Partner: r.Visit.Account, Faces: accountFaces(r, a, "Features"), Values: values,
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
		On: v.On, Source: ui.Source(v.Source), Words: origin(v, r.Visit.Account), Save: saved,
		Name: string(v.Name), Seen: v.Seen(),
	}
	if v.Source == setting.FromAccount {
		row.Inherit = "Use inherited value (" + ui.OnOffWord(v.Inherited) + ")"
	}
	switch err := r.By.Must(access.ConfigureAccounts); {
	case err != nil:
		row.Refused = err.Error()
	case a.Status == account.Closed:
		row.Refused = "The account is closed. Nothing in it can be changed."
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

// featureForm is a change of one feature: by its switch, which sends a value
// or none, or by the page with the scope.
type featureForm struct {
	Value   bool          `form:"value"`
	On      string        `form:"on"`
	Seen    string        `form:"seen"`
	Inherit bool          `form:"inherit"`
	Scope   setting.Scope `form:"scope"`
}

func (f featureForm) draft() setting.Draft {
	on := f.Value
	if f.On != "" {
		on = f.On == "on"
	}
	return setting.Draft{On: on, Scope: f.Scope, Seen: f.Seen}
}

// changeFeature saves one feature, for this account or as everybody's default.
func (s *Site) changeFeature(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	var in featureForm
	if err := r.decode(&in); err != nil {
		return err
	}
	name, out := setting.Name(r.Param("feature")), setting.Outcome{}
	if in.Inherit {
		out, err = s.Settings.Inherit(r.ctx(), r.By, a.ID, name, in.Seen)
	} else {
		out, err = s.Settings.Change(r.ctx(), r.By, a.ID, name, in.draft())
	}
	if fault.Is(err, fault.Conflict) && r.part() {
		return s.changedMeanwhile(r, a, name, err.Error())
	}
	if fault.Is(err, fault.Conflict) && in.Scope != "" {
		return s.askFor(r, a, accounts.FeaturePage{Scope: in.Scope, On: in.draft().On, Problem: err.Error()})
	}
	if err != nil {
		return err
	}
	if r.part() {
		saved := ui.Save{State: ui.Saved, Text: "Saved " + ui.Clock(r.ctx(), s.now())}
		return r.page(http.StatusOK, accounts.FeatureRow(s.featureRow(r, a, out.Value, saved)))
	}
	return s.done(r, route.Features(r.here(), a.ID), s.changed(r, out, a.ID))
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
		if fault.Is(err, fault.Conflict) {
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

// changed is the notice after a feature was changed, with Undo where a default
// was; Undo comes back to the account, if it was changed there.
func (s *Site) changed(r *Request, out setting.Outcome, account string) layout.Notice {
	n := layout.Notice{Tone: layout.Ok, Lead: out.Value.Label + " is " + ui.OnOffWord(out.Value.On) + "."}
	if out.Recorded != "" {
		n.Lead = ui.Counted(out.Changed, "account") + " changed."
		n.Text = out.Value.Label + " is " + ui.OnOffWord(out.Value.On) + " for every managed account without its own value."
		n.Act = &layout.Act{Label: "Undo", Post: route.Undo(r.here(), out.Recorded), Fields: map[string]string{"account": account}}
	}
	return n
}

// askFeature shows what a change of one feature would do, before it is saved.
func (s *Site) askFeature(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	scope := setting.Scope(take(r.query(), url.Values{}, "scope", in("account", "all")))
	return s.askFor(r, a, accounts.FeaturePage{Scope: scope, On: r.query().Get("on") == "on"})
}

// askFor draws the change of one feature for an account, and for all if wanted.
func (s *Site) askFor(r *Request, a account.Account, p accounts.FeaturePage) error {
	values, err := s.Settings.Of(r.ctx(), r.By, a.ID)
	if err != nil {
		return err
	}
	p.Account, p.Faces, p.Back = a, accountFaces(r, a, "Features"), route.Features(r.here(), a.ID)
	p.Action = route.Feature(r.here(), a.ID, r.Param("feature"))
	return s.preview(r, p, values)
}

// preview draws the change of the feature that the address names, and who
// would change by it.
func (s *Site) preview(r *Request, p accounts.FeaturePage, values []setting.Value) error {
	found := false
	for _, v := range values {
		if string(v.Name) == r.Param("feature") {
			p.Value, found = v, true
		}
	}
	if !found {
		return fault.Missing()
	}
	var err error
	if p.Preview, err = s.Settings.Preview(r.ctx(), r.By, p.Account.ID, p.Value.Name, p.On); err != nil {
		return err
	}
	p.Shell, p.Partner = s.shell(r, "Turn "+p.Value.Label+" "+strings.ToLower(ui.OnOffWord(p.On))), r.Visit.Account
	status := http.StatusOK
	if p.Problem != "" {
		status = http.StatusConflict
	}
	return r.page(status, accounts.Feature(p))
}
