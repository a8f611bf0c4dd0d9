package servicekey

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/allowance"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
)

const between = "a service key is used by companies that don't reach the one that made it"

// Offer is what somebody with a key learns of the service that it stands for:
// whose it is, where, and how fast a connection to it can be.
type Offer struct {
	ID        string // of the key
	Proof     string // that the account acted in was given the key
	ServiceID string
	Company   string
	Location  catalog.Location
	Product   catalog.Product
	MostSpeed int64
}

// Name is the key as it stands in addresses and forms.
func (o Offer) Name() string { return o.ID + "." + o.Proof }

// Where is where a connection by the key leads, in words.
func (o Offer) Where() string { return o.Company + ", " + o.Location.Name }

// Refused is said of every key that can't be used, whatever the reason is: who
// guesses learns nothing.
const Refused = "This service key can’t be used. Ask the company that gave it to you"

// MostAnHour is how many keys somebody pastes within an hour.
const MostAnHour = 30

// Paste is what a pasted code offers the account acted in. A code that can't be
// used is a problem of the field code.
func (s *Keys) Paste(ctx context.Context, by access.Caller, code string) (o Offer, err error) {
	if err := by.Must(access.DesignServices); err != nil {
		return o, err
	}
	var refused error
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		ok, err := allowance.Spend(tx, "service keys of "+tx.By.User, MostAnHour, time.Hour)
		if err != nil {
			return err
		}
		if refused = nil; !ok {
			refused = fault.Fields{{Field: "code", Text: "You have tried many service keys within an hour. Try again later"}}.Err()
			return nil // the try counts
		}
		o, err = pasted(tx, code)
		if fault.Is(err, fault.NotFound) {
			refused, err = fault.Fields{{Field: "code", Text: Refused}}.Err(), nil
		}
		return err
	})
	if err == nil {
		err = refused
	}
	return o, fault.Wrap("read a service key", err)
}

// pasted is what a code offers, or missing.
func pasted(tx *db.Tx, code string) (o Offer, err error) {
	code = TidyCode(code)
	if code == "" {
		return o, fault.Missing()
	}
	var k Key
	err = tx.Everywhere(between).Where("code = ?", code).Take(&k).Error
	if db.Missing(err) {
		return o, fault.Missing()
	}
	if err != nil {
		return o, err
	}
	return offer(tx, k)
}

// Proven is the id of a key whose name, with a proof, a form of the account
// acted in sent; or missing.
func Proven(tx *db.Tx, name string) (id string, err error) {
	id, proof, _ := strings.Cut(name, ".")
	k, err := one(tx.Everywhere(between), id)
	if err != nil {
		return "", err
	}
	if !k.Proves(proof, tx.By.Account) {
		return "", fault.Missing()
	}
	return k.ID, nil
}

// OfferOf is what a key offers now, or missing when it can't be used.
func OfferOf(tx *db.Tx, id string) (o Offer, err error) {
	k, err := one(tx.Everywhere(between), id)
	if err != nil {
		return o, err
	}
	return offer(tx, k)
}

// offer is what a key offers now, or missing when it can't be used: it is not
// active, or its service takes no connections.
func offer(tx *db.Tx, k Key) (o Offer, err error) {
	if k.State(tx.Now) != Active {
		return o, fault.Missing()
	}
	s, err := service.Elsewhere(tx, k.ServiceID)
	if err != nil {
		return o, err
	}
	var owner account.Account
	if err := tx.Everywhere(between).Where("id = ?", k.AccountID).Take(&owner).Error; err != nil {
		return o, err
	}
	if Offers(s) != nil || owner.Status != account.Active {
		return o, fault.Missing()
	}
	o = Offer{ID: k.ID, Proof: k.Proof(tx.By.Account), ServiceID: s.ID, Location: s.Location, Product: s.Product, MostSpeed: min(k.MostSpeed, s.Speed)}
	l, err := company.ListedOf(tx, owner.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return o, err
	}
	o.Company = cmp.Or(l.Name, owner.Name)
	return o, nil
}

// MostBy is the most speed of connections by a key, used up or not, with the
// service that they lead to.
func MostBy(tx *db.Tx, id string) (most int64, to service.Service, err error) {
	k, err := one(tx.Everywhere(between), id)
	if err != nil {
		return 0, to, err
	}
	to, err = service.Elsewhere(tx, k.ServiceID)
	return k.MostSpeed, to, err
}

// Use uses a key for a connection that is ordered, and answers the VLAN of the
// connection at the service. Of two who use a key for single use at once one
// does; for the other, it is missing.
func Use(tx *db.Tx, id string) (vlan int64, err error) {
	k, err := one(tx.Everywhere(between), id)
	if err != nil {
		return 0, err
	}
	// Whoever gives a VLAN of a service away holds its account.
	if err := tx.Lock(tx.Everywhere(between)).Where("id = ?", k.AccountID).Take(&account.Account{}).Error; err != nil {
		return 0, err
	}
	if _, err := OfferOf(tx, id); err != nil {
		return 0, err
	}
	taken, err := Taken(tx, k.AccountID, k.ServiceID, "")
	if err != nil {
		return 0, err
	}
	now := tx.Everywhere(between).Model(&Key{}).Where("id = ? AND active = TRUE AND (single = FALSE OR used = 0)", id).Update("used", gorm.Expr("used + 1"))
	if now.Error != nil {
		return 0, now.Error
	}
	if now.RowsAffected == 0 {
		return 0, fault.Missing()
	}
	if k.VLAN != 0 {
		return k.VLAN, nil
	}
	for n := int64(service.FirstVLAN); n <= service.LastVLAN; n++ {
		if _, is := taken[strconv.FormatInt(n, 10)]; !is {
			return n, nil
		}
	}
	return 0, fault.Missing()
}

// mostBy is how many connections by keys of one service are looked at.
const mostBy = service.LastVLAN

// Taken are the VLANs that are taken at a service of an account by others than
// one connection, and by what: by the account's own connections, by those that
// were accepted, by those that others ordered with keys, and by keys that keep
// theirs for who comes.
func Taken(tx *db.Tx, owner, at, but string) (taken map[string]string, err error) {
	if taken, err = service.VLANs(tx, owner, at, but); err != nil {
		return nil, err
	}
	keys := func() *gorm.DB { return tx.Everywhere(between).Model(&Key{}).Where("service_id = ?", at) }
	var kept []Key
	if err := keys().Where("vlan > 0 AND used = 0").Limit(mostBy).Find(&kept).Error; err != nil {
		return nil, err
	}
	for _, k := range kept {
		taken[strconv.FormatInt(k.VLAN, 10)] = "the service key " + k.Label
	}
	var by []service.Service
	err = tx.Everywhere(between).Select("id", "account_id", "name", "details").
		Where("far_kind = 'key' AND far_id IN (?) AND status <> ? AND id <> ?", keys().Select("id"), service.Decommissioned, but).Limit(mostBy).Find(&by).Error
	for _, s := range by {
		if v := s.Details[service.FarVLAN]; v != "" {
			taken[v] = "a connection by a service key"
		}
	}
	return taken, err
}

// ByKeys are the ids of connections of any account that were ordered to a service
// by one of its keys, those that are gone left out.
func ByKeys(tx *db.Tx, to string) (ids []string, err error) {
	keys := tx.Everywhere(between).Model(&Key{}).Where("service_id = ?", to).Select("id")
	return ids, tx.Everywhere(between).Model(&service.Service{}).
		Where("far_kind = 'key' AND far_id IN (?) AND status NOT IN ?", keys, []service.Status{service.Design, service.Decommissioned}).
		Order("id").Limit(mostBy).Pluck("id", &ids).Error
}
