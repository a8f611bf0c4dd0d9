package account

import (
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// parts are the filter's conditions one by one, each with an index of its own,
// those that leave the fewest accounts most often first.
func (f Filter) parts() (ps []Filter) {
	all := []Filter{
		{Tag: f.Tag}, {Status: f.Status}, {NoContact: f.NoContact}, {Pricing: f.Pricing}, {Approval: f.Approval},
		{Renewal: f.Renewal}, {Support: f.Support},
	}
	if f.Status == Active {
		all = append(all[:1], append(all[2:], all[1])...)
	}
	for _, p := range all {
		if p.Narrow() {
			p.Inherited = f.Inherited
			ps = append(ps, p)
		}
	}
	return ps
}

// lead is the part whose index by name is worth walking: the first that is
// kept in the account itself and compares with one value.
func (f Filter) lead() Filter {
	for _, p := range f.parts() {
		single := one(p.Pricing, f.Inherited.Pricing) && one(p.Approval, f.Inherited.Approval) && one(p.Renewal, f.Inherited.Renewal)
		if p.Tag == "" && single {
			return p
		}
	}
	return Filter{}
}

// one reports whether a choice compares an own value with one value only, or
// with none.
func one(c Choice, b Base) bool {
	return c == Either || c == On && b == BaseOff || c == Off && b == BaseOn
}

// narrow adds the filter's conditions. They read only columns that every
// sorted index carries.
func narrow(tx *db.Tx, q *gorm.DB, f Filter) *gorm.DB {
	if f.Find != "" {
		q = q.Where(tx.Contains("search", f.Find))
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Support != "" {
		q = q.Where("support = ?", f.Support)
	}
	q = narrowOwn(q, "renewal_own", f.Renewal, f.Inherited.Renewal)
	q = narrowOwn(q, "approval_own", f.Approval, f.Inherited.Approval)
	q = narrowOwn(q, "pricing_own", f.Pricing, f.Inherited.Pricing)
	if f.NoContact {
		q = q.Where("contact = ?", false)
	}
	if f.Tag != "" {
		q = q.Where("EXISTS (SELECT 1 FROM tags t WHERE t.account_id = ? AND t.tag_fold = ?)",
			clause.Column{Table: clause.CurrentTable, Name: "id"}, Fold(f.Tag))
	}
	return q
}

// narrowOwn keeps the accounts whose effective value is the chosen one.
func narrowOwn(q *gorm.DB, column string, c Choice, b Base) *gorm.DB {
	switch {
	case c == On && b == HeldOff || c == Off && b == HeldOn:
		return q.Where("1 = 0")
	case c == On && b == BaseOn:
		return q.Where(column+" >= ?", OwnNone)
	case c == On && b == BaseOff:
		return q.Where(column+" = ?", OwnOn)
	case c == Off && b == BaseOn:
		return q.Where(column+" = ?", OwnOff)
	case c == Off && b == BaseOff:
		return q.Where(column+" <= ?", OwnNone)
	}
	return q
}
