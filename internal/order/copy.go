package order

import (
	"context"
	"maps"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Copy draws a service anew, with the connections under it; of a connection it
// draws another one under the same service. VLANs are chosen again.
func (s *Orders) Copy(ctx context.Context, by access.Caller, id, token string) (d service.Service, err error) {
	return s.draws(ctx, by, token, nil, func(tx *db.Tx, here account.Account) (service.Service, error) {
		top, it, err := hold(tx, here, id)
		if err != nil {
			return d, err
		}
		if it.PortID != nil {
			if err := untouched(tx, top); err != nil {
				return d, err
			}
			if err := service.Room(tx, top); err != nil {
				return d, err
			}
			return copied(tx, here, it, top, another(it.Name))
		}
		under, err := service.LockUnder(tx, it)
		if err != nil {
			return d, err
		}
		made, err := copied(tx, here, it, service.Service{}, another(it.Name))
		for _, u := range under {
			if err == nil && len(under) < service.MostDesigns && (u.FarKind == service.FarService || u.FarKind == service.FarCloud) {
				_, err = copied(tx, here, u, made, u.Name)
			}
		}
		return made, err
	})
}

// copied draws a service once more, under port where it is a connection.
func copied(tx *db.Tx, here account.Account, of, port service.Service, name string) (service.Service, error) {
	d := service.Service{
		AccountID: here.ID, ParentID: here.ParentID, ProductID: of.ProductID, LocationID: of.LocationID, Zone: of.Zone, Status: service.Design,
		FarKind: of.FarKind, FarID: of.FarID, FarEnd: of.FarEnd, Name: name, Reference: of.Reference, Speed: of.Speed, Details: map[string]string{},
		Term: of.Term, Renews: of.Renews, CreatedByName: tx.By.Signature(), CreatedAt: tx.Now, Product: of.Product, Location: of.Location,
	}
	maps.Copy(d.Details, of.Details)
	if port.ID != "" {
		d.PortID = &port.ID
		delete(d.Details, nearVLAN)
		delete(d.Details, farVLAN)
		b := Board{Account: here, Product: d.Product, Location: d.Location, Port: port, Far: Far{Kind: d.FarKind, ID: d.FarID}}
		if err := b.take(tx, ""); err != nil {
			return d, err
		}
		var fs fault.Fields
		b.vlan(nearVLAN, port.Name, b.Near, &d, &fs)
		b.vlan(farVLAN, d.FarEnd, b.Beyond, &d, &fs)
		if err := fs.Err(); err != nil {
			return d, err
		}
	}
	return d, written(tx, &d)
}

// another is the name of a copy, as far as there is room to say so.
func another(name string) string {
	if said := name + ", copy"; account.CheckText("Name", said, service.LongestName) == "" {
		return said
	}
	return name
}
