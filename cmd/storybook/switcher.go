package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/templates/switcher"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func switcherStories() []story {
	return []story{
		{"switch", "", switcher.Switch(places())},
		{"switch-found", "", switcher.Switch(found("co"))},
		{"switch-none", "", switcher.Switch(found("nobody"))},
		{"switch-confirm", "", switcher.Confirm(switcher.ConfirmPage{
			Shell: shell(cast.Pia, "", "Switch to "+acme.Name+"?"), Account: acme.Name, Reference: acme.Reference, Partner: northwind.Name,
			Enter: route.Entry(cast.Acme), Next: route.Services(cast.Acme), Back: route.Accounts(cast.Northwind),
		})},
	}
}

// places is the switcher before anything is looked for.
func places() switcher.Page {
	recent := []account.Account{acme, cast.Account(cast.Cobalt)}
	others := slices.DeleteFunc(cast.Accounts(cast.Northwind), func(a account.Account) bool { return slices.Contains(recent, a) })
	here := ui.Match{Name: northwind.Name, Path: "Partner", Side: string(cast.Pia.Role), Here: true, Href: route.Accounts(cast.Northwind)}
	return switcher.Page{
		Shell: shell(cast.Pia, "", "Go to an account"), From: here.Href, Status: "The first ones by name. Search for the others.",
		Groups: []ui.MatchGroup{
			{Title: "Here now", Matches: []ui.Match{here}}, {Title: "Recent", Matches: matches(recent)}, {Title: "Managed accounts", Matches: matches(others[:auth.MostPlaces-1])},
		},
	}
}

// found is the switcher with what matches.
func found(find string) switcher.Page {
	as := slices.DeleteFunc(cast.Accounts(cast.Northwind), func(a account.Account) bool { return !strings.Contains(a.Search, find) })
	p := switcher.Page{Shell: shell(cast.Pia, "", "Go to an account"), Find: find, Status: fmt.Sprintf("%d accounts match “%s”", len(as), find)}
	if len(as) == 0 {
		p.Status = fmt.Sprintf("No account matches “%s”.", find)
		return p
	}
	p.Groups = []ui.MatchGroup{{Title: p.Status, Matches: matches(as)}}
	return p
}

// matches are managed accounts to step into.
func matches(as []account.Account) (ms []ui.Match) {
	words := map[account.Status]string{account.Suspended: "Suspended", account.Closed: "Closed"}
	for _, a := range as {
		ms = append(ms, ui.Match{Name: a.Name, Note: a.Reference, Path: northwind.Name, Side: string(cast.Pia.Role), Status: words[a.Status], Post: route.Entry(a.ID)})
	}
	return ms
}
