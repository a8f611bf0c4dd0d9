package markets

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// ListPage is the billing markets of an account.
type ListPage struct {
	layout.Shell
	Faces []layout.Tab // of the Company room; none where markets are a room of their own
	Sides []layout.Tab // markets, and what managed accounts ask for
	Book  market.Book
}

// MarketPage is one market: the form that enables it, or changes what its bills say.
type MarketPage struct {
	layout.Shell
	Book     market.Book
	Entry    market.Entry
	Draft    market.BillingDraft
	Problems fault.Fields
}

// DeactivationPage asks before a market is deactivated.
type DeactivationPage struct {
	layout.Shell
	Book    market.Book
	Entry   market.Entry
	Uses    market.Uses
	Problem string // why it was not deactivated just now
}

// payee is whom the markets of an account are for, as the subject of "is billed".
func payee(b market.Book) string {
	switch b.Account.Kind {
	case access.Distributor:
		return b.Account.Name + " is billed for the partners that it referred"
	case access.Partner:
		if b.Account.Managed > 0 {
			return b.Account.Name + " is billed for itself and " + accounts(b)
		}
	}
	return b.Account.Name + " is billed"
}

// accounts are the managed accounts of a partner, in words.
func accounts(b market.Book) string {
	if b.Account.Managed == 1 {
		return "its managed account"
	}
	return "its " + ui.Figure(int(b.Account.Managed)) + " managed accounts"
}

// scope says what the list is about.
func (p ListPage) scope() string {
	return "Where " + payee(p.Book) + ". Each market is one bill, in one currency."
}

// enabled are the markets that are enabled; others are those that are not.
func (p ListPage) enabled() []market.Entry { return entries(p.Book, true) }

func (p ListPage) others() []market.Entry { return entries(p.Book, false) }

func entries(b market.Book, enabled bool) []market.Entry {
	return slices.DeleteFunc(slices.Clone(b.Entries), func(e market.Entry) bool {
		return e.Enabled() != enabled || !enabled && !e.Sold.Offered && e.Billing.AccountID == ""
	})
}

// users names the partners that a distributor referred, or "".
func users(b market.Book) string {
	text := strings.Join(b.Users, ", ")
	if b.More {
		text += " and others"
	}
	return text
}

// sets reports whether the reader may change markets.
func sets(by access.Caller) bool { return by.May(access.SetMarkets) }

// fixed says why the reader can't change the market, or "".
func (p MarketPage) fixed() string {
	if err := p.By.Must(access.SetMarkets); err != nil {
		return err.Error()
	}
	if !p.Entry.Enabled() && !p.Entry.Sold.Offered {
		return "The operator writes no bills in " + p.Entry.Sold.Name + " now, so it can’t be enabled."
	}
	return ""
}

// to is where the form is sent.
func (p MarketPage) to() string {
	if p.Entry.Enabled() {
		return route.Market(p.By.Account, p.Entry.Sold.ID)
	}
	return route.MarketActivation(p.By.Account, p.Entry.Sold.ID)
}

// title is the name of the page.
func (p MarketPage) title() string {
	if p.Entry.Enabled() {
		return p.Entry.Sold.Name
	}
	return "Enable " + p.Entry.Sold.Name
}

// reach says for how many accounts the market is, and before it is enabled in which currency.
func (p MarketPage) reach() string {
	if p.Entry.Enabled() {
		return reach(p.Book, true)
	}
	text := "Billed in " + p.currency() + ". The currency cannot be changed later."
	if p.Book.Account.Kind == access.Distributor && len(p.Book.Users) > 0 || p.Book.Account.Kind == access.Partner && p.Book.Account.Managed > 0 {
		text += " " + reach(p.Book, false)
	}
	return text
}

func reach(b market.Book, enabled bool) string {
	does := "It will hold"
	if enabled {
		does = "A change holds"
	}
	switch {
	case b.Account.Kind == access.Distributor && len(b.Users) == 1 && !b.More:
		return does + " for 1 partner and its managed accounts: " + users(b) + "."
	case b.Account.Kind == access.Distributor && len(b.Users) > 0:
		return does + " for all partners that you referred, and their managed accounts: " + users(b) + "."
	case b.Account.Kind == access.Partner && b.Account.Managed > 0:
		return does + " for " + b.Account.Name + " and " + accounts(b) + " at once."
	}
	return does + " for " + b.Account.Name + "."
}

// press is what the form is sent by.
func (p MarketPage) press() ui.Press {
	if p.Entry.Enabled() {
		return ui.Press{Label: "Save billing market", Look: ui.Primary, Busy: "Saving…"}
	}
	return ui.Press{Label: "Enable " + p.Entry.Sold.Name, Look: ui.Primary, Busy: "Enabling…"}
}

func (p MarketPage) guard() string { return guard(p.Problems) }

// currency is that of the market: what it was when it was enabled.
func (p MarketPage) currency() string {
	if p.Entry.Billing.AccountID != "" {
		return string(p.Entry.Billing.Currency)
	}
	return string(p.Entry.Sold.Currency)
}

// tax says what the tax number of the address's country is called.
func (p MarketPage) tax() string {
	if t, ok := market.TaxOf(p.Draft.Country); ok {
		return "In " + account.CountryName(p.Draft.Country) + ", " + t.Name + ", as " + t.Example + ". The country is that of the address."
	}
	return "The number by which the tax office of the address’s country knows the company."
}

// countries are those to choose from; those of the markets stand first.
func countries(chosen string) []ui.Option {
	os := []ui.Option{{Label: "Choose a country", Chosen: chosen == ""}}
	for _, c := range account.World() {
		os = append(os, ui.Option{Value: c, Label: account.CountryName(c), Chosen: c == chosen})
	}
	return os
}

// languages are those that bills are written in.
func languages(chosen string) (os []ui.Option) {
	for _, l := range market.Languages {
		os = append(os, ui.Option{Value: l.ID, Label: l.Name, Chosen: l.ID == chosen})
	}
	return os
}

// others is how many more addresses bills go to, in words, or "".
func others(m market.Market) string {
	if n := len(m.Emails()) - 1; n > 0 {
		return " and " + strconv.Itoa(n) + " more"
	}
	return ""
}

// seen is the version that a form names.
func seen(m market.Market) map[string]string {
	return map[string]string{"version": strconv.FormatInt(m.Version, 10)}
}

// stays says why the market can't be deactivated, or "".
func (p DeactivationPage) stays() string {
	switch {
	case len(p.Uses) > 0:
		return p.Uses.Sentence() + " End them first, or leave the market enabled."
	case p.Problem != "":
		return p.Problem
	}
	if err := p.By.Must(access.SetMarkets); err != nil {
		return err.Error()
	}
	return ""
}

// openWord is what is pressed at an enabled market.
func openWord(by access.Caller) string {
	if sets(by) {
		return "Change"
	}
	return "View"
}

// standing is how a market stands that is not enabled.
func standing(e market.Entry) string {
	if e.Billing.AccountID != "" {
		return e.Billing.Status()
	}
	return "Not enabled"
}

// mixed reports whether some of the markets that are not enabled were so before.
func (p ListPage) mixed() bool {
	return slices.ContainsFunc(p.others(), func(e market.Entry) bool { return e.Billing.AccountID != "" })
}

// again is what is pressed at a market that is not enabled.
func again(e market.Entry) string {
	if e.Billing.AccountID != "" {
		return "Enable again"
	}
	return "Enable"
}

// alarm is the role of a message that answers a form.
func alarm(problem string) string {
	if problem != "" {
		return "alert"
	}
	return "group"
}

// nobody says who can't order in a deactivated market.
func nobody(b market.Book) string {
	switch b.Account.Kind {
	case access.Distributor:
		return "Neither the partners that you referred nor their managed accounts order in its locations."
	case access.Partner:
		return "Neither " + b.Account.Name + " nor any of its managed accounts orders in its locations."
	}
	return b.Account.Name + " orders nothing in its locations."
}

// fixedCurrency says when the currency is, or was, fixed.
func fixedCurrency(e market.Entry) string {
	if e.Billing.AccountID != "" {
		return "Fixed when the market was enabled. It never changes."
	}
	return "It is fixed when the market is enabled, and never changes afterwards."
}
