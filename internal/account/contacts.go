package account

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// ContactsDraft is where an account is asked for help. Both are given as what
// they become, so that a form sent again or late does what it says.
type ContactsDraft struct {
	Phone string `form:"phone"`
	Email string `form:"email"`
}

// ContactsOf are an account's support contacts as the form edits them.
func ContactsOf(a Account) ContactsDraft {
	return ContactsDraft{Phone: ReadPhone(a.SupportPhone, a.Country), Email: a.SupportEmail}
}

// check reads the draft and answers its problems. Either may be left out.
func (d ContactsDraft) check(country string) (phone, email string, fs fault.Fields) {
	if typed := strings.TrimSpace(d.Phone); typed != "" {
		e164, problem := Phone(typed, country)
		if phone = e164; problem != "" {
			fs.Add("phone", "%s", problem)
		}
	}
	if typed := strings.TrimSpace(d.Email); typed != "" {
		address, problem := Email(typed)
		if email = address; problem != "" {
			fs.Add("email", "%s", problem)
		}
	}
	return phone, email, fs
}

// EditContacts changes where the operator is asked for help by everybody whom
// it supports. What is so already changes nothing, and changed says which it was.
func (s *Accounts) EditContacts(ctx context.Context, by access.Caller, in ContactsDraft) (changed bool, err error) {
	if err := by.Must(access.EditContacts); err != nil {
		return false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := lockOwn(tx)
		if err != nil {
			return err
		}
		phone, email, problems := in.check(was.Country)
		if err := problems.Err(); err != nil {
			return err
		}
		now := was
		now.reach(phone, email)
		changes := contactChanges(was, now)
		if changed = len(changes) > 0; !changed {
			return nil
		}
		err = tx.Own().Model(&Account{}).Where("id = ?", was.ID).
			Updates(map[string]any{"support_phone": now.SupportPhone, "support_email": now.SupportEmail, "contact": now.Contact}).Error
		if err != nil {
			return err
		}
		return event.Record(tx, event.AccountEdited, was.ID, event.Subject{ID: was.ID, Name: was.Name}, changes...)
	})
	return changed, fault.Wrap("edit support contacts", err)
}
