package cast

import (
	"time"

	"github.com/tenantry/tenantry/internal/servicekey"
)

// Keys are the service keys that Acme made for its port in Sydney, newest first,
// seen from a moment.
func Keys(now time.Time) []servicekey.Key {
	today := now.UTC().Truncate(24 * time.Hour)
	of := func(id, code, label string, ago time.Duration) servicekey.Key {
		return servicekey.Key{
			ID: id, Code: code, AccountID: Acme, ParentID: Northwind, ServiceID: "p-7f2k", Label: label, MostSpeed: 1000, Active: true,
			MadeByName: Alice.Name, MadeAt: now.Add(-ago), Version: 1,
		}
	}
	on := func(days int) *time.Time { d := today.AddDate(0, 0, days); return &d }
	cameras := of("key5", "6f0b1a52-6c1f-4a0e-9a3e-0d5f6b1c2e71", "Dock cameras of Northside", 20*time.Hour)
	cameras.Single, cameras.VLAN, cameras.BeginsOn, cameras.EndsOn = true, 910, on(-1), on(29)
	backup := of("key4", "b1d2c3e4-58a7-4f7d-8c66-2e9a41f0d913", "Backup, all sites", 300*time.Hour)
	backup.MostSpeed, backup.Used = 500, 2
	audit := of("key3", "0e4c7d18-93b5-4b52-b7ce-7a1d20c8f3a6", "Auditors, third quarter", 2200*time.Hour)
	audit.Single, audit.EndsOn = true, on(-40)
	carrier := of("key2", "93f5e6a0-2d47-4c8b-a1b9-5c0e7d34f812", "Carrier of the depot", 3100*time.Hour)
	carrier.Single, carrier.Used = true, 1
	old := of("key1", "d7a90c36-41fe-4e63-9f02-8b6c15e2a7d4", "Old exchange", 5000*time.Hour)
	old.Active, old.Version = false, 2
	return []servicekey.Key{cameras, backup, audit, carrier, old}
}
