package accounts

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func (p NewPage) fields() fields {
	return fields{
		key: p.By.Account, draft: p.Draft, problems: p.Problems, required: p.Required(),
		country: p.Country, example: p.ExampleOf, ask: p.AskTick,
	}
}

func (p ShowPage) fields() fields {
	return fields{
		key: p.By.Account, draft: p.Draft, problems: p.Problems, required: p.Account.Support == account.ByOperator,
		country: p.Country, ask: p.AskTick, place: p.place(),
	}
}

// place is in whose place somebody fills the form in, or "".
func (p ShowPage) place() string {
	if p.By.Masked() {
		return p.By.AsName
	}
	return ""
}

// kept says why a field can't be changed.
func (f fields) kept() string { return ui.Kept(f.place) }

// under says whose account the new one becomes.
func under(p NewPage) string {
	if p.Required() {
		return "Under " + p.Partner.Name + ", supported by the operator."
	}
	return "Under " + p.Partner.Name + ", supported by you."
}

// guard says whether a form holds what was never saved from the moment it is shown.
func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}

func required(yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"required": true}
}

// holder is the address of the account that a problem is about.
func (f fields) holder(field string) string {
	if about := f.problems.Problem(field).About; about != "" {
		return route.Managed(f.key, about)
	}
	return ""
}

func (f fields) phoneHint() string {
	hint := "Any spacing. Checked against the country of your billing contact."
	if f.country == "" {
		hint = "With the country code, in any spacing."
	}
	if f.example != "" && f.problems.At("phone") == "" {
		hint += " Example: " + strings.ReplaceAll(f.example, " ", "\u00a0")
	}
	return hint
}

// emailProblem is what is wrong with the address, or that the tick is missing.
func (f fields) emailProblem() string {
	if p := f.problems.At("email"); p != "" {
		return p
	}
	return f.problems.At(account.FieldOurTeam)
}

// asks reports whether the box belongs on the form.
func (f fields) asks() bool {
	return f.ask || f.draft.OurTeam || f.problems.At(account.FieldOurTeam) != ""
}
