package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/settings"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// differing is the address of a list of own values, read.
type differing struct {
	filter setting.DifferentFilter
	list   string
	page   int
	raw    url.Values
}

// readDiffering reads the query of Where is it different? What is not
// understood is left out.
func readDiffering(r *Request) differing {
	q, name := r.query(), r.Param("setting")
	l := differing{raw: url.Values{}, page: pageNumber(q), list: route.Different(r.here(), name)}
	f := &l.filter
	f.Name = setting.Name(name)
	f.Find = sought(q, l.raw, "q")
	f.Value = account.Choice(take(q, l.raw, "value", in("on", "off")))
	sort := take(q, l.raw, "sort", func(v string) bool {
		return slices.Contains(setting.DifferentSorts, setting.DifferentSort(strings.TrimPrefix(v, "-")))
	})
	f.Sort, f.Desc = setting.DifferentSort(strings.TrimPrefix(sort, "-")), strings.HasPrefix(sort, "-")
	f.After, f.Before = q.Get("after"), q.Get("before")
	return l
}

// listDifferent is where a setting is different.
func (s *Site) listDifferent(r *Request) error { return s.drawDifferent(r, http.StatusOK, "") }

func (s *Site) drawDifferent(r *Request, status int, problem string) error {
	l := readDiffering(r)
	ds, err := s.Settings.ListDefaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	page, err := s.Settings.Different(r.ctx(), r.By, l.filter)
	if err != nil {
		return err
	}
	p := settings.DifferentPage{
		Shell: s.shell(r, "Where is it different?"), Partner: r.Visitor.Account, Find: l.filter.Find, Page: page, Clear: l.list, Problem: problem,
		Chips: l.chips(), Own: l.choice(), Keep: l.keep(), Pages: l.pages(page), Result: ui.Counted(page.Total, "account"),
		Heads: heads(differentColumns, string(l.filter.Sort), l.filter.Desc, func(sort string) string { return route.With(l.list, replaced(l.raw, "sort", sort)) }),
	}
	for i := range p.Heads {
		if !differentColumns[i].sorts() {
			p.Heads[i] = ui.Head{Label: p.Heads[i].Label}
		}
	}
	p.Value, p.Faces = differentFaces(r, ds, l.filter.Name)
	return r.page(status, settings.Different(p))
}

// differentColumns are the list's, from left to right.
var differentColumns = []column{
	{key: string(setting.DifferentByName), label: "Name"},
	{key: string(setting.DifferentByValue), label: "Own value"},
	{label: "Inherited"},
	{key: string(setting.DifferentBySet), label: "Set"},
	{label: "Note"},
}

// sorts reports whether a list can be sorted by the column.
func (c column) sorts() bool { return c.key != "" }

// differentFaces are all settings that an account can have its own value of,
// with how many do, and the default of the one that is shown.
func differentFaces(r *Request, ds []setting.Default, name setting.Name) (shown setting.Value, ts []layout.Tab) {
	for _, d := range ds {
		if d.Name == name {
			shown = d.Value
		}
		if len(d.Models()) > 0 {
			ts = append(ts, layout.Tab{Label: d.Label, Href: route.Different(r.here(), string(d.Name)), Count: ui.Figure(int(d.Own)), Current: d.Name == name})
		}
	}
	return shown, ts
}

// chips are the filters in force, each with the address without it.
func (l differing) chips() (cs []ui.Condition) {
	for _, o := range onOff {
		if l.raw.Get("value") == o.Value {
			cs = append(cs, ui.Condition{Label: "Own value", Value: o.Label, Remove: route.With(l.list, replaced(l.raw, "value", ""))})
		}
	}
	return cs
}

// choice is the filter by value.
func (l differing) choice() ui.Choice {
	c := ui.Choice{Label: "Own value", Name: "value", Options: append([]ui.Option{{Value: "", Label: "Any"}}, onOff...)}
	for i := range c.Options {
		c.Options[i].Chosen = c.Options[i].Value == l.raw.Get("value")
	}
	return c
}

// keep are the listing's parameters, for a form that sets the value itself.
func (l differing) keep() map[string]string {
	keep := map[string]string{}
	for name := range l.raw {
		if name != "value" {
			keep[name] = l.raw.Get(name)
		}
	}
	return keep
}

// pages lead to the neighbours of a page.
func (l differing) pages(p setting.DifferentPage) (out ui.Pages) {
	out.Text = ui.Counted(p.Total, "account")
	if len(p.Rows) == 0 || !p.Earlier && !p.Later {
		return out
	}
	out.Page = "Page " + ui.Figure(l.page)
	if p.Later {
		out.Next = route.With(l.list, l.turned("after", p.Rows[len(p.Rows)-1].Account.ID, l.page+1))
	}
	if p.Earlier {
		out.Prev = route.With(l.list, l.turned("before", p.Rows[0].Account.ID, l.page-1))
	}
	return out
}

func (l differing) turned(direction, key string, page int) url.Values {
	q := maps.Clone(l.raw)
	if page > 1 {
		q.Set(direction, key)
		q.Set("page", itoa(page))
	}
	return q
}

// inheritMany shows what using the inherited value does to the ticked accounts,
// and does it when it is sent again from there.
func (s *Site) inheritMany(r *Request) error {
	var in struct {
		Keys []string `form:"key"`
		Go   bool     `form:"go"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	p, err := s.inheritPage(r, in.Keys, in.Go)
	if problems := fault.FieldsOf(err); problems != nil {
		return s.drawDifferent(r, http.StatusUnprocessableEntity, problems[0].Text+".")
	}
	if err != nil {
		return err
	}
	p.Shell = s.shell(r, p.Heading())
	return r.page(http.StatusOK, settings.Inherit(p))
}

func (s *Site) inheritPage(r *Request, keys []string, carryOut bool) (p settings.InheritPage, err error) {
	name := setting.Name(r.Param("setting"))
	values, err := s.Settings.Defaults(r.ctx(), r.By)
	if err != nil {
		return p, err
	}
	p = settings.InheritPage{Partner: r.Visitor.Account, Back: route.Different(r.here(), string(name))}
	p.Value, _ = values.Find(name)
	if carryOut || len(keys) == 0 {
		p.Results, err = s.Settings.InheritMany(r.ctx(), r.By, name, keys)
	} else {
		p.Rows, err = s.Settings.DifferentAt(r.ctx(), r.By, name, keys)
	}
	return p, err
}
