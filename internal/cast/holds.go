package cast

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
)

// Locks are what the operator holds at a value.
func Locks() []setting.Lock { return locks() }

// Holds are the settings as the operator sees them at a partner, or at a
// managed account, with some more locks than the cast has.
func Holds(key string, more ...setting.Lock) (hs []setting.Hold) {
	at := Account(key)
	stored, held := northwindDefaults(), slices.Concat(locks(), more)
	who := []setting.Subject{setting.Bare(at.ID, account.ByPartner), setting.Bare(at.ID, account.ByOperator)}
	if at.Kind == access.Managed {
		l, _ := find(key)
		who, stored = []setting.Subject{setting.About(at)}, append(stored, ownValues(at, l.admin)...)
	}
	for _, s := range setting.All {
		h := setting.Hold{Setting: s}
		for _, w := range who {
			h.Values = append(h.Values, setting.Resolve(s, w, stored, held))
		}
		for _, l := range held {
			if l.Name == s.Name && l.AccountID == at.ID {
				h.Lock = l
			}
		}
		if err := s.MayLock(at); err != nil {
			h.Never = strings.TrimPrefix(err.Error(), s.Label+" cannot be locked. ")
		}
		hs = append(hs, h)
	}
	return hs
}
