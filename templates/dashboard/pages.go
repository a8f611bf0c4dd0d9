// Package dashboard is an account at a glance.
package dashboard

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/dashboard"
	"github.com/tenantry/tenantry/templates/layout"
)

// ShowPage is the dashboard of an account.
type ShowPage struct {
	layout.Shell
	dashboard.Dashboard
}

// partner reports whether the account has managed accounts below it.
func (p ShowPage) partner() bool { return p.By.Kind == access.Partner }

// bare reports whether a partner has no managed account yet.
func (p ShowPage) bare() bool { return p.partner() && p.Dashboard.Account.Managed == 0 }

// key is that of the account.
func (p ShowPage) key() string { return p.By.Account }

// tile is one number of the first strip.
type tile struct {
	label  string
	figure string
	href   string // of the list behind the number, or "" where there is none
	notes  []note
}

// note is a few words below a number, and the list behind them, or "".
type note struct{ text, href string }

// item is one line of what needs somebody.
type item struct {
	mark   string // the state whose shape it has
	count  string // "3 accounts"
	rest   string // "have no support contact"
	names  []note
	others string // "and 4 more", or ""
	button note   // without a text there is none
}

// row is one product in the table of services, or all of them.
type row struct {
	name  string
	cells []cell
	bar   bar
}

// cell is one number of a row.
type cell struct {
	label string
	n     int64
	href  string
}

// bar is a row's picture, in hundredths of the longest one.
type bar struct{ live, underway, ending float64 }
