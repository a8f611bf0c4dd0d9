package partners

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/templates/ui"
)

// scope says how much the list covers.
func scope(p IndexPage) string {
	if p.Here.Kind == access.Distributor {
		return "Partners that " + p.Here.Name + " referred."
	}
	return "Partners, distributors and direct accounts of " + p.Here.Name + "."
}

func kindWord(k access.Kind) string {
	switch k {
	case access.Distributor:
		return "Distributor"
	case access.Direct:
		return "Direct account"
	}
	return "Partner"
}

func supportWord(a account.Account) string {
	if a.Kind != access.Partner {
		return ""
	}
	return byWhom(a.Support)
}

func kinds(p NewPage) []ui.Option {
	of := func(k access.Kind, hint string) ui.Option {
		return ui.Option{Value: string(k), Label: kindWord(k), Hint: hint, Chosen: k == p.Draft.Kind}
	}
	return []ui.Option{
		of(access.Partner, "Sells to customers."),
		of(access.Distributor, "Refers partners to you."),
		of(access.Direct, "A customer of your own."),
	}
}

func supports(p NewPage) []ui.Option {
	operator := p.Draft.Support == account.ByOperator
	return []ui.Option{
		{Value: string(account.ByPartner), Label: "The partner", Hint: "Support contacts of its managed accounts are optional.", Chosen: !operator},
		{Value: string(account.ByOperator), Label: "The operator", Hint: "Support contacts of its managed accounts are required.", Chosen: operator},
	}
}

// guard says whether the form holds what was never saved from the moment it is shown.
func guard(p NewPage) string {
	if p.Problems != nil {
		return "changed"
	}
	return ""
}
