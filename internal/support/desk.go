package support

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/allowance"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/user"
)

// Desk is where people ask for help.
type Desk struct{ db *db.DB }

// New is the desk of a database.
func New(d *db.DB) *Desk { return &Desk{d} }

// MostAnHour is how many times somebody asks within an hour: each is a letter
// to people who have to read it.
const MostAnHour = 10

// mostTold is how many admins get a letter where no address is entered.
const mostTold = 20

// Card is whom the caller asks for help, and which services there are to ask
// about, by name; more says that there are others.
func (s *Desk) Card(ctx context.Context, by access.Caller) (c Card, services []service.Service, more bool, err error) {
	if err := by.Must(access.AskSupport); err != nil {
		return c, nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if c, err = cardOf(tx); err != nil {
			return err
		}
		services, more, err = service.Named(tx)
		return err
	})
	return c, services, more, fault.Wrap("find whom to ask", err)
}

// Ask writes to those who support the caller's account, and a copy to the
// caller. The same form sent again sends nothing. It changes nothing in the
// account, so people of a suspended one ask, too.
func (s *Desk) Ask(ctx context.Context, by access.Caller, in Draft) (c Card, err error) {
	if err := by.Must(access.AskSupport); err != nil {
		return c, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if c, err = cardOf(tx); err != nil {
			return err
		}
		id := db.NewID(tx.Now)
		earlier, err := tx.Once(in.Token, id)
		if err != nil || earlier != "" {
			return err
		}
		called, problems, err := in.check(tx)
		if err == nil {
			err = problems.Err()
		}
		if err != nil {
			return err
		}
		if err := room(tx); err != nil {
			return err
		}
		if err := tell(tx, c, in, called); err != nil {
			return err
		}
		return event.Record(tx, event.SupportAsked, c.Here.ID, event.Subject{ID: id, Name: in.Subject})
	})
	return c, fault.Wrap("ask for help", err)
}

// room is nil when the caller may ask once more now.
func room(tx *db.Tx) error {
	ok, err := allowance.Spend(tx, "support of "+tx.By.User, MostAnHour, time.Hour)
	if err == nil && !ok {
		return fault.Fields{{Field: "text", Text: "You have written ten times within an hour. Write again later"}}.Err()
	}
	return err
}

// tell writes the letter and its copy.
func tell(tx *db.Tx, c Card, in Draft, called string) error {
	asker, ok, err := user.SeatedIn(tx, tx.By.Seat, tx.By.User)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Missing()
	}
	operator, err := account.Operator(tx)
	if err != nil {
		return err
	}
	facts := outbox.Facts{
		Account: c.Here.Name, Reference: c.Here.Reference, Partner: operator.Name, By: asker.Name, Role: string(asker.Role),
		What: in.Subject, Text: in.Text, Reply: asker.Email,
	}
	if called != "" {
		facts.Service = called + " (" + in.Service + ")"
	}
	if tx.By.Viewing() {
		partner, err := account.Above(tx, c.Here)
		if err != nil {
			return err
		}
		facts.By += " of " + partner.Name
	}
	to, err := readers(tx, c)
	if err != nil {
		return err
	}
	for _, r := range to {
		if err := outbox.Put(tx, c.Helper.ID, outbox.SupportAsked, r, facts); err != nil {
			return err
		}
	}
	facts.Partner, facts.Reply = c.Helper.Name, c.Email
	if c.Phone != "" {
		facts.Note = account.ReadPhone(c.Phone, "")
	}
	return outbox.Put(tx, tx.By.Seat, outbox.SupportCopied, outbox.Reader{Name: asker.Name, Address: asker.Email}, facts)
}

// readers are whom the letter goes to: the address of the card, or the admins
// of those who support the account.
func readers(tx *db.Tx, c Card) (to []outbox.Reader, err error) {
	if c.Email != "" {
		return []outbox.Reader{{Name: c.Helper.Name, Address: c.Email}}, nil
	}
	admins, err := user.AdminsOf(tx, c.Helper.ID, c.Helper.Kind, mostTold)
	if err == nil && c.Helper.ID == c.Here.ParentID {
		admins, err = delegation.Readers(tx, c.Helper.ID, admins, c.Here.ID)
	}
	for _, a := range admins {
		to = append(to, outbox.Reader{Name: a.Name, Address: a.Email})
	}
	if err == nil && len(to) == 0 {
		err = fault.New(fault.Conflict, "Nobody at %s can be reached by e-mail at the moment.", c.Helper.Name)
	}
	return to, err
}
