package event

import (
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// span is a part of the record: the ids between two, or from one on, or up to one.
type span struct{ lo, hi string }

// span is the part of the record that the filter's page lies in; floor is
// where a company's activity begins.
func (f Filter) span(floor string) span {
	s := span{lo: floor, hi: f.Before}
	if !f.From.IsZero() {
		s.lo = max(s.lo, db.FirstID(f.From))
	}
	if !f.To.IsZero() && (s.hi == "" || db.FirstID(f.To) < s.hi) {
		s.hi = db.FirstID(f.To)
	}
	s.lo = max(s.lo, f.After)
	return s
}

func (s span) of(q *gorm.DB) *gorm.DB {
	if s.lo != "" {
		q = q.Where("id > ?", s.lo)
	}
	if s.hi != "" {
		q = q.Where("id < ?", s.hi)
	}
	return q
}

// behind is the place right behind an id: after it, and before every later one.
func behind(id string) string { return id + "0" }

// search finds one page.
type search struct {
	tx    *db.Tx
	f     Filter
	span  span
	walks []walk

	found []string // ids, in the order of the walk
	cut   bool
}

// page walks towards older facts or, after one that is given, towards newer
// ones. It passes over what the filter leaves out in steps, each of which reads
// so many entries of an index at most, and gives up after so many steps.
func (s *search) page() (p Page, err error) {
	if s.f.Size <= 0 {
		s.f.Size = PageSize
	}
	for n := 0; len(s.walks) > 0; n++ {
		if n == steps {
			s.cut = true
			break
		}
		done, err := s.step()
		if err != nil {
			return p, err
		}
		if done {
			break
		}
	}
	return s.answer()
}

// up reports whether the walk goes towards newer facts.
func (s *search) up() bool { return s.f.After != "" }

// step reads on, and reports whether the page is filled or the record is at its end.
func (s *search) step() (done bool, err error) {
	here := s.span
	edge, err := s.edge()
	if err != nil {
		return false, err
	}
	if edge != "" && s.up() {
		here.hi, s.span.lo = behind(edge), edge
	} else if edge != "" {
		here.lo, s.span.hi = edge, behind(edge)
	}
	var ids []string
	for _, w := range s.walks {
		var some []string
		q := s.order(s.narrow(here.of(w()))).Limit(s.f.Size + 1 - len(s.found))
		if err := q.Pluck("id", &some).Error; err != nil {
			return false, err
		}
		ids = append(ids, some...)
	}
	slices.Sort(ids)
	if !s.up() {
		slices.Reverse(ids)
	}
	s.found = append(s.found, ids...)
	return edge == "" || len(s.found) > s.f.Size, nil
}

// edge is how far the next step goes, or "" when it goes to the end.
func (s *search) edge() (nearest string, err error) {
	if !s.passes() {
		return "", nil
	}
	for _, w := range s.walks {
		var ids []string
		if err := s.order(s.span.of(w())).Offset(window).Limit(1).Pluck("id", &ids).Error; err != nil {
			return "", err
		}
		if len(ids) > 0 && (nearest == "" || (ids[0] < nearest) == s.up()) {
			nearest = ids[0]
		}
	}
	return nearest, nil
}

// passes reports whether the walks pass over facts that the filter leaves out.
func (s *search) passes() bool {
	return len(s.f.Kinds) > 0 || len(s.f.Users) > 0 && len(s.f.Accounts) > 0
}

func (s *search) order(q *gorm.DB) *gorm.DB {
	if s.up() {
		return q.Order("id")
	}
	return q.Order("id DESC")
}

// narrow adds the filter's conditions. They look at a window of the walk, which
// keeps the database from looking the facts up in some other way; they read
// only columns that every index of a walk carries.
func (s *search) narrow(q *gorm.DB) *gorm.DB {
	if !s.passes() {
		return q
	}
	q = s.tx.Window(s.order(q.Select("id", "kind", "user_id")).Limit(window + 1))
	if len(s.f.Kinds) > 0 {
		q = q.Where("kind IN ?", s.f.Kinds)
	}
	if len(s.f.Users) > 0 && len(s.f.Accounts) > 0 {
		q = q.Where("user_id IN ?", s.f.Users)
	}
	return q
}

// answer makes the page of what was found.
func (s *search) answer() (p Page, err error) {
	more := len(s.found) > s.f.Size
	if more {
		s.found, s.cut = s.found[:s.f.Size], false
	}
	for _, w := range s.walks {
		if len(s.found) == 0 {
			break
		}
		var es []Event
		if err := w().Where("id IN ?", s.found).Find(&es).Error; err != nil {
			return p, err
		}
		p.Events = append(p.Events, es...)
	}
	slices.SortFunc(p.Events, newestFirst)
	p.Cut = s.cut
	p.Later, p.Earlier = s.f.Before, ""
	if s.up() {
		p.Later, p.Earlier = "", behind(s.f.After)
	}
	if len(p.Events) > 0 {
		s.around(&p, more)
	} else if s.cut {
		s.on(&p)
	}
	return p, nil
}

// around leads to the neighbours of a page with facts.
func (s *search) around(p *Page, more bool) {
	newest, oldest := p.Events[0].ID, p.Events[len(p.Events)-1].ID
	switch {
	case s.up():
		p.Later, p.Earlier = "", oldest
		if more {
			p.Later = newest
		}
	default:
		p.Later, p.Earlier = "", ""
		if s.f.Before != "" {
			p.Later = newest
		}
		if more {
			p.Earlier = oldest
		}
	}
	if s.cut {
		s.on(p)
	}
}

// on leads to where the search was given up.
func (s *search) on(p *Page) {
	if s.up() {
		p.Later = s.span.lo
	} else {
		p.Earlier = s.span.hi
	}
}
