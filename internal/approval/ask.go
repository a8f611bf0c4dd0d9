package approval

import (
	"fmt"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// Ask sends a request of the caller's managed account to its partner, which has
// number, times and asker still to get. products are those of all services that
// it is about. When one of the partner's rules lets it pass, it is approved
// already and RuleID says by which; carrying it out is for package order.
func Ask(tx *db.Tx, here account.Account, r Request, products []string) (Request, error) {
	policy, err := policyOf(tx, here.ParentID, true)
	if err != nil {
		return r, err
	}
	policy.LastNumber++
	if err := keepNumber(tx, policy); err != nil {
		return r, err
	}
	const day = 24 * time.Hour
	r.ID, r.Number, r.AccountID, r.ParentID, r.State, r.Version = db.NewID(tx.Now), policy.LastNumber, here.ID, here.ParentID, Pending, 1
	r.AskedBy, r.AskedByName, r.AskedAt = tx.By.User, tx.By.Signature(), tx.Now
	r.AskedAs = tx.By.Place()
	r.DueAt, r.ExpiresAt = tx.Now.Add(time.Duration(policy.DueDays)*day), tx.Now.Add(time.Duration(policy.ExpiresDays)*day)
	r.Asked.Products, r.Asked.Unlocks = products, tx.By.May(access.LockServices)
	r.Search = account.Bare(r.Name() + "\n" + r.ServiceName + "\n" + r.ServiceID + "\n" + r.AskedByName)
	rule, err := ruleFor(tx, r)
	if err != nil {
		return r, err
	}
	if rule.ID != "" {
		r.State, r.RuleID, r.DecidedByName, r.DecidedAt = Approved, rule.ID, "The rule “"+rule.Name+"”", &tx.Now
	}
	if err := tx.Insert(&r); err != nil {
		return r, fmt.Errorf("ask for approval: %w", err)
	}
	asked := event.Change{Field: r.Kind.Word(), Now: r.Summary}
	if err := event.Record(tx, event.RequestSent, here.ID, r.Subject(), asked); err != nil {
		return r, err
	}
	if r.State == Approved {
		return r, event.Record(tx, event.RequestApproved, here.ID, r.Subject(), asked, event.Change{Field: "Rule", Now: rule.Name})
	}
	return r, tellApprovers(tx, here, r, outbox.RequestSent)
}

// Subject is the request as the record knows it. Its topic is the service's, so
// that the service's history tells it.
func (r Request) Subject() event.Subject {
	return event.Subject{ID: r.ID, Name: r.Name(), Topic: "service " + r.ServiceID}
}

// keepNumber writes the number that was given last. The row of a partner that
// chose nothing is made by its first request.
func keepNumber(tx *db.Tx, p Policy) error {
	if p.Version == 0 {
		p.Version = 1
		return tx.Put(queues, &[]Policy{p})
	}
	return tx.Everywhere(queues).Model(&Policy{}).Where("account_id = ?", p.AccountID).Update("last_number", p.LastNumber).Error
}

// ruleFor is the first rule of the partner that lets a request pass, or the
// zero Rule.
func ruleFor(tx *db.Tx, r Request) (Rule, error) {
	var rules []Rule
	err := tx.Everywhere(queues).Where("account_id = ? AND active = ?", r.ParentID, true).Order("id").Limit(MostRules).Find(&rules).Error
	if err != nil {
		return Rule{}, err
	}
	for _, rule := range rules {
		if rule.Meets(r) {
			return rule, nil
		}
	}
	return Rule{}, nil
}

// OpenOf are the pending requests about a service within the caller's reach.
func OpenOf(tx *db.Tx, service string) (rs []Request, err error) {
	err = tx.Reach().Where("service_id = ? AND state = ?", service, Pending).Order("id").Limit(len(Kinds)).Find(&rs).Error
	for i := range rs {
		rs[i].showPrices(tx.By)
	}
	return rs, err
}

// OpenAmong are the pending requests about some services within reach, by the id
// of the service.
func OpenAmong(tx *db.Tx, services []string) (map[string][]Request, error) {
	open := map[string][]Request{}
	for some := range slices.Chunk(services, asksAtOnce) {
		var rs []Request
		if err := tx.Reach().Where("service_id IN ? AND state = 'pending'", some).Order("id").Limit(len(some) * len(Kinds)).Find(&rs).Error; err != nil {
			return nil, err
		}
		for _, r := range rs {
			r.showPrices(tx.By)
			open[r.ServiceID] = append(open[r.ServiceID], r)
		}
	}
	return open, nil
}

// asksAtOnce is about how many services one query asks.
const asksAtOnce = 500

// Hold is a request below the caller's account, held until the transaction
// ends, with all its prices.
func Hold(tx *db.Tx, id string) (r Request, err error) {
	err = tx.Lock(tx.Reach()).Where("id = ?", id).Take(&r).Error
	if db.Missing(err) {
		return r, fault.Missing()
	}
	r.currency()
	return r, err
}
