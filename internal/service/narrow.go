package service

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// narrowing is a filter of an account's services, with those that match where
// they are few: they are looked for once. Where they are many, walking along the
// list soon finds a page of them.
type narrowing struct {
	Filter
	few  bool
	ids  []string // of those that match
	tops []string // of what they hang under, and of those that hang under nothing
}

// kept reports whether the number of services that match is kept.
func (n narrowing) kept() bool { return n.Find == "" && n.Tag == "" }

// find looks for the services that match, unless they are known to be many.
func (p *Page) find(tx *db.Tx, n *narrowing) error {
	if n.kept() && p.Matching > account.Glanced {
		return nil
	}
	q, column := n.conditions(tx, tx.Own().Model(&Service{})), "id"
	if (n.Filter == Filter{Tag: n.Tag, Sort: n.Sort, Desc: n.Desc, After: n.After, Before: n.Before}) { // the tags alone tell
		q, column = tagged(tx.Own(), ScopeOf(tx.By), n.Tag), "service_id"
	}
	ids, err := tx.Keys(q.Limit(account.Glanced+1), column)
	if err != nil {
		return err
	}
	if !n.kept() {
		p.Matching, p.More = min(int64(len(ids)), account.Glanced), len(ids) > account.Glanced
	}
	if n.few = len(ids) <= account.Glanced; !n.few {
		return nil
	}
	n.ids = ids
	n.tops, err = tx.Keys(tx.OwnNamed(ids).Model(&Service{}).Limit(account.Glanced), "COALESCE(port_id, id)")
	return err
}

// narrow leaves of a query over the account's services what matches.
func (n narrowing) narrow(tx *db.Tx, q *gorm.DB) *gorm.DB {
	if n.few {
		return q.Where(tx.Among("id", n.ids))
	}
	return n.conditions(tx, q)
}

// conditions adds the filter's conditions.
func (n narrowing) conditions(tx *db.Tx, q *gorm.DB) *gorm.DB {
	if n.Find != "" {
		q = q.Where(tx.Contains("search", n.Find))
	}
	if n.Status != "" {
		q = q.Where("status = ?", n.Status)
	}
	if n.Product != "" {
		q = q.Where("product_id || '' = ?", n.Product) // the text is empty, and keeps the database from reading every service of the product
	}
	if n.Tag != "" {
		q = q.Where("id IN (?)", tagged(tx.Own(), ScopeOf(tx.By), n.Tag))
	}
	return q
}

// Steps of a walk: how many top services are looked at first, and at most at once.
const (
	firstStep   = 2 * groupsPerPage
	longestStep = 1000
)

// topsOf are the top services of a page, and one more where others follow.
func topsOf(tx *db.Tx, n narrowing, start *Service, back bool) (tops []Service, err error) {
	if n.few || !n.Narrow() {
		q := tx.Own()
		if n.few {
			q = tx.OwnNamed(n.tops)
		}
		q = pageOf(q, n.Filter, start, back)
		return tops, q.Limit(groupsPerPage + 1).Find(&tops).Error
	}
	for step := firstStep; ; step = min(2*step, longestStep) {
		var some []Service
		if err := pageOf(tx.Own(), n.Filter, start, back).Limit(step).Find(&some).Error; err != nil {
			return nil, err
		}
		matching, err := n.among(tx, some)
		if err != nil {
			return nil, err
		}
		tops = append(tops, matching...)
		if len(tops) > groupsPerPage || len(some) < step {
			return tops[:min(len(tops), groupsPerPage+1)], nil
		}
		start = &some[len(some)-1]
	}
}

// among are those of some top services that match, or have something under them
// that does.
func (n narrowing) among(tx *db.Tx, some []Service) (matching []Service, err error) {
	ids, match := make([]string, len(some)), map[string]bool{}
	for i, s := range some {
		ids[i] = s.ID
	}
	for _, q := range []*gorm.DB{
		tx.OwnNamed(ids).Model(&Service{}).Select("id"),
		tx.Own().Model(&Service{}).Distinct("port_id").Where(tx.Among("port_id", ids)),
	} {
		var found []string
		if n.Tag != "" { // asked of these few: all that have it are more
			q = q.Where("services.id || '' IN (?)", tagged(tx.Own(), ScopeOf(tx.By), n.Tag))
		}
		rest := n
		rest.Tag = ""
		if err := rest.conditions(tx, q).Limit(len(ids)).Scan(&found).Error; err != nil {
			return nil, err
		}
		for _, id := range found {
			match[id] = true
		}
	}
	for _, s := range some {
		if match[s.ID] {
			matching = append(matching, s)
		}
	}
	return matching, nil
}
