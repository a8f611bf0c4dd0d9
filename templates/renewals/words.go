package renewals

import (
	"context"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/renewal"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
)

// scope says what the calendar is about.
func (p IndexPage) scope() string {
	whose := "in this account"
	if p.Whole {
		whose = "in your account and all managed accounts"
	}
	return "What ends when " + whose + ", " + monthOf(p.Page.From) + " to " + monthOf(p.Page.From.AddDate(0, renewal.Months-1, 0)) + "."
}

// monthOf names a month.
func monthOf(day time.Time) string { return day.Format("January 2006") }

// key is how a month is written in addresses.
func key(day time.Time) string { return day.Format("2006-01") }

// number is how much ends in a month.
func number(s renewal.Sum) string {
	n := ui.Figure(int(s.Number))
	if s.More {
		n += " or more"
	}
	return n
}

// Counted is how many terms and services end, in a month or, without one, in all.
func Counted(p renewal.Page, month time.Time) string {
	switch n, more := p.Total(month); {
	case more:
		return ui.Figure(int(n)) + " or more terms end"
	case n == 1:
		return "1 term ends"
	default:
		return ui.Counted(n, "term") + " end"
	}
}

// parts says what of a month goes on.
func parts(s renewal.Sum) string {
	switch {
	case s.Number == 0:
		return "Nothing ends"
	case s.More:
		return ui.Figure(int(s.Renewing)) + " or more renew"
	case s.Renewing == s.Number && s.Number == 1:
		return "Renews"
	case s.Renewing == s.Number:
		return "All renew"
	case s.Renewing == 0:
		return "None renews"
	}
	return ui.Figure(int(s.Renewing)) + " renew"
}

// group is a month of the list.
type group struct {
	Month   time.Time
	Entries []renewal.Entry
}

// groups are the entries of the page by their months.
func (p IndexPage) groups() (gs []group) {
	for _, e := range p.Page.Entries {
		month := e.On.UTC().AddDate(0, 0, 1-e.On.UTC().Day())
		if len(gs) == 0 || !gs[len(gs)-1].Month.Equal(month) {
			gs = append(gs, group{Month: month})
		}
		gs[len(gs)-1].Entries = append(gs[len(gs)-1].Entries, e)
	}
	return gs
}

// Follows says what follows the end of a term, in the reader's style of dates.
func Follows(ctx context.Context, s service.Service) string {
	return renewal.Follows(s, func(day time.Time) string { return ui.Day(ctx, day) })
}

// columns is how many columns the table has.
func (p IndexPage) columns() string {
	if p.Whole {
		return "6"
	}
	return "5"
}

// changes reports whether the caller can still change what follows.
func (p IndexPage) changes(e renewal.Entry) bool {
	return p.By.May(access.ChangeServices) && e.Status != service.Cancelled
}

// chosen reports whether a month alone is shown.
func (p IndexPage) chosen(month time.Time) bool { return p.Filter.Month.Equal(month) }

// unmatched reports whether what is typed into the filter is found in none of the months.
func (p IndexPage) unmatched() bool {
	return p.Filter.Find != "" && len(p.Page.Entries) == 0 && !slices.ContainsFunc(p.Page.Sums, func(s renewal.Sum) bool { return s.Number > 0 })
}

// finds says what the filter is about, and example what is typed there.
func (p IndexPage) finds() string {
	if p.Whole {
		return "Filter by service or account"
	}
	return "Filter by service"
}

func (p IndexPage) example() string {
	if p.Whole {
		return "Service, account, reference"
	}
	return "Service"
}
