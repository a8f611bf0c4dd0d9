package service

import (
	"slices"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
)

// MostCarriers is how many services to connect to are listed at once.
const MostCarriers = 50

// carrying are the statuses in which a service takes connections.
var carrying = []Status{Ordered, Deployable, Configured, Live}

// Carriers are the services of the caller's account that connections can lead
// to, by name, and whether there are more; find is part of the name, the id or
// the place.
func Carriers(tx *db.Tx, find string) (ss []Service, more bool, err error) {
	products, err := catalog.Products(tx)
	if err != nil {
		return nil, false, err
	}
	var ids []string
	for _, p := range slices.DeleteFunc(products, func(p catalog.Product) bool { return !p.Carries }) {
		ids = append(ids, p.ID)
	}
	q := tx.Own().Where("top = 1 AND product_id IN ? AND status IN ?", ids, carrying)
	if find = account.Bare(find); find != "" {
		q = q.Where(tx.Contains("search", find))
	}
	if err := q.Order("name_fold, id").Limit(MostCarriers + 1).Find(&ss).Error; err != nil {
		return nil, false, err
	}
	if more = len(ss) > MostCarriers; more {
		ss = ss[:MostCarriers]
	}
	return ss, more, describe(tx, ss)
}

// MostDesigns is how many designs an account has at most.
const MostDesigns = 200

// Designs is how many designs the caller's account has.
func Designs(tx *db.Tx) (n int64, err error) {
	return n, tx.Own().Model(&Service{}).Where("status = ?", Design).Count(&n).Error
}
