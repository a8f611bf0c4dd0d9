package site

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/locks"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listLocks is what the operator holds at a value.
func (s *Site) listLocks(r *Request) error {
	f, raw := readLocks(r.query())
	held, more, err := s.Settings.Locks(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	p := locks.IndexPage{
		Shell: s.shell(r, "Locks"), Operator: r.Visitor.Account, Faces: partnersFaces(r, "Locks"), Locks: held,
		Clear: route.Locks(r.here()), Result: locksResult(len(held), more, f), Keep: map[string]string{},
	}
	if f.After == "" {
		if p.Holds, err = s.Settings.Inspect(r.ctx(), r.By, r.here()); err != nil {
			return err
		}
	}
	if more {
		p.Next = route.With(p.Clear, replaced(raw, "after", held[len(held)-1].Version))
	}
	p.More, p.Chips = lockFilters(p.Clear, raw)
	if f.Account != "" {
		p.Keep["account"] = f.Account
		p.Chips, err = s.lockedAt(r, p, raw)
	}
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, locks.Index(p))
}

// lockedAt are the chips of a list of locks with that of the account that it
// is narrowed to.
func (s *Site) lockedAt(r *Request, p locks.IndexPage, raw url.Values) ([]ui.Condition, error) {
	key := raw.Get("account")
	names, err := s.Accounts.Names(r.ctx(), r.By, []string{key})
	name := names[key]
	if name == "" {
		name = key
	}
	return append(p.Chips, ui.Condition{Label: "Account", Value: name, Remove: route.With(p.Clear, replaced(raw, "account", ""))}), err
}

// widths are how many accounts a lock holds, in words.
var widths = []ui.Option{
	{Value: string(setting.OnAll), Label: "All managed accounts"},
	{Value: string(setting.OnPartners), Label: "Those of a partner"},
	{Value: string(setting.OnAccounts), Label: "One account"},
}

// readLocks reads the query of the list of locks. What is not understood is left out.
func readLocks(q url.Values) (f setting.LockFilter, raw url.Values) {
	raw = url.Values{}
	f.Name = setting.Name(take(q, raw, "setting", func(v string) bool { _, ok := setting.Find(setting.Name(v)); return ok }))
	f.Width = setting.Width(take(q, raw, "for", in(string(setting.OnAll), string(setting.OnPartners), string(setting.OnAccounts))))
	f.Account = sought(q, raw, "account")
	if after := q.Get("after"); db.IsID(after) {
		f.After = after
	}
	return f, raw
}

// lockFilters are the filters to choose from, and those in force.
func lockFilters(list string, raw url.Values) (more []ui.Choice, chips []ui.Condition) {
	names := []ui.Option{{Label: "Any"}}
	for _, set := range setting.All {
		if set.Lockable() {
			names = append(names, ui.Option{Value: string(set.Name), Label: set.Label})
		}
	}
	more = []ui.Choice{
		{Label: "Setting", Name: "setting", Options: names},
		{Label: "For", Name: "for", Options: append([]ui.Option{{Label: "Any"}}, widths...)},
	}
	for _, c := range more {
		for i := range c.Options {
			o := &c.Options[i]
			o.Chosen = o.Value == raw.Get(c.Name)
			if o.Chosen && o.Value != "" {
				chips = append(chips, ui.Condition{Label: c.Label, Value: o.Label, Remove: route.With(list, replaced(raw, c.Name, ""))})
			}
		}
	}
	return more, chips
}

// locksResult says how many locks the page has; how many there are in all nobody counts.
func locksResult(n int, more bool, f setting.LockFilter) string {
	switch {
	case f.After != "":
		return ui.Counted(n, "older lock")
	case more:
		return "The latest " + ui.Counted(n, "lock")
	}
	return ui.Counted(n, "lock")
}

// lockEffects is what locking the setting that the address names would do, and
// the partner above, if it is at a managed account.
func (s *Site) lockEffects(r *Request) (e setting.LockEffects, above account.Account, err error) {
	e, err = s.Settings.PreviewLock(r.ctx(), r.By, r.Param("account"), setting.Name(r.Param("setting")))
	if err != nil || e.Account.Kind != access.Managed {
		return e, above, err
	}
	above, _, err = s.Accounts.Partner(r.ctx(), r.By, e.Account.ParentID)
	return e, above, err
}

// lockedFrom is the page on which the locks of an account stand.
func lockedFrom(r *Request, a account.Account) string {
	switch a.Kind {
	case access.Partner:
		return route.PartnerSettings(r.here(), a.ID)
	case access.Managed:
		return route.PartnerAccount(r.here(), a.ParentID, a.ID)
	}
	return route.Locks(r.here())
}

// askLock is the form that locks a setting, with what that would do.
func (s *Site) askLock(r *Request) error {
	return s.lockPage(r, http.StatusOK, locks.LockPage{})
}

func (s *Site) lockPage(r *Request, status int, p locks.LockPage) (err error) {
	if p.Effects, p.Partner, err = s.lockEffects(r); err != nil {
		return err
	}
	l := p.Effects.Hold.Lock
	title := "Lock " + p.Effects.Hold.Label
	if l.Put() {
		title = "Change the lock of " + p.Effects.Hold.Label
	}
	if status == http.StatusOK {
		p.Draft = setting.LockDraft{Value: position(p.Effects.Hold.Values[0].On), Reason: l.Reason}
		if l.Put() {
			p.Draft.Value = position(l.On())
		}
	}
	p.Shell, p.Back = s.shell(r, title), lockedFrom(r, p.Effects.Account)
	p.Shell.Invalid = p.Problems != nil
	return r.page(status, locks.Lock(p))
}

// position is a switch's place as forms send it.
func position(on bool) string { return strings.ToLower(ui.OnOffWord(on)) }

// lockSetting puts or changes a lock.
func (s *Site) lockSetting(r *Request) error {
	var in setting.LockDraft
	var l setting.Lock
	err := r.decode(&in)
	if err == nil {
		l, err = s.Settings.Lock(r.ctx(), r.By, r.Param("account"), setting.Name(r.Param("setting")), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.lockPage(r, http.StatusUnprocessableEntity, locks.LockPage{Draft: in, Problems: problems})
	}
	if fault.Is(err, fault.Conflict) {
		return s.lockPage(r, http.StatusConflict, locks.LockPage{Draft: in, Problem: err.Error()})
	}
	if err != nil {
		return err
	}
	return s.locked(r, l, layout.Notice{Lead: label(l) + " is locked at " + l.Value})
}

// locked answers a lock that was put or lifted on the page where it stands.
func (s *Site) locked(r *Request, l setting.Lock, n layout.Notice) error {
	a, err := s.Accounts.Find(r.ctx(), r.By, l.AccountID)
	if err != nil {
		return err
	}
	n.Tone, n.Lead = layout.Ok, n.Lead+" for "+a.Name+"."
	if a.Kind == access.Operator {
		n.Lead = strings.TrimSuffix(n.Lead, a.Name+".") + "all managed accounts."
	}
	return s.done(r, lockedFrom(r, a), n)
}

// label is the setting of a lock as people read it.
func label(l setting.Lock) string {
	set, _ := setting.Find(l.Name)
	return set.Label
}

// askLifting asks before a lock is lifted, and says what that would do.
func (s *Site) askLifting(r *Request) error { return s.liftPage(r, "") }

func (s *Site) liftPage(r *Request, problem string) error {
	e, above, err := s.lockEffects(r)
	if err != nil {
		return err
	}
	back := lockedFrom(r, e.Account)
	if !e.Hold.Lock.Put() {
		return s.done(r, back, layout.Notice{Tone: layout.Info, Lead: e.Hold.Label + " is not locked here.", Text: "There is nothing to lift."})
	}
	p := locks.LiftPage{Shell: s.shell(r, "Lift the lock of "+e.Hold.Label), Effects: e, Partner: above, Problem: problem, Back: back}
	status := http.StatusOK
	if problem != "" {
		status = http.StatusConflict
	}
	return r.page(status, locks.Lift(p))
}

// liftLock takes a lock away, and offers to put it back.
func (s *Site) liftLock(r *Request) error {
	var in struct {
		Seen string `form:"seen"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	was, err := s.Settings.Lift(r.ctx(), r.By, r.Param("account"), setting.Name(r.Param("setting")), in.Seen)
	if fault.Is(err, fault.Conflict) {
		return s.liftPage(r, err.Error())
	}
	if err != nil {
		return err
	}
	return s.locked(r, was, layout.Notice{Lead: label(was) + " is no longer locked", Act: &layout.Act{
		Label: "Undo", Post: route.Lock(r.here(), was.AccountID, string(was.Name)),
		Fields: map[string]string{"value": position(was.On()), "reason": was.Reason},
	}})
}
