package main

import (
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/previews"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/web/route"
)

func previewStories() []story {
	alice, ben := seatIn(cast.Alice), seatIn(cast.Ben)
	role, person := previewing(access.ReadOnly, ""), previewing(access.CompanyAdmin, alice.Name)
	asked := viewing(acme, cast.Pia)
	asked.Bar.Ask = previews.Ask(acme.ID, alice, asked.Path)
	alone := viewing(acme, cast.Pia)
	alone.Bar.Ask = previews.Ask(acme.ID, user.Seat{}, alone.Path)
	refused := mishap("403", "That is not open to you", role.By.Must(access.ViewUsers).Error())
	unchanged := mishap("403", "Nothing was changed", "This is a preview of what others see, so nothing is carried out. End the preview to work in your own name.")
	unchanged.Ways[0].Label, unchanged.Ways[0].Text, unchanged.Ways[0].Href = "Back to the page", "The page from which it was sent", route.Services(acme.ID)
	choice := func(people []user.Seat, more bool) previews.ChoosePage {
		return previews.ChoosePage{Shell: admin("Preview " + acme.Name), Account: acme, People: people, More: more}
	}
	return []story{
		{"preview-choose", route.Previews("{key}", "{account}"), previews.Choose(choice([]user.Seat{alice, ben}, false))},
		{"preview-choose-nobody", "", previews.Choose(choice(nil, false))},
		{"preview-choose-many", "", previews.Choose(choice([]user.Seat{alice, ben}, true))},
		{"preview-role", "", services.Index(servicesOf(acme, role))},
		{"preview-person", "", services.Index(servicesOf(acme, person))},
		{"preview-refused", "", failed(retitled(role, refused.Title), refused)},
		{"preview-unchanged", "", failed(retitled(person, unchanged.Title), unchanged)},
		{"viewing-ask", "", services.Index(servicesOf(acme, asked))},
		{"viewing-ask-nobody", "", services.Index(servicesOf(acme, alone))},
	}
}

// seatIn is the seat of a person in the account where they are at home.
func seatIn(p cast.Person) user.Seat {
	first, last, _ := strings.Cut(p.Name, " ")
	return user.Seat{ID: "seat-" + p.ID, AccountID: p.Account, FirstName: first, LastName: last, Name: p.Name, Email: p.Email, Role: p.Role, Status: user.Seated}
}

// previewing is the frame of Acme's services as a role, or a person, sees it, and Pia looks at it.
func previewing(role access.Role, person string) layout.Shell {
	s := viewing(acme, cast.Pia)
	s.By.Seat, s.By.SeatKind, s.By.Role, s.By.Preview, s.By.Prices = acme.ID, acme.Kind, role, true, access.RetailPrices
	s.Tabs = tabs(s.By, servicesRoom)
	s.Bar.Role = string(role)
	s.Bar.Preview = &layout.Preview{
		Person: person, Other: route.PreviewsFrom(northwind.ID, acme.ID, s.Path),
		End: layout.Act{Label: "End preview", Post: route.PreviewEnd(acme.ID), Fields: map[string]string{"next": s.Path}},
	}
	return s
}

func retitled(s layout.Shell, title string) layout.Shell {
	s.Title = title
	return s
}
