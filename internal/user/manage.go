package user

import (
	"context"
	"fmt"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// change lets decide change one seat of an account, which is held meanwhile.
// A seat with a role above the caller's own is not changed.
func (s *Users) change(ctx context.Context, by access.Caller, id, seat string, decide func(*db.Tx, Company, *Holder) error) (h Holder, err error) {
	if err := by.Must(access.ManageUsers); err != nil {
		return h, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		h, err = changeOne(tx, id, seat, decide)
		return err
	})
	return h, fault.Wrap("change seat", err)
}

func changeOne(tx *db.Tx, id, seat string, decide func(*db.Tx, Company, *Holder) error) (h Holder, err error) {
	c, err := hold(tx, id)
	if err != nil {
		return h, err
	}
	if h, err = holdSeat(tx, c, seat); err != nil {
		return h, err
	}
	if !tx.By.Role.MayGrant(h.Role, c.Kind) {
		return h, fault.New(fault.Forbidden, "%s is %s of %s, which is above your own role.", h.Name, h.Role, c.Name)
	}
	return h, decide(tx, c, &h)
}

// Edit gives a seat another role and other flags, and somebody who has not
// accepted yet other names, another phone number and another address, to which
// the invitation is then sent. An edit of an outdated version is refused with
// Conflict.
func (s *Users) Edit(ctx context.Context, by access.Caller, id, seat string, in SeatDraft) (Holder, error) {
	return s.change(ctx, by, id, seat, func(tx *db.Tx, c Company, h *Holder) error {
		if in.Version != h.Version {
			return fault.New(fault.Conflict, "Somebody else changed %s meanwhile. Look at it as it is now, then change it again.", h.Name)
		}
		was := h.Seat
		problems, err := in.apply(tx, c, &h.Seat)
		if err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if err := keepAdmin(tx, c, *h, was); err != nil {
			return err
		}
		return saveEdited(tx, c, &h.Seat, was)
	})
}

// apply reads the draft into a seat as far as it may be edited, and answers
// the draft's problems.
func (d SeatDraft) apply(tx *db.Tx, c Company, s *Seat) (fs fault.Fields, err error) {
	if s.Status == Invited {
		fs = d.checkPerson(c, s)
		if fs.At("email") == "" {
			problem, err := taken(tx, c, *s)
			if err != nil {
				return nil, err
			}
			if problem != "" {
				fs.Add("email", "%s", problem)
			}
		}
	}
	return append(fs, d.CheckRole(tx.By, c, s)...), nil
}

func saveEdited(tx *db.Tx, c Company, s *Seat, was Seat) error {
	changes := append(personChanges(was, *s), roleChanges(was, *s)...)
	if len(changes) == 0 {
		return nil
	}
	s.Version++
	if err := tx.Update(s); err != nil {
		return err
	}
	if err := event.Record(tx, event.UserEdited, c.ID, s.subject(), changes...); err != nil {
		return err
	}
	if was.Email == s.Email {
		return nil
	}
	if err := outbox.Stop(tx, c.ID, outbox.Invitation, was.Email); err != nil {
		return err
	}
	_, err := inviteAgain(tx, c.Account, s) // the link in the other mailbox ends
	return err
}

func personChanges(was, now Seat) (cs []event.Change) {
	for _, c := range []event.Change{
		{Field: "Name", Was: was.Name, Now: now.Name}, {Field: "E-mail", Was: was.Email, Now: now.Email}, {Field: "Phone", Was: was.Phone, Now: now.Phone},
	} {
		if c.Was != c.Now {
			cs = append(cs, c)
		}
	}
	return cs
}

func roleChanges(was, now Seat) (cs []event.Change) {
	if was.Role != now.Role {
		cs = append(cs, event.Change{Field: "Role", Was: string(was.Role), Now: string(now.Role)})
	}
	if was.SeesBilling != now.SeesBilling {
		cs = append(cs, event.Change{Field: "May see billing", Was: yes(was.SeesBilling), Now: yes(now.SeesBilling)})
	}
	if was.EditsContact != now.EditsContact {
		cs = append(cs, event.Change{Field: "May edit the contact card", Was: yes(was.EditsContact), Now: yes(now.EditsContact)})
	}
	return cs
}

func yes(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}

// governs reports whether a seat lets its person manage the people of c, now or
// as soon as somebody unlocks them.
func (h Holder) governs(c Company) bool {
	return h.Role == access.AdminOf(c.Kind) && h.Status == Seated && h.Person != Deactivated
}

// keepAdmin refuses a change after which nobody who is active would manage the
// people of an account. The account must be held.
func keepAdmin(tx *db.Tx, c Company, now Holder, was Seat) error {
	before := now
	before.Seat = was
	if !before.governs(c) || now.governs(c) {
		return nil
	}
	last, err := only(tx, c, now)
	if err == nil && last {
		return fault.New(fault.Conflict, "%s", OnlyAdmin(now, c))
	}
	return err
}

// only reports whether nobody who is active beside h manages the people of an
// account. Who is locked out waits for an admin, and so does not count as one.
func only(tx *db.Tx, c Company, h Holder) (bool, error) {
	var others int64
	err := held(tx, c).Where("seats.id <> ? AND seats.role = ? AND seats.status = ? AND users.status = ?",
		h.ID, access.AdminOf(c.Kind), Seated, Active).Count(&others).Error
	return others == 0, err
}

// OnlyAdmin says why a seat keeps its role and stays active.
func OnlyAdmin(h Holder, c Company) string {
	admin := access.AdminOf(c.Kind)
	return fmt.Sprintf("%s is the last active %s of %s. Give somebody else this role first.", h.Name, admin, c.Name)
}

// Unseat deactivates a seat: its person keeps it and can't get into the account
// any more. What their sessions reached by it ends with the next request.
func Unseat(tx *db.Tx, id, seat string) (Holder, error) {
	return changeOne(tx, id, seat, func(tx *db.Tx, c Company, h *Holder) error {
		was := h.Seat
		switch h.Status {
		case Invited:
			return fault.New(fault.Conflict, "%s has not accepted the invitation yet. Withdraw it instead.", h.Name)
		case Unseated:
			return fault.New(fault.Conflict, "%s is deactivated already.", h.Name)
		}
		h.Status = Unseated
		if err := keepAdmin(tx, c, *h, was); err != nil {
			return err
		}
		h.Version++
		if err := tx.Update(&h.Seat); err != nil {
			return err
		}
		return event.Record(tx, event.UserDeactivated, c.ID, h.subject())
	})
}

// Reactivate ends a deactivation, and unlocks a person who entered too many
// wrong codes.
func (s *Users) Reactivate(ctx context.Context, by access.Caller, id, seat string) (Holder, error) {
	return s.change(ctx, by, id, seat, func(tx *db.Tx, c Company, h *Holder) error {
		switch {
		case h.Status == Invited:
			return fault.New(fault.Conflict, "%s has not accepted the invitation yet.", h.Name)
		case h.Person == Deactivated:
			return fault.New(fault.Conflict, "The operator deactivated %s for the whole portal. Ask the operator.", h.Name)
		case h.State() == StateActive:
			return fault.New(fault.Conflict, "%s is active already.", h.Name)
		}
		was := h.State()
		if h.Person == Locked {
			if err := unlock(tx, *h.UserID); err != nil {
				return err
			}
		}
		h.Status, h.Person = Seated, Active
		h.Version++
		if err := tx.Update(&h.Seat); err != nil {
			return err
		}
		return event.Record(tx, event.UserReactivated, c.ID, h.subject(), event.Change{Field: "Status", Was: was.Word(), Now: StateActive.Word()})
	})
}

// elsewhere reports whether a person has a place out of the caller's reach, which
// a reset of their second factor would open a way to.
func elsewhere(tx *db.Tx, person string) (bool, error) {
	var all, within int64
	err := tx.Everywhere("whoever resets a factor must reach all that it guards").Model(&Seat{}).Where("user_id = ? AND status = ?", person, Seated).Count(&all).Error
	if err == nil {
		err = tx.Reach().Model(&Seat{}).Where("user_id = ? AND status = ?", person, Seated).Count(&within).Error
	}
	return all > within, err
}

// ClearFactors takes all second factors from the person in a seat, and tells
// them by a letter. One's own are changed in one's own account.
func ClearFactors(tx *db.Tx, id, seat string) (Holder, error) {
	return changeOne(tx, id, seat, func(tx *db.Tx, c Company, h *Holder) error {
		switch {
		case h.UserID == nil:
			return fault.New(fault.Conflict, "%s has not accepted the invitation yet, and has no second factor.", h.Name)
		case h.Is(tx.By.User):
			return fault.New(fault.Forbidden, "You change your own second factor in your account, or somebody else resets it.")
		}
		switch out, err := elsewhere(tx, *h.UserID); {
		case err != nil:
			return err
		case out:
			return fault.New(fault.Forbidden, "%s signs in to another company as well. Only the operator resets their second factor.", h.Name)
		}
		if err := ForgetFactors(tx, *h.UserID); err != nil {
			return err
		}
		h.Factor = false
		if err := event.Record(tx, event.FactorReset, c.ID, h.subject()); err != nil {
			return err
		}
		return outbox.Put(tx, c.ID, outbox.FactorChanged, outbox.Reader{Name: h.Name, Address: h.Email}, outbox.Facts{
			Account: c.Name, Reference: c.Reference, Partner: c.Above.Name, By: tx.By.Name,
			What: "Your second factors, passkeys and recovery codes were removed.",
		})
	})
}
