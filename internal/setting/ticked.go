package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// DifferentAt lists by name the own values of a setting at some accounts;
// accounts that have none are left out.
func (s *Settings) DifferentAt(ctx context.Context, by access.Caller, name Name, accts []string) (ds []Different, err error) {
	if err := mayConfigureAll(by); err != nil {
		return nil, err
	}
	if _, ok := Find(name); !ok {
		return nil, fault.Missing()
	}
	if len(accts) > MostInherited {
		return nil, fault.Fields{{Field: "key", Text: "Tick fewer accounts at once"}}.Err()
	}
	if len(accts) == 0 {
		return nil, nil
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		f := DifferentFilter{Name: name}
		var found []Stored
		q := f.found(tx, f.rows(tx).Where("settings.account_id IN ?", accts)).Where("accounts.kind = ?", access.Managed)
		if err := q.Select("settings.*").Order("accounts.search, accounts.id").Limit(MostInherited).Find(&found).Error; err != nil {
			return err
		}
		ds, err = f.describe(tx, found)
		return err
	})
	return ds, fault.Wrap("list ticked own values", err)
}
