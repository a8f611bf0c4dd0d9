package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/changes"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listChanges is the partner's changes of many accounts.
func (s *Site) listChanges(r *Request) error {
	after := r.query().Get("after")
	open, ended, more, err := s.Settings.Batches(r.ctx(), r.By, after)
	if err != nil {
		return err
	}
	p := changes.IndexPage{Shell: s.shell(r, "Changes"), Partner: r.Visitor.Account, Open: open, Ended: ended, Later: after != ""}
	if more {
		p.Older = route.With(route.Changes(r.here()), url.Values{"after": {ended[len(ended)-1].ID}})
	}
	return r.page(http.StatusOK, changes.Index(p))
}

// changeForm is a change of many accounts: as an address, which shows what it
// would do, and as the form that begins it.
type changeForm struct {
	Setting string   `form:"setting"`
	Value   string   `form:"value"`
	Keys    []string `form:"key"`
	Every   bool     `form:"every"` // all that match Query, not chosen ones
	Query   string   `form:"query"` // of Managed Accounts
	When    string   `form:"when"`  // now or later
	Day     string   `form:"day"`
	Time    string   `form:"time"`
	Typed   string   `form:"typed"`
	Seen    string   `form:"seen"`
	Token   string   `form:"token"`
}

// readChange reads the address of a new change.
func readChange(q url.Values) changeForm {
	return changeForm{
		Setting: q.Get("setting"), Value: q.Get("value"), Keys: q["key"], Every: q.Get("every") != "", Query: q.Get("query"), When: "now",
	}
}

// address is the query that shows the change.
func (in changeForm) address() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"setting": in.Setting, "value": in.Value, "query": in.Query} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if in.Every {
		q.Set("every", "1")
		return q
	}
	q.Del("query")
	if len(in.Keys) > 0 {
		q["key"] = in.Keys
	}
	return q
}

// bulk is the change as the house knows it.
func (in changeForm) bulk() (setting.Bulk, error) {
	b := setting.Bulk{Name: setting.Name(in.Setting), To: setting.Target(in.Value)}
	if !in.Every {
		b.Keys = in.Keys
		return b, nil
	}
	q, err := url.ParseQuery(in.Query)
	if err != nil {
		return b, fault.Missing()
	}
	f := readListing(q).filter
	f.Size, f.After, f.Before = 0, "", ""
	b.Filter = &f
	return b, nil
}

// newChange shows what a change would do.
func (s *Site) newChange(r *Request) error {
	p, err := s.changePage(r, readChange(r.query()), nil)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, changes.New(p))
}

// changePage draws a new change with what is wrong with it. problem is why it
// was not begun, or nil.
func (s *Site) changePage(r *Request, in changeForm, problem error) (p changes.NewPage, err error) {
	if err := r.By.Must(access.ConfigureAccounts); err != nil {
		return p, err
	}
	b, err := in.bulk()
	if err != nil {
		return p, err
	}
	p = changes.NewPage{
		Partner: r.Visitor.Account, Whom: b.Whom(), Keys: b.Keys, To: b.To, Problems: fault.FieldsOf(problem),
		Later: in.When == "later", Day: in.Day, Clock: in.Time, Typed: in.Typed, Zone: ui.TimesOf(r.ctx()).Place(s.now()),
	}
	if fault.Is(problem, fault.Conflict) {
		p.Stale = fault.Of(problem).Text
	}
	p.Keep = map[string]string{}
	if b.Filter != nil {
		p.Filter = *b.Filter
		p.Keep["every"], p.Keep["query"] = "1", in.Query
	}
	p.Setting, _ = setting.Find(b.Name)
	p.Settings, p.Values = settingOptions(b), targetOptions(b)
	if err := s.dryRun(r, in, b, &p); err != nil {
		return p, err
	}
	p.Shell = s.shell(r, "Change a setting")
	p.Shell.Invalid = p.Problems != nil
	return p, nil
}

// dryRun puts into a page what the change would do, once it is known which.
func (s *Site) dryRun(r *Request, in changeForm, b setting.Bulk, p *changes.NewPage) error {
	known := p.Setting.Name != "" && slices.Contains(setting.Targets, b.To)
	if !known && (in.Setting != "" && p.Setting.Name == "" || in.Value != "" && !slices.Contains(setting.Targets, b.To)) {
		p.Problems = append(p.Problems, wrongChoice(p.Setting.Name == "" && in.Setting != "")...)
	}
	p.Hidden = map[string]string{"setting": in.Setting, "value": in.Value, "token": db.NewToken()}
	if in.Token != "" && p.Problems == nil && p.Stale == "" {
		p.Hidden["token"] = in.Token
	}
	for name, value := range p.Keep {
		p.Hidden[name] = value
	}
	if b.Whom() == setting.TheDefault {
		if !known {
			return nil
		}
		preview, err := s.Settings.Preview(r.ctx(), r.By, "", b.Name, b.To == setting.ToOn)
		p.Default = &preview
		return err
	}
	meant, err := s.Settings.Meant(r.ctx(), r.By, b)
	p.Count, p.TooMany, p.First = meant.Count, meant.TooMany, firstNames(meant)
	if err != nil || !known {
		return err
	}
	plan, err := s.Settings.Plan(r.ctx(), r.By, b)
	if err != nil {
		return err
	}
	p.Plan, p.Hidden["seen"] = &plan, plan.Seen
	p.File = route.With(route.NewChangeFile(r.here()), in.address())
	p.Lines, p.Pages = turnPlan(r, in, plan.Lines)
	return nil
}

func wrongChoice(ofSetting bool) (fs fault.Fields) {
	if ofSetting {
		fs.Add("setting", "Choose a setting")
	} else {
		fs.Add("value", "Choose a value")
	}
	return fs
}

// firstNames are the first accounts by name, and how many more there are.
func firstNames(m setting.Meant) string {
	var ns []string
	for _, a := range m.First {
		ns = append(ns, a.Name)
	}
	text := strings.Join(ns, ", ")
	if rest := int(m.Count) - len(ns); rest > 0 {
		text += " and " + ui.Figure(rest) + " more"
	}
	return text + "."
}

// turnPlan is the page of a plan that the address turned to.
func turnPlan(r *Request, in changeForm, lines []setting.Line) ([]setting.Line, ui.Pages) {
	last := max(1, (len(lines)+setting.BatchPage-1)/setting.BatchPage)
	n, err := strconv.Atoi(r.query().Get("page"))
	if err != nil || n < 1 || n > last {
		n = 1
	}
	from, to := (n-1)*setting.BatchPage, min(n*setting.BatchPage, len(lines))
	if from >= to {
		return nil, ui.Pages{}
	}
	p := ui.Pages{Text: ui.Figure(from+1) + " to " + ui.Figure(to) + " of " + ui.Figure(len(lines))}
	if last > 1 {
		p.Page = "Page " + ui.Figure(n) + " of " + ui.Figure(last)
	}
	at := func(n int) string {
		return route.With(route.NewChange(r.here()), replaced(in.address(), "page", itoa(n))) + "#dry-run"
	}
	if n > 1 {
		p.Prev = at(n - 1)
	}
	if n < last {
		p.Next = at(n + 1)
	}
	return lines[from:to], p
}

func settingOptions(b setting.Bulk) []ui.Option {
	os := []ui.Option{{Label: "Choose…", Chosen: b.Name == ""}}
	for _, set := range setting.All {
		if set.Lockable() {
			os = append(os, ui.Option{Value: string(set.Name), Label: set.Label, Chosen: set.Name == b.Name})
		}
	}
	return os
}

func targetOptions(b setting.Bulk) []ui.Option {
	os := []ui.Option{{Label: "Choose…", Chosen: b.To == ""}}
	for _, to := range setting.Targets {
		label := changes.Target(to)
		if to == setting.ToInherited {
			label = "Use the inherited value"
			if b.Whom() == setting.TheDefault {
				continue
			}
		}
		os = append(os, ui.Option{Value: string(to), Label: label, Chosen: to == b.To})
	}
	return os
}

// atOnce is how long a change is worked on before its page is shown.
const atOnce = 2 * time.Second

// startChange begins a change, or schedules it.
func (s *Site) startChange(r *Request) error {
	var in changeForm
	err := r.decode(&in)
	var b setting.Batch
	if err == nil {
		b, err = s.start(r, in)
	}
	if fault.FieldsOf(err) != nil || fault.Is(err, fault.Conflict) {
		p, failed := s.changePage(r, in, err)
		if failed != nil {
			return failed
		}
		status := http.StatusUnprocessableEntity
		if p.Stale != "" {
			status = http.StatusConflict
		}
		return r.page(status, changes.New(p))
	}
	if err != nil {
		return err
	}
	if b.Status == setting.Scheduled {
		return s.done(r, route.Change(r.here(), b.ID), layout.Notice{Tone: layout.Ok, Lead: "Scheduled.", Text: "It is carried out on " + ui.Moment(r.ctx(), b.DueAt) + "."})
	}
	return s.carried(r, b)
}

func (s *Site) start(r *Request, in changeForm) (b setting.Batch, err error) {
	if err := r.By.Must(access.ConfigureAccounts); err != nil {
		return b, err
	}
	change, err := in.bulk()
	if err != nil {
		return b, err
	}
	o := setting.Order{Bulk: change, Seen: in.Seen, Typed: readNumber(in.Typed), Token: in.Token}
	if in.When == "later" || change.Whom() == setting.TheDefault {
		if o.At, err = readMoment(in.Day, in.Time, ui.TimesOf(r.ctx())); err != nil {
			return b, err
		}
	}
	return s.Settings.Start(r.ctx(), r.By, o)
}

// carried works on a change for a moment and leads to its page. What is left
// goes on without this request.
func (s *Site) carried(r *Request, b setting.Batch) error {
	if err := s.Settings.Run(r.ctx(), r.By, b, atOnce); err != nil {
		return err
	}
	return s.done(r, route.Change(r.here(), b.ID), layout.Notice{})
}

// readNumber is a number as people type it; what is none is 0.
func readNumber(text string) int64 {
	n, err := strconv.ParseInt(strings.NewReplacer(",", "", " ", "", ".", "", "\u00a0", "").Replace(text), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// readMoment is a day and a time of day in the reader's zone.
func readMoment(day, clock string, times ui.Times) (at time.Time, err error) {
	const layout = "2006-01-02 15:04"
	var fs fault.Fields
	date, err := time.Parse(time.DateOnly, strings.TrimSpace(day))
	if err != nil {
		fs.Add("day", "Enter a day")
	}
	hour, err := time.Parse("15:04", strings.TrimSpace(clock))
	if err != nil {
		fs.Add("time", "Enter a time of day")
	}
	if err := fs.Err(); err != nil {
		return at, err
	}
	at = time.Date(date.Year(), date.Month(), date.Day(), hour.Hour(), hour.Minute(), 0, 0, times.In(time.Now()).Location())
	if at.Format(layout) != date.Format(time.DateOnly)+" "+hour.Format("15:04") {
		fs.Add("time", "There is no such time on that day: the clocks are put forward")
	}
	return at, fs.Err()
}
