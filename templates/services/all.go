package services

import (
	"net/url"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// AllPage is the services of all managed accounts of a partner.
type AllPage struct {
	layout.Shell
	Faces   []layout.Tab
	Account account.Account // the partner
	Page    service.BelowPage
	Filter  service.BelowFilter
	Chips   []ui.Condition
	More    []ui.Choice
	Keep    map[string]string
	Heads   []ui.Head
	Pages   ui.Pages
	Result  string // "10 of 1,400 services"
	Clear   string
	Export  string // address of the same list as a file
}

func (p AllPage) scope() string {
	if p.Page.All == 0 {
		return "The managed accounts of " + p.Account.Name + " have none yet."
	}
	return ui.Counted(p.Page.All, "service") + " of the managed accounts of " + p.Account.Name + "."
}

// searched says what a text is looked for in, where it was not found.
func (p AllPage) searched() string {
	if p.Filter.Find == "" {
		return ""
	}
	return "What is searched is the name, id, reference and location of a service, not its account."
}

// of is the list of the services of one account.
func (p AllPage) of(a account.Named) string {
	return route.With(route.AllServices(p.By.Account), url.Values{"account": {a.ID}})
}

// keep is what the filters that can be added keep of the address.
func (p AllPage) keep() map[string]string {
	names := []string{"tag"}
	for _, c := range p.More {
		names = append(names, c.Name)
	}
	out := ui.Without(p.Keep, names...)
	if p.Filter.Find != "" {
		out["q"] = p.Filter.Find
	}
	return out
}

// FileHead are the columns of a file of services, with those of prices where the
// caller sees any.
func FileHead(by access.Caller) []string {
	head := []string{"account", "account_key", "service", "name", "product", "status", "location", "leads_to", "speed", "term_months", "renews", "term_ends", "reference", "locked"}
	if priced(by) {
		head = append(head, "monthly_retail")
	}
	if costed(by) {
		head = append(head, "monthly_cost")
	}
	return head
}

// FileRow is a service under FileHead.
func FileRow(by access.Caller, s service.Placed) []string {
	ends := ""
	if dated(s.Service) {
		ends = s.TermEndsOn.UTC().Format("2006-01-02")
	}
	row := []string{
		s.Account.Name, s.AccountID, s.ID, s.Name, s.Product.Name, Word(s.Status), s.Location.Name + ", " + s.Location.City, s.FarEnd, s.Rate(),
		strconv.Itoa(s.Term), ui.OnOffWord(s.Renews), ends, s.Service.Reference, ui.OnOffWord(s.Locked),
	}
	if priced(by) {
		row = append(row, s.MonthlyRetail.Text(by))
	}
	if costed(by) {
		row = append(row, s.MonthlyCost.Text(by))
	}
	for i := range row {
		row[i] = account.Cell(row[i])
	}
	return row
}
