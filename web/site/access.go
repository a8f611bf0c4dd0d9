package site

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/templates/visits"
	"github.com/tenantry/tenantry/web/route"
)

// visiting is the address of a list of visits, read.
type visiting struct {
	filter visit.Filter
	list   string // address of the page
	raw    url.Values
}

// readVisiting reads the query of the Access page. What is not understood is left out.
func readVisiting(r *Request) visiting {
	q, l := r.query(), visiting{list: route.Access(r.here()), raw: url.Values{}}
	f := &l.filter
	f.Mode = visit.Mode(take(q, l.raw, "how", func(v string) bool { return slices.Contains(visit.Modes, visit.Mode(v)) }))
	f.From = access.Kind(take(q, l.raw, "company", in(string(access.Operator), string(access.Partner))))
	zone := ui.TimesOf(r.ctx())
	if from, ok := zone.Begins(take(q, l.raw, "from", isDay)); ok {
		f.Since = from
	}
	if to, ok := zone.Begins(take(q, l.raw, "to", isDay)); ok {
		f.Until = ui.NextDay(to)
	}
	if id := q.Get("before"); db.IsID(id) {
		f.Before = id
	} else if id := q.Get("after"); db.IsID(id) {
		f.After = id
	}
	return l
}

// listVisits is who was, and is, in the account.
func (s *Site) listVisits(r *Request) error {
	l := readVisiting(r)
	page, err := s.Visits.List(r.ctx(), r.By, l.filter)
	if err != nil {
		return err
	}
	p := visits.IndexPage{
		Shell: s.shell(r, "Access"), Faces: company(r), Sides: accessFaces(r), Page: page, Filter: l.filter, Clear: l.list,
		Since: l.raw.Get("from"), Until: l.raw.Get("to"), Export: route.With(route.AccessExport(r.here()), l.raw),
		Result: ui.Counted(len(page.Live)+len(page.Ended), "visit"),
	}
	p.More, p.Chips = l.filters(r)
	if n := len(page.Ended); n > 0 {
		if page.Earlier {
			p.Older, p.Result = route.With(l.list, replaced(l.raw, "before", page.Ended[n-1].ID)), "The latest "+p.Result
		}
		if page.Later {
			p.Later, p.Result = route.With(l.list, replaced(l.raw, "after", page.Ended[0].ID)), ui.Counted(n, "older visit")
		}
		if l.filter.After != "" && !page.Later {
			p.Later = route.With(l.list, l.raw) // with those under way
		}
	}
	return r.page(http.StatusOK, visits.Index(p))
}

// filters are the filters to choose from, and those in force.
func (l visiting) filters(r *Request) (more []ui.Choice, chips []ui.Condition) {
	how := ui.Choice{Label: "How", Name: "how", Options: []ui.Option{{Label: "Any"}}}
	for _, m := range visit.Modes {
		how.Options = append(how.Options, ui.Option{Value: string(m), Label: visits.ModeWord(m)})
	}
	cs := []ui.Choice{how}
	if r.By.Kind == access.Managed {
		cs = append(cs, ui.Choice{Label: "From", Name: "company", Options: []ui.Option{
			{Label: "Any company"}, {Value: string(access.Partner), Label: "The partner"}, {Value: string(access.Operator), Label: "The operator"},
		}})
	}
	more, chips = chosen(l.list, l.raw, cs...)
	for _, d := range []struct{ label, name string }{{"First day", "from"}, {"Last day", "to"}} {
		if at, ok := (ui.Times{}).Begins(l.raw.Get(d.name)); ok {
			chips = append(chips, ui.Condition{Label: d.label, Value: ui.Day(r.ctx(), at), Remove: route.With(l.list, replaced(l.raw, d.name, ""))})
		}
	}
	return more, chips
}

// visitColumns are the columns of a file of visits.
var visitColumns = []string{"from", "to", "person", "company", "how", "details", "reason", "ticket", "reason_for_changes", "reason_for_more_time", "changes"}

// exportVisits is the visits to the account, with the filters of the page, as a CSV file.
func (s *Site) exportVisits(r *Request) error {
	l := readVisiting(r)
	return s.sendFile(r, "access.csv", func(w *csv.Writer) error {
		times, begun := ui.TimesOf(r.ctx()), false
		return s.Visits.Export(r.ctx(), r.By, l.filter, func(es []visit.Entry) error {
			if !begun {
				begun = true
				if err := w.Write(visitColumns); err != nil {
					return err
				}
			}
			for _, e := range es {
				if err := w.Write(visitRow(e, times, s.now())); err != nil {
					return err
				}
			}
			w.Flush()
			return w.Error()
		})
	})
}

// visitRow is a visit under visitColumns.
func visitRow(e visit.Entry, times ui.Times, now time.Time) []string {
	to := ""
	if e.LeftAt != nil {
		to = times.In(*e.LeftAt).Format(time.RFC3339)
	}
	row := []string{
		times.In(e.EnteredAt).Format(time.RFC3339), to, e.Who, e.Company, visits.How(e), visits.Details(e, now),
		e.Reason, e.Ticket, e.WritesWhy, e.ExtendedWhy, itoa(e.Changes),
	}
	for i := range row {
		row[i] = account.Cell(row[i])
	}
	return row
}

// endVisit ends somebody's visit to the account, or, for the operator, to any.
func (s *Site) endVisit(r *Request) error {
	was, err := s.Sessions.EndVisit(r.ctx(), r.By, r.Param("visit"))
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: "The visit is ended.", Text: "What its person sends from now on is not carried out."}
	if was.LeftWhy != visit.Stopped || was.EndedBy != r.By.Name {
		n = layout.Notice{Tone: layout.Info, Lead: "The visit had ended already."}
	}
	if r.By.Kind == access.Operator {
		return s.done(r, route.Visits(r.here()), n)
	}
	return s.done(r, route.Access(r.here()), n)
}

// accessFaces are the sides of Company → Access that the caller may see: who was
// here, who may step in, who enters what. One alone needs no tabs.
func accessFaces(r *Request) (ts []layout.Tab) {
	for _, t := range []struct {
		label string
		at    func(key string) string
		may   access.Permission
		below bool // with all that lies below it
	}{
		{"Visits", route.Access, access.ViewAccess, false},
		{"Who may step in", route.Consent, access.ViewAccess, true},
		{"Who enters what", route.Delegations, access.Delegate, true},
		{"Live visits", route.Visits, access.WatchVisits, false},
		{"Emergency access", route.Glass, access.WatchVisits, true},
		{"Defaults", route.ConsentDefaults, access.DefaultAccess, false},
		{"Asked by you", route.AskedAccess, access.ActAs, false},
	} {
		if r.By.May(t.may) {
			current := r.Path() == t.at(":key") || t.below && strings.HasPrefix(r.Path(), t.at(":key")+"/")
			ts = append(ts, layout.Tab{Label: t.label, Href: t.at(r.here()), Current: current})
		}
	}
	if len(ts) < 2 {
		return nil
	}
	return ts
}
