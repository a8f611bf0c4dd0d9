package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/me"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func meStories() []story {
	return []story{
		{"profile", route.Me, me.Profile(profile())},
		{"profile-errors", "", me.Profile(wrongProfile())},
		{"address", route.MyAddress, me.Address(addressPage())},
		{"address-errors", "", me.Address(wrongAddress())},
		{"address-code", "", me.Address(addressAsked("", nil))},
		{"address-code-wrong", "", me.Address(addressAsked("4071 8262", fault.Fields{{Field: "code", Text: "That is not the code. You have 3 more tries"}}))},
		{"sessions", route.MySessions, me.Sessions(sessions())},
		{"sessions-one", "", me.Sessions(oneSession())},
	}
}

// own is the frame of a page of one's own account.
func own(who cast.Person, title string) layout.Shell {
	s := known(who, title)
	above := place(cast.Account(who.Account))
	s.Above, s.Switch = &above, who.Kind == access.Partner
	return s
}

// mine are the faces of one's own account.
func mine(current string) []layout.Tab {
	faces := []layout.Tab{
		{Label: "Profile", Href: route.Me}, {Label: "Security", Href: route.MySecurity},
		{Label: "Sessions", Href: route.MySessions}, {Label: "Activity", Href: route.MyActivity},
	}
	for i := range faces {
		faces[i].Current = faces[i].Label == current
	}
	return faces
}

func profile() me.ProfilePage {
	p := me.ProfilePage{
		Shell: own(cast.Pia, "Your account"), Faces: mine("Profile"),
		Draft:  user.ProfileDraft{FirstName: "Pia", LastName: "Larsen", Phone: "+61 2 9374 4000", TimeZone: "Australia/Sydney"},
		Places: []me.Place{{Name: northwind.Name, Role: string(cast.Pia.Role), Href: route.Accounts(northwind.ID)}},
	}
	for _, z := range user.Zones {
		p.Zones = append(p.Zones, ui.Option{Value: z, Label: ui.Times{Zone: user.Location(z)}.Offset(now)})
	}
	return p
}

func wrongProfile() me.ProfilePage {
	p := profile()
	p.Draft = user.ProfileDraft{LastName: "Larsen", Phone: "02 9374 4000", TimeZone: "Sidney"}
	typed := p.Draft
	p.Problems, p.Shell.Invalid = typed.Check(), true
	return p
}

func addressPage() me.AddressPage {
	return me.AddressPage{Shell: own(cast.Pia, "E-mail address"), Faces: mine("Profile"), Email: cast.Pia.Email}
}

func wrongAddress() me.AddressPage {
	p := addressPage()
	p.Typed, p.Problems, p.Shell.Invalid = cast.Pia.Email, fault.Fields{{Field: "email", Text: "That is your e-mail address already"}}, true
	return p
}

// addressAsked is the page while a code waits to be typed.
func addressAsked(typed string, problems fault.Fields) me.AddressPage {
	p := addressPage()
	p.Asked = user.AddressChange{Email: "pia.larsen@northwind.example", ExpiresAt: now.Add(24 * time.Hour)}
	p.Typed, p.Problems, p.Shell.Invalid = typed, problems, problems != nil
	return p
}

// agents are what three browsers say they are.
var agents = []string{
	"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
	"an unheard-of browser",
}

func sessions() me.SessionsPage {
	p := me.SessionsPage{Shell: own(cast.Pia, "Sessions"), Faces: mine("Sessions"), This: "0"}
	for i, agent := range agents {
		p.Sessions = append(p.Sessions, auth.Session{
			ID: string(rune('0' + i)), Agent: agent, Address: []string{"192.0.2.1", "2001:db8:85a3::8a2e:370:7334", "198.51.100.23"}[i],
			CreatedAt: now.Add(-time.Duration(3*i+1) * time.Hour), SeenAt: now.Add(-time.Duration(9*i) * time.Minute),
		})
	}
	return p
}

func oneSession() me.SessionsPage {
	p := sessions()
	p.Sessions = p.Sessions[:1]
	return p
}
