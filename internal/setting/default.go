package setting

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Default is a partner's default of one setting, and what it makes of managed
// accounts without their own value.
type Default struct {
	Value             // as Settings.Defaults has it
	Said       string // On, Off or Not set: what the partner chose, in force or not
	ByPartner  Value  // of an account that the partner supports
	ByOperator Value  // of one that the operator supports
	Own        int64  // accounts that have their own value, in force or not
}

// IsSet reports whether the partner chose a value.
func (d Default) IsSet() bool { return d.Said != notSet }

// Differs reports whether accounts inherit something else where the operator
// supports them.
func (d Default) Differs() bool {
	p, o := d.ByPartner, d.ByOperator
	return p.On != o.On || (p.Source == Fixed) != (o.Source == Fixed)
}

// ListDefaults are the partner's defaults of all settings, the features first.
func (s *Settings) ListDefaults(ctx context.Context, by access.Caller) (ds []Default, err error) {
	if err := mayListAll(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		stored, locks, err := rows(tx, Bare(here.ID, here.Support))
		if err != nil {
			return err
		}
		own, err := countOwn(tx)
		ds = DefaultsOf(here, stored, locks, own)
		return err
	})
	return ds, fault.Wrap("list defaults", err)
}

// DefaultsOf are the defaults of a partner from what is stored there and above
// it, and from how many accounts have their own value of each setting.
func DefaultsOf(partner account.Account, stored []Stored, locks []Lock, own map[Name]int64) (ds []Default) {
	for _, s := range All {
		m := move{here: partner, set: s, stored: stored, locks: locks}
		ds = append(ds, Default{
			Value: m.value(), Said: m.was(), Own: own[s.Name],
			ByPartner:  Resolve(s, Bare(partner.ID, account.ByPartner), stored, locks),
			ByOperator: Resolve(s, Bare(partner.ID, account.ByOperator), stored, locks),
		})
	}
	return ds
}

// countOwn counts the own values of the caller's managed accounts.
func countOwn(tx *db.Tx) (map[Name]int64, error) {
	var counts []struct {
		Name Name
		N    int64
	}
	err := tx.Children().Model(&Stored{}).Select("name, count(*) AS n").Group("name").Limit(2 * len(All)).Find(&counts).Error
	own := map[Name]int64{}
	for _, c := range counts {
		own[c.Name] = c.N
	}
	return own, err
}

// UsualScope is for whom a change of the setting is meant when nobody says so.
func (s Setting) UsualScope() Scope {
	if s.Feature() {
		return ThisAccount
	}
	return AllAccounts
}

// Displayed reports whether the setting is one of the Display page.
func (s Setting) Displayed() bool {
	return slices.ContainsFunc(Displays, func(d Setting) bool { return d.Name == s.Name })
}

// Find is the value of a setting; ok is false when there is none of that name.
func (v View) Find(name Name) (found Value, ok bool) {
	found = v.value(name)
	return found, found.Name != ""
}
