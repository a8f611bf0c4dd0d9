package service

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/price"
	"gorm.io/gorm"
)

func list(tx *db.Tx, f Filter) (p Page, err error) {
	f.Find = account.Bare(f.Find)
	n := narrowing{Filter: f}
	if err := p.count(tx, &n); err != nil {
		return p, err
	}
	if err := p.total(tx, n); err != nil {
		return p, err
	}
	start, back, err := startOf(tx, f)
	if err != nil {
		return p, err
	}
	tops, err := topsOf(tx, n, start, back)
	if err != nil {
		return p, err
	}
	tops = p.cut(tops, start != nil, back)
	return p, p.hang(tx, n, tops)
}

// count says how many services the account has, and how many match.
func (p *Page) count(tx *db.Tx, n *narrowing) error {
	ts, err := Tallies(tx)
	if err != nil {
		return err
	}
	for _, t := range ts {
		if t.Scope != Own {
			continue
		}
		p.All += t.Number
		if (n.Product == "" || n.Product == t.ProductID) && (n.Status == "" || n.Status == t.Status) {
			p.Matching += t.Number
		}
	}
	if err := at(tx).Count(&p.Locations).Error; err != nil || !n.Narrow() {
		return err
	}
	return p.find(tx, n)
}

const whyAt = "places are the same for everybody; of them those count at which the account has services"

// at is a query over the places at which the account has services.
func at(tx *db.Tx) *gorm.DB {
	here := tx.Own().Model(&Service{}).Select("1").Where("services.location_id = locations.id AND services.top IN (0, 1)")
	return tx.Everywhere(whyAt).Model(&catalog.Location{}).Where("EXISTS (?)", here)
}

// unpaid are the statuses in which nothing is paid: not ordered, not built, and gone.
var unpaid = slices.DeleteFunc(slices.Clone(Statuses), func(s Status) bool { return Service{Status: s}.Paid() })

// summed is how many services are added up at most.
const summed = 5000

// total adds what is paid for the services that match, for a caller who may see it.
func (p *Page) total(tx *db.Tx, n narrowing) error {
	if !(price.Retail{}).Shown(tx.By) {
		return nil
	}
	if p.Unsummed = p.More || p.Matching > summed; p.Unsummed {
		return nil
	}
	var sums []Service
	err := n.narrow(tx, tx.Own().Model(&Service{})).Where("status NOT IN ?", unpaid).
		Select("location_id, CAST(SUM(monthly_retail) AS BIGINT) AS monthly_retail, CAST(SUM(monthly_cost) AS BIGINT) AS monthly_cost").
		Group("location_id").Find(&sums).Error
	if err != nil {
		return err
	}
	var rest []Tally
	err = n.narrow(tx, tx.Own().Model(&Service{})).Where("(status IN ? OR monthly_retail IS NULL)", unpaid).
		Select("status, COUNT(*) AS number").Group("status").Find(&rest).Error
	if err != nil {
		return err
	}
	p.Unpaid = map[Status]int64{}
	for _, t := range rest {
		p.Unpaid[t.Status] = t.Number
	}
	if err := describe(tx, sums); err != nil {
		return err
	}
	var retail []price.Retail
	var cost []price.Cost
	for _, s := range sums {
		retail, cost = append(retail, s.MonthlyRetail), append(cost, s.MonthlyCost)
	}
	p.Retail, p.Cost = price.Sum(retail...), price.Sum(cost...)
	return nil
}

// startOf is the service that the page starts from, if it is still the
// caller's, and whether the page runs backwards.
func startOf(tx *db.Tx, f Filter) (start *Service, back bool, err error) {
	id, back := f.After, false
	if f.Before != "" {
		id, back = f.Before, true
	}
	if id == "" {
		return nil, false, nil
	}
	var s Service
	err = tx.Own().Where("id = ?", id).Take(&s).Error
	if db.Missing(err) {
		return nil, false, nil
	}
	return &s, back, err
}

// pageOf leaves of a query the top services beyond start, in the page's order.
func pageOf(q *gorm.DB, f Filter, start *Service, back bool) *gorm.DB {
	q = q.Where("top = 1")
	descending := f.Desc != back
	keys := keysOf(f.Sort, start)
	if start != nil {
		q = db.Past(q, keys, descending)
	}
	for _, k := range keys {
		if descending {
			k.Column += " DESC"
		}
		q = q.Order(k.Column)
	}
	return q
}

// keysOf are the columns that a page is sorted by, with the values of the
// service it starts from.
func keysOf(sort Column, start *Service) []db.Key {
	s := start
	if s == nil {
		s = &Service{}
	}
	keys := []db.Key{{Column: "name_fold", Value: s.NameFold}, {Column: "id", Value: s.ID}}
	values := map[Column]any{ByProduct: s.ProductID, ByStatus: s.Status, ByLocation: s.LocationID, BySpeed: s.Speed, ByTerm: s.TermEndsOn}
	if column, ok := stored[sort]; ok {
		keys = append([]db.Key{{Column: column, Value: values[sort]}}, keys...)
	}
	return keys
}

// tagged are the ids of services with a tag.
func tagged(q *gorm.DB, scope TagScope, tag string) *gorm.DB {
	name, value, valued := strings.Cut(tag, "=")
	q = q.Model(&Tag{}).Select("service_id").Where("scope = ? AND name_fold = ?", scope, account.Fold(name))
	if valued {
		q = q.Where("value = ?", account.Tidy(value))
	}
	return q
}

// cut makes one page of what was found and says what lies around it.
func (p *Page) cut(tops []Service, started, back bool) []Service {
	more := len(tops) > groupsPerPage
	if more {
		tops = tops[:groupsPerPage]
	}
	p.Earlier, p.Later = started, more
	if back {
		slices.Reverse(tops)
		p.Earlier, p.Later = more, true
	}
	return tops
}

// hang makes the groups: the top services and, by name, what hangs under them.
func (p *Page) hang(tx *db.Tx, n narrowing, tops []Service) error {
	ids := make([]string, len(tops))
	for i, s := range tops {
		ids[i] = s.ID
	}
	var under []Service
	if err := n.narrow(tx, tx.Own().Where(tx.Among("port_id", ids))).Order("port_id, name_fold, id").Limit(underPerPage).Find(&under).Error; err != nil {
		return err
	}
	if err := describe(tx, tops, under); err != nil {
		return err
	}
	for _, top := range tops {
		g := Group{Service: top}
		for _, u := range under {
			if *u.PortID == top.ID {
				g.Under = append(g.Under, u)
			}
		}
		p.Groups = append(p.Groups, g)
	}
	return nil
}

// describe fills in the products and locations of services, and takes away the
// prices that the caller may not see.
func describe(tx *db.Tx, lists ...[]Service) error {
	var ids []string
	for _, list := range lists {
		for _, s := range list {
			ids = append(ids, s.LocationID)
		}
	}
	locations, err := catalog.LocationsAt(tx, slices.Compact(slices.Sorted(slices.Values(ids))))
	if err != nil {
		return err
	}
	products, err := catalog.Products(tx)
	if err != nil {
		return err
	}
	for _, list := range lists {
		for i := range list {
			list[i].Location = find(locations, func(l catalog.Location) bool { return l.ID == list[i].LocationID })
			list[i].Product = find(products, func(p catalog.Product) bool { return p.ID == list[i].ProductID })
			list[i].showPrices(tx.By)
		}
	}
	return nil
}

func find[T any](list []T, is func(T) bool) (found T) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return found
}
