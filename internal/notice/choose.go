package notice

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// Choices are what somebody is told about in an account.
type Choices struct {
	Here    account.Account
	Above   account.Account // the one above it
	Role    access.Role
	Offered bool // letters about accounts are for people of this account
	Told    bool // they are told about accounts
	Last    bool // nobody else of the company is, and somebody has to be

	Orders   bool // letters about what waits for approval are for people of this role
	Ordering bool // they are told of it
}

// Draft is what somebody chooses.
type Draft struct {
	Accounts bool `form:"accounts"`
	Ordering bool `form:"ordering"`
}

// Choices are what the caller is told about. In a preview they are those of
// whose view it is.
func (s *Notices) Choices(ctx context.Context, by access.Caller) (c Choices, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if err := may(tx); err != nil {
			return err
		}
		c, _, err = choices(tx)
		return err
	})
	return c, fault.Wrap("read notifications", err)
}

// may is nil where the caller chooses. Whoever may not is told why.
func may(tx *db.Tx) error {
	by := tx.By
	if by.Viewing() {
		return fault.New(fault.Forbidden, "What you are told about is chosen in your own account.")
	}
	err := by.Must(access.SetNotifications)
	if err == nil || by.Shows(access.SeesNotifications) || !by.Holds(access.SetNotifications) {
		return err
	}
	here, lost := account.Here(tx)
	if lost != nil {
		return lost
	}
	view, lost := setting.Of(tx, setting.About(here))
	if lost != nil {
		return lost
	}
	for _, v := range view {
		if v.Name == setting.Notifications && v.Source == setting.Fixed && v.Reason != "" {
			return fault.New(fault.Forbidden, "%s", v.Reason)
		}
	}
	return err
}

// choices are what the transaction's caller is told about, and the seat they have.
func choices(tx *db.Tx) (c Choices, seat user.Seat, err error) {
	if c.Here, err = account.Here(tx); err != nil {
		return c, seat, err
	}
	if c.Above, err = account.Above(tx, c.Here); err != nil {
		return c, seat, err
	}
	if seat, _, err = user.SeatedIn(tx, tx.By.Account, tx.By.Self()); err != nil {
		return c, seat, err
	}
	c.Role, c.Offered = tx.By.Role, c.Here.Kind == access.Partner || c.Here.Kind == access.Managed
	if !c.Offered {
		return c, seat, nil
	}
	c.Told = c.Role == byDefault(c.Here.Kind)
	c.Orders = ordering(c.Here.Kind, c.Role)
	c.Ordering = c.Orders && c.Here.Kind == access.Partner
	var own []Subscription
	if err := tx.Own().Where("seat_id = ? AND category IN ?", seat.ID, []Category{Accounts, Ordering}).Limit(2).Find(&own).Error; err != nil {
		return c, seat, err
	}
	for _, s := range own {
		if s.Category == Accounts {
			c.Told = s.Told
		} else {
			c.Ordering = c.Orders && s.Told
		}
	}
	if !c.Told || !keeps(c.Here) {
		return c, seat, nil
	}
	seats, err := told(tx, c.Here.Kind, []string{c.Here.ID}, 2)
	c.Last = len(seats) < 2
	return c, seat, err
}

// Choose keeps what the caller chose, and reports whether that is a change. The
// last one of a company that supports its customers stays told about them: of
// two who stop at once, one does.
func (s *Notices) Choose(ctx context.Context, by access.Caller, in Draft) (now Choices, altered bool, err error) {
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		altered = false
		if err := may(tx); err != nil {
			return err
		}
		if _, err := account.LockHere(tx); err != nil {
			return err
		}
		c, seat, err := choices(tx)
		now = c
		switch {
		case err != nil:
			return err
		case !c.Offered || seat.ID == "":
			return fault.New(fault.Forbidden, "There is nothing to choose in this account.")
		case c.Last && !in.Accounts:
			return fault.New(fault.Conflict, "%s", c.Keeps())
		}
		var what []event.Change
		if c.Told != in.Accounts {
			now.Told = in.Accounts
			what = append(what, event.Change{Field: "Letters about accounts", Was: word(c.Told), Now: word(in.Accounts)})
			if err := choose(tx, seat, Accounts, in.Accounts, aboutAccounts); err != nil {
				return err
			}
		}
		if c.Orders && c.Ordering != in.Ordering {
			now.Ordering = in.Ordering
			what = append(what, event.Change{Field: "Letters about ordering", Was: word(c.Ordering), Now: word(in.Ordering)})
			if err := choose(tx, seat, Ordering, in.Ordering, aboutOrders); err != nil {
				return err
			}
		}
		if altered = len(what) > 0; !altered {
			return nil
		}
		return event.Record(tx, event.NotificationsChanged, c.Here.ID, event.Subject{ID: seat.ID, Name: seat.Name}, what...)
	})
	return now, altered, fault.Wrap("choose notifications", err)
}

// choose keeps whether somebody is told of a category. Whoever is told no more
// gets none of its letters that still wait.
func choose(tx *db.Tx, s user.Seat, of Category, told bool, kinds []outbox.Kind) error {
	err := tx.Replace(&Subscription{SeatID: s.ID, Category: of, AccountID: s.AccountID, Told: told, SetAt: tx.Now})
	if err != nil || told {
		return err
	}
	return stop(tx, s, kinds)
}

// Keeps says why the last one of a company stays told.
func (c Choices) Keeps() string {
	return "You are the only one of " + c.Here.Name + " who is told about its managed accounts. Somebody has to be, because your company supports them: let a colleague turn it on first."
}

func word(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}
