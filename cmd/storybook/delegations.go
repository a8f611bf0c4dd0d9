package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/delegations"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func delegationStories() []story {
	return []story{
		{"delegations", route.Delegations("{key}"), delegations.Index(whoEnters())},
		{"delegations-nothing-ends", "", delegations.Index(nobodyLimited())},
		{"delegations-no-match", "", delegations.Index(nobodyEnters())},
		{"delegation", route.Delegation("{key}", "{seat}"), delegations.Show(enteredBy(cast.Theo))},
		{"delegation-free", "", delegations.Show(enteredBy(cast.Fiona))},
		{"delegation-found", "", delegations.Show(accountsFound())},
		{"delegation-own", "", delegations.Show(enteredBy(cast.Pia))},
		{"delegation-errors", "", delegations.Show(wrongDelegation())},
		{"delegation-refused", "", delegations.Show(refusedDelegation())},
		{"accounts-limited-none", "", accounts.Index(noneEntered())},
	}
}

// entries are what the people of Northwind enter.
func entries(p cast.Person) (ds []delegation.Delegation) {
	give := func(managed, tag string, until time.Time, note string) {
		d := delegation.Delegation{ID: "d" + managed + tag, AccountID: cast.Northwind, UserID: p.ID, ManagedID: managed, Tag: tag, TagFold: account.Fold(tag), Note: note, MadeBy: cast.Pia.Name, MadeAt: now.AddDate(0, -2, -3)}
		if !until.IsZero() {
			d.Until = &until
		}
		ds = append(ds, d)
	}
	midnight := now.Truncate(24 * time.Hour)
	switch p.ID {
	case cast.Theo.ID:
		give(cast.Acme, "", time.Time{}, "")
		give(cast.Cobalt, "", midnight.AddDate(0, 0, 5), "While Tariq is on leave")
		give("", "Health", midnight.AddDate(0, 1, 9), "")
		give(cast.BlueBottle, "", midnight.AddDate(0, 0, -12), "")
	case cast.Rory.ID:
		give("", "", midnight.AddDate(0, 2, 9), "Works for us until the end of January")
	case cast.Tariq.ID:
		give(cast.Ember, "", midnight.AddDate(0, 0, -3), "")
	}
	return ds
}

// entryNames are the accounts that they name.
func entryNames() map[string]string {
	names := map[string]string{}
	for _, key := range []string{cast.Acme, cast.Cobalt, cast.BlueBottle, cast.Ember} {
		names[key] = cast.Account(key).Name
	}
	return names
}

func whoEnters() delegations.IndexPage {
	p := delegations.IndexPage{
		Shell: company("Who enters what"), Faces: companyFaces(cast.Pia.Caller(), "Access"), Sides: accessSides(cast.Pia.Caller(), "Who enters what"), Partner: northwind, Clear: route.Delegations(cast.Northwind), Result: "5 people",
		More: []ui.Choice{{Label: "People", Name: "who", Options: []ui.Option{{Label: "Everybody"}, {Value: "limited", Label: "With a limit"}}}},
	}
	p.List.Names = entryNames()
	for _, who := range []cast.Person{cast.Fiona, cast.Pia, cast.Rory, cast.Tariq, cast.Theo} {
		ds := entries(who)
		p.List.People = append(p.List.People, delegation.Person{Seat: seat(who), Rows: ds, Own: who.ID == cast.Pia.ID})
		for _, d := range ds {
			if d.Until != nil && d.Live(now) {
				p.List.Soon = append(p.List.Soon, delegation.Due{Delegation: d, SeatID: seat(who).ID, Name: who.Name})
			}
		}
	}
	p.List.Soon = append(p.List.Soon[1:], p.List.Soon[0])
	return p
}

func nobodyLimited() delegations.IndexPage {
	p := whoEnters()
	p.List.Soon = nil
	for i := range p.List.People {
		p.List.People[i].Rows = nil
	}
	return p
}

func nobodyEnters() delegations.IndexPage {
	p := whoEnters()
	p.List.People, p.Filter.Find, p.Result = nil, "zzzz", "0 people"
	return p
}

func enteredBy(who cast.Person) delegations.ShowPage {
	return delegations.ShowPage{
		Shell: company(who.Name), Partner: northwind, Draft: delegation.Draft{What: delegation.Some, Ends: delegation.Never},
		Person: delegation.Person{Seat: seat(who), Rows: entries(who), Names: entryNames(), Tags: []string{"Health", "Logistics"}, Own: who.ID == cast.Pia.ID},
	}
}

func accountsFound() delegations.ShowPage {
	p := enteredBy(cast.Fiona)
	p.Find = "co"
	p.Person.Found = []account.Account{cast.Account(cast.Acme), cast.Account(cast.Cobalt), cast.Account(cast.Ember)}
	p.Draft.Accounts = []string{cast.Cobalt}
	return p
}

func wrongDelegation() delegations.ShowPage {
	p := enteredBy(cast.Fiona)
	p.Draft = delegation.Draft{What: delegation.Some, Ends: delegation.OnDay}
	p.Problems.Add("account", "Find the accounts, and choose one or more of them")
	p.Problems.Add("day", "Enter a day, such as 2026-12-22")
	p.Shell.Invalid = true
	return p
}

func refusedDelegation() delegations.ShowPage {
	p := enteredBy(cast.Fiona)
	p.Late = fault.New(fault.Conflict, "%s is the only Company Admin who enters all managed accounts. One has to stay.", cast.Fiona.Name).Error()
	return p
}

// noneEntered is the list of who enters no account now.
func noneEntered() accounts.IndexPage {
	who := cast.Tariq
	who.Role = access.CompanyAdmin
	p := accounts.IndexPage{Shell: shell(who, adminRoom, "Managed Accounts"), Partner: northwind}
	p.By.Limited, p.Partner.Tally = true, account.Tally{}
	return p
}
