package order

import (
	"context"
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

const managed = access.Managed

// Design draws a service that stands by itself at a location. Nothing is
// ordered; whoever sends the form again gets what it drew, with what they
// corrected.
func (s *Orders) Design(ctx context.Context, by access.Caller, in Draft) (d service.Service, err error) {
	again := func(tx *db.Tx, d service.Service) (service.Service, error) { return sentAgain(tx, d, "", in) }
	return s.draws(ctx, by, in.Token, again, func(tx *db.Tx, here account.Account) (service.Service, error) {
		b, err := boardAt(tx, here, in.Product, in.Location)
		if err != nil {
			return d, err
		}
		return add(tx, b, in)
	})
}

// AddConnection draws a connection under a service of the caller's account: a
// design, or one that is there.
func (s *Orders) AddConnection(ctx context.Context, by access.Caller, port string, in Draft) (d service.Service, err error) {
	again := func(tx *db.Tx, d service.Service) (service.Service, error) { return sentAgain(tx, d, port, in) }
	return s.draws(ctx, by, in.Token, again, func(tx *db.Tx, here account.Account) (service.Service, error) {
		b, err := boardUnder(tx, here, port, in.Product, in.Far)
		if err != nil {
			return d, err
		}
		return add(tx, b, in)
	})
}

// ErrDiscarded is a Conflict: what a form drew was discarded before it was sent
// again.
var ErrDiscarded = fault.New(fault.Conflict, "What this form drew was discarded meanwhile. Send it again to draw it anew.")

// draws writes a new design in one transaction, once for each token. again is
// asked about a design that was drawn with the token before.
func (s *Orders) draws(ctx context.Context, by access.Caller, token string, again func(*db.Tx, service.Service) (service.Service, error), fn func(*db.Tx, account.Account) (service.Service, error)) (d service.Service, err error) {
	if err := by.Must(access.DesignServices); err != nil {
		return d, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		if earlier, err := tx.Made(token); err != nil || earlier != "" {
			if err == nil {
				d, err = service.One(tx, earlier)
			}
			if fault.Is(err, fault.NotFound) {
				return ErrDiscarded
			}
			if err == nil && again != nil {
				d, err = again(tx, d)
			}
			return err
		}
		if n, err := service.Designs(tx); err != nil || n >= service.MostDesigns {
			if err == nil {
				err = fault.New(fault.Conflict, "%s has %d designs. Order or discard some, then draw another.", here.Name, n)
			}
			return err
		}
		if d, err = fn(tx, here); err != nil {
			return err
		}
		_, err = tx.Once(token, d.ID)
		return err
	})
	return d, fault.Wrap("draw a service", err)
}

// sentAgain is a design whose form was sent before, with what was corrected in
// it. Whoever only sent it twice changes nothing, whatever became of the design;
// a correction counts until somebody changes the design by another form.
func sentAgain(tx *db.Tx, d service.Service, port string, in Draft) (service.Service, error) {
	if in.starts(d, port) && in.draws(d) {
		return d, nil
	}
	b, was, err := drawn(tx, d.ID)
	if err != nil {
		return d, err
	}
	ours, err := tx.Made(correction(in, was.Version))
	if err != nil {
		return d, err
	}
	if was.Version > 1 && ours == "" || !in.starts(was, port) {
		return d, fault.New(fault.Conflict, "This form drew %s, which was changed meanwhile. Change it under Services, as it is now.", was.Name)
	}
	if d, err = refill(tx, b, was, in); err != nil {
		return d, err
	}
	_, err = tx.Once(correction(in, d.Version), d.ID)
	return d, err
}

// correction is the token of what a form, sent again, made of its design.
func correction(in Draft, version int64) string {
	return in.Token + "." + strconv.FormatInt(version, 10)
}

// add writes what was drawn.
func add(tx *db.Tx, b Board, in Draft) (d service.Service, err error) {
	d = service.Service{
		AccountID: b.Account.ID, ParentID: b.Account.ParentID, ProductID: b.Product.ID, LocationID: b.Location.ID, Status: service.Design,
		CreatedByName: tx.By.Signature(), CreatedAt: tx.Now, Product: b.Product, Location: b.Location,
		FarKind: b.Far.Kind, FarID: b.Far.ID, FarEnd: b.Far.Where,
	}
	if b.Port.ID != "" {
		d.PortID = &b.Port.ID
	}
	problems := b.Fill(in, &d)
	if err := problems.Err(); err != nil {
		return d, err
	}
	return d, written(tx, &d)
}

// written is a new design with its id and the days of its term.
func written(tx *db.Tx, d *service.Service) error {
	d.ID = service.NewID(d.Product)
	d.Begin(tx.Now)
	if err := service.Add(tx, d); err != nil {
		return err
	}
	return record(tx, event.ServiceDesigned, *d, event.Change{Field: d.Product.Name, Now: d.Rate() + ", " + d.Where()})
}

// Redesign changes a design that nobody has ordered or sent yet.
func (s *Orders) Redesign(ctx context.Context, by access.Caller, id string, in Draft) (d service.Service, err error) {
	if err := by.Must(access.DesignServices); err != nil {
		return d, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		b, was, err := drawn(tx, id)
		if err != nil {
			return err
		}
		if was.Version != in.Version {
			return fault.New(fault.Conflict, "%s was changed meanwhile. Look at it as it is now, then change it again.", was.Name)
		}
		d, err = refill(tx, b, was, in)
		return err
	})
	return bare(d), fault.Wrap("change a design", err)
}

// refill writes what a draft makes of a design that drawn answered.
func refill(tx *db.Tx, b Board, was service.Service, in Draft) (service.Service, error) {
	d := bare(was) // what it cost it does not cost any more
	problems := b.Fill(in, &d)
	if err := fits(tx, d, &problems); err != nil {
		return d, err
	}
	if err := problems.Err(); err != nil {
		return d, err
	}
	d.Begin(tx.Now)
	return d, service.Write(tx, was, &d)
}

// fits notes when connections under a service are faster than it becomes.
func fits(tx *db.Tx, d service.Service, fs *fault.Fields) error {
	if d.PortID != nil {
		return nil
	}
	under, err := service.LockUnder(tx, d)
	for _, u := range under {
		if d.Speed > 0 && u.Speed > d.Speed && u.Product.Unit == d.Product.Unit {
			fs.Add("speed", "%s has %s. Make it slower first, or keep the speed", u.Name, u.Rate())
			return err
		}
	}
	return err
}

// drawn is a design that can be changed, held, and what it has to fit.
func drawn(tx *db.Tx, id string) (b Board, d service.Service, err error) {
	top, d, err := open(tx, id)
	if err != nil {
		return b, d, err
	}
	b = Board{Product: d.Product, Location: d.Location}
	if b.Account, err = account.Here(tx); err != nil || d.PortID == nil {
		return b, d, err
	}
	b.Port = top
	err = b.reach(tx, Far{Kind: d.FarKind, ID: d.FarID}.Key())
	if fault.FieldsOf(err) != nil {
		err = fault.Fields{{Field: "far", Text: d.Name + " leads to " + d.FarEnd + ", which takes no connections any more. Discard it, and add one that leads elsewhere"}}.Err()
	}
	if err != nil {
		return b, d, err
	}
	return b, d, b.take(tx, d.ID)
}

// open is a design of the caller's account that can still be changed, and the
// one that it hangs under, or twice the same. Of one account one design is
// changed at a time, so that no VLAN is given away twice.
func open(tx *db.Tx, id string) (top, d service.Service, err error) {
	here, err := account.LockHere(tx)
	if err != nil {
		return top, d, err
	}
	if top, d, err = hold(tx, here, id); err != nil {
		return top, d, err
	}
	if d.Status != service.Design {
		return top, d, fault.New(fault.Conflict, "%s is no design any more.", d.Name)
	}
	return top, d, untouched(tx, top)
}

// hold is a service of the caller's account and the one that it hangs under, or
// twice the same, held in this order by everybody.
func hold(tx *db.Tx, here account.Account, id string) (top, it service.Service, err error) {
	seen, err := service.One(tx, id)
	if err != nil {
		return top, it, err
	}
	if seen.AccountID != here.ID {
		return top, it, fault.Missing()
	}
	if seen.PortID == nil {
		top, err = service.LockOne(tx, id)
		return top, top, err
	}
	if top, err = service.LockOne(tx, *seen.PortID); err != nil {
		return top, it, err
	}
	it, err = service.LockOne(tx, id)
	return top, it, err
}

// untouched is a Conflict while what is drawn at and under a service waits for
// the partner: what is decided is what was sent.
func untouched(tx *db.Tx, top service.Service) error {
	r, err := waiting(tx, top.ID)
	if err == nil && r.ID != "" {
		err = fault.New(fault.Conflict, "%s waits for approval: %s sent it as %s. Withdraw the request to change it.", top.Name, r.AskedByName, r.Name())
	}
	return err
}

// waiting is the pending request that asks for what is drawn at and under a
// service, or the zero Request.
func waiting(tx *db.Tx, top string) (approval.Request, error) {
	rs, err := approval.OpenOf(tx, top)
	if i := slices.IndexFunc(rs, func(r approval.Request) bool { return r.Kind == approval.NewOrder }); i >= 0 {
		return rs[i], err
	}
	return approval.Request{}, err
}

// Discardable is nil for who may discard designs. Nobody can bring one back, so
// nobody discards it in somebody’s place.
func Discardable(by access.Caller) error {
	if err := by.InPerson("Discarding a design"); err != nil {
		return err
	}
	return by.Must(access.DesignServices)
}

// Discard throws a design away, with what is drawn under it. Nothing of it is kept.
func (s *Orders) Discard(ctx context.Context, by access.Caller, id string) (d service.Service, err error) {
	if err := Discardable(by); err != nil {
		return d, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		all, err := together(tx, id)
		if err != nil {
			return err
		}
		d = all[len(all)-1]
		for _, each := range all {
			if err := service.Discard(tx, each); err != nil {
				return err
			}
			if err := record(tx, event.ServiceDiscarded, each, event.Change{Field: each.Product.Name, Was: each.Rate() + ", " + each.Where()}); err != nil {
				return err
			}
		}
		return nil
	})
	return bare(d), fault.Wrap("discard a design", err)
}

// Discarding is a design that can be discarded, and how many connections go
// with it.
func (s *Orders) Discarding(ctx context.Context, by access.Caller, id string) (d service.Service, under int, err error) {
	if err := Discardable(by); err != nil {
		return d, 0, err
	}
	return d, under, s.peek(ctx, by, func(tx *db.Tx, _ account.Account) error {
		all, err := together(tx, id)
		if err == nil {
			d, under = bare(all[len(all)-1]), len(all)-1
		}
		return err
	})
}

// together are a design that can still be changed, at the end, and before it
// what is drawn under it.
func together(tx *db.Tx, id string) ([]service.Service, error) {
	_, d, err := open(tx, id)
	if err != nil || d.PortID != nil {
		return []service.Service{d}, err
	}
	under, err := service.LockUnder(tx, d)
	return append(under, d), err
}
