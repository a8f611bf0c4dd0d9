package service

import (
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// The fields of connections that say in which VLAN they run at each end, and the
// VLANs that there are. Of one service no two connections have the same.
const (
	NearVLAN  = "vlan"
	FarVLAN   = "far_vlan"
	FirstVLAN = 2
	LastVLAN  = 4093
)

const whyVLANs = "which VLANs are taken at a service is asked by companies that connect to it; they learn a free one"

// VLANs are those that are taken at a service of an account by connections of
// the same account other than one, and the names of what takes them.
func VLANs(tx *db.Tx, owner, at, but string) (map[string]string, error) {
	var ss []Service
	err := tx.Everywhere(whyVLANs).Where("account_id = ? AND (port_id = ? OR far_id = ?) AND status <> ? AND id <> ?", owner, at, at, Decommissioned, but).
		Order("id").Limit(2 * MostUnder).Find(&ss).Error
	taken := map[string]string{}
	for _, s := range ss {
		if s.PortID != nil && *s.PortID == at && s.Details[NearVLAN] != "" {
			taken[s.Details[NearVLAN]] = s.Name
		}
		if s.FarID == at && s.Details[FarVLAN] != "" {
			taken[s.Details[FarVLAN]] = s.Name
		}
	}
	return taken, err
}

// Takes reports whether connections can be ordered to the service.
func (s Service) Takes() bool {
	return s.Product.Carries && s.Paid() && s.Status != Cancelled
}

// Elsewhere is a service of any account, for who was given a key to it: what it
// is, where, how fast and how far it has come, and nothing else.
func Elsewhere(tx *db.Tx, id string) (s Service, err error) {
	ss := []Service{}
	err = tx.Everywhere("whoever was given a key to a service learns where it is").
		Select("id", "account_id", "port_id", "name", "product_id", "location_id", "speed", "status").Where("id = ?", id).Limit(1).Find(&ss).Error
	if err != nil {
		return s, err
	}
	if len(ss) == 0 {
		return s, fault.Missing()
	}
	err = describe(tx, ss)
	return ss[0], err
}
