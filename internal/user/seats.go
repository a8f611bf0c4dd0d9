package user

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// State is how a person stands in an account: what the seat and the person say
// together.
type State string

// The closed list of states.
const (
	StateInvited     State = "invited"
	StateActive      State = "active"
	StateLocked      State = "locked"
	StateDeactivated State = "deactivated"
)

// States lists every state.
var States = []State{StateActive, StateInvited, StateLocked, StateDeactivated}

// Word is the state as people read it.
func (s State) Word() string { return strings.ToUpper(string(s)[:1]) + string(s)[1:] }

// Holder is a seat with what is known of the person in it; nothing is while the
// seat is only invited.
type Holder struct {
	Seat
	Person     Status     // of the person
	Factor     bool       // a second factor is set up
	SignedInAt *time.Time // last
	Only       bool       // nobody else who is active manages the people of the account; known of one seat, not in lists
}

// State says how the person stands in the account.
func (h Holder) State() State {
	switch {
	case h.Status == Invited:
		return StateInvited
	case h.Status == Unseated || h.Person == Deactivated:
		return StateDeactivated
	case h.Person == Locked:
		return StateLocked
	}
	return StateActive
}

// Is reports whether the seat is the person's with this id.
func (h Holder) Is(user string) bool { return h.UserID != nil && *h.UserID == user }

// mask hides the person's address and phone number from who may not read them.
func (h *Holder) mask(by access.Caller) {
	if by.Masked() {
		h.Email, h.Phone, h.EmailFold, h.Search = by.MaskEmail(h.Email), by.MaskNumber(h.Phone), "", ""
	}
}

// Company is an account as far as its people are concerned.
type Company struct {
	account.Account
	Above   account.Account // the operator is above itself
	Country string          // whose phone numbers its people give, two letters, or "" for numbers in E.164
}

// company is the caller's own account, or a managed account directly below a
// partner's. Any other is missing.
func company(tx *db.Tx, id string, own, child func(*db.Tx) (account.Account, error)) (c Company, err error) {
	switch {
	case id == tx.By.Account:
		c.Account, err = own(tx)
	case tx.By.Kind == access.Partner:
		c.Account, err = child(tx)
	default:
		err = fault.Missing()
	}
	if err != nil {
		return c, err
	}
	if c.Above, err = account.Above(tx, c.Account); err != nil {
		return c, err
	}
	c.Country = c.Numbers()
	if c.Kind == access.Managed {
		c.Country = c.Above.Numbers()
	}
	return c, nil
}

// look is a company to be read.
func look(tx *db.Tx, id string) (Company, error) {
	return company(tx, id, account.Here, func(tx *db.Tx) (account.Account, error) { return account.Child(tx, id) })
}

// hold is a company whose people are changed. It is held until the transaction
// ends, so that its admins are counted once.
func hold(tx *db.Tx, id string) (c Company, err error) {
	c, err = company(tx, id, account.LockHere, func(tx *db.Tx) (account.Account, error) { return account.LockChild(tx, id) })
	if err == nil && (c.Status == account.Closed || c.Above.Status == account.Closed) {
		return c, fault.New(fault.Conflict, "%s is closed. Nothing in it can be changed.", c.Name)
	}
	return c, err
}

// Company is an account whose people the caller may see: their own, or, for a
// partner's person, a managed account of the partner.
func (s *Users) Company(ctx context.Context, by access.Caller, id string) (c Company, err error) {
	if err := by.Must(access.ViewUsers); err != nil {
		return c, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		c, err = look(tx, id)
		return err
	})
	return c, fault.Wrap("find account", err)
}

// SeatFilter narrows the people of an account. The zero filter is all of them.
type SeatFilter struct {
	Find   string // part of the name or the address
	Role   access.Role
	State  State
	After  string // id of the seat that the page follows
	Before string // id of the seat that the page ends before
}

// Narrow reports whether the filter leaves out anybody.
func (f SeatFilter) Narrow() bool { return f.Find != "" || f.Role != "" || f.State != "" }

// SeatPage is one page of the people of an account, by name.
type SeatPage struct {
	Seats   []Holder
	All     int64 // seats of the account
	Total   int64 // seats that match
	Earlier bool  // there is a page before this one
	Later   bool  // there is a page after this one
}

// SeatPageSize is how many people a page has.
const SeatPageSize = 50

// Seats is a page of the people of an account.
func (s *Users) Seats(ctx context.Context, by access.Caller, id string, f SeatFilter) (p SeatPage, err error) {
	if err := by.Must(access.ViewUsers); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		c, err := look(tx, id)
		if err != nil {
			return err
		}
		p, err = seatPage(tx, c, f)
		for i := range p.Seats {
			p.Seats[i].mask(by)
		}
		return err
	})
	return p, fault.Wrap("list people", err)
}

func seatPage(tx *db.Tx, c Company, f SeatFilter) (p SeatPage, err error) {
	f.Find = account.Bare(f.Find)
	start, back, err := startOf(tx, c, f)
	if err != nil {
		return p, err
	}
	q := narrowed(tx, c, f)
	if start != nil {
		q = db.Past(q, []db.Key{{Column: "seats.search", Value: start.Search}, {Column: "seats.id", Value: start.ID}}, back)
	}
	if back {
		q = q.Order("seats.search DESC, seats.id DESC")
	} else {
		q = q.Order("seats.search, seats.id")
	}
	if err := q.Limit(SeatPageSize + 1).Find(&p.Seats).Error; err != nil {
		return p, err
	}
	more := len(p.Seats) > SeatPageSize
	p.Seats = p.Seats[:min(len(p.Seats), SeatPageSize)]
	p.Earlier, p.Later = start != nil, more
	if back {
		slices.Reverse(p.Seats)
		p.Earlier, p.Later = more, true
	}
	if err := tx.Reach().Model(&Seat{}).Where("account_id = ?", c.ID).Count(&p.All).Error; err != nil {
		return p, err
	}
	p.Total = p.All
	if f.Narrow() {
		err = narrowed(tx, c, f).Count(&p.Total).Error
	}
	return p, err
}

// startOf is the seat that the page starts from, if there is one, and whether
// the page runs backwards.
func startOf(tx *db.Tx, c Company, f SeatFilter) (start *Seat, back bool, err error) {
	key, back := f.After, false
	if f.Before != "" {
		key, back = f.Before, true
	}
	if key == "" {
		return nil, false, nil
	}
	var s Seat
	err = tx.Reach().Where("id = ? AND account_id = ?", key, c.ID).Take(&s).Error
	if db.Missing(err) {
		return nil, false, nil
	}
	return &s, back, err
}

// held is a query over the seats of an account, with the people in them.
func held(tx *db.Tx, c Company) *gorm.DB {
	return tx.Reach().Model(&Seat{}).
		Select("seats.*, users.status AS person, users.factor AS factor, users.signed_in_at AS signed_in_at").
		Joins("LEFT JOIN users ON users.id = seats.user_id").Where("seats.account_id = ?", c.ID)
}

// narrowed is held as far as a filter leaves it.
func narrowed(tx *db.Tx, c Company, f SeatFilter) *gorm.DB {
	q := held(tx, c)
	if f.Find != "" {
		q = q.Where(finds(tx, f.Find))
	}
	if f.Role != "" {
		q = q.Where("seats.role = ?", f.Role)
	}
	switch f.State {
	case StateInvited:
		q = q.Where("seats.status = 'invited'")
	case StateActive:
		q = q.Where("seats.status = ? AND users.status = ?", Seated, Active)
	case StateLocked:
		q = q.Where("seats.status = ? AND users.status = ?", Seated, Locked)
	case StateDeactivated:
		q = q.Where("(seats.status = ? OR users.status = ?)", Unseated, Deactivated)
	}
	return q
}

// finds is the condition that a seat's name or address contains part. Who sees
// addresses masked finds nobody by them either.
func finds(tx *db.Tx, part string) clause.Expression {
	if tx.By.Masked() {
		return tx.ContainsBefore("search", part, "\n")
	}
	return tx.Contains("search", part)
}

// Seat is one seat of an account, with the person in it.
func (s *Users) Seat(ctx context.Context, by access.Caller, id, seat string) (h Holder, err error) {
	if err := by.Must(access.ViewUsers); err != nil {
		return h, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		c, err := look(tx, id)
		if err != nil {
			return err
		}
		if h, err = holder(tx, c, seat); err == nil && h.governs(c) {
			h.Only, err = only(tx, c, h)
		}
		h.mask(by)
		return err
	})
	return h, fault.Wrap("find person", err)
}

// holdSeat is holder, and nobody else changes the seat until the transaction
// ends: its person accepts or renames themselves without holding the account.
func holdSeat(tx *db.Tx, c Company, seat string) (h Holder, err error) {
	if err := tx.Lock(tx.Reach()).Where("id = ? AND account_id = ?", seat, c.ID).Find(&[]Seat{}).Error; err != nil {
		return h, err
	}
	return holder(tx, c, seat)
}

func holder(tx *db.Tx, c Company, seat string) (h Holder, err error) {
	err = held(tx, c).Where("seats.id = ?", seat).Take(&h).Error
	if db.Missing(err) {
		return h, fault.Missing()
	}
	return h, err
}
