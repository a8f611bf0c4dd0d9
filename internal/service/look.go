package service

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// At is a service of the account acted in, with the prices that the caller may
// see. Whatever another account has is missing, within reach or not.
func At(tx *db.Tx, id string) (Service, error) {
	s, err := One(tx, id)
	if err == nil && s.AccountID != tx.By.Account {
		return Service{}, fault.Missing()
	}
	return s, err
}

// LockAt is LockOne for a service of the account acted in. A port is held before
// what hangs under it, so that two who change both never wait for each other.
func LockAt(tx *db.Tx, id string) (s Service, err error) {
	if s, err = At(tx, id); err != nil {
		return s, err
	}
	if s.PortID != nil {
		if _, err := LockOne(tx, *s.PortID); err != nil {
			return s, err
		}
	}
	return LockOne(tx, id)
}

// Under are the services that hang under one of the account acted in, by name,
// those that are gone at the end, MostUnder of them at most.
func Under(tx *db.Tx, top Service) (under []Service, err error) {
	err = tx.Own().Where("port_id = ?", top.ID).Order("name_fold, id").Limit(MostUnder).Find(&under).Error
	if err != nil {
		return nil, err
	}
	return under, describe(tx, under)
}

// Leading are the services of the account acted in, not gone and drawn no more,
// that lead to one, by name.
func Leading(tx *db.Tx, to Service) (ss []Service, err error) {
	err = tx.Own().Where("far_kind = 'service' AND far_id = ? AND status NOT IN ?", to.ID, unpaid).
		Order("name_fold, id").Limit(MostUnder).Find(&ss).Error
	if err != nil {
		return nil, err
	}
	return ss, describe(tx, ss)
}

// Starts are the names of what connections of the account acted in hang under,
// by its id.
func Starts(tx *db.Tx, ss []Service) (map[string]string, error) {
	var ids []string
	for _, s := range ss {
		if s.PortID != nil {
			ids = append(ids, *s.PortID)
		}
	}
	names := map[string]string{}
	if ids == nil {
		return names, nil
	}
	var ports []Service
	err := tx.Own().Select("id", "name").Where("id IN ?", ids).Limit(len(ids)).Find(&ports).Error
	for _, p := range ports {
		names[p.ID] = p.Name
	}
	return names, err
}

// Editable is nil when the caller may change what of a service changes at once.
func (s Service) Editable(by access.Caller) error {
	switch {
	case s.Status == Design:
		return fault.New(fault.Conflict, "%s is a design. Continue designing it.", s.Name)
	case s.Gone():
		return fault.New(fault.Conflict, "%s has ended. It is kept for the record.", s.Name)
	}
	if err := by.Must(access.ChangeServices); err != nil {
		return err
	}
	return s.Unlocked(by)
}

// Lockable is nil when the caller may lock or unlock a service; see reference:
// modify and terminate.
func (s Service) Lockable(by access.Caller) error {
	if err := by.Must(access.LockServices); err != nil {
		return err
	}
	switch {
	case s.Locked || s.Status == Live:
		return nil
	case s.Status == Cancelled:
		return fault.New(fault.Conflict, "%s is about to end, so it stays unlocked.", s.Name)
	case s.Gone():
		return fault.New(fault.Conflict, "%s has ended. It is kept for the record.", s.Name)
	}
	return fault.New(fault.Conflict, "%s can be locked once it is live.", s.Name)
}

// Fits says why a speed does not fit between a port and what hangs under it, or
// "": a connection is not faster than its port, nor a port slower than its
// connections. port is nil for what hangs under nothing. Speeds are compared
// where they count the same.
func (s Service) Fits(speed int64, port *Service, under []Service) string {
	same := func(o Service) bool { return o.Product.Unit == s.Product.Unit }
	if port != nil && same(*port) && speed > port.Speed {
		return port.Name + " has " + port.Rate() + ", and a connection is not faster than its port"
	}
	for _, u := range under {
		if same(u) && u.Status != Design && !u.Gone() && speed < u.Speed {
			return u.Name + " under it has " + u.Rate()
		}
	}
	return ""
}

// FieldNamed is the field of a product with a key.
func fieldNamed(p catalog.Product, key string) catalog.Field {
	return find(p.Fields, func(f catalog.Field) bool { return f.Key == key })
}
