package approval

import (
	"context"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// Setup is how a partner has set its queue up.
type Setup struct {
	Partner    account.Account
	Policy     Policy
	Rules      []Rule
	Names      map[string]string // of the accounts that rules are about
	Products   []catalog.Product
	Currencies []price.Currency
}

// Setup is how the caller's partner has set its queue up. Everybody of it who
// sees the queue may know.
func (s *Requests) Setup(ctx context.Context, by access.Caller) (u Setup, err error) {
	if err := atPartner(by, access.ViewRequests); err != nil {
		return u, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if u.Partner, err = account.Here(tx); err != nil {
			return err
		}
		if u.Policy, err = policyOf(tx, by.Account, false); err != nil {
			return err
		}
		if u.Rules, err = rulesOf(tx); err != nil {
			return err
		}
		var keys []string
		for i := range u.Rules {
			u.Rules[i].AtMost = u.Rules[i].AtMost.For(by)
			if u.Rules[i].BelowID != "" {
				keys = append(keys, u.Rules[i].BelowID)
			}
		}
		if u.Names, err = account.NamesIn(tx, keys); err != nil {
			return err
		}
		if u.Products, err = catalog.Products(tx); err != nil {
			return err
		}
		u.Currencies, err = currencies(tx)
		return err
	})
	return u, fault.Wrap("read the queue's rules", err)
}

// atPartner is nil for a partner's person, in its own account, who may do p.
func atPartner(by access.Caller, p access.Permission) error {
	if err := by.Must(p); err != nil {
		return err
	}
	if err := by.Whole("How the approval queue is set up"); err != nil {
		return err
	}
	if by.Kind != access.Partner {
		return fault.New(fault.Forbidden, "How the approval queue is set up is a matter of the partner.")
	}
	return nil
}

func rulesOf(tx *db.Tx) (rules []Rule, err error) {
	err = tx.Own().Order("id").Limit(MostRules).Find(&rules).Error
	for i := range rules {
		rules[i].AtMost = rules[i].AtMost.In(rules[i].Currency)
	}
	return rules, err
}

// currencies are those of the markets that there are.
func currencies(tx *db.Tx) (cs []price.Currency, err error) {
	ms, err := catalog.Markets(tx)
	seen := map[price.Currency]bool{}
	for _, m := range ms {
		if !seen[m.Currency] {
			seen[m.Currency] = true
			cs = append(cs, m.Currency)
		}
	}
	return cs, err
}

// PolicyDraft is what a person types about how long requests wait.
type PolicyDraft struct {
	Due     string `form:"due"`
	Expires string `form:"expires"`
	Version int64  `form:"version"`
}

// Check reads the days.
func (d PolicyDraft) Check() (due, expires int, fs fault.Fields) {
	due, _ = strconv.Atoi(d.Due)
	expires, _ = strconv.Atoi(d.Expires)
	if due < 1 || due > MostDays {
		fs.Add("due", "Enter a number of days from 1 to %d", MostDays)
	}
	switch {
	case expires < 1 || expires > MostDays:
		fs.Add("expires", "Enter a number of days from 1 to %d", MostDays)
	case fs == nil && expires < due:
		fs.Add("expires", "A request can’t expire before it is due")
	}
	return due, expires, fs
}

// SetPolicy sets how long requests wait that are sent from now on. altered says
// whether that is a change.
func (s *Requests) SetPolicy(ctx context.Context, by access.Caller, in PolicyDraft) (altered bool, err error) {
	if err := atPartner(by, access.RuleRequests); err != nil {
		return false, err
	}
	due, expires, problems := in.Check()
	if err := problems.Err(); err != nil {
		return false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		altered = false
		p, err := policyOf(tx, by.Account, true)
		if err != nil {
			return err
		}
		if p.DueDays == due && p.ExpiresDays == expires {
			return nil
		}
		if p.Version != in.Version {
			return fault.New(fault.Conflict, "Somebody else changed this meanwhile. Look at it again.")
		}
		was := p
		altered, p.DueDays, p.ExpiresDays = true, due, expires
		p.Version++
		if err := tx.Replace(&p); err != nil {
			return err
		}
		return event.Record(tx, event.QueueChanged, by.Account, event.Subject{ID: by.Account, Name: "the approval queue"},
			event.Change{Field: "Requests are due after", Was: days(was.DueDays), Now: days(due)},
			event.Change{Field: "Requests expire after", Was: days(was.ExpiresDays), Now: days(expires)})
	})
	return altered, fault.Wrap("set the queue up", err)
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

// Kept is how far back a rule is tried.
const Kept = 90 * 24 * time.Hour

// mostTried is how many requests a rule is tried on, the newest ones.
const mostTried = 1000

// Trial is what a rule would have let pass lately.
type Trial struct {
	Tried  int64
	More   bool // older ones were left out
	Passed []Request
	Count  int64 // that pass; Passed are the newest of them
}

// Try is what a draft of a rule would have let pass of what was asked within
// Kept, whatever became of it.
func (s *Requests) Try(ctx context.Context, by access.Caller, in RuleDraft) (t Trial, err error) {
	if err := atPartner(by, access.RuleRequests); err != nil {
		return t, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		r, _, err := in.rule(tx)
		if err != nil {
			return err
		}
		r.Active = true
		var rs []Request
		err = tx.Children().Where("id > ?", db.FirstID(tx.Now.Add(-Kept))).Order("id DESC").Limit(mostTried + 1).Find(&rs).Error
		if err != nil {
			return err
		}
		t.More = len(rs) > mostTried
		rs = rs[:min(len(rs), mostTried)]
		t.Tried = int64(len(rs))
		for _, q := range rs {
			q.currency()
			if !r.Meets(q) {
				continue
			}
			if t.Count++; t.Count <= shownTried {
				t.Passed = append(t.Passed, q)
			}
		}
		return name(tx, t.Passed)
	})
	return t, fault.Wrap("try a rule", err)
}

// shownTried is how many of the requests that pass are named.
const shownTried = 10
