package prices

import (
	"slices"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/templates/ui"
)

// where says for what a code is.
func (p CodesPage) where(c pricing.Promotion) string {
	market, product := "Every market", "every product"
	if i := slices.IndexFunc(p.Markets, func(m catalog.Market) bool { return m.ID == c.MarketID }); i >= 0 {
		market = p.Markets[i].Name
	}
	if i := slices.IndexFunc(p.Products, func(x catalog.Product) bool { return x.ID == c.ProductID }); i >= 0 {
		product = p.Products[i].Name
	}
	return market + ", " + product
}

// usedWord says how often a code was used.
func usedWord(c pricing.Promotion) string {
	if c.Most == 0 {
		return ui.Figure(int(c.Used))
	}
	return ui.Figure(int(c.Used)) + " of " + ui.Figure(int(c.Most))
}

// standingWord is a standing as people read it.
func standingWord(s pricing.Standing) string {
	switch s {
	case pricing.InForce:
		return "Active"
	case pricing.ToCome:
		return "Scheduled"
	case pricing.UsedUp:
		return "Used up"
	}
	return "Expired"
}

// title is the name of the form of a code.
func (p CodePage) title() string {
	if p.Code.ID == "" {
		return "New code"
	}
	return p.Code.Code
}

// ends reports whether the reader may end the code.
func (p CodePage) ends() bool {
	return p.Code.ID != "" && p.Code.Standing(p.Now) != pricing.Over && edits(p.Shell)
}
