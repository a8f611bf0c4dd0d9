package site

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/letters"
	"github.com/tenantry/tenantry/templates/mail"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// writer draws letters for this portal.
func (s *Site) writer() mail.Writer { return mail.Writer{Public: s.PublicURL} }

// listLetters is the letters of the installation, newest first.
func (s *Site) listLetters(r *Request) error {
	f, raw := readLetters(r.query())
	ls, more, err := s.Outbox.List(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.Letters(r.here())
	p := letters.IndexPage{
		Shell: s.shell(r, "Letters"), Faces: company(r), Letters: ls, Filter: f, Clear: list, Waits: !s.Post,
		Result: lettersResult(len(ls), more, f), Keep: map[string]string{},
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	p.More, p.Chips = letterFilters(list, raw)
	if more {
		p.Older = route.With(list, replaced(raw, "after", ls[len(ls)-1].ID))
	}
	return r.page(http.StatusOK, letters.Index(p))
}

// readLetters reads the query of the letters' list. What is not understood is left out.
func readLetters(q url.Values) (f outbox.Filter, raw url.Values) {
	raw = url.Values{}
	f.Find = sought(q, raw, "q")
	f.Kind = outbox.Kind(take(q, raw, "kind", func(v string) bool { return slices.Contains(outbox.Kinds, outbox.Kind(v)) }))
	f.Status = outbox.Status(take(q, raw, "status", func(v string) bool { return slices.Contains(outbox.Statuses, outbox.Status(v)) }))
	f.After = q.Get("after")
	return f, raw
}

// letterFilters are the filters to choose from, and those in force.
func letterFilters(list string, raw url.Values) (more []ui.Choice, chips []ui.Condition) {
	kind := ui.Choice{Label: "Letter", Name: "kind", Options: []ui.Option{{Label: "Any"}}}
	for _, k := range outbox.Kinds {
		kind.Options = append(kind.Options, ui.Option{Value: string(k), Label: letters.Word(k)})
	}
	status := ui.Choice{Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}}}
	for _, st := range outbox.Statuses {
		status.Options = append(status.Options, ui.Option{Value: string(st), Label: letters.StatusWord(st)})
	}
	more = []ui.Choice{kind, status}
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

// lettersResult says how many letters the page has. How many there are in all
// nobody counts.
func lettersResult(n int, more bool, f outbox.Filter) string {
	switch {
	case f.After != "":
		return ui.Counted(n, "older letter")
	case more:
		return "The newest " + ui.Counted(n, "letter")
	}
	return ui.Counted(n, "letter")
}

// showLetter is one letter, without its secret.
func (s *Site) showLetter(r *Request) error {
	l, err := s.Outbox.Find(r.ctx(), r.By, r.Param("letter"))
	if err != nil {
		return err
	}
	refusal := l.Refusal(s.now())
	l.Facts.Secret = outbox.Hidden
	page, err := s.writer().Page(l)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, letters.Show(letters.ShowPage{
		Shell: s.shell(r, page.Subject), Letter: l, Subject: page.Subject, Text: page.Flowing(), Refusal: refusal, Waits: !s.Post,
	}))
}

// sendLetterAgain makes a letter leave once more.
func (s *Site) sendLetterAgain(r *Request) error {
	l, err := s.Outbox.SendAgain(r.ctx(), r.By, r.Param("letter"))
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: "The letter to " + l.ToName + " leaves again.", Text: "In a few seconds."}
	if !s.Post {
		n = layout.Notice{Tone: layout.Info, Lead: "The letter to " + l.ToName + " waits for a mail server.", Text: "None is set up."}
	}
	return s.done(r, route.Letter(r.here(), l.ID), n)
}

// demoRoutes are the letters of the demonstration, which nobody signs in for.
// A portal that is no demonstration has no such addresses.
func (s *Site) demoRoutes(e *echo.Echo) {
	if s.Demo == nil {
		return
	}
	e.GET(route.DemoLetters, s.anyone(s.listDemoLetters))
	e.GET(route.DemoLetter(":letter"), s.anyone(s.showDemoLetter))
	e.GET(route.DemoLetterPage(":letter"), s.anyone(s.showDemoLetterPage))
}

// listDemoLetters is what the demonstration would have sent.
func (s *Site) listDemoLetters(r *Request) error {
	ls, err := s.Outbox.Newest(r.ctx())
	if err != nil {
		return err
	}
	p := letters.DemoIndexPage{Shell: s.shell(r, "Letters of the demonstration")}
	for _, l := range ls {
		page, err := s.writer().Page(l)
		if err != nil {
			return err
		}
		p.Entries = append(p.Entries, letters.Entry{Letter: l, Subject: page.Subject})
	}
	return r.page(http.StatusOK, letters.DemoIndex(p))
}

// showDemoLetter is a letter as text, with its link.
func (s *Site) showDemoLetter(r *Request) error {
	l, err := s.Outbox.Open(r.ctx(), r.Param("letter"))
	if err != nil {
		return err
	}
	page, err := s.writer().Page(l)
	if err != nil {
		return err
	}
	p := letters.DemoShowPage{Shell: s.shell(r, page.Subject), Letter: l, Subject: page.Subject, Before: page.Flowing()}
	if link := page.Button.Href; link != "" {
		p.Before, p.After, _ = strings.Cut(p.Before, link)
		p.Link = link
	}
	return r.page(http.StatusOK, letters.DemoShow(p))
}

// letterPolicy lets a letter have the styles that stand in it, and nothing else.
const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// showDemoLetterPage is a letter as mail programs show it.
func (s *Site) showDemoLetterPage(r *Request) error {
	l, err := s.Outbox.Open(r.ctx(), r.Param("letter"))
	if err != nil {
		return err
	}
	page, err := s.writer().Page(l)
	if err != nil {
		return err
	}
	r.Response().Header().Set(echo.HeaderContentSecurityPolicy, letterPolicy)
	return r.page(http.StatusOK, mail.Letter(page))
}
