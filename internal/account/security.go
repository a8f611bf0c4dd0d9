package account

import (
	"context"
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// ActivityDays are how many days of activity a company may choose to show; 0 is everything.
var ActivityDays = []int64{0, 60, 90, 180, 365, 730}

// SecurityDraft is how the people of an account sign in, and how long what
// they did is shown. Both are given as what they become, so that a form sent
// again or late does what it says.
type SecurityDraft struct {
	FactorRequired bool  `form:"factor_required"`
	ActivityDays   int64 `form:"activity_days"`
}

// Secure changes the sign-in rules of the account that the caller acts in.
// What is so already changes nothing, and changed says which it was.
func (s *Accounts) Secure(ctx context.Context, by access.Caller, in SecurityDraft) (a Account, changed bool, err error) {
	if err := by.Must(access.SecureCompany); err != nil {
		return a, false, err
	}
	if !slices.Contains(ActivityDays, in.ActivityDays) {
		return a, false, fault.Fields{{Field: "activity_days", Text: "Choose how long activity is shown"}}.Err()
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if a, err = lockOwn(tx); err != nil {
			return err
		}
		changes := secure(&a, in)
		if changed = len(changes) > 0; !changed {
			return nil
		}
		err := tx.Own().Model(&Account{}).Where("id = ?", a.ID).
			Updates(map[string]any{"factor_required": a.FactorRequired, "activity_days": a.ActivityDays}).Error
		if err != nil {
			return err
		}
		return event.Record(tx, event.SecurityChanged, a.ID, event.Subject{ID: a.ID, Name: a.Name}, changes...)
	})
	return a, changed, fault.Wrap("change sign-in rules", err)
}

// secure decides; it touches nothing but the account.
func secure(a *Account, in SecurityDraft) (cs []event.Change) {
	if a.FactorRequired != in.FactorRequired {
		cs = append(cs, event.Change{Field: "Second factor", Was: factorWord(a.FactorRequired), Now: factorWord(in.FactorRequired)})
	}
	if a.ActivityDays != in.ActivityDays {
		cs = append(cs, event.Change{Field: "Company activity shows", Was: DaysWord(a.ActivityDays), Now: DaysWord(in.ActivityDays)})
	}
	a.FactorRequired, a.ActivityDays = in.FactorRequired, in.ActivityDays
	return cs
}

func factorWord(required bool) string {
	if required {
		return "Required"
	}
	return "Optional"
}

// DaysWord says how long activity is shown: "90 days", "Everything".
func DaysWord(days int64) string {
	if days == 0 {
		return "Everything"
	}
	return strconv.FormatInt(days, 10) + " days"
}

// Names are the names of those of the accounts that are at, below or above the
// caller's: what happened is told with the companies that it is about.
func (s *Accounts) Names(ctx context.Context, by access.Caller, keys []string) (names map[string]string, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		names, err = NamesIn(tx, keys)
		return err
	})
	return names, fault.Wrap("find names of accounts", err)
}

// NamesIn is Names inside a transaction.
func NamesIn(tx *db.Tx, keys []string) (map[string]string, error) {
	names := map[string]string{}
	for len(keys) > 0 {
		some := keys[:min(len(keys), mostNamed)]
		keys = keys[len(some):]
		var below, above []Account
		if err := tx.Reach().Select("id", "name").Where("id IN ?", some).Find(&below).Error; err != nil {
			return nil, err
		}
		if err := tx.Above().Select("id", "name").Where("id IN ?", some).Find(&above).Error; err != nil {
			return nil, err
		}
		for _, a := range append(below, above...) {
			names[a.ID] = a.Name
		}
	}
	return names, nil
}

// mostNamed is how many names are looked up with one query.
const mostNamed = 500
