package site

import (
	"net/http"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// newAccount is the form that creates a managed account.
func (s *Site) newAccount(r *Request) error {
	if err := r.By.Must(access.CreateAccounts); err != nil {
		return err
	}
	return r.page(http.StatusOK, accounts.New(s.newPage(r, account.Draft{Token: db.NewToken()}, nil)))
}

// inOrder puts problems into the order of the form's fields.
func inOrder(problems fault.Fields) fault.Fields {
	fields := []string{"name", "reference", "tags", "phone", "email", account.FieldOurTeam}
	slices.SortStableFunc(problems, func(a, b fault.Problem) int { return slices.Index(fields, a.Field) - slices.Index(fields, b.Field) })
	return problems
}

func (s *Site) newPage(r *Request, in account.Draft, problems fault.Fields) accounts.NewPage {
	partner := r.Visitor.Account
	shell := s.shell(r, "Create Managed Account")
	shell.Invalid = problems != nil
	return accounts.NewPage{
		Shell: shell, Partner: partner, Draft: in, Problems: inOrder(problems), Country: account.DialCode(partner.Numbers()),
		AskTick: askTick(in, problems), ExampleOf: account.ExamplePhone(partner.Numbers()),
	}
}

// askTick reports whether the form asks if the address belongs to the support
// team: it was refused for its domain, or ticked already.
func askTick(in account.Draft, problems fault.Fields) bool {
	return in.OurTeam || problems.At(account.FieldOurTeam) != ""
}

// createAccount makes a managed account and opens the Feature Configuration prompt on it.
func (s *Site) createAccount(r *Request) error {
	var in account.Draft
	var a account.Account
	err := r.decode(&in)
	if err == nil {
		a, err = s.Accounts.Create(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, accounts.New(s.newPage(r, in, problems)))
	}
	if err != nil {
		return err
	}
	created := layout.Notice{Tone: layout.Ok, Lead: a.Name + " created."}
	if r.FormValue("another") != "" {
		return s.done(r, route.NewAccount(r.here()), created)
	}
	return s.done(r, route.Prompt(r.here(), a.ID), created)
}

// showAccount is a managed account's details.
func (s *Site) showAccount(r *Request) error {
	a, tags, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, accounts.Show(s.showPage(r, a, tags, s.draftOf(r, a, tags), nil)))
}

// draftOf is an account as the form edits it.
func (s *Site) draftOf(r *Request, a account.Account, tags []string) account.Draft {
	return account.Draft{
		Name: a.Name, Reference: a.Reference, Phone: account.ReadPhone(a.SupportPhone, r.Visitor.Account.Numbers()), Email: a.SupportEmail,
		OurTeam: a.SupportEmail != "" && r.Visitor.Account.Domain != "" && account.Domain(a.SupportEmail) != r.Visitor.Account.Domain,
		Tags:    strings.Join(tags, ", "), Version: a.Version,
	}
}

func (s *Site) showPage(r *Request, a account.Account, tags []string, in account.Draft, problems fault.Fields) accounts.ShowPage {
	partner := r.Visitor.Account
	shell := s.shell(r, a.Name)
	shell.Invalid = problems != nil
	return accounts.ShowPage{
		Shell: shell, Account: a, Partner: partner, Tags: tags, Faces: accountFaces(r, a, "Details"), Draft: in, Problems: inOrder(problems),
		AskTick: askTick(in, problems), Country: account.DialCode(partner.Numbers()),
		Phone: account.ReadPhone(a.SupportPhone, partner.Numbers()),
	}
}

// accountFaces are the tabs of a managed account's settings.
func accountFaces(r *Request, a account.Account, current string) []layout.Tab {
	key := r.here()
	faces := []layout.Tab{
		{Label: "Details", Href: route.Managed(key, a.ID)},
		{Label: "Features", Href: route.Features(key, a.ID)},
		{Label: "Display", Href: route.Display(key, a.ID)},
		{Label: "Users", Href: route.ManagedUsers(key, a.ID)},
		{Label: "History", Href: route.History(key, a.ID)},
	}
	for i := range faces {
		faces[i].Current = faces[i].Label == current
	}
	return faces
}

// editAccount changes a managed account's name, reference, tags and contacts.
func (s *Site) editAccount(r *Request) error {
	id := r.Param("account")
	was, tags, err := s.Accounts.Child(r.ctx(), r.By, id)
	if err != nil {
		return err
	}
	var in account.Draft
	a := was
	if err = r.decode(&in); err == nil {
		a, err = s.Accounts.Edit(r.ctx(), r.By, id, in)
	}
	problems := fault.FieldsOf(err)
	status := http.StatusUnprocessableEntity
	if f := fault.Of(err); f != nil && f.Kind == fault.Conflict {
		problems, status = fault.Fields{{Field: "name", Text: strings.TrimSuffix(f.Text, ".")}}, http.StatusConflict
		in.Version = was.Version
	}
	if problems != nil {
		return r.page(status, accounts.Show(s.showPage(r, was, tags, in, problems)))
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Managed(r.here(), a.ID), layout.Notice{Tone: layout.Ok, Lead: a.Name + " saved."})
}

// showHistory is what happened to a managed account.
func (s *Site) showHistory(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	events, more, err := s.Events.History(r.ctx(), r.By, a.ID, r.query().Get("before"))
	if err != nil {
		return err
	}
	p := accounts.HistoryPage{
		Shell: s.shell(r, a.Name), Account: a, Partner: r.Visitor.Account, Faces: accountFaces(r, a, "History"), Events: events,
	}
	if more {
		p.Older = route.History(r.here(), a.ID) + "?before=" + events[len(events)-1].ID
	}
	return r.page(http.StatusOK, accounts.History(p))
}

func (s *Site) suspendAccount(r *Request) error {
	a, err := s.Accounts.Suspend(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	return s.done(r, route.Managed(r.here(), a.ID), layout.Notice{
		Tone: layout.Warn, Lead: a.Name + " is suspended.", Text: "Its people can still sign in and read, but change nothing.",
		Act: &layout.Act{Label: "Undo", Post: route.Reactivation(r.here(), a.ID)},
	})
}

func (s *Site) reactivateAccount(r *Request) error {
	a, err := s.Accounts.Reactivate(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	return s.done(r, route.Managed(r.here(), a.ID), layout.Notice{Tone: layout.Ok, Lead: a.Name + " is active."})
}

func (s *Site) askClosure(r *Request) error {
	a, _, err := s.Accounts.Child(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	p := accounts.ClosurePage{Shell: s.shell(r, "Close "+a.Name), Account: a}
	if err := a.MayClose(); err != nil {
		p.Problem = err.Error()
	}
	return r.page(http.StatusOK, accounts.Closure(p))
}

func (s *Site) closeAccount(r *Request) error {
	a, err := s.Accounts.Close(r.ctx(), r.By, r.Param("account"))
	if err != nil {
		return err
	}
	return s.done(r, route.Managed(r.here(), a.ID), layout.Notice{Tone: layout.Info, Lead: a.Name + " is closed.", Text: "Nobody signs in to it. It is kept for the record."})
}
