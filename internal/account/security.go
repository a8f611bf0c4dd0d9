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

// The two answers to whether the people of an account need a second factor.
const (
	FactorOptional = "optional"
	FactorRequired = "required"
)

// SecurityDraft is how the people of an account sign in, and how long what
// they did is shown. Both are given as what they become, so that a form sent
// again or late does what it says.
type SecurityDraft struct {
	Factor string `form:"factor"`
	Days   string `form:"days"`
}

// SecurityOf is an account's rules as the form edits them.
func SecurityOf(a Account) SecurityDraft {
	d := SecurityDraft{Factor: FactorOptional, Days: strconv.FormatInt(a.ActivityDays, 10)}
	if a.FactorRequired {
		d.Factor = FactorRequired
	}
	return d
}

// check reads the draft and answers its problems.
func (d SecurityDraft) check() (days int64, fs fault.Fields) {
	if d.Factor != FactorOptional && d.Factor != FactorRequired {
		fs.Add("factor", "Choose whether a second factor is required")
	}
	days, err := strconv.ParseInt(d.Days, 10, 64)
	if err != nil || !slices.Contains(ActivityDays, days) {
		fs.Add("days", "Choose how long activity is shown")
	}
	return days, fs
}

// Secure changes the sign-in rules of the account that the caller acts in.
// What is so already changes nothing, and changed says which it was.
func (s *Accounts) Secure(ctx context.Context, by access.Caller, in SecurityDraft) (a Account, changed bool, err error) {
	if err := by.Must(access.SecureCompany); err != nil {
		return a, false, err
	}
	days, problems := in.check()
	if err := problems.Err(); err != nil {
		return a, false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if a, err = lockOwn(tx); err != nil {
			return err
		}
		changes := a.secure(in.Factor == FactorRequired, days)
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
func (a *Account) secure(required bool, days int64) (cs []event.Change) {
	if a.FactorRequired != required {
		cs = append(cs, event.Change{Field: "Second factor", Was: factorWord(a.FactorRequired), Now: factorWord(required)})
	}
	if a.ActivityDays != days {
		cs = append(cs, event.Change{Field: "Company activity shows", Was: DaysWord(a.ActivityDays), Now: DaysWord(days)})
	}
	a.FactorRequired, a.ActivityDays = required, days
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
