package cast

import (
	"slices"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/service"
)

// Whenever the demonstration begins, what the cast has is what the portal would
// have made of it by then: no term is over, no day of a past step lies ahead.
func TestTheServicesOfTheCastHaveWhatAnOrderGivesThem(t *testing.T) {
	for _, now := range []time.Time{present, day("2026-11-23"), day("2029-02-28")} {
		ss := acmeServices(now)
		for _, l := range lines {
			for _, m := range l.of {
				if m.key != Acme {
					ss = append(ss, newMaker(m.keyIn(l), l.partner, day(m.on), now).make(m.services)...)
				}
			}
		}
		lived := map[string]service.Service{}
		for _, s := range ss {
			lived[s.ID] = s
			p := productOf(s.ProductID)
			if !slices.Contains(p.Speeds, s.Speed) {
				t.Errorf("%s: %s is not sold at %d", s.ID, p.Name, s.Speed)
			}
			for _, f := range p.Fields {
				if f.Required && s.Details[f.Key] == "" {
					t.Errorf("%s has no %s", s.ID, f.Label)
				}
			}
			fs := facts(s, now)
			if s.Version != int64(len(fs)) || s.CreatedByName == "" {
				t.Errorf("%s is %s, has the version %d and %d facts", s.ID, s.Status, s.Version, len(fs))
			}
			for i, f := range fs {
				if f.at.After(now) || i > 0 && f.at.Before(fs[i-1].at) {
					t.Errorf("%s of %s was at %s", f.kind, s.ID, f.at)
				}
			}
			if s.Status == service.Design {
				continue
			}
			if s.OrderedByName == "" || s.OrderedAt == nil || !s.TermEndsOn.After(now) {
				t.Errorf("%s: ordered by %q, its term ends %s", s.ID, s.OrderedByName, s.TermEndsOn)
			}
			if retail, cost := quoted(s); !retail.Same(s.MonthlyRetail) || !cost.Same(s.MonthlyCost) {
				t.Errorf("%s has another price than the book", s.ID)
			}
			if s.PortID != nil && s.Status == service.Live && lived[*s.PortID].Status != service.Live {
				t.Errorf("%s is live, and its port is %s", s.ID, lived[*s.PortID].Status)
			}
			if s.FarEnd != "" && (s.FarKind == service.NoFar || s.FarID == "") {
				t.Errorf("%s leads to %s, which is nothing", s.ID, s.FarEnd)
			}
		}
	}
}
