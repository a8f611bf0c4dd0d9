package approvals

import (
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// rules reports whether the caller sets the queue up.
func (p RulesPage) rules() bool { return p.By.May(access.RuleRequests) }

// whyNot says why a caller may not do something.
func whyNot(by access.Caller, may access.Permission) string {
	if err := by.Must(may); err != nil {
		return err.Error()
	}
	return ""
}

// passes says what a rule lets pass.
func (p RulesPage) passes(r approval.Rule) string {
	passes, of := "Any request", " for "
	if r.Kind != "" {
		passes, of = r.Kind.Word(), " of "
	}
	if r.ProductID != "" {
		for _, product := range p.Setup.Products {
			if product.ID == r.ProductID {
				passes += of + product.Name
			}
		}
	}
	if r.BelowID != "" {
		passes += " by " + p.Setup.Names[r.BelowID]
	}
	if r.AtMost.Known() {
		limit := "up to an amount a month"
		if text := r.AtMost.Text(p.By); text != "" {
			limit = "adding at most " + text + " a month to your cost"
		}
		passes += ", " + limit
	}
	return passes
}

// turn is the press that turns a rule on or off.
func turn(r approval.Rule) string {
	if r.Active {
		return "Turn off"
	}
	return "Turn on"
}

func (p RulesPage) turned(r approval.Rule) map[string]string {
	fields := map[string]string{"version": strconv.FormatInt(r.Version, 10), "on": "true"}
	if r.Active {
		fields["on"] = "off"
	}
	return fields
}

// Title is the name of the page: that of the rule as it stands.
func (p RulePage) Title() string {
	if p.ID == "" {
		return "New rule"
	}
	for _, r := range p.Setup.Rules {
		if r.ID == p.ID {
			return r.Name
		}
	}
	return "Rule"
}

// to is where the form is sent.
func (p RulePage) to() string {
	if p.ID == "" {
		return route.ApprovalRules(p.By.Account)
	}
	return route.ApprovalRule(p.By.Account, p.ID)
}

func (p RulePage) hidden() map[string]string {
	return map[string]string{"version": strconv.FormatInt(p.Draft.Version, 10), "token": p.Draft.Token}
}

func (p RulePage) kinds() ui.Choice {
	c := ui.Choice{Label: "Kind of request", Name: "kind", Width: "half", Error: p.Problems.At("kind"), Options: []ui.Option{{Label: "Any", Chosen: p.Draft.Kind == ""}}}
	for _, k := range approval.Kinds {
		c.Options = append(c.Options, ui.Option{Value: string(k), Label: k.Word(), Chosen: k == p.Draft.Kind})
	}
	return c
}

func (p RulePage) products() ui.Choice {
	c := ui.Choice{Label: "Product", Name: "product", Width: "half", Hint: "Every service that is asked for has to be one.", Error: p.Problems.At("product"), Options: []ui.Option{{Label: "Any", Chosen: p.Draft.Product == ""}}}
	for _, product := range p.Setup.Products {
		c.Options = append(c.Options, ui.Option{Value: product.ID, Label: product.Name, Chosen: product.ID == p.Draft.Product})
	}
	return c
}

func (p RulePage) currencies() ui.Choice {
	c := ui.Choice{Label: "Currency", Name: "currency", Width: "short", Error: p.Problems.At("currency")}
	for _, currency := range p.Setup.Currencies {
		c.Options = append(c.Options, ui.Option{Value: string(currency), Label: string(currency), Chosen: currency == p.Draft.Currency})
	}
	return c
}

// tried says what the trial came to.
func (p RulePage) tried() string {
	t := p.Trial
	if t.Tried == 0 {
		return "Nothing was asked in the last 90 days."
	}
	of := ui.Counted(t.Tried, "request")
	if t.More {
		of = "the newest " + of
	}
	text := "It would have let " + ui.Figure(int(t.Count)) + " of " + of + " pass."
	if n := int(t.Count) - len(t.Passed); n > 0 && len(t.Passed) > 0 {
		text += " The newest of them:"
	}
	return text
}

// RuleDraft is a rule as it stands in its form; below is the reference of the
// account that it is about.
func RuleDraft(by access.Caller, r approval.Rule, below string) approval.RuleDraft {
	return approval.RuleDraft{
		Name: r.Name, Kind: r.Kind, Product: r.ProductID, Below: below, Currency: r.Currency, AtMost: r.AtMost.Typed(by), Version: r.Version,
	}
}
