// Package connection keeps what companies ask of those that the marketplace
// lists: to take the far end of a connection. Whoever is asked learns who asks,
// and accepts or denies; a connection that nobody accepted is not put into use.
package connection

import (
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// State is how far a request has come.
type State string

// The closed list of states. All but Asked are the end.
const (
	Asked     State = "asked"
	Accepted  State = "accepted"
	Denied    State = "denied"
	Withdrawn State = "withdrawn" // the connection was ended before anybody answered
)

// States lists them.
var States = []State{Asked, Accepted, Denied, Withdrawn}

// Word is the state as people read it.
func (s State) Word() string {
	switch s {
	case Accepted:
		return "Accepted"
	case Denied:
		return "Denied"
	case Withdrawn:
		return "Withdrawn"
	}
	return "Waiting"
}

// Request is one connection that another company asks for.
type Request struct {
	ID             string
	AccountID      string // the company that answers
	ServiceID      string // of that company: where the connection ends
	ServiceName    string
	FromAccountID  string
	FromName       string // of the account that asks
	FromServiceID  string // the connection
	Speed          int64  // Mbps
	Note           string
	State          State
	VLAN           int64  `gorm:"column:vlan"` // at the end of who answers; 0 for the next free one
	AskedBy        string // id of the person
	AskedByName    string
	AskedAs        string // id of the person in whose place they asked, or ""
	AskedAt        time.Time
	AnsweredByName string
	AnsweredAt     *time.Time
	Answer         string
	Version        int64

	Over bool `gorm:"-"` // the connection was accepted, and has ended; filled in by List and Find
}

// Word is how far the request has come, and what became of it.
func (r Request) Word() string {
	if r.Over {
		return "Ended"
	}
	return r.State.Word()
}

// TableName is connection_requests.
func (Request) TableName() string { return "connection_requests" }

// Owner is the company that answers.
func (r Request) Owner() string { return r.AccountID }

// subject is the request as the record of whoever answers knows it.
func (r Request) subject() event.Subject {
	return event.Subject{ID: r.ID, Name: r.FromName, Topic: "service " + r.ServiceID}
}

// Longest is how many characters an answer has at most.
const Longest = 500

// AnswerDraft is what a person types to answer.
type AnswerDraft struct {
	State  State  `form:"state"` // Accepted or Denied
	VLAN   string `form:"vlan"`  // at their end, or "" for the next free one
	Answer string `form:"answer"`

	number int64
}

// check reads the draft; what is typed comes back as it is stored.
func (d *AnswerDraft) check() (fs fault.Fields) {
	if d.State != Accepted && d.State != Denied {
		fs.Add("state", "Choose whether you accept or deny the connection")
	}
	if d.VLAN = strings.TrimSpace(d.VLAN); d.VLAN != "" {
		n, err := strconv.ParseInt(d.VLAN, 10, 64)
		if err != nil || n < service.FirstVLAN || n > service.LastVLAN {
			fs.Add("vlan", "Enter a whole number from %d to %d", service.FirstVLAN, service.LastVLAN)
		}
		d.number = n
	}
	d.Answer = account.Prose(d.Answer)
	if p := account.CheckProse("The answer", d.Answer, Longest); p != "" {
		fs.Add("answer", "%s", p)
	} else if d.Answer == "" && d.State == Denied {
		fs.Add("answer", "Say why. The company that asks reads it")
	}
	return fs
}

// end decides; it touches nothing but the request.
func (r *Request) end(by access.Caller, now time.Time, in AnswerDraft) error {
	if r.State != Asked {
		return fault.New(fault.Conflict, "%s", r.Ended())
	}
	if by.Either(r.AskedBy, r.AskedAs) {
		return fault.New(fault.Forbidden, "You asked for this yourself. Somebody else answers.")
	}
	r.State, r.Answer, r.Version = in.State, in.Answer, r.Version+1
	r.AnsweredByName, r.AnsweredAt = by.Signature(), &now
	if in.State == Accepted {
		r.VLAN = in.number
	}
	return nil
}

// Ended says who answered and how, or "" while it waits.
func (r Request) Ended() string {
	switch r.State {
	case Asked:
		return ""
	case Withdrawn:
		return r.FromName + " has withdrawn this request."
	}
	return r.AnsweredByName + " has already " + string(r.State) + " this connection."
}
