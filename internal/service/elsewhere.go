package service

import (
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

const whyElsewhere = "a connection has two ends, of two companies that don't reach each other"

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

// Paces are connections of any account, for the company that took their far end:
// how fast they are and how far they have come, and nothing else.
func Paces(tx *db.Tx, ids []string) (ss []Service, err error) {
	return ss, tx.Everywhere(whyElsewhere).Select("id", "speed", "status").Where("id IN ?", ids).Find(&ss).Error
}

// ByOffer are the ids of connections of any account that were ordered to a
// service because the marketplace shows it, those that are gone left out.
func ByOffer(tx *db.Tx, to string) (ids []string, err error) {
	return ids, tx.Everywhere(whyElsewhere).Model(&Service{}).Where("far_kind = 'company' AND far_id = ? AND status NOT IN ?", to, []Status{Design, Decommissioned}).
		Order("id").Limit(LastVLAN).Pluck("id", &ids).Error
}

// LockElsewhere are services of any account by their ids, held until the
// transaction ends, with what they are; those that are gone are not among them.
func LockElsewhere(tx *db.Tx, ids ...string) (ss []Service, err error) {
	for some := range slices.Chunk(slices.Sorted(slices.Values(ids)), planted) {
		var held []Service
		err := tx.Lock(tx.Everywhere(whyElsewhere)).Where("id IN ? AND status NOT IN ?", some, []Status{Design, Decommissioned}).Order("id").Find(&held).Error
		if err != nil {
			return nil, err
		}
		ss = append(ss, held...)
	}
	return ss, describe(tx, ss)
}

// Answered writes what the company at the far end of a connection, which
// LockElsewhere answered, said: whether it takes it, and in which VLAN. Nothing
// else of it changes, so that nobody who edits it is disturbed.
func Answered(tx *db.Tx, s Service) error {
	return tx.Everywhere(whyElsewhere).Model(&Service{}).Where("id = ?", s.ID).Select("far_state", "details", "step_at").Updates(s).Error
}

// EndElsewhere ends a connection of any account, which LockElsewhere answered,
// because what it leads to has ended.
func EndElsewhere(tx *db.Tx, was Service, reason string) error {
	now := was
	if err := now.Take(End); err != nil {
		return err
	}
	now.EndedAt, now.StepAt, now.EndReason, now.Version = &tx.Now, nil, reason, was.Version+1
	err := tx.Everywhere(whyElsewhere).Model(&Service{}).Where("id = ?", was.ID).
		Select("status", "ended_at", "step_at", "end_reason", "version").Updates(now).Error
	if err != nil {
		return err
	}
	return recount(tx, []Service{was}, []Service{now})
}
