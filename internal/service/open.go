package service

import "github.com/tenantry/tenantry/internal/db"

const whyOpen = "a service that is open is offered to everybody, without its prices"

// OpenOf are the services of some companies that others may connect to, n of
// them at most. Nothing but what they are, where they are and how fast is read.
func OpenOf(tx *db.Tx, owners []string, n int) (ss []Service, err error) {
	if len(owners) == 0 {
		return nil, nil
	}
	err = tx.Everywhere(whyOpen).Select(openColumns).
		Where("account_id IN ? AND open = TRUE AND status IN ?", owners, []Status{Configured, Live}).Order("account_id, name_fold, id").Limit(n).Find(&ss).Error
	if err != nil {
		return nil, err
	}
	return ss, describe(tx, ss)
}

// OpenNamed is the service with an id, if others may connect to it: one, or none.
func OpenNamed(tx *db.Tx, id string) (ss []Service, err error) {
	err = tx.Everywhere(whyOpen).Select(openColumns).
		Where("id = ? AND open = TRUE AND status IN ?", id, []Status{Configured, Live}).Limit(1).Find(&ss).Error
	if err != nil {
		return nil, err
	}
	return ss, describe(tx, ss)
}

// openColumns are what everybody learns of a service that is open.
const openColumns = "id, account_id, name, name_fold, product_id, location_id, speed"
