// Package route knows every address of the site. The same function makes the
// link in a page and, given ":key", the pattern that the door registers.
package route

import (
	"net/url"
	"strings"
)

// Addresses outside accounts.
const (
	Home    = "/"
	SignIn  = "/sign-in"
	SignOut = "/sign-out"
	Switch  = "/switch"
	Live    = "/healthz"
	Ready   = "/readyz"
)

// SetUp is where a new installation gets its operator.
func SetUp(link string) string { return "/setup/" + link }

// Invitation is where an invited person accepts.
func Invitation(link string) string { return "/invitation/" + link }

// SignInTo is the sign-in page that leads to an address afterwards.
func SignInTo(next string) string { return With(SignIn, url.Values{"next": {next}}) }

// SwitchFrom is the switcher's page, which can come back to an address.
func SwitchFrom(from string) string { return With(Switch, url.Values{"from": {from}}) }

// Account is an account's first page.
func Account(key string) string { return "/a/" + key }

// Entry enters a managed account.
func Entry(key string) string { return Account(key) + "/entry" }

// Exit leaves a managed account.
func Exit(key string) string { return Account(key) + "/exit" }

// Services are the services of an account.
func Services(key string) string { return Account(key) + "/services" }

// Accounts are the managed accounts of a partner.
func Accounts(key string) string { return Account(key) + "/accounts" }

// NewAccount is the form that creates a managed account.
func NewAccount(key string) string { return Accounts(key) + "/new" }

// AccountsExport is the list as a CSV file.
func AccountsExport(key string) string { return Accounts(key) + "/export" }

// AccountsImport creates managed accounts from a CSV file.
func AccountsImport(key string) string { return Accounts(key) + "/import" }

// AccountsBulk changes many managed accounts at once.
func AccountsBulk(key string) string { return Accounts(key) + "/bulk" }

// Views are a partner's saved views of its managed accounts.
func Views(key string) string { return Accounts(key) + "/views" }

// ViewRemoval forgets a saved view.
func ViewRemoval(key, view string) string { return Views(key) + "/" + view + "/removal" }

// Managed is a managed account as its partner sees it: its details.
func Managed(key, account string) string { return Accounts(key) + "/" + account }

// Prompt is the Feature Configuration prompt over a managed account's details.
func Prompt(key, account string) string { return Managed(key, account) + "/prompt" }

// Features are a managed account's features.
func Features(key, account string) string { return Managed(key, account) + "/features" }

// Feature is one feature of a managed account.
func Feature(key, account, name string) string { return Features(key, account) + "/" + name }

// History is what happened to a managed account.
func History(key, account string) string { return Managed(key, account) + "/history" }

// Suspension suspends a managed account.
func Suspension(key, account string) string { return Managed(key, account) + "/suspension" }

// Reactivation ends a managed account's suspension.
func Reactivation(key, account string) string { return Managed(key, account) + "/reactivation" }

// Closure closes a managed account.
func Closure(key, account string) string { return Managed(key, account) + "/closure" }

// Defaults are a partner's defaults for its managed accounts.
func Defaults(key string) string { return Account(key) + "/defaults" }

// Default is one of them.
func Default(key, name string) string { return Defaults(key) + "/" + name }

// Refresh is what happens when a page of a managed account is refreshed.
func Refresh(key string) string { return Account(key) + "/refresh" }

// Undo takes a change of a default back.
func Undo(key, recorded string) string { return Account(key) + "/undo/" + recorded }

// Partners are the partners and distributors of the installation.
func Partners(key string) string { return Account(key) + "/partners" }

// NewPartner is the form that creates one.
func NewPartner(key string) string { return Partners(key) + "/new" }

// PartnerLink renews the link by which its first admin sets a password.
func PartnerLink(key, partner string) string { return Partners(key) + "/" + partner + "/link" }

// With is an address with a query.
func With(address string, q url.Values) string {
	if len(q) == 0 {
		return address
	}
	return address + "?" + q.Encode()
}

// Local is next when it is an address of this site, and otherwise the fallback.
// A browser reads "//host" and "/\host" as another site.
func Local(next, fallback string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") || len(next) > 2000 {
		return fallback
	}
	return next
}
