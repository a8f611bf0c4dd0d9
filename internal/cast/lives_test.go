package cast_test

import (
	"slices"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/service"
)

// Whenever the demonstration begins, what the cast has is what the portal would
// have made of it by then: no term is over, no day of a past step lies ahead.
func TestTheServicesOfTheCastHaveWhatAnOrderGivesThem(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), time.Date(2029, 2, 28, 9, 0, 0, 0, time.UTC),
	} {
		lived := map[string]service.Service{}
		for _, life := range cast.Lives(now) {
			s, p, steps := life.Service, life.Product, life.Steps
			lived[s.ID] = s
			if !slices.Contains(p.Speeds, s.Speed) {
				t.Errorf("%s: %s is not sold at %d", s.ID, p.Name, s.Speed)
			}
			for _, f := range p.Fields {
				if f.Required && s.Details[f.Key] == "" {
					t.Errorf("%s has no %s", s.ID, f.Label)
				}
			}
			if s.Version != int64(len(steps)) || s.CreatedByName == "" {
				t.Errorf("%s is %s, has the version %d and %d facts", s.ID, s.Status, s.Version, len(steps))
			}
			for i, f := range steps {
				if f.At.After(now) || i > 0 && f.At.Before(steps[i-1].At) {
					t.Errorf("%s of %s was at %s", f.Kind, s.ID, f.At)
				}
			}
			if s.Status == service.Design {
				continue
			}
			if s.OrderedByName == "" || s.OrderedAt == nil || !s.TermEndsOn.After(now) {
				t.Errorf("%s: ordered by %q, its term ends %s", s.ID, s.OrderedByName, s.TermEndsOn)
			}
			if !life.Booked {
				t.Errorf("%s has another price than the book", s.ID)
			}
			if s.PortID != nil && s.Status == service.Live && lived[*s.PortID].Status != service.Live {
				t.Errorf("%s is live, and its port is %s", s.ID, lived[*s.PortID].Status)
			}
			if s.FarEnd != "" && (s.FarKind == service.NoFar || s.FarID == "") {
				t.Errorf("%s leads to %s, which is nothing", s.ID, s.FarEnd)
			}
		}
		if len(lived) < 100 {
			t.Errorf("%d services", len(lived))
		}
	}
}
