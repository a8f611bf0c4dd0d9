package order

import (
	"maps"
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
)

// joined is nil when a connection can still be built between its ends. A far end
// of another company answers for itself.
func joined(tx *db.Tx, here account.Account, top, s service.Service) error {
	if s.FarKind == service.NoFar {
		return nil
	}
	b := Board{Account: here, Product: s.Product, Location: s.Location, Port: top}
	switch err := b.reach(tx, Far{Kind: s.FarKind, ID: s.FarID}.Key()); {
	case fault.FieldsOf(err) != nil && s.FarKind == service.FarKey:
		return keyless(s)
	case fault.FieldsOf(err) != nil:
		return fault.New(fault.Conflict, "%s leads to %s, which takes no connections any more.", s.Name, s.FarEnd)
	case err != nil:
		return err
	case !slices.Contains(b.Speeds(), s.Speed):
		return fault.New(fault.Conflict, "%s has %s, which is more than what it connects.", s.Name, s.Rate())
	}
	return nil
}

// keyless says that the service key of a connection can't be used any more.
func keyless(s service.Service) error {
	return fault.New(fault.Conflict, "%s leads to %s by a service key that can’t be used any more. Ask for another one.", s.Name, s.FarEnd)
}

// useKey uses the service key of a connection, if it has one, and gives the
// connection its VLAN there.
func useKey(tx *db.Tx, s *service.Service) error {
	if s.FarKind != service.FarKey {
		return nil
	}
	vlan, err := servicekey.Use(tx, s.FarID)
	if fault.Is(err, fault.NotFound) {
		return keyless(*s)
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(s.Product.Fields, func(f catalog.Field) bool { return f.Key == farVLAN }) {
		details := map[string]string{}
		maps.Copy(details, s.Details)
		details[farVLAN] = strconv.FormatInt(vlan, 10)
		s.Details = details
	}
	return nil
}

// askFar asks the company at the far end of a connection, if there is one, to
// take it. What the customer calls it is what the company reads.
func askFar(tx *db.Tx, by connection.Asker, s service.Service) error {
	if s.FarState != service.FarAsked {
		return nil
	}
	// Held, so that it does not end between being looked at and being asked for.
	if _, err := service.LockElsewhere(tx, s.FarID); err != nil {
		return err
	}
	o, err := connection.OfferOf(tx, s.FarID)
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Conflict, "%s leads to %s, which takes no connections any more.", s.Name, s.FarEnd)
	}
	if err != nil {
		return err
	}
	return connection.Ask(tx, s, o, by, s.Reference)
}

// beyond says why the far end of a connection does not take a speed, or "": it is
// not faster than its service key allows, than what was accepted, or than the
// service that it leads to. Speeds are compared where they count the same.
func beyond(tx *db.Tx, s service.Service, speed int64) (string, error) {
	at, says := s.FarID, ""
	switch s.FarKind {
	case service.FarService:
	case service.FarKey:
		most, to, err := servicekey.MostBy(tx, s.FarID)
		if err != nil {
			return "", unlessMissing(err)
		}
		if at = to.ID; to.Product.Unit == s.Product.Unit && speed > most {
			says = "The service key of " + s.Name + " allows " + service.Rate(s.Product, most) + " at most"
		}
	case service.FarCompany:
		most, err := connection.Agreed(tx, s.ID)
		if err != nil {
			return "", err
		}
		if most > 0 && speed > most {
			says = "The company at the far end was asked for " + service.Rate(s.Product, most) + ". Order another connection for more"
		}
	default:
		return "", nil
	}
	if says != "" {
		return says, nil
	}
	far, err := service.Elsewhere(tx, at)
	if err != nil {
		return "", unlessMissing(err)
	}
	if far.Product.Unit == s.Product.Unit && speed > far.Speed {
		name := s.FarEnd
		if s.FarKind == service.FarService {
			name = far.Name
		}
		return name + " has " + far.Rate() + ", and a connection is not faster than what it leads to", nil
	}
	return "", nil
}

// slower says which connection leads to a service from elsewhere and is faster
// than a speed, or "". Of other companies it names none.
func slower(tx *db.Tx, s service.Service, speed int64) (string, error) {
	if !s.Product.Carries {
		return "", nil
	}
	direct, err := service.Leading(tx, s)
	if err != nil {
		return "", err
	}
	ids := []string{}
	for _, d := range direct {
		ids = append(ids, d.ID)
	}
	held, err := service.LockElsewhere(tx, ids...)
	if err != nil {
		return "", err
	}
	ours, others, err := connection.Led(tx, s)
	if err != nil {
		return "", err
	}
	for _, l := range slices.Concat(held, ours, others) {
		switch {
		case l.Product.Unit != s.Product.Unit || speed >= l.Speed:
		case l.AccountID != s.AccountID:
			return "A connection of another company to it has " + l.Rate(), nil
		default:
			return l.Name + " leads to it with " + l.Rate(), nil
		}
	}
	return "", nil
}

// unlessMissing lets pass that something is not there: it limits nothing.
func unlessMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
