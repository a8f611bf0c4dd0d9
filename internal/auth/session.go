// Package auth turns proof (a password, a one-time link, a session's cookie)
// into an access.Caller, and lets people enter and leave managed accounts. It
// is the only package that makes Callers, afresh for every request.
package auth

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/user"
)

// Session is one signed-in browser. The cookie holds a secret, the row its hash.
type Session struct {
	Hash      string
	ID        string // stays when the secret changes; it tells nothing and opens nothing
	UserID    string
	CreatedAt time.Time
	SeenAt    time.Time
	Address   string
	Agent     string
	Whole     bool      // nothing is left to prove; see Half
	ProvedAt  time.Time // last proof of a password or a factor
	VisitID   string    // in which it acts in somebody's place, until the person was told that it ended; or ""
	EndedAt   *time.Time
}

// halfLife is how long there is to prove what is left, whatever the browser does.
const halfLife = 15 * time.Minute

// Over reports whether the session has ended: by signing out, by lying idle,
// or by its age.
func (s Session) Over(now time.Time, l Limits) bool {
	if !s.Whole && now.Sub(s.CreatedAt) >= halfLife {
		return true
	}
	return s.EndedAt != nil || now.Sub(s.SeenAt) > l.Idle || now.Sub(s.CreatedAt) > l.Absolute
}

// Limits say how long a session lasts.
type Limits struct {
	Idle     time.Duration // without a request
	Absolute time.Duration // since sign-in
}

// Visitor is one request by somebody who is signed in: who, and, on a page of an
// account, where and how they got in.
type Visitor struct {
	Session Session
	User    user.User
	Caller  access.Caller
	Account account.Account // the account of the page; zero outside accounts
	Partner account.Account // the account of the seat, while viewing
	Since   time.Time       // when it was entered, while viewing, previewing or acting
	Own     access.Caller   // in a preview, or acting: the person in their own name, who ends it
	Whose   user.Seat       // in a preview, or acting: the person whose view it is; zero when it is that of a role
	Act     *Act            // in whose place the visitor acts, whatever the page; nil in one's own name
	Host    user.Seat       // while viewing: who of the account may be asked for, by whoever may preview; zero when nobody is there
}

// NotEntered says that the person may enter an account and has not done so:
// the confirmation page asks.
type NotEntered struct {
	Account account.Account
	Partner account.Account
}

// Error says so in words.
func (e *NotEntered) Error() string { return "not entered: " + e.Account.Name }

// caller is the one place where a request's person becomes a Caller.
func caller(u user.User, here account.Account, seat account.Account, role access.Role, of access.Origin) access.Caller {
	return access.Caller{
		User: u.ID, Name: u.Name, Account: here.ID, Kind: here.Kind, Role: role,
		Seat: seat.ID, SeatKind: seat.Kind, Origin: of,
		Suspended: here.Status != account.Active || seat.Status != account.Active,
	}
}
