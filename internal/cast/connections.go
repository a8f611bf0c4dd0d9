package cast

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// Connections are what other companies ask of Northwind, seen from a moment.
func Connections(now time.Time) []connection.Request {
	of := func(ago time.Duration, from, name string, speed int64, by Person) connection.Request {
		return connection.Request{
			ID: db.FirstID(now.Add(-ago)), AccountID: Northwind, ServiceID: "p-nrthw3nd01", ServiceName: "Sydney exchange", FromAccountID: from, FromName: name, FromServiceID: "x-" + from,
			Speed: speed, Note: "Contract 4711", State: connection.Asked, AskedBy: by.ID, AskedByName: by.Name, AskedAt: now.Add(-ago), Version: 1,
		}
	}
	waits := of(3*time.Hour, Solo, "Solo Systems", 500, Sol)
	accepted, denied := of(50*time.Hour, Delta, "Delta Freight", 1000, Dev), of(400*time.Hour, Lakeside, "Lakeside Cloud", 200, Leo)
	at := now.Add(-40 * time.Hour)
	for r, state := range map[*connection.Request]connection.State{&accepted: connection.Accepted, &denied: connection.Denied} {
		r.State, r.AnsweredByName, r.AnsweredAt = state, Pia.Name, &at
	}
	accepted.VLAN, denied.Answer = 210, "We don’t know this contract. Call us first."
	return []connection.Request{waits, accepted, denied}
}

// connect gives the connections that are asked for their two ends among the
// services of the cast, and leaves out those that have none.
func connect(ss []service.Service, asked []connection.Request, now time.Time) (there []connection.Request) {
	for _, r := range asked {
		near := slices.IndexFunc(ss, func(s service.Service) bool { return s.AccountID == r.AccountID && s.Open })
		far := slices.IndexFunc(ss, func(s service.Service) bool {
			return s.AccountID == r.FromAccountID && s.ProductID == VXC
		})
		if near < 0 || far < 0 {
			continue
		}
		s := &ss[far]
		r.ServiceID, r.ServiceName, r.FromServiceID, r.Speed = ss[near].ID, ss[near].Name, s.ID, s.Speed
		s.FarKind, s.FarID, s.FarEnd, s.FarState = service.FarCompany, r.ServiceID, "Northwind Partners, "+cities[ss[near].LocationID], service.FarAccepted
		if r.State == connection.Asked {
			s.FarState, s.Status, s.LiveAt, s.EndsOn = service.FarAsked, service.Configured, nil, nil
			*s = lead(*s, Sol, Sol, now)
			r.ID, r.AskedAt = db.FirstID(*s.OrderedAt), *s.OrderedAt
		}
		there = append(there, r)
	}
	return there
}

// open shows the first service of each partner that others can connect to in
// the marketplace.
func open(ss []service.Service, now time.Time) {
	for _, owner := range []string{Northwind, Cascade} {
		for i := range ss {
			if s := &ss[i]; s.AccountID == owner && s.PortID == nil && s.ProductID != IX {
				s.Open, s.Status, s.EndsOn, s.CreatedAt = true, service.Live, nil, s.CreatedAt.Add(drawnBefore)
				*s = lead(*s, orderers[owner], orderers[owner], now)
				break
			}
		}
	}
}
