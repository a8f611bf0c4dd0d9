package site

import (
	"net/http"
	"net/url"

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

// room is where settings of a managed account are changed.
type room struct {
	label string // of its tab
	page  func(key, account string) string
	one   func(key, account, name string) string // where one setting is changed
}

// The two rooms.
var (
	featureRoom = room{"Features", route.Features, route.Feature}
	displayRoom = room{"Display", route.Display, route.Setting}
)

// asked is a change of a setting that somebody looks at, or sent.
type asked struct {
	Name    setting.Name  `form:"change"`
	On      string        `form:"on"` // on, off or clear
	Scope   setting.Scope `form:"scope"`
	Seen    string        `form:"seen"`
	Value   bool          `form:"value"` // a switch that saves itself sends this one, or none
	Inherit bool          `form:"inherit"`

	problem string // why it was not saved
}

// to is what the setting is to become.
func (in asked) to() account.Own {
	switch in.On {
	case "on":
		return account.OwnOn
	case "off":
		return account.OwnOff
	case "clear":
		return account.OwnNone
	}
	return account.OwnOf(in.Value)
}

// chosen refuses a form that does not say what the setting is to become. A
// switch that is off sends nothing, so that only forms of switches go without.
// Who may not change settings learns that first.
func (in asked) chosen(by access.Caller) error {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return err
	}
	if in.On == "on" || in.On == "off" || in.Inherit {
		return nil
	}
	return fault.Fields{{Field: "on", Text: "Choose On or Off"}}.Err()
}

// draft is the change as the verbs take it.
func (in asked) draft() setting.Draft {
	return setting.Draft{On: in.to() == account.OwnOn, Scope: in.Scope, Seen: in.Seen}
}

// looked is the change that the query asks to show.
func looked(r *Request) asked {
	q := r.query()
	return asked{
		Name: setting.Name(q.Get("change")), On: take(q, url.Values{}, "on", in("on", "off", "clear")),
		Scope: setting.Scope(take(q, url.Values{}, "scope", in(string(setting.ThisAccount), string(setting.AllAccounts)))),
	}
}

// showDisplay is what the people of a managed account see.
func (s *Site) showDisplay(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	return s.drawDisplay(r, http.StatusOK, a, looked(r))
}

func (s *Site) drawDisplay(r *Request, status int, a account.Account, in asked) error {
	values, err := s.Settings.Of(r.ctx(), r.By, a.ID)
	if err != nil {
		return err
	}
	p := settings.DisplayPage{
		Shell: s.shell(r, a.Name), Head: accounts.Head(r.By, r.Visitor.Account, a, accountFaces(r, a, displayRoom.label)),
		Account: a, Partner: r.Visitor.Account, Operator: s.product(r), Values: values.Displays(), Refused: unchangeable(r.By, a),
	}
	if p.Coming, err = s.Settings.Scheduled(r.ctx(), r.By, a.ID); err != nil {
		return err
	}
	if p.Change, err = s.changeOn(r, a, p.Values, in, displayRoom); err != nil {
		return err
	}
	if p.Change == nil || in.Inherit {
		p.Change, p.Problem = nil, in.problem
	}
	return r.page(status, settings.Display(p))
}

// unchangeable says why nothing can be changed in an account, or "".
func unchangeable(by access.Caller, a account.Account) string {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return err.Error()
	}
	if a.Status == account.Closed {
		return "The account is closed. Nothing in it can be changed."
	}
	return ""
}

// changeOn is the change that is asked for, of one of an account's settings;
// nil where none is, or where it can't be changed.
func (s *Site) changeOn(r *Request, a account.Account, values setting.View, in asked, at room) (*settings.Change, error) {
	for _, v := range values {
		if v.Name != in.Name || !v.Settable() || unchangeable(r.By, a) != "" {
			continue
		}
		c := &settings.Change{
			Value: v, To: in.to(), Scope: in.Scope, Account: a, Partner: r.Visitor.Account, Problem: in.problem,
			Page: at.page(r.here(), a.ID), Action: at.one(r.here(), a.ID, string(v.Name)), Back: at.page(r.here(), a.ID),
		}
		if c.To == account.OwnNone || in.On == "" && in.problem == "" {
			c.To = account.OwnOf(!v.On)
		}
		if c.Scope == "" {
			c.Scope = v.UsualScope()
		}
		if c.One = r.By.Narrowed(); c.One {
			c.Scope = setting.ThisAccount
		}
		return c, s.preview(r, c)
	}
	return nil, nil
}

// preview finds who would change, where a change is for all.
func (s *Site) preview(r *Request, c *settings.Change) (err error) {
	var p setting.Preview
	switch {
	case c.Account.ID != "" && c.Scope != setting.AllAccounts:
		return nil
	case c.To == account.OwnNone:
		p, err = s.Settings.PreviewClear(r.ctx(), r.By, c.Value.Name)
	default:
		p, err = s.Settings.Preview(r.ctx(), r.By, c.Account.ID, c.Value.Name, c.To == account.OwnOn)
	}
	c.Preview = &p
	return err
}

// changeDisplay saves one setting from the Display page.
func (s *Site) changeDisplay(r *Request) error {
	a, in, out, err := s.change(r, func(in asked) error { return in.chosen(r.By) })
	if fault.Is(err, fault.Conflict) {
		in.problem = err.Error()
		return s.drawDisplay(r, http.StatusConflict, a, in)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Display(r.here(), a.ID), s.changed(r, out, a.ID, displayRoom))
}

// change carries out what a form of an account's setting asks for, once check
// finds nothing wrong with the form.
func (s *Site) change(r *Request, check func(asked) error) (a account.Account, in asked, out setting.Outcome, err error) {
	if a, _, err = s.Accounts.Child(r.ctx(), r.By, r.Param("account")); err != nil {
		return a, in, out, err
	}
	if err = r.decode(&in); err == nil {
		err = check(in)
	}
	if err != nil {
		return a, in, out, err
	}
	if in.Name = setting.Name(r.Param("setting")); in.Inherit {
		out, err = s.Settings.Inherit(r.ctx(), r.By, a.ID, in.Name, in.Seen)
	} else {
		out, err = s.Settings.Change(r.ctx(), r.By, a.ID, in.Name, in.draft())
	}
	return a, in, out, err
}

// changed is the notice after a setting was changed, with Undo where a default
// was; Undo comes back to the account, if it was changed there.
func (s *Site) changed(r *Request, out setting.Outcome, account string, at room) layout.Notice {
	n := layout.Notice{Tone: layout.Ok, Lead: out.Value.Label + " is " + ui.OnOffWord(out.Value.On) + "."}
	if out.Recorded != "" {
		n.Lead = ui.Counted(out.Changed, "account") + " changed."
		n.Text = out.Value.Label + " is " + ui.OnOffWord(out.Value.On) + " for every managed account without its own value."
		if out.Value.Source == setting.FromSystem {
			n.Text = out.Value.Label + " follows the system default again for every managed account without its own value."
		}
		n.Act = &layout.Act{Label: "Undo", Post: route.Undo(r.here(), out.Recorded), Fields: map[string]string{"account": account, "room": at.label}}
	}
	return n
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
			if r.FormValue("room") == displayRoom.label {
				back = route.Display(r.here(), a.ID)
			}
		}
	}
	return s.done(r, back, layout.Notice{Tone: layout.Ok, Lead: "Undone.", Text: label + " is as it was before."})
}

// listAffected are the accounts that would change with a default, or would not.
func (s *Site) listAffected(r *Request) error {
	set, ok := setting.Find(setting.Name(r.Param("setting")))
	if !ok {
		return fault.Missing()
	}
	q := r.query()
	f := setting.AffectedFilter{To: looked(r).to(), Account: q.Get("account"), Kept: q.Get("kept") != "", After: q.Get("after")}
	as, more, err := s.Settings.Affected(r.ctx(), r.By, set.Name, f)
	if err != nil {
		return err
	}
	p := settings.AffectedPage{Setting: set, To: f.To, Kept: f.Kept, Accounts: as, Back: askedAt(r, set, f)}
	if more {
		p.Next = route.With(route.Affected(r.here(), string(set.Name)), replaced(q, "after", as[len(as)-1].Account.ID))
	}
	p.Shell = s.shell(r, p.Heading())
	return r.page(http.StatusOK, settings.Affected(p))
}

// askedAt is where the change was looked at, whose accounts are listed.
func askedAt(r *Request, set setting.Setting, f setting.AffectedFilter) string {
	q := url.Values{"change": {string(set.Name)}, "on": {r.query().Get("on")}, "scope": {string(setting.AllAccounts)}}
	switch {
	case f.Account == "":
		return route.With(route.Defaults(r.here()), q)
	case set.Displayed():
		return route.With(route.Display(r.here(), f.Account), q)
	}
	return route.With(route.Feature(r.here(), f.Account, string(set.Name)), q)
}
