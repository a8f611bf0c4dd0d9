package order

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
)

// EndDraft is the end of a service as a person asks for it.
type EndDraft struct {
	Token  string   `form:"token"` // the form's, so that sending it twice ends once
	When   EndsWhen `form:"when"`
	Reason string   `form:"reason"`
	Note   string   `form:"note"`
	Name   string   `form:"name"` // of the service, typed, so that nobody ends another one
}

// Check decides; it touches nothing but the draft.
func (d EndDraft) Check(s service.Service) error {
	var fs fault.Fields
	if d.When != AtOnce && d.When != AtTerms {
		fs.Add("when", "Choose when it ends")
	}
	if !slices.Contains(EndReasons, d.Reason) {
		fs.Add("reason", "Choose a reason")
	}
	if p := account.CheckProse("The note", d.Note, LongestEndNote); p != "" {
		fs.Add("note", "%s", p)
	}
	if account.Fold(d.Name) != account.Fold(s.Name) {
		fs.Add("name", "Type “%s”, the name of the service", s.Name)
	}
	return fs.Err()
}

// End ends a service of the account acted in, with what hangs under it, or
// schedules that. In a managed account whose queue is on it is sent to the
// partner instead.
func (s *Orders) End(ctx context.Context, by access.Caller, id string, in EndDraft) (out Outcome, err error) {
	if err := by.Must(access.EndServices); err != nil {
		return out, err
	}
	in.Note = account.Prose(in.Note)
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		out = Outcome{}
		if err := approval.HoldAbout(tx, id); err != nil {
			return err
		}
		was, err := service.LockAt(tx, id)
		if err != nil {
			return err
		}
		if err := in.Check(was); err != nil {
			return err
		}
		earlier, err := tx.Once(in.Token, id)
		if err != nil {
			return err
		}
		if earlier != "" {
			out, err = asked(tx, earlier, approval.Termination)
			return err
		}
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		e, err := ends(tx, here, was, in.When, in.Reason, in.Note, false)
		if err != nil {
			return err
		}
		out, err = do(tx, here, e, in.Note)
		return err
	})
	return out, fault.Wrap("end a service", err)
}

// Closing is what the end of a service comes to, at once or when its term ends.
type Closing struct {
	Service service.Service
	All     []Due             // at once: the service, then what hangs under it
	Designs []service.Service // under it, discarded when it ends
	Leading []service.Service // services that lead to it, and are left leading nowhere
	Others  int               // connections of other companies that lead to it, and end with it
	Retail  price.Retail      // in total, at once, as far as the caller may see it
	Cost    price.Cost
	Later   []Due // when its term ends; empty when that cannot be chosen
	LaterR  price.Retail
	LaterC  price.Cost
	On      time.Time // when its term ends
	Queued  bool      // the partner has to approve
	Open    approval.Request
	Refused error // why the caller cannot end it, or nil
}

// Closing is what the end of a service of the account acted in comes to.
func (s *Orders) Closing(ctx context.Context, by access.Caller, id string) (c Closing, err error) {
	if err := by.Must(access.EndServices); err != nil {
		return c, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		out, err := asked(tx, id, approval.Termination)
		if err != nil {
			return err
		}
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		c = Closing{Service: out.Service, Open: out.Request}
		if c.Queued, err = Queued(tx, here); err != nil {
			return err
		}
		if c.Leading, err = leading(tx, c.Service); err != nil {
			return err
		}
		return c.fill(tx, here)
	})
	return c, fault.Wrap("look at the end of a service", err)
}

// fill works out both ends as End would.
func (c *Closing) fill(tx *db.Tx, here account.Account) error {
	e, err := ends(tx, here, c.Service, AtOnce, "", "", false)
	if fault.Of(err) != nil {
		c.Refused = err
		return nil
	}
	if err != nil {
		return err
	}
	c.Designs, c.Others = e.designs, e.others
	c.All, c.Retail, c.Cost = e.dues(tx)
	later, err := ends(tx, here, c.Service, AtTerms, "", "", false)
	if fault.Of(err) != nil || err == nil && !later.scheduled(tx.Now) {
		return nil
	}
	if err != nil {
		return err
	}
	c.On = later.on
	c.Later, c.LaterR, c.LaterC = later.dues(tx)
	return nil
}

// dues are the fees of each service and in total, as far as the caller may see
// them.
func (e *ending) dues(tx *db.Tx) (ds []Due, retail price.Retail, cost price.Cost) {
	for _, s := range e.all {
		d := DueFor(s, e.on)
		d.Retail, d.Cost = d.Retail.For(tx.By), d.Cost.For(tx.By)
		d.Service.MonthlyRetail, d.Service.MonthlyCost = s.MonthlyRetail.For(tx.By), s.MonthlyCost.For(tx.By)
		d.Service.OnceRetail, d.Service.OnceCost = s.OnceRetail.For(tx.By), s.OnceCost.For(tx.By)
		ds = append(ds, d)
	}
	return ds, e.feeRetail.For(tx.By), e.feeCost.For(tx.By)
}

// Endable is nil when the caller may end a service, or ask for it, as far as the
// service itself tells.
func Endable(s service.Service, by access.Caller) error {
	if _, ok := s.Status.After(service.End); !ok || s.Status == service.Cancelled {
		return fault.New(fault.Conflict, "%s can’t be ended: its status is %s now.", s.Name, strings.ToLower(s.Status.Word()))
	}
	if err := by.Must(access.EndServices); err != nil {
		return err
	}
	return s.Unlocked(by)
}

// Keepable is nil when the caller may take the scheduled end of a service back. port
// is what the service hangs under, or the zero Service.
func Keepable(s, port service.Service, by access.Caller) error {
	if _, ok := s.Status.After(service.Keep); !ok {
		return fault.New(fault.Conflict, "%s has no scheduled end: its status is %s now.", s.Name, strings.ToLower(s.Status.Word()))
	}
	if err := by.Must(access.EndServices); err != nil {
		return err
	}
	if port.Status == service.Cancelled || port.Gone() {
		return fault.New(fault.Conflict, "%s ends with %s. Keep that first.", s.Name, port.Name)
	}
	return s.Unlocked(by)
}

// Keep takes the scheduled end of a service of the account acted in back, and
// that of what hangs under it and was to end with it.
func (s *Orders) Keep(ctx context.Context, by access.Caller, id string) (kept service.Service, err error) {
	if err := by.Must(access.EndServices); err != nil {
		return kept, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := service.LockAt(tx, id)
		if err != nil {
			return err
		}
		c, err := around(tx, account.Account{}, was)
		if err != nil {
			return err
		}
		all, err := Kept(by, was, c.port, c.under)
		if err != nil {
			return err
		}
		for _, one := range all {
			if err := keep(tx, one); err != nil {
				return err
			}
		}
		if err := connection.Reassure(tx, was); err != nil {
			return err
		}
		kept, err = service.At(tx, id)
		return err
	})
	return kept, fault.Wrap("keep a service", err)
}

// Kept decides: the service, and what hangs under it and was to end with it. port
// is what the service itself hangs under, or nil.
func Kept(by access.Caller, s service.Service, port *service.Service, under []service.Service) ([]service.Service, error) {
	top := service.Service{}
	if port != nil {
		top = *port
	}
	if err := Keepable(s, top, by); err != nil {
		return nil, err
	}
	all := []service.Service{s}
	for _, u := range under {
		if !u.Gone() && u.EndsOn != nil && s.EndsOn != nil && u.EndsOn.Equal(*s.EndsOn) && u.EndReason == s.EndReason && u.EndNote == s.EndNote {
			all = append(all, u)
		}
	}
	return all, nil
}

func keep(tx *db.Tx, was service.Service) error {
	now := was
	if was.Status == service.Cancelled {
		if err := now.Take(service.Keep); err != nil {
			return err
		}
		if now.Status == service.Configured {
			now.StepAt = &tx.Now // whoever builds it goes on
		}
	}
	now.EndsOn, now.EndReason, now.EndNote = nil, "", ""
	if err := service.Write(tx, was, &now); err != nil {
		return err
	}
	return record(tx, event.ServiceKept, now)
}
