package approval

import (
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/price"
)

// Policy is how a partner runs its queue.
type Policy struct {
	AccountID   string `gorm:"primaryKey"`
	LastNumber  int64  // that a request got
	DueDays     int    // after which those who decide are reminded
	ExpiresDays int    // after which a request expires
	Version     int64
}

// TableName is approval_policies.
func (Policy) TableName() string { return "approval_policies" }

// Owner is the partner.
func (p Policy) Owner() string { return p.AccountID }

// What holds for a partner that chose nothing; see reference: service approval queue.
const (
	UsualDueDays     = 2
	UsualExpiresDays = 30
	MostDays         = 365
	firstNumber      = 1001
)

// Rule lets requests pass without anybody looking: those that meet all its
// conditions.
type Rule struct {
	ID         string
	AccountID  string // the partner
	Name       string
	Kind       Kind   // "" for every kind
	ProductID  string // "" for every product
	BelowID    string // one managed account, or "" for all of them
	Currency   price.Currency
	AtMost     price.Cost // what it adds a month to what the partner pays, at most, and what it costs once; not known says that it does not matter
	Active     bool
	MadeByName string
	MadeAt     time.Time
	Version    int64
}

// TableName is approval_rules.
func (Rule) TableName() string { return "approval_rules" }

// Owner is the partner.
func (r Rule) Owner() string { return r.AccountID }

// Meets reports whether a request meets all conditions of the rule.
func (r Rule) Meets(q Request) bool {
	if !r.Active || r.Kind != "" && r.Kind != q.Kind || r.BelowID != "" && r.BelowID != q.AccountID {
		return false
	}
	for _, p := range q.Asked.Products {
		if r.ProductID != "" && r.ProductID != p {
			return false
		}
	}
	limit := r.AtMost.In(r.Currency)
	if !limit.Known() {
		return true
	}
	for _, once := range []price.Cost{q.OnceCost, q.FeeCost} {
		if once.Known() && !once.In(q.Currency).AtMost(limit) {
			return false
		}
	}
	return q.CostThen.Minus(q.CostNow).In(q.Currency).AtMost(limit)
}

// MostRules is how many rules a partner has at most.
const MostRules = 100

const queues = "a request is numbered, due and approved as its partner has set the queue up"

// policyOf is how a partner runs its queue, which is not within reach of the
// managed account that asks. Held, it gives the next number; the first two
// requests of a partner at once write one row, and the second is tried again.
func policyOf(tx *db.Tx, partner string, held bool) (p Policy, err error) {
	q := tx.Everywhere(queues)
	if held {
		q = tx.Lock(q)
	}
	if err := q.Where("account_id = ?", partner).Limit(1).Find(&p).Error; err != nil || p.AccountID != "" {
		return p, err
	}
	return Policy{AccountID: partner, LastNumber: firstNumber - 1, DueDays: UsualDueDays, ExpiresDays: UsualExpiresDays}, nil
}
