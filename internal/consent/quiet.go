package consent

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// TellEnds says whether letters tell what was changed when somebody who acted in
// the caller's account leaves. That somebody began to act is told always.
func (s *Consents) TellEnds(ctx context.Context, by access.Caller, told bool) (changed bool, err error) {
	if err := by.Must(access.GrantAccess); err != nil {
		return false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		if changed = here.VisitsQuiet == told; !changed {
			return nil
		}
		if err := tx.Own().Model(&account.Account{}).Where("id = ?", here.ID).Update("visits_quiet", !told).Error; err != nil {
			return err
		}
		return event.Record(tx, event.ConsentChanged, here.ID, event.Subject{ID: here.ID, Name: here.Name},
			event.Change{Field: "Letters at the end of visits", Was: onOff(!told), Now: onOff(told)})
	})
	return changed, fault.Wrap("choose letters about visits", err)
}

func onOff(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}
