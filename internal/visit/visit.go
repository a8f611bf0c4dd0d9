// Package visit keeps the stays of people in accounts where they have no seat:
// viewing a managed account in one's own name, looking at it as one of its roles
// does, and acting in somebody's place (product.md 8). The account reads who was
// there, why, until when, and what they changed.
package visit

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
)

// How long acting in somebody's place lasts (reference: security A.4, I6 and I10).
const (
	Length   = 30 * time.Minute // from its start to its hard end
	More     = 30 * time.Minute // what the one extension adds
	Idle     = 10 * time.Minute // without a request
	Changing = 15 * time.Minute // how long one second step allows changes
)

// Visit is one stay of a person in an account, in one session.
type Visit struct {
	ID          string
	SessionHash string // of the session that it belongs to, also when that is forgotten
	UserID      string // whose hands
	AccountID   string
	SeatID      string      // the account above, from which the person comes
	Previews    access.Role // while viewing: the role whose view is looked at, or ""
	PreviewSeat string      // while viewing: the seat whose view is looked at, whatever its role becomes, or ""
	AsID        string      // acting: the person in whose place
	AsSeat      string      // acting: that person's seat
	Reason      string      // acting: why
	Ticket      string      // acting: number of the ticket, or ""
	GrantID     string      // acting: the request that was granted for it, or ""
	EnteredAt   time.Time
	WritesAt    *time.Time // acting: when changes were allowed last
	WritesWhy   string
	ExtendedAt  *time.Time // acting: when it was extended; once
	ExtendedWhy string
	EndsAt      *time.Time // acting: its hard end
	LeftAt      *time.Time
	LeftWhy     Why
	EndedBy     string // name of who ended it, where that was not the person
}

// Owner is the account that was visited.
func (v Visit) Owner() string { return v.AccountID }

// Why says how a visit ended.
type Why string

// The closed list of reasons.
const (
	Returned  Why = "returned"    // pressed Return
	Refreshed Why = "refreshed"   // the page was refreshed; seed 000, the Note
	SignedOut Why = "signed out"  // the session ended
	Unseated  Why = "deactivated" // the seat from which it was entered was
	Acted     Why = "acted"       // viewing ended, because acting began
	Exited    Why = "exited"      // pressed Exit
	TimeOver  Why = "time over"   // its hard end came
	LayIdle   Why = "idle"        // no request for ten minutes
	Stopped   Why = "stopped"     // somebody else ended it
	Withdrawn Why = "withdrawn"   // the account allows it no longer
	Changed   Why = "changed"     // one of the two people, or the account, is not what it was
)

// Acts reports whether the visit is in somebody's place.
func (v Visit) Acts() bool { return v.AsID != "" }

// Live reports whether the visit has not ended.
func (v Visit) Live() bool { return v.LeftAt == nil }

// Acting is how far acting goes at a time.
func (v Visit) Acting(now time.Time) access.Acting {
	switch {
	case !v.Acts():
		return access.OwnName
	case v.WritesAt != nil && now.Sub(*v.WritesAt) < Changing:
		return access.Changing
	}
	return access.Reading
}

// Allowed is until when changes are allowed, after the second step.
func (v Visit) Allowed() time.Time {
	until := v.WritesAt.Add(Changing)
	if v.EndsAt.Before(until) {
		until = *v.EndsAt
	}
	return until
}

// Over is why acting is over at a time, or "": seen is when the last request
// was before this one.
func (v Visit) Over(now, seen time.Time) Why {
	switch {
	case !v.Acts():
		return ""
	case v.LeftAt != nil:
		return v.LeftWhy
	case !now.Before(*v.EndsAt):
		return TimeOver
	case now.Sub(seen) >= Idle:
		return LayIdle
	}
	return ""
}

// Left is how much time acting has left, rounded up to whole minutes.
func (v Visit) Left(now time.Time) int {
	if v.EndsAt == nil || !now.Before(*v.EndsAt) {
		return 0
	}
	return int((v.EndsAt.Sub(now) + time.Minute - 1) / time.Minute)
}

// Draft is what somebody says who wants to act in another's place.
type Draft struct {
	Seat   string `form:"seat"`
	Reason string `form:"reason"`
	Ticket string `form:"ticket"`
}

// The longest reason and ticket, in characters, and the shortest reason, in bytes.
const (
	LongestReason  = 300
	ShortestReason = 5
	LongestTicket  = 60
)

// Check is what is wrong with the draft, which it trims.
func (d *Draft) Check() error {
	var fs fault.Fields
	d.Ticket = account.Tidy(d.Ticket)
	if d.Seat == "" {
		fs.Add("seat", "Choose in whose place you act")
	}
	if p := CheckReason(&d.Reason); p != "" {
		fs.Add("reason", "%s", p)
	}
	if p := CheckTicket(d.Ticket); p != "" {
		fs.Add("ticket", "%s", p)
	}
	return fs.Err()
}

// CheckReason is what is wrong with a reason, which it tidies, or "".
func CheckReason(reason *string) string {
	*reason = account.Prose(*reason)
	switch {
	case *reason == "":
		return "Say why. The customer reads it"
	case len(*reason) < ShortestReason:
		return "Say it in a few words. The customer reads it"
	}
	return account.CheckProse("The reason", *reason, LongestReason)
}

// CheckTicket is what is wrong with the number of a ticket, or "". There may be none.
func CheckTicket(number string) string {
	if number == "" {
		return ""
	}
	return account.CheckText("The ticket", number, LongestTicket)
}
