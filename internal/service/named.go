package service

import (
	"cmp"
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// MostNamed is how many services there are to choose from in a list.
const MostNamed = 200

// Named are the services of the caller's account that are not gone, by name:
// what they are called and nothing else, the first MostNamed of them. more says
// that there are others.
func Named(tx *db.Tx) (ss []Service, more bool, err error) {
	for _, top := range []int{1, 0} { // each is one walk along an index
		var some []Service
		err := tx.Own().Select("id", "account_id", "name", "name_fold").Where("top = ? AND status <> ?", top, Decommissioned).
			Order("name_fold, id").Limit(MostNamed + 1).Find(&some).Error
		if err != nil {
			return nil, false, err
		}
		ss = append(ss, some...)
	}
	slices.SortFunc(ss, func(a, b Service) int { return cmp.Or(cmp.Compare(a.NameFold, b.NameFold), cmp.Compare(a.ID, b.ID)) })
	return ss[:min(len(ss), MostNamed)], len(ss) > MostNamed, nil
}

// NameOf is what a service of the caller's account is called, if it is not gone.
func NameOf(tx *db.Tx, id string) (s Service, err error) {
	err = tx.Own().Select("id", "account_id", "name").Where("id = ? AND status <> ?", id, Decommissioned).Take(&s).Error
	if db.Missing(err) {
		return s, fault.Missing()
	}
	return s, err
}
