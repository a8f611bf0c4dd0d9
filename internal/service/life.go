package service

import (
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
)

// Step is something that happens in the life of a service.
type Step string

// The closed list of steps; see reference: services page.
const (
	Place  Step = "ordered"      // somebody ordered the design
	Accept Step = "accepted"     // the carrier will build it
	Build  Step = "built"        // it is built, and waits for light
	Light  Step = "put into use" // it carries traffic
	Fail   Step = "given up"     // it could not be built
	Retry  Step = "tried again"  // whoever builds it begins again
	Cancel Step = "cancelled"    // its end is scheduled
	Keep   Step = "kept"         // its end is taken back
	End    Step = "ended"        // it is gone
)

// Steps lists them in the order of a service's life.
var Steps = []Step{Place, Accept, Build, Light, Fail, Retry, Cancel, Keep, End}

// life says what a service becomes by a step. What is not here cannot happen.
var life = map[Step]map[Status]Status{
	Place:  {Design: Ordered},
	Accept: {Ordered: Deployable},
	Build:  {Deployable: Configured},
	Light:  {Configured: Live},
	Fail:   {Ordered: Failed, Deployable: Failed, Configured: Failed},
	Retry:  {Failed: Ordered},
	Cancel: {Configured: Cancelled, Live: Cancelled},
	Keep:   {Cancelled: Live}, // Configured, if it was never live; see Take
	End:    {Ordered: Decommissioned, Deployable: Decommissioned, Configured: Decommissioned, Live: Decommissioned, Cancelled: Decommissioned, Failed: Decommissioned},
}

// After is the status that a step leads to; ok is false when it cannot happen now.
func (s Status) After(step Step) (next Status, ok bool) {
	next, ok = life[step][s]
	return next, ok
}

// Take takes a step, or is a Conflict that says what the service is now.
func (s *Service) Take(step Step) error {
	next, ok := s.Status.After(step)
	if !ok {
		return fault.New(fault.Conflict, "%s can’t be %s: its status is %s now.", s.Name, step, strings.ToLower(s.Status.Word()))
	}
	if step == Keep && s.LiveAt == nil {
		next = Configured // it was to end before it carried anything
	}
	if step == Light && s.EndsOn != nil {
		next = Cancelled // its end was scheduled while it was built
	}
	s.Status = next
	return nil
}

// Paid reports whether something is paid for the service.
func (s Service) Paid() bool {
	return s.Status != Design && s.Status != Failed && s.Status != Decommissioned
}

// Gone reports whether the service is kept for the record alone.
func (s Service) Gone() bool { return s.Status == Decommissioned }

// Unlocked is nil when the caller may change or end the service: it is not
// locked, or they may unlock it. See reference: modify and terminate.
func (s Service) Unlocked(by access.Caller) error {
	if s.Locked && !by.May(access.LockServices) {
		return fault.New(fault.Forbidden, "%s is locked by %s. A Company Admin can change it, or unlock it.", s.Name, s.LockedByName)
	}
	return nil
}

// AddMonths is the same day n months later, in UTC. Where that month has no such
// day it is its last one: 31 January and a month is the end of February.
func AddMonths(day time.Time, n int) time.Time {
	y, m, d := day.UTC().Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d, last)-1)
}

// Midnight is the day of a moment, as services keep it.
func Midnight(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }

// Begin begins the term of a service on a day.
func (s *Service) Begin(day time.Time) {
	s.TermBeginsOn = Midnight(day)
	s.TermEndsOn = AddMonths(s.TermBeginsOn, s.Term)
}

// NextEnd is when the term ends that follows the one which ends now. Terms are
// counted from the day that the first began, so that the day of the month
// comes back after a short month.
func (s Service) NextEnd() time.Time {
	for n := s.Term; ; n += s.Term {
		if end := AddMonths(s.TermBeginsOn, n); end.After(s.TermEndsOn) {
			return end
		}
	}
}

// MonthsLeft is how many months of the term are still to be paid from a day on,
// begun ones whole. Of a service from month to month there are none.
func (s Service) MonthsLeft(from time.Time) int64 {
	from = Midnight(from)
	if s.Term <= 1 || !from.Before(s.TermEndsOn) {
		return 0
	}
	n := 1
	for from.Before(AddMonths(s.TermEndsOn, -n)) {
		n++
	}
	return int64(n)
}
