package service

import (
	"strings"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// One is a service within the caller's reach, with its product and location.
// Its prices are those that the caller may see.
func One(tx *db.Tx, id string) (s Service, err error) {
	if s, err = taken(tx, id, false); err != nil {
		return s, err
	}
	s.showPrices(tx.By)
	return s, nil
}

// LockOne is One, held until the transaction ends, with all its prices, for
// whoever changes it: what is written must have them.
func LockOne(tx *db.Tx, id string) (Service, error) { return taken(tx, id, true) }

func taken(tx *db.Tx, id string, held bool) (s Service, err error) {
	q := tx.Reach()
	if held {
		q = tx.Lock(q)
	}
	err = q.Where("id = ?", id).Take(&s).Error
	if db.Missing(err) {
		return s, fault.Missing()
	}
	if err != nil {
		return s, err
	}
	if s.Product, err = catalog.ProductOf(tx, s.ProductID); err != nil {
		return s, err
	}
	s.Location, err = catalog.LocationAt(tx, s.LocationID)
	s.currency()
	return s, err
}

// MostUnder is how many connections hang under one service at most.
const MostUnder = 500

// LockUnder are the connections that hang under a service, which is held, by
// their ids, so that two who hold them never wait for each other. Those that are
// gone are not among them.
func LockUnder(tx *db.Tx, top Service) (under []Service, err error) {
	err = tx.Lock(tx.Reach()).Where("account_id = ? AND port_id = ? AND status <> ?", top.AccountID, top.ID, Decommissioned).
		Order("id").Find(&under).Error // all: Room bounds them, and what ends leaves none
	if err != nil {
		return nil, err
	}
	products, err := catalog.Products(tx)
	for i := range under {
		under[i].Location = top.Location
		under[i].Product = find(products, func(p catalog.Product) bool { return p.ID == under[i].ProductID })
		under[i].currency()
	}
	return under, err
}

// Room is nil when one more connection can be drawn under a service.
func Room(tx *db.Tx, top Service) error {
	var n int64
	err := tx.Own().Model(&Service{}).Where("port_id = ? AND status <> ?", top.ID, Decommissioned).Count(&n).Error
	if err == nil && n >= MostUnder {
		err = fault.New(fault.Conflict, "%s has %d connections, the most that there can be.", top.Name, n)
	}
	return err
}

// NewID is the id of a new service of a product.
func NewID(p catalog.Product) string { return p.ID + "-" + strings.ToLower(db.NewKey()) }

// Add writes a new service, with what accounts count.
func Add(tx *db.Tx, s *Service) error {
	s.Describe()
	s.Version = 1
	if err := tx.Insert(s); err != nil {
		return err
	}
	if err := tx.MakeServiceFindable(s.ParentID, s.ID, s.Search); err != nil {
		return err
	}
	return recount(tx, nil, []Service{*s})
}

// Write writes a service that LockOne or LockUnder answered, with what accounts
// count; was is what it answered.
func Write(tx *db.Tx, was Service, now *Service) error {
	now.Describe()
	now.Version++
	if err := tx.Update(now); err != nil {
		return err
	}
	if was.Search != now.Search {
		if err := tx.MakeServiceFindable(now.ParentID, now.ID, now.Search); err != nil {
			return err
		}
	}
	if was.countedLike(*now) {
		return nil
	}
	return recount(tx, []Service{was}, []Service{*now})
}

// Discard removes a design, of which nothing is kept. Whatever hangs under it
// is removed first.
func Discard(tx *db.Tx, s Service) error {
	if s.Status != Design {
		return fault.New(fault.Conflict, "%s is no design any more.", s.Name)
	}
	if err := tx.Reach().Where("service_id = ?", s.ID).Delete(&Tag{}).Error; err != nil {
		return err
	}
	if err := tx.Reach().Where("id = ? AND status = ?", s.ID, Design).Delete(&Service{}).Error; err != nil {
		return err
	}
	return recount(tx, []Service{s}, nil)
}

// Subject is the service as the record knows it.
func (s Service) Subject() event.Subject {
	return event.Subject{ID: s.ID, Name: s.Name, Topic: "service " + s.ID}
}
