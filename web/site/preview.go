package site

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/failure"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/previews"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// choosePreview offers the roles and the people of a managed account; where a
// script asks, as the menu alone.
func (s *Site) choosePreview(r *Request) error {
	find := strings.TrimSpace(r.query().Get("q"))
	a, people, err := s.Users.Viewers(r.ctx(), r.By, r.Param("account"), find)
	if err != nil {
		return err
	}
	p := previews.ChoosePage{
		Shell: s.shell(r, "Preview "+a.Name), Account: a, People: people[:min(len(people), user.MostViewers)],
		More: len(people) > user.MostViewers, Find: find, Next: within(a.ID, r.query().Get("page"), ""),
	}
	if r.part() {
		r.Response().Header().Add("Vary", "HX-Request")
		return r.page(http.StatusOK, previews.Menu(p))
	}
	return r.page(http.StatusOK, previews.Choose(p))
}

// within is next when it is an address of the account, and otherwise the fallback.
func within(key, next, fallback string) string {
	if next = route.Local(next, ""); strings.HasPrefix(next, route.Account(key)+"/") {
		return next
	}
	return fallback
}

// startPreview shows a page of a managed account as somebody there sees it.
func (s *Site) startPreview(r *Request) error {
	var in struct {
		Next string      `form:"next"`
		Role access.Role `form:"role"`
		Seat string      `form:"seat"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	key := r.Param("key")
	if !db.IsKey(key) {
		return fault.Missing()
	}
	v, err := s.Sessions.Preview(r.ctx(), r.Visitor, key, auth.View{Role: in.Role, Seat: in.Seat})
	if err != nil {
		return err
	}
	s.Store.Turn(r.Response())
	return s.done(r, within(key, in.Next, landing(v.Caller, v.Account)), layout.Notice{})
}

// endPreview goes back to the same page in the visitor's own name.
func (s *Site) endPreview(r *Request) error {
	if r.Visitor.Partner.ID == "" {
		return fault.Missing()
	}
	var in struct {
		Next string `form:"next"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	v, err := s.Sessions.EndPreview(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	s.Store.Turn(r.Response())
	return s.done(r, within(r.here(), in.Next, landing(v.Caller, v.Account)), layout.Notice{})
}

// looking keeps a preview from being more than that, and acting in somebody's
// place within its bounds: what is sent beyond them is answered, and not carried
// out.
func (s *Site) looking(h handler) handler {
	return func(r *Request) error {
		if r.Request().Method == http.MethodGet {
			return h(r)
		}
		if answered, err := s.bound(r); err != nil || answered {
			return err
		}
		if r.By.Preview {
			return s.unchanged(r, http.StatusForbidden, "Nothing was changed",
				"This is a preview of what others see, so nothing is carried out. End the preview to work in your own name.")
		}
		if !r.By.Viewing() {
			return h(r)
		}
		var in struct {
			Previewed bool `form:"previewed"`
		}
		if err := r.decode(&in); err != nil {
			return err
		}
		if in.Previewed {
			return s.unchanged(r, http.StatusConflict, "The preview has ended",
				"What you sent comes from a page of the preview, so nothing was changed. Open the page again to use it in your own name.")
		}
		return h(r)
	}
}

// unchanged says that a form was not carried out, and leads back to its page.
func (s *Site) unchanged(r *Request, status int, title, text string) error {
	if r.part() {
		return r.reason(status, title+". "+text)
	}
	m := ui.Mishap{Code: itoa(status), Title: title, Text: text, Ways: []ui.Way{
		{Label: "Back to the page", Text: "The page from which it was sent", Href: s.cameFrom(r)},
	}}
	shell := s.shell(r, title)
	shell.Path = ""
	return r.page(status, failure.Failure(failure.Page{Shell: shell, Mishap: m}))
}

// cameFrom is the page of this account from which a form was sent.
func (s *Site) cameFrom(r *Request) string {
	first := landing(r.By, r.Visitor.Account)
	u, err := url.Parse(r.Request().Referer())
	if err != nil || u.Host != r.Request().Host {
		return first
	}
	return within(r.here(), u.RequestURI(), first)
}

// bar says whose account a page is, for a partner's person.
func (s *Site) bar(r *Request) *layout.Bar {
	v, path := r.Visitor, r.Request().URL.RequestURI()
	if r.Request().Method != http.MethodGet {
		path = s.cameFrom(r)
	}
	b := &layout.Bar{
		Account: v.Account.Name, Partner: v.Partner.Name, Role: string(r.By.Role), Since: v.Since, Leave: route.Exit(v.Account.ID),
	}
	switch {
	case r.By.Preview:
		b.Preview = &layout.Preview{
			Person: v.Whose.Name, Other: route.PreviewsFrom(v.Partner.ID, v.Account.ID, path),
			End: layout.Act{Label: "End preview", Post: route.PreviewEnd(v.Account.ID), Fields: map[string]string{"next": path}},
		}
	case r.By.Holds(access.PreviewAccounts) && v.Account.Status != account.Closed:
		b.Ask = previews.Ask(v.Account.ID, v.Host, path)
	}
	return b
}
