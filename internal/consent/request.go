package consent

import (
	"time"

	"github.com/tenantry/tenantry/internal/fault"
)

// Request is what somebody of another company asks for: to act in an account
// until a time, or to break the glass where the account lets nobody in.
type Request struct {
	ID         string
	AccountID  string
	SeatID     string // the account from which they come
	UserID     string
	UserName   string
	Glass      bool // breaks the glass: a second person of the same company answers
	Reason     string
	Ticket     string
	State      State
	AskedAt    time.Time
	ExpiresAt  time.Time // without an answer
	AnsweredBy string    // name of the person
	AnsweredAt *time.Time
	AnswerWhy  string
	Until      *time.Time // granted until
	Version    int64

	FromName    string `gorm:"-"` // of the account from which they come; filled in by what lists requests
	AccountName string `gorm:"-"` // of the account that is asked; the same
	Reference   string `gorm:"-"`

	lapsed bool // breaks the glass for somebody who may not break it any more
}

// TableName is access_requests.
func (Request) TableName() string { return "access_requests" }

// Owner is the account that is asked.
func (r Request) Owner() string { return r.AccountID }

// State is what became of a request.
type State string

// The closed list of states.
const (
	Pending   State = "pending"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn" // by who asked
	Expired   State = "expired"   // nobody answered in time
	Ended     State = "ended"     // what was granted ran out or was taken back
)

// steps are what may become of a request in a state; nothing of any other.
var steps = map[State][]State{
	Pending: {Granted, Refused, Withdrawn, Expired},
	Granted: {Ended},
}

// Step is nil when a request may become what is wanted at a time, and otherwise
// a Conflict fault that says what it is.
func (r Request) Step(to State, now time.Time) error {
	if r.State == Pending && to != Expired && !now.Before(r.ExpiresAt) {
		r.State = Expired // the job that says so has not come by yet
	}
	for _, s := range steps[r.State] {
		if s == to {
			return nil
		}
	}
	return fault.New(fault.Conflict, "%s", r.Closed())
}

// Closed says what became of the request.
func (r Request) Closed() string {
	switch r.State {
	case Granted:
		return r.AnsweredBy + " has let " + r.UserName + " in already."
	case Refused:
		return r.AnsweredBy + " has refused the request already."
	case Withdrawn:
		return r.UserName + " has withdrawn the request."
	case Expired:
		return "The request has expired: nobody answered it in time."
	case Ended:
		return "What was granted is over."
	}
	return "The request waits for an answer."
}

// Word is the state as people read it.
func (s State) Word() string {
	switch s {
	case Granted:
		return "Let in"
	case Refused:
		return "Refused"
	case Withdrawn:
		return "Withdrawn"
	case Expired:
		return "Expired"
	case Ended:
		return "Over"
	}
	return "Waiting"
}

// Opens reports whether the request lets its person in at a time, while the
// account's answer is this one.
func (r Request) Opens(answer Answer, now time.Time) bool {
	return r.State == Granted && r.Until != nil && now.Before(*r.Until) && (answer == Ask || r.Glass) && !r.lapsed
}

// Open reports whether the request waits, or lets somebody in, at a time.
func (r Request) Open(now time.Time) bool {
	return r.State == Pending && now.Before(r.ExpiresAt) || r.State == Granted && r.Until != nil && now.Before(*r.Until)
}
