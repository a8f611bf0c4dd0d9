package connection

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
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
		if err := q.Find(&rs).Error; err != nil {
			return err
		}
		return follow(tx, rs)
	})
	return rs[:min(len(rs), PageSize)], len(rs) > PageSize, fault.Wrap("list connections", err)
}

// Find is one of them, and the day on which the service that is asked for ends,
// where its end is set.
func (s *Requests) Find(ctx context.Context, by access.Caller, id string) (r Request, ends *time.Time, err error) {
	if err := by.Must(access.AnswerConnections); err != nil {
		return r, nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx.Own(), id); err != nil {
			return err
		}
		asked, err := service.At(tx, r.ServiceID)
		if err != nil {
			return err
		}
		ends = asked.EndsOn
		rs := []Request{r}
		err = follow(tx, rs)
		r = rs[0]
		return err
	})
	return r, ends, fault.Wrap("find a connection", err)
}

// follow gives accepted requests the speed that their connections have today, and
// says which of them have ended.
func follow(tx *db.Tx, rs []Request) error {
	var ids []string
	for _, r := range rs {
		if r.State == Accepted {
			ids = append(ids, r.FromServiceID)
		}
	}
	ss, err := service.Paces(tx, ids)
	for i, r := range rs {
		at := slices.IndexFunc(ss, func(s service.Service) bool { return r.State == Accepted && s.ID == r.FromServiceID })
		if at >= 0 {
			rs[i].Speed, rs[i].Over = ss[at].Speed, !ss[at].Paid()
		}
	}
	return err
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
		near, err := ends(tx, id)
		if err != nil {
			return err
		}
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
		if r.State == Accepted {
			if err := r.place(tx); err != nil {
				return err
			}
		}
		if err := tx.Update(&r); err != nil {
			return err
		}
		return told(tx, r, near)
	})
	return r, fault.Wrap("answer a connection", err)
}

// ends holds the connection that is asked for, if it is not gone, and then the
// company that answers, so that no VLAN is given away twice: in the order in
// which whoever orders by a service key does.
func ends(tx *db.Tx, id string) ([]service.Service, error) {
	r, err := one(tx.Own(), id)
	if err != nil {
		return nil, err
	}
	near, err := service.LockElsewhere(tx, r.FromServiceID)
	if err != nil {
		return nil, err
	}
	_, err = account.LockHere(tx)
	return near, err
}

// place gives a connection that is accepted its VLAN at the service: the one
// that was chosen, if nothing else has it, or the next free one.
func (r *Request) place(tx *db.Tx) error {
	taken, err := servicekey.Taken(tx, r.AccountID, r.ServiceID, r.FromServiceID)
	if err != nil {
		return err
	}
	if r.VLAN != 0 {
		if by, is := taken[strconv.FormatInt(r.VLAN, 10)]; is {
			return fault.Fields{{Field: "vlan", Text: "VLAN " + strconv.FormatInt(r.VLAN, 10) + " is taken by " + by}}.Err()
		}
		return nil
	}
	for n := int64(service.FirstVLAN); n <= service.LastVLAN; n++ {
		if _, is := taken[strconv.FormatInt(n, 10)]; !is {
			r.VLAN = n
			return nil
		}
	}
	return fault.New(fault.Conflict, "%s has no free VLAN.", r.ServiceName)
}

// told says the answer to the connection, in both records, and in a letter.
func told(tx *db.Tx, r Request, near []service.Service) error {
	kind, far := event.ConnectionAccepted, service.FarAccepted
	if r.State == Denied {
		kind, far = event.ConnectionDenied, service.FarDenied
	}
	for _, s := range near {
		if s.FarState != service.FarAsked {
			continue
		}
		s.FarState = far
		if r.State == Accepted && slices.ContainsFunc(s.Product.Fields, func(f catalog.Field) bool { return f.Key == service.FarVLAN }) {
			s.Details = maps.Clone(s.Details)
			s.Details[service.FarVLAN] = strconv.FormatInt(r.VLAN, 10)
		}
		if s.StepAt != nil { // the built-in carrier need not wait for its next look
			s.StepAt = &tx.Now
		}
		if err := service.Answered(tx, s); err != nil {
			return err
		}
	}
	var said []event.Change // an acceptance needs no words
	if r.Answer != "" {
		said = append(said, event.Change{Field: "Answer", Now: r.Answer})
	}
	if err := event.Record(tx, kind, r.AccountID, r.subject(), append([]event.Change{{Field: "Service", Now: r.ServiceName}}, said...)...); err != nil {
		return err
	}
	from, err := of(tx, r.FromAccountID)
	if err != nil {
		return err
	}
	about := event.Subject{ID: from.ID, Name: r.ServiceName, Topic: "service " + r.FromServiceID}
	event.RecordEach(tx, kind, from.ParentID, []event.Subject{about}, said...)
	return tellAsker(tx, r)
}

// Agreed is the speed for which a connection asks the company at its far end, or
// which that company accepted; 0 where nobody was asked.
func Agreed(tx *db.Tx, id string) (speed int64, err error) {
	var rs []Request
	err = tx.Everywhere(between).Where("from_service_id = ? AND state IN ('asked', 'accepted')", id).Order("id DESC").Limit(1).Find(&rs).Error
	for _, r := range rs {
		speed = r.Speed
	}
	return speed, err
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
