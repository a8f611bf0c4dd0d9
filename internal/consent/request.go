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

// Step is nil when a request may become what is wanted, and otherwise a
// Conflict fault that says what it is.
func (r Request) Step(to State) error {
	for _, s := range steps[r.State] {
		if s == to {
			return nil
		}
	}
	return fault.New(fault.Conflict, "The request is not open any more: it is %s.", r.State)
}

// opens reports whether the request lets its person in at a time, while the
// account's answer is this one.
func (r Request) opens(answer Answer, now time.Time) bool {
	return r.State == Granted && r.Until != nil && now.Before(*r.Until) && (answer == Ask || r.Glass)
}
