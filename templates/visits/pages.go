// Package visits is who was, and is, in an account where they have no seat, as
// its people read it, and who acts in somebody's place in all accounts, as the
// operator watches it.
package visits

import (
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is the visits to an account.
type IndexPage struct {
	layout.Shell
	Faces  []layout.Tab // of the company
	Sides  []layout.Tab // of what is about access
	Page   visit.Page
	Filter visit.Filter
	Chips  []ui.Condition // filters in force
	More   []ui.Choice    // filters that can be added
	Since  string         // first day, 2006-01-02
	Until  string         // last day
	Clear  string         // address without filters
	Export string         // address of the file with the same filters
	Result string         // "12 visits"
	Later  string         // address of the newer ones, or ""
	Older  string         // address of the older ones, or ""
}

// none reports whether the page shows no visit.
func (p IndexPage) none() bool { return len(p.Page.Live)+len(p.Page.Ended) == 0 }

// here says how many visits are under way.
func (p IndexPage) here() string {
	switch p.Page.Here {
	case 0:
		return "Nobody is here now."
	case 1:
		return "One visit is under way."
	}
	return ui.Figure(int(p.Page.Here)) + " visits are under way."
}

// ends reports whether the caller may end visits to the account.
func (p IndexPage) ends() bool { return p.By.May(access.GrantAccess) }

// refusal is why whoever acts in somebody's place ends no visit, where that
// person could; "" in one's own name.
func (p IndexPage) refusal() string {
	if p.By.Acting != access.OwnName && p.By.Holds(access.GrantAccess) {
		return "Ending a visit is not done in somebody’s place. " + p.By.AsName + " has to do it."
	}
	return ""
}

// LivePage is who acts in somebody's place now, in all accounts.
type LivePage struct {
	layout.Shell
	Sides []layout.Tab // of what is about access
	Watch visit.Watch
	Days  []time.Time // the beginnings of the days that Watch counts, and of the day after
}

// ends reports whether the caller may end other people's visits.
func (p LivePage) ends() bool { return p.By.May(access.EndVisits) }

// count says how many there are.
func (p LivePage) count() string {
	n := ui.Counted(p.Watch.Total, "visit")
	if p.Watch.Total > int64(len(p.Watch.Live)) {
		n += "; the latest " + ui.Figure(len(p.Watch.Live)) + " are shown."
	}
	return n
}

// total is how many visits began on all days.
func (p LivePage) total() (n int) {
	for _, began := range p.Watch.Began {
		n += int(began)
	}
	return n
}

// most is how many began on the day with the most, at least one.
func (p LivePage) most() (n int64) {
	n = 1
	for _, began := range p.Watch.Began {
		n = max(n, began)
	}
	return n
}

// Sizes of the picture of days, in its own units.
const (
	barWidth  = 16
	barGap    = 4
	barHeight = 64
)

// bar is one day in the picture.
type bar struct{ x, y, width, height, title string }

// bars are the days with visits, from left to right.
func (p LivePage) bars(date func(time.Time) string) (bs []bar) {
	most := p.most()
	for i, n := range p.Watch.Began {
		if n == 0 {
			continue
		}
		height := max(1, int(n*barHeight/most))
		bs = append(bs, bar{
			strconv.Itoa(i * (barWidth + barGap)), strconv.Itoa(barHeight - height), strconv.Itoa(barWidth), strconv.Itoa(height),
			date(p.Days[i]) + ": " + ui.Counted(int(n), "visit"),
		})
	}
	return bs
}

// box is the size of the picture.
func (p LivePage) box() string {
	return "0 0 " + strconv.Itoa(len(p.Watch.Began)*(barWidth+barGap)-barGap) + " " + strconv.Itoa(barHeight)
}
