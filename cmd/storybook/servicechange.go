package main

import (
	"cmp"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	ordering "github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func editPage() services.EditPage {
	p := services.EditPage{Shell: frame(cast.Alice, "Edit")}
	p.Service = one(core, p.By)
	p.Draft = service.DraftOf(p.Service)
	return p
}

func wrongEdit() services.EditPage {
	p := editPage()
	p.Draft.Name = ""
	p.Problems, p.Invalid = fault.Fields{{Field: "name", Text: "Enter the name"}}, true
	return p
}

func refusedEdit() services.EditPage {
	p := editPage()
	p.Refused = "Sydney core is locked by Alice Novak. A Company Admin can unlock it."
	return p
}

func changePage(who cast.Person, speeds bool) services.ChangePage {
	p := services.ChangePage{Shell: frame(who, "Sydney core"), Account: acme, Speeds: speeds}
	s := one(core, p.By)
	p.Choices.Service, p.Choices.Queued = s, who.Account == cast.Acme
	if p.Choices.Queued {
		p.Partner = northwind.Name
	}
	for _, speed := range s.Product.Speeds {
		if speeds {
			p.Choices.Each = append(p.Choices.Each, ordering.Possible{Speed: speed})
		}
	}
	for _, term := range s.Product.Terms {
		if !speeds {
			p.Choices.Each = append(p.Choices.Each, ordering.Possible{Term: term})
		}
	}
	for i := range p.Choices.Each {
		o := &p.Choices.Each[i]
		percent := cmp.Or(o.Speed*3/s.Speed*100, int64(100-o.Term/2))
		switch {
		case speeds && o.Speed < s.Speed:
			o.Problem = "Its connections have up to 1 Gbps. Change them first"
		case !speeds && o.Term < s.Term:
			o.Problem = "A shorter term can be chosen in the last month of the term"
		}
		o.Quote.MonthlyRetail, o.Quote.MonthlyCost = s.MonthlyRetail.Times(percent, 100), s.MonthlyCost.Times(percent, 100)
	}
	return p
}

func wrongChange() services.ChangePage {
	p := changePage(cast.Alice, true)
	p.Draft.Comment = "For the second line."
	p.Problems, p.Invalid = fault.Fields{{Field: "speed", Text: "Choose a speed"}}, true
	return p
}

func lateChange() services.ChangePage {
	p := changePage(cast.Pia, true)
	p.Problem = "Sydney core was changed meanwhile. Look at what it is now, then choose again."
	return p
}

func waitingChange() services.ChangePage {
	p := changePage(cast.Alice, true)
	p.Choices.Open = request(approval.SpeedChange)
	return p
}

func endPage(who cast.Person, id string) services.EndPage {
	page := servicePage(who, id)
	p := services.EndPage{Shell: page.Shell, Account: acme, Knows: northwind.Name}
	p.Title = "End " + page.Standing.Service.Name
	c := &p.Closing
	if who.Account == cast.Acme {
		p.Approver = northwind.Name
	} else {
		c.Others = 2
	}
	c.Service, c.Leading, c.On = page.Standing.Service, page.Standing.Leading, page.Standing.Service.TermEndsOn
	for _, s := range append([]service.Service{c.Service}, page.Standing.Under...) {
		d := ordering.Due{Service: s, Percent: int64(s.Product.FeePercent)}
		if s.Term > 1 && d.Percent > 0 && s.LiveAt != nil {
			d.Months = s.MonthsLeft(now)
			d.Retail, d.Cost = s.MonthlyRetail.Times(d.Months*d.Percent, 100), s.MonthlyCost.Times(d.Months*d.Percent, 100)
		}
		c.All = append(c.All, d)
		c.Retail, c.Cost = c.Retail.Plus(d.Retail), c.Cost.Plus(d.Cost)
		d.Months = 0
		c.Later = append(c.Later, d)
	}
	return p
}

// pricelessEnd is how somebody ends a service who sees no prices.
func pricelessEnd() services.EndPage {
	p := endPage(cast.Alice, core)
	p.By.Prices = access.NoPrices
	return p
}

func wrongEnd() services.EndPage {
	p := endPage(cast.Alice, core)
	p.Draft = ordering.EndDraft{When: ordering.AtOnce, Note: "The lease runs out."}
	p.Problems, p.Invalid = fault.Fields{{Field: "reason", Text: "Choose a reason"}, {Field: "name", Text: "Type “Sydney core”, the name of the service"}}, true
	return p
}

func refusedEnd() services.EndPage {
	p := endPage(cast.Alice, core)
	p.Closing.Refused = fault.New(fault.Conflict, "AWS Direct Connect, prod is locked by Ben Osei. Unlock it first.")
	return p
}

func allPage() services.AllPage {
	list := route.AllServices(cast.Northwind)
	p := services.AllPage{
		Shell: shell(cast.Pia, servicesRoom, "Services of all accounts"), Account: northwind, Keep: map[string]string{}, Clear: list, Export: list,
		Faces: []layout.Tab{{Label: "Services", Href: "/services"}, {Label: "All accounts", Href: list, Current: true}, {Label: "Renewals", Href: "/renewals"}, {Label: "Connections", Href: "/connections"}},
		Pages: ui.Pages{Text: "1 to 20 of 1,400", Page: "Page 1 of 70", Next: list}, Result: "1,400 services",
	}
	for _, key := range []string{cast.Acme, cast.BlueBottle, cast.Queensland} {
		a := account.Named{ID: key, Name: cast.Account(key).Name}
		for _, g := range cast.Services(key) {
			for _, s := range append([]service.Service{g.Service}, g.Under...) {
				if len(p.Page.Services) < 20 {
					p.Page.Services = append(p.Page.Services, service.Placed{Service: seen(s, p.By), Account: a})
				}
			}
		}
	}
	p.Page.All, p.Page.Matching, p.Page.Later = 1400, 1400, true
	for _, label := range []string{"Service", "Account", "Status", "Product", "Location", "Speed", "Term ends"} {
		h := ui.Head{Label: label, Numeric: label == "Speed"}
		if label != "Product" && label != "Location" && label != "Speed" {
			h.Href = list
		}
		p.Heads = append(p.Heads, h)
	}
	p.Heads[0].Sorted = "asc"
	return p
}

func noneOfAll() services.AllPage {
	p := allPage()
	p.Filter.Find, p.Page.Services, p.Page.Matching, p.Pages, p.Result = "zzzz", nil, 0, ui.Pages{}, "0 of 1,400 services"
	return p
}

func emptyAll() services.AllPage {
	p := noneOfAll()
	p.Filter.Find, p.Page.All = "", 0
	return p
}
