package servicekey

import (
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
)

func one(q *gorm.DB, id string) (k Key, err error) {
	err = q.Where("id = ?", id).Take(&k).Error
	if db.Missing(err) {
		return k, fault.Missing()
	}
	return k, err
}

// narrow is a query over the keys that a filter leaves.
func narrow(tx *db.Tx, f Filter) *gorm.DB {
	q, today := tx.Own(), service.Midnight(tx.Now)
	if f.Service != "" {
		q = q.Where("service_id = ?", f.Service)
	}
	switch f.State {
	case Active:
		q = usable(q, today).Where("begins_on IS NULL OR begins_on <= ?", today)
	case Early:
		q = usable(q, today).Where("begins_on > ?", today)
	case Expired:
		q = q.Where("ends_on < ?", today)
	case Used:
		q = q.Where("used > 0")
	case Inactive:
		q = q.Where("active = FALSE")
	}
	if f.After != "" {
		q = q.Where("id < ?", f.After)
	}
	return q
}

// usable narrows to the keys that can be used today, or later.
func usable(q *gorm.DB, today time.Time) *gorm.DB {
	return q.Where("active = TRUE AND (ends_on IS NULL OR ends_on >= ?) AND (single = FALSE OR used = 0)", today)
}

// name fills in the services of keys.
func name(tx *db.Tx, ks []Key) error {
	seen := map[string]service.Service{}
	for i, k := range ks {
		if _, ok := seen[k.ServiceID]; !ok {
			s, err := service.At(tx, k.ServiceID)
			if err != nil {
				return err
			}
			seen[k.ServiceID] = s.Bare()
		}
		ks[i].Service = seen[k.ServiceID]
	}
	return nil
}
