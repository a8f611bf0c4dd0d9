package approval

import (
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// HoldAbout holds the pending requests about a service and what hangs under it,
// for whoever may end them: requests are held before services by everybody.
func HoldAbout(tx *db.Tx, id string) error {
	under := tx.Reach().Model(&service.Service{}).Select("id").Where("id = ? OR port_id = ?", id, id)
	var ids []string
	return tx.Lock(tx.Reach().Model(&Request{})).Where("state = 'pending' AND service_id IN (?)", under).Order("id").
		Limit((service.MostUnder+1)*len(Kinds)).Pluck("id", &ids).Error
}

// FailAbout ends the pending requests about services that have ended: nothing of
// it can be carried out any more. Nobody approved them, so nobody decided.
func FailAbout(tx *db.Tx, ended []service.Service) error {
	for some := range slices.Chunk(ended, asksAtOnce) {
		names, ids := map[string]string{}, []string{}
		for _, s := range some {
			names[s.ID], ids = s.Name, append(ids, s.ID)
		}
		var rs []Request
		if err := tx.Lock(tx.Reach()).Where("state = 'pending' AND service_id IN ?", ids).Order("id").Limit(len(ids) * len(Kinds)).Find(&rs).Error; err != nil {
			return err
		}
		for _, r := range rs {
			if err := r.End(Failed, tx.By, tx.Now, ""); err != nil {
				return err
			}
			r.DecidedBy, r.DecidedByName, r.Problem = "", portal, names[r.ServiceID]+" has ended."
			if err := Settle(tx, &r); err != nil {
				return err
			}
		}
	}
	return nil
}
