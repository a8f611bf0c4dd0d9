package e2e

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
)

// letter puts an invitation for Nora into the outbox, and answers its id.
func letter(b *tab) string {
	b.t.Helper()
	b.portal.Tx(func(tx *db.Tx) error {
		return outbox.Put(tx, cast.Acme, outbox.Invitation, outbox.Reader{Name: "Nora Field", Address: "nora@acme.example"},
			outbox.Facts{Account: "Acme Robotics", Reference: "CRM-1001", Partner: "Northwind Partners", By: cast.Pia.Name, Role: string(access.ReadOnly), Secret: "nosuchlink"})
	})
	ls, err := b.portal.Outbox.Newest(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(ls, func(l outbox.Letter) bool { return l.Kind == outbox.Invitation && l.ToAddress == "nora@acme.example" })
	if i < 0 {
		b.t.Fatal("the invitation is not among the newest letters")
	}
	return ls[i].ID
}
