package site

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/switcher"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// openAccount leads from an account's bare address to its first page, with the
// notice that a form left.
func (s *Site) openAccount(r *Request) error {
	var n layout.Notice
	if r.Notice != nil {
		n = *r.Notice
	}
	return s.done(r, landing(r.By, r.Visitor.Account), n)
}

// enterAccount steps into a managed account; View Services, the switcher, the
// confirmation and the way back all come through here.
func (s *Site) enterAccount(r *Request) error {
	var in struct {
		Next string `form:"next"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	key := r.Param("key")
	if !db.IsKey(key) {
		return fault.Missing()
	}
	v, err := s.Sessions.Enter(r.ctx(), r.Visitor, key)
	if err != nil {
		return err
	}
	first := landing(v.Caller, v.Account)
	next := route.Local(in.Next, first)
	if !strings.HasPrefix(next, route.Account(key)+"/") {
		next = first
	}
	s.Store.Turn(r.Response())
	return s.done(r, next, layout.Notice{})
}

// leaveAccount returns to the partner.
func (s *Site) leaveAccount(r *Request) error {
	if r.Visitor.Partner.ID == "" {
		return fault.Missing()
	}
	if err := s.Sessions.Leave(r.ctx(), r.Visitor, visit.Returned); err != nil {
		return err
	}
	s.Store.Turn(r.Response())
	return s.done(r, back(r.Visitor.Hands(), r.Visitor.Partner), layout.Notice{})
}

// switchAccount offers the accounts that the visitor may go to.
func (s *Site) switchAccount(r *Request) error {
	find, from := strings.TrimSpace(r.query().Get("q")), route.Local(r.query().Get("from"), "")
	if len(find) > 200 {
		find = ""
	}
	places, err := s.Sessions.Places(r.ctx(), r.Visitor, find)
	if err != nil {
		return err
	}
	var recent []auth.Place
	if find == "" {
		if recent, err = s.Sessions.Recent(r.ctx(), r.Visitor); err != nil {
			return err
		}
	}
	shell := s.shell(r, "Go to an account")
	p := switcher.Page{Shell: shell, Find: find, From: from, Groups: groups(find, keyIn(from), places, recent)}
	p.Status = found(find, len(places))
	if r.part() {
		r.Response().Header().Add("Vary", "HX-Request")
		return r.page(http.StatusOK, switcher.Matches(p))
	}
	return r.page(http.StatusOK, switcher.Switch(p))
}

// keyIn is the key of the account that an address lies in, or "".
func keyIn(address string) string {
	rest, ok := strings.CutPrefix(address, "/a/")
	if !ok {
		return ""
	}
	key, _, _ := strings.Cut(rest, "/")
	return key
}

// groups puts places under headings: where one is, recent ones, and the rest.
func groups(find, current string, places, recent []auth.Place) (gs []ui.MatchGroup) {
	add := func(title string, ps []auth.Place, take func(auth.Place) bool) {
		g := ui.MatchGroup{Title: title}
		for _, p := range ps {
			if take(p) {
				g.Matches = append(g.Matches, match(p, current))
			}
		}
		if len(g.Matches) > 0 {
			gs = append(gs, g)
		}
	}
	seen := map[string]bool{}
	for _, p := range recent {
		seen[p.ID] = true
	}
	if find != "" {
		add(found(find, len(places)), places, func(auth.Place) bool { return true })
		return gs
	}
	add("Here now", append(places, recent...), func(p auth.Place) bool {
		if p.ID != current || seen["here "+p.ID] {
			return false
		}
		seen["here "+p.ID] = true
		return true
	})
	add("Your accounts", places, func(p auth.Place) bool { return p.Seated && p.ID != current })
	add("Recent", recent, func(p auth.Place) bool { return p.ID != current })
	add("Managed accounts", places, func(p auth.Place) bool { return !p.Seated && p.ID != current && !seen[p.ID] })
	return gs
}

func match(p auth.Place, current string) ui.Match {
	m := ui.Match{Name: p.Name, Note: p.Reference, Path: p.Partner, Side: string(p.Role), Here: p.ID == current}
	if p.Seated {
		m.Path = kindWords[p.Kind]
	}
	if p.Status != account.Active {
		m.Status = p.Status.Word()
	}
	if p.Seated {
		m.Href = route.Account(p.ID)
	} else {
		m.Post = route.Entry(p.ID)
	}
	return m
}

func found(find string, n int) string {
	switch {
	case n == 0 && find == "":
		return "There is no other account to go to."
	case n == 0:
		return fmt.Sprintf("No account matches “%s”.", find)
	case find == "" && n >= auth.MostPlaces:
		return "The first ones by name. Search for the others."
	case find == "":
		return ui.Counted(n, "account") + " to go to"
	case n >= auth.MostPlaces:
		return fmt.Sprintf("The first %d accounts that match “%s”", n, find)
	case n == 1:
		return fmt.Sprintf("1 account matches “%s”", find)
	}
	return fmt.Sprintf("%d accounts match “%s”", n, find)
}
