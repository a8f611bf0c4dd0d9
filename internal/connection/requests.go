package connection

import (
	"context"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
)

// Requests are all connections that companies ask each other for.
type Requests struct{ db *db.DB }

// New is the requests in a database.
func New(d *db.DB) *Requests { return &Requests{d} }

// PageSize is how many requests a page has.
const PageSize = 50

// List are the connections that others ask of the caller's company, newest
// first, PageSize at a time; those in one state, or all with "". after is the id
// of the last one of the page before, or ""; more says that older ones follow.
func (s *Requests) List(ctx context.Context, by access.Caller, state State, after string) (rs []Request, more bool, err error) {
	if err := by.Must(access.AnswerConnections); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		q := tx.Own().Order("id DESC").Limit(PageSize + 1)
		if state != "" {
			q = q.Where("state = ?", state)
		}
		if after != "" {
			q = q.Where("id < ?", after)
		}
		return q.Find(&rs).Error
	})
	return rs[:min(len(rs), PageSize)], len(rs) > PageSize, fault.Wrap("list connections", err)
}

// Find is one of them.
func (s *Requests) Find(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.AnswerConnections); err != nil {
		return r, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		r, err = one(tx.Own(), id)
		return err
	})
	return r, fault.Wrap("find a connection", err)
}

func one(q *gorm.DB, id string) (r Request, err error) {
	err = q.Where("id = ?", id).Take(&r).Error
	if db.Missing(err) {
		return r, fault.Missing()
	}
	return r, err
}

// Answer accepts or denies a connection that another company asks for. Of two
// who answer at once one does, and the other is told.
func (s *Requests) Answer(ctx context.Context, by access.Caller, id string, in AnswerDraft) (r Request, err error) {
	if err := by.Must(access.AnswerConnections); err != nil {
		return r, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx.Lock(tx.Own()), id); err != nil {
			return err
		}
		problems := in.check()
		if r.State == Asked && problems.Err() != nil {
			return problems.Err()
		}
		if err := r.end(by, tx.Now, in); err != nil {
			return err
		}
		if err := free(tx, r); err != nil {
			return err
		}
		if err := tx.Update(&r); err != nil {
			return err
		}
		return told(tx, r)
	})
	return r, fault.Wrap("answer a connection", err)
}

// free is a problem of the field when the VLAN is taken by another connection
// that was accepted at the same service.
func free(tx *db.Tx, r Request) error {
	if r.State != Accepted || r.VLAN == 0 {
		return nil
	}
	var taken []Request
	err := tx.Own().Where("service_id = ? AND vlan = ? AND state = ?", r.ServiceID, r.VLAN, Accepted).Limit(1).Find(&taken).Error
	if err == nil && len(taken) > 0 {
		err = fault.Fields{{Field: "vlan", Text: "VLAN " + strconv.FormatInt(r.VLAN, 10) + " is taken by the connection of " + taken[0].FromName}}.Err()
	}
	return err
}

// told says the answer to the connection, in both records, and in a letter.
func told(tx *db.Tx, r Request) error {
	kind, far := event.ConnectionAccepted, service.FarAccepted
	if r.State == Denied {
		kind, far = event.ConnectionDenied, service.FarDenied
	}
	answered := func() *gorm.DB {
		return tx.Everywhere(between).Model(&service.Service{}).Where("id = ?", r.FromServiceID)
	}
	if err := answered().Where("far_state = ?", service.FarAsked).Update("far_state", far).Error; err != nil {
		return err
	}
	// The built-in carrier, where it is at work, need not wait for its next look.
	if err := answered().Where("step_at IS NOT NULL").Update("step_at", tx.Now).Error; err != nil {
		return err
	}
	if err := event.Record(tx, kind, r.AccountID, r.subject(), event.Change{Field: "Service", Now: r.ServiceName}, event.Change{Field: "Answer", Now: r.Answer}); err != nil {
		return err
	}
	from, err := of(tx, r.FromAccountID)
	if err != nil {
		return err
	}
	about := event.Subject{ID: from.ID, Name: r.ServiceName, Topic: "service " + r.FromServiceID}
	if err := event.RecordEach(tx, kind, from.ParentID, []event.Subject{about}, event.Change{Field: "Answer", Now: r.Answer}); err != nil {
		return err
	}
	return tellAsker(tx, r)
}

// Waiting are the connections that wait for an answer of the caller's company,
// the oldest first, named by who asks.
func Waiting(tx *db.Tx) (g account.Glance, err error) {
	q := func() *gorm.DB { return tx.Own().Model(&Request{}).Where("state = ?", Asked).Order("id") }
	if g, err = account.Count(tx, q()); err != nil || g.Number == 0 {
		return g, err
	}
	var first []Request
	if err := q().Limit(account.NamedFirst).Find(&first).Error; err != nil {
		return g, err
	}
	for _, r := range first {
		g.First = append(g.First, account.Named{ID: r.ID, Name: r.FromName, Account: r.AccountID})
	}
	return g, nil
}

// VLANs adds those that a company gave away at one of its services when it
// accepted connections of others.
func VLANs(tx *db.Tx, owner, at string, taken map[string]string) error {
	var rs []Request
	err := tx.Everywhere(between).Where("account_id = ? AND service_id = ? AND vlan > 0 AND state = ?", owner, at, Accepted).Limit(lastVLAN).Find(&rs).Error
	for _, r := range rs {
		taken[strconv.FormatInt(r.VLAN, 10)] = "the connection of " + r.FromName
	}
	return err
}
