package user

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Rescue is for the day when nobody can sign in: only the command line on the
// server has the permission.

// InviteAnywhere gives somebody a seat in any account by an invitation, and
// answers its secret. Without a role it is the one that manages the people.
// Somebody who is invited with this address already gets another invitation,
// with the role that is given now.
func (s *Users) InviteAnywhere(ctx context.Context, by access.Caller, id string, in SeatDraft) (seat Seat, a account.Account, secret string, err error) {
	if err := by.Must(access.RescueUsers); err != nil {
		return seat, a, "", err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if a, err = account.Find(tx, id); err != nil {
			return err
		}
		if a.Status == account.Closed {
			return fault.New(fault.Conflict, "%s is closed. Nobody signs in to it.", a.Name)
		}
		if in.Role == "" {
			in.Role = access.AdminOf(a.Kind)
		}
		seat = Seat{AccountID: a.ID, Role: in.Role}
		if err := in.checkAnywhere(a, &seat).Err(); err != nil {
			return err
		}
		seat, secret, err = inviteOrAgain(tx, a, seat)
		return err
	})
	return seat, a, secret, fault.Wrap("invite", err)
}

// checkAnywhere reads the draft into a seat of a.
func (d SeatDraft) checkAnywhere(a account.Account, s *Seat) fault.Fields {
	fs := d.checkPerson(Company{Account: a}, s)
	if !slices.Contains(access.RolesIn(a.Kind), d.Role) {
		fs.Add("role", "%q is no role in this account", string(d.Role))
	}
	return fs
}

func inviteOrAgain(tx *db.Tx, a account.Account, seat Seat) (Seat, string, error) {
	var there Seat
	err := tx.Lock(tx.Reach()).Where("account_id = ? AND email_fold = ?", a.ID, seat.EmailFold).Take(&there).Error
	switch {
	case db.Missing(err):
		seat.ID = db.NewID(tx.Now)
		secret, err := invite(tx, a, seat)
		return seat, secret, err
	case err != nil:
		return there, "", err
	case there.Status != Invited:
		return there, "", fault.New(fault.Conflict, "%s has a seat in %s already, as %s.", there.Name, a.Name, there.Role)
	}
	was := there
	there.Role = seat.Role
	secret, err := inviteAgain(tx, a, &there, roleChanges(was, there)...)
	return there, secret, err
}

// Found is a person as the command line lists them: somebody who has a seat,
// or is invited to one.
type Found struct {
	Holder
	Account string // name of the account
	Key     string
}

// MostFound is how many seats the command line lists at most.
const MostFound = 500

// Everywhere lists the seats of the installation whose person's name or address
// contains find, by name.
func (s *Users) Everywhere(ctx context.Context, by access.Caller, find string) (fs []Found, err error) {
	if err := by.Must(access.RescueUsers); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		q := tx.Reach().Model(&Seat{}).
			Select("seats.*, users.status AS person, users.factor AS factor, users.signed_in_at AS signed_in_at, accounts.name AS account, accounts.id AS key").
			Joins("LEFT JOIN users ON users.id = seats.user_id").Joins("JOIN accounts ON accounts.id = seats.account_id")
		if find = account.Bare(find); find != "" {
			q = q.Where(tx.Contains("seats.search", find))
		}
		return q.Order("seats.search, seats.id").Limit(MostFound).Find(&fs).Error
	})
	return fs, fault.Wrap("list people", err)
}

// Bar keeps a person out of the whole portal. Who is the last active admin of
// an account is not kept out: nobody would be left to let others in.
func Bar(tx *db.Tx, u User) error {
	if u.Status == Deactivated {
		return fault.New(fault.Conflict, "%s is disabled already.", u.Name)
	}
	var seats []Seat
	err := tx.Reach().Where("user_id = ? AND status = ?", u.ID, Seated).Order("account_id").Limit(MostFound).Find(&seats).Error
	if err != nil {
		return err
	}
	for _, seat := range seats {
		if err := keepAnother(tx, seat); err != nil {
			return err
		}
	}
	return Change(tx, u.ID, map[string]any{"status": Deactivated})
}

// keepAnother refuses unless an account keeps an active admin besides the one
// in this seat. It holds the account, so that admins are counted once.
func keepAnother(tx *db.Tx, seat Seat) error {
	var a account.Account
	err := tx.Lock(tx.Everywhere("the command line is the operator's")).Where("id = ?", seat.AccountID).Take(&a).Error
	if err != nil || seat.Role != access.AdminOf(a.Kind) || a.Status == account.Closed {
		return err
	}
	var others int64
	err = tx.Reach().Model(&Seat{}).Joins("JOIN users ON users.id = seats.user_id").
		Where("seats.account_id = ? AND seats.id <> ? AND seats.role = ? AND seats.status = ? AND users.status = ?", a.ID, seat.ID, seat.Role, Seated, Active).
		Count(&others).Error
	if err == nil && others == 0 {
		return fault.New(fault.Conflict, "%s is the last active %s of %s. Invite another first; until then, reset-password keeps this one out.", seat.Name, seat.Role, a.Name)
	}
	return err
}

// Admit lets a person in again who was kept out or locked.
func Admit(tx *db.Tx, u User) error {
	if u.Status == Active {
		return fault.New(fault.Conflict, "%s can sign in already.", u.Name)
	}
	return Change(tx, u.ID, map[string]any{"status": Active, "wrong_codes": 0})
}

// DropPassword makes a person's password match nothing, and answers the secret
// of the link by which they choose another.
func DropPassword(tx *db.Tx, u User) (secret string, err error) {
	u.PasswordHash = ""
	if err := Change(tx, u.ID, map[string]any{"password_hash": u.PasswordHash}); err != nil {
		return "", err
	}
	return NewReset(tx, u)
}
