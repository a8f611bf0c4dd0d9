package service

import (
	"fmt"
	"slices"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
)

// planted is how many rows Plant writes with one statement.
const planted = 200

const whyPlant = "services planted whole, by nobody who stands above them"

// Plant writes services as they are, with everything that is derived from
// them and what accounts keep of them. A service comes after the one that it
// hangs under, and its location is in the catalogue already. It is for the
// cast of the demo and of tests, and asks and checks nothing.
func Plant(tx *db.Tx, ss []Service) error {
	if err := locate(tx, ss); err != nil {
		return fmt.Errorf("plant services: %w", err)
	}
	for i := range ss {
		ss[i].Describe()
		ss[i].date()
		var err error
		if ss[i].ParentID, err = tx.Parent(ss[i].AccountID); err != nil {
			return fmt.Errorf("plant services: %w", err)
		}
	}
	for rest := ss; len(rest) > 0; {
		batch := rest[:min(planted, len(rest))]
		rest = rest[len(batch):]
		if err := tx.Put(whyPlant, &batch); err != nil {
			return fmt.Errorf("plant services: %w", err)
		}
		for _, s := range batch {
			if err := tx.MakeServiceFindable(s.ParentID, s.ID, s.Search); err != nil {
				return fmt.Errorf("plant services: %w", err)
			}
		}
	}
	if err := recount(tx, nil, ss); err != nil {
		return fmt.Errorf("count planted services: %w", err)
	}
	return nil
}

// date fills in the days of a service's life that follow from its status, its
// term, and when it was made.
func (s *Service) date() {
	if s.TermBeginsOn.IsZero() && !s.TermEndsOn.IsZero() {
		s.TermBeginsOn = AddMonths(s.TermEndsOn, -s.Term)
	}
	if s.Status == Design || s.OrderedAt != nil {
		return
	}
	made, ends := s.CreatedAt, s.TermEndsOn
	s.OrderedAt = &made
	if s.Status == Live || s.Status == Cancelled {
		s.LiveAt = &made
	}
	if s.Status == Cancelled && s.EndsOn == nil {
		s.EndsOn = &ends
	}
}

// locate fills in the locations of services.
func locate(tx *db.Tx, ss []Service) error {
	ids := make([]string, len(ss))
	for i, s := range ss {
		ids[i] = s.LocationID
	}
	slices.Sort(ids)
	locations, err := catalog.LocationsAt(tx, slices.Compact(ids))
	for i := range ss {
		ss[i].Location = find(locations, func(l catalog.Location) bool { return l.ID == ss[i].LocationID })
	}
	return err
}
