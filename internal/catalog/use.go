package catalog

import (
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// Use is how much of something there is.
type Use struct {
	Live int64 // services that are ordered and not ended
	Ever bool  // there is or was a service or a design, so what it means can't change
}

const (
	numbers = "the operator is told how many services use what it sells, of which nothing but the number leaves"
	running = "services.status IN ('ordered', 'deployable', 'configured', 'live', 'cancelled')"
)

// services is a query over the services of everybody.
func services(tx *db.Tx) *gorm.DB { return tx.Everywhere(numbers).Table("services") }

// useOf is what the services that q finds make of something.
func useOf(q func() *gorm.DB) (u Use, err error) {
	if err := q().Where(running).Count(&u.Live).Error; err != nil {
		return u, err
	}
	var first []string
	err = q().Limit(1).Pluck("services.id", &first).Error
	u.Ever = len(first) > 0
	return u, err
}

func (p Product) use(tx *db.Tx) (Use, error) {
	return useOf(func() *gorm.DB { return services(tx).Where("product_id = ?", p.ID) })
}

func (l Location) use(tx *db.Tx) (Use, error) {
	return useOf(func() *gorm.DB { return services(tx).Where("location_id = ?", l.ID) })
}

func (c Cloud) use(tx *db.Tx) (Use, error) {
	return useOf(func() *gorm.DB { return services(tx).Where("far_kind = 'cloud' AND far_id = ?", c.ID) })
}

// use counts the services in the market. Ever says that its currency is in use:
// something has a price in it, or somebody is or was billed in it.
func (m Market) use(tx *db.Tx) (u Use, err error) {
	if u, err = useOf(func() *gorm.DB { return inMarkets(tx).Where("locations.market = ?", m.ID) }); err != nil || u.Ever {
		return u, err
	}
	for _, q := range []*gorm.DB{
		tx.Everywhere(numbers).Table("prices"), tx.Everywhere(numbers).Table("price_overrides"), tx.Everywhere(numbers).Table("billing_markets"),
	} {
		var ids []string
		if err := q.Where("market_id = ?", m.ID).Limit(1).Pluck("market_id", &ids).Error; err != nil {
			return u, err
		}
		u.Ever = u.Ever || len(ids) > 0
	}
	return u, nil
}

func inMarkets(tx *db.Tx) *gorm.DB {
	return services(tx).Joins("JOIN locations ON locations.id = services.location_id")
}

// number is how many there are of something.
type number struct {
	ID string
	N  int64
}

// live are the running services by the id that q calls id.
func live(q *gorm.DB) (of map[string]int64, err error) {
	var ns []number
	err = q.Where(running).Scan(&ns).Error
	of = map[string]int64{}
	for _, n := range ns {
		of[n.ID] = n.N
	}
	return of, err
}

// zonesInUse are the zones of a location that running services are in.
func (l Location) zonesInUse(tx *db.Tx) (names []string, err error) {
	err = services(tx).Where(running).Where("location_id = ? AND zone <> ''", l.ID).Distinct("zone").Limit(MostZones).Pluck("zone", &names).Error
	slices.Sort(names)
	return names, err
}
