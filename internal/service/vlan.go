package service

import (
	"errors"
	"slices"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
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

// VLANs are those that are taken at a service of an account by connections other
// than one, and what takes them: those of the same account, and those that it
// accepted from others.
func VLANs(tx *db.Tx, owner, at, but string) (map[string]string, error) {
	taken := map[string]string{}
	note := func(key string, q *gorm.DB) error {
		var ss []Service
		err := q.Select("id", "account_id", "name", "details").Where("status <> ? AND id <> ?", Decommissioned, but).Order("id").Limit(LastVLAN).Find(&ss).Error
		for _, s := range ss {
			if v := s.Details[key]; v != "" && s.AccountID == owner {
				taken[v] = s.Name
			} else if v != "" {
				taken[v] = "a connection of another company"
			}
		}
		return err
	}
	return taken, errors.Join(
		note(NearVLAN, tx.Everywhere(whyVLANs).Where("account_id = ? AND port_id = ?", owner, at)),
		note(FarVLAN, tx.Everywhere(whyVLANs).Where("far_kind = 'service' AND account_id = ? AND far_id = ?", owner, at)),
		note(FarVLAN, tx.Everywhere(whyVLANs).Where("far_kind = 'company' AND far_state = 'accepted' AND far_id = ?", at)),
	)
}

// Asked are the fields of a product that whoever draws or edits a service
// chooses: at a far end of another company, that one says in which VLAN.
func Asked(p catalog.Product, far FarKind) []catalog.Field {
	return slices.DeleteFunc(slices.Clone(p.Fields), func(f catalog.Field) bool {
		return f.Key == FarVLAN && (far == FarKey || far == FarCompany)
	})
}

// Takes reports whether connections can be ordered to the service.
func (s Service) Takes() bool {
	return s.Product.Carries && s.Paid() && s.Status != Cancelled
}
