package previews

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// Ask is the question that opens a page of an account as somebody there sees
// it: host, or when nobody is there yet, whoever will have the first role.
func Ask(key string, host user.Seat, page string) *layout.Act {
	a := layout.Act{Post: route.Preview(key), Fields: map[string]string{"next": page}}
	if host.ID == "" {
		a.Label, a.Fields["role"] = "What do they see here?", string(access.CompanyAdmin)
		return &a
	}
	a.Label, a.Fields["seat"] = "What does "+called(host)+" see here?", host.ID
	return &a
}

// called is a person as one speaks of them.
func called(s user.Seat) string {
	if s.FirstName == "" {
		return s.Name
	}
	return s.FirstName
}

func (p ChoosePage) scope() string {
	if p.Next == "" {
		return "See its pages as its people do. Nothing can be changed meanwhile, and the account’s history says that you looked."
	}
	return "See the page that you were on as its people do. Nothing can be changed meanwhile, and the account’s history says that you looked."
}

func (p ChoosePage) asRole(r access.Role) map[string]string {
	return map[string]string{"role": string(r), "next": p.Next}
}

func (p ChoosePage) asPerson(s user.Seat) map[string]string {
	return map[string]string{"seat": s.ID, "next": p.Next}
}

// searchable reports whether there are too many people for one list.
func (p ChoosePage) searchable() bool { return p.More || p.Find != "" }

// nobody says why no person can be chosen.
func (p ChoosePage) nobody() string {
	if p.Find != "" {
		return "Nobody who sees the account is called “" + p.Find + "”."
	}
	return "Nobody signs in to " + p.Account.Name + " yet. See it as a role."
}

// roles are those that people of the account have.
func (p ChoosePage) roles() []access.Role { return access.RolesIn(p.Account.Kind) }
