package user

import (
	"time"
	"unicode/utf8"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
)

// Standing is whether a seat lets its person in.
type Standing string

// The closed list of standings.
const (
	Invited  Standing = "invited" // the invitation is not accepted yet
	Seated   Standing = "active"
	Unseated Standing = "deactivated"
)

// Seat is a person's place in an account, with a role. Until the invitation is
// accepted it has no person, and its names are those that the inviter typed.
type Seat struct {
	ID           string
	AccountID    string
	ParentID     string // the account above that one
	UserID       *string
	FirstName    string
	LastName     string
	Name         string
	Search       string // name and address, folded
	Email        string
	EmailFold    string
	Phone        string // E.164, or ""
	Role         access.Role
	SeesBilling  bool // may see billing, whatever the role
	EditsContact bool // may edit the contact card, whatever the role
	Status       Standing
	InvitedBy    string // name of the person
	InvitedAt    time.Time
	AcceptedAt   *time.Time
	CreatedAt    time.Time
	Version      int64
}

// Owner is the account of the seat.
func (s Seat) Owner() string { return s.AccountID }

// call gives the seat its names and address.
func (s *Seat) call(first, last, email string) {
	s.FirstName, s.LastName, s.Email, s.EmailFold = first, last, email, FoldEmail(email)
	s.Name = PersonDraft{FirstName: first, LastName: last}.FullName()
	s.Search = cut(account.Bare(s.Name)) + "\n" + s.EmailFold
}

// longestSearch is how many bytes of a name take part in searching and
// sorting: PostgreSQL takes 2,704 bytes into an index.
const longestSearch = 1000

func cut(s string) string {
	n := min(len(s), longestSearch)
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// Rename gives all seats of a person the names, the address and the phone
// number that the person has now. Where the new address was invited to an
// account that the person is in already, that invitation is over: ended are
// those seats.
func Rename(tx *db.Tx, u User) (ended []Seat, err error) {
	const why = "a person's names are the same on all their seats"
	var seats []Seat
	if err := tx.Lock(tx.Everywhere(why)).Where("user_id = ?", u.ID).Order("id").Find(&seats).Error; err != nil {
		return nil, err
	}
	for _, s := range seats {
		twins, err := dropTwin(tx, s.AccountID, FoldEmail(u.Email))
		if err != nil {
			return nil, err
		}
		ended = append(ended, twins...)
		s.Phone = u.Phone
		s.call(u.FirstName, u.LastName, u.Email)
		s.Version++
		if err := tx.Everywhere(why).Model(&s).Where("id = ?", s.ID).Select("*").Updates(&s).Error; err != nil {
			return nil, err
		}
	}
	return ended, nil
}

// dropTwin ends the invitation of an address to an account, if there is one,
// and answers its seat.
func dropTwin(tx *db.Tx, account, email string) (twins []Seat, err error) {
	const why = "whoever proved an address needs no invitation of it to where they are already"
	err = tx.Everywhere(why).Where("account_id = ? AND email_fold = ? AND status = ?", account, email, Invited).Find(&twins).Error
	for _, t := range twins {
		if err := unlink(tx, t); err != nil {
			return nil, err
		}
		if err := tx.Everywhere(why).Where("id = ?", t.ID).Delete(&Seat{}).Error; err != nil {
			return nil, err
		}
		if err := outbox.Stop(tx, account, outbox.Invitation, t.Email); err != nil {
			return nil, err
		}
	}
	return twins, err
}

// unlink ends the links of an invited seat.
func unlink(tx *db.Tx, s Seat) error {
	return tx.Everywhere("the links of a seat end with it").Where("subject_id = ? AND purpose = ?", s.ID, Invitation).Delete(&Link{}).Error
}

// SeatOf is a seat of a person who is there already, for those who found an
// installation and for the cast.
func SeatOf(u User, id, account string, role access.Role, by string, at time.Time) Seat {
	s := Seat{
		ID: id, AccountID: account, UserID: &u.ID, Phone: u.Phone, Role: role, Status: Seated,
		InvitedBy: by, InvitedAt: at, AcceptedAt: &at, CreatedAt: at, Version: 1,
	}
	s.call(u.FirstName, u.LastName, u.Email)
	return s
}
