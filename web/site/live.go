package site

import (
	"net/http"
	"time"

	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/templates/visits"
	"github.com/tenantry/tenantry/web/route"
)

// watchedDays are how many days the operator looks back on.
const watchedDays = 30

// listLive is who acts in somebody's place now, in all accounts.
func (s *Site) listLive(r *Request) error {
	days := lastDays(s.now(), ui.TimesOf(r.ctx()), watchedDays)
	w, err := s.Visits.Watch(r.ctx(), r.By, days)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, visits.Live(visits.LivePage{Shell: s.shell(r, "Live visits"), Sides: accessFaces(r), Watch: w, Days: days}))
}

// lastDays are the beginnings of the last n days as a reader counts them, today
// among them, and of tomorrow.
func lastDays(now time.Time, times ui.Times, n int) (days []time.Time) {
	today := times.In(now)
	for i := 1 - n; i <= 1; i++ {
		at, _ := times.Begins(today.AddDate(0, 0, i).Format(time.DateOnly))
		days = append(days, at)
	}
	return days
}

// endAllLive ends all of them.
func (s *Site) endAllLive(r *Request) error {
	n, err := s.Sessions.EndVisits(r.ctx(), r.By)
	if err != nil {
		return err
	}
	said := layout.Notice{Tone: layout.Ok, Lead: ui.Counted(n, "visit") + " ended.", Text: "What is sent in them from now on is not carried out."}
	if n == 0 {
		said = layout.Notice{Tone: layout.Info, Lead: "Nobody acts in somebody’s place."}
	}
	return s.done(r, route.Visits(r.here()), said)
}
