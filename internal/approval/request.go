// Package approval keeps the Service Approval Queue: what people of managed
// accounts ask their partner for, and what became of it. It knows how a request
// is asked, withdrawn, rejected and forgotten; package order carries out what
// is approved.
package approval

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
)

// Kind is what is asked for; see reference: service approval queue.
type Kind string

// The closed list of kinds.
const (
	NewOrder    Kind = "new_order"    // a design, and what is drawn under it
	SpeedChange Kind = "speed_change" // another speed
	TermChange  Kind = "term_change"  // another term
	Termination Kind = "termination"  // the end of a service
)

// Kinds lists them in the order in which people choose.
var Kinds = []Kind{NewOrder, SpeedChange, TermChange, Termination}

// Word is the kind as people read it.
func (k Kind) Word() string {
	switch k {
	case NewOrder:
		return "New order"
	case SpeedChange:
		return "Speed change"
	case TermChange:
		return "Term change"
	}
	return "Termination"
}

// State is how far a request has come.
type State string

// The closed list of states. All but Pending are the end.
const (
	Pending   State = "pending"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Expired   State = "expired" // nobody decided in time
	Failed    State = "failed"  // it was approved, or what it is about has ended, and could not be carried out
)

// States lists them in the order of the queue's tabs.
var States = []State{Pending, Approved, Rejected, Withdrawn, Expired, Failed}

// Word is the state as people read it.
func (s State) Word() string {
	switch s {
	case Pending:
		return "Pending"
	case Approved:
		return "Approved"
	case Rejected:
		return "Rejected"
	case Withdrawn:
		return "Withdrawn"
	case Expired:
		return "Expired"
	}
	return "Failed"
}

// Asked is what a request is for, as it was shown when it was sent.
type Asked struct {
	Items  []Item `json:"items,omitempty"` // of a new order: the design, and what is drawn under it
	Rows   []Row  `json:"rows,omitempty"`  // of a change or an end: each value now and then
	Speed  int64  `json:"speed,omitempty"` // of a speed change
	Term   int    `json:"term,omitempty"`  // of a term change
	EndsOn string `json:"ends_on,omitempty"`
	Reason string `json:"reason,omitempty"` // of a termination
	Note   string `json:"note,omitempty"`
	Under  int    `json:"under,omitempty"`  // services that end with it
	Others int    `json:"others,omitempty"` // connections of other companies that lead to it, and end with it

	Unlocks bool       `json:"unlocks,omitempty"` // whoever asked may change and end what is locked
	On      *time.Time `json:"on,omitempty"`      // the day of a termination at the end of the term

	Products []string `json:"products,omitempty"` // ids of those of all services that it is about
}

// Item is one service of a new order.
type Item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Rows []Row  `json:"rows"` // Was is empty
}

// Row is one value before and after. The same twice says that it stays.
type Row struct {
	Field string `json:"field"`
	Was   string `json:"was,omitempty"`
	Now   string `json:"now"`
}

// Changed reports whether the value becomes another one.
func (r Row) Changed() bool { return r.Was != r.Now }

// NewSpeed says on one line that a service is to have another speed.
func NewSpeed(was, then service.Service) string {
	return was.Name + ": " + was.Rate() + " to " + then.Rate()
}

// NewTerm says on one line that a service is to have another term.
func NewTerm(was, then service.Service) string {
	return was.Name + ": from " + strings.ToLower(was.Terms()) + ", to " + strings.ToLower(then.Terms())
}

// Request is what somebody of a managed account asks for.
type Request struct {
	ID            string
	Number        int64  // counted by the partner; see Name
	AccountID     string // the managed account
	ParentID      string // its partner
	Kind          Kind
	State         State
	ServiceID     string
	ServiceName   string
	Summary       string // what is asked, on one line
	Search        string
	Asked         Asked `gorm:"serializer:json"`
	Currency      price.Currency
	RetailNow     price.Retail // a month, before
	RetailThen    price.Retail // and after, at the prices of when it was sent; once approved, of that day
	CostNow       price.Cost
	CostThen      price.Cost
	OnceRetail    price.Retail
	OnceCost      price.Cost
	FeeRetail     price.Retail // for ending inside the term, on the day when it was sent
	FeeCost       price.Cost
	AskedBy       string // id of the person whose hands it was
	AskedByName   string
	AskedAs       string // id of the person in whose place they asked, or ""
	AskedAt       time.Time
	Comment       string
	DueAt         time.Time
	ExpiresAt     time.Time
	RemindedAt    *time.Time
	DecidedBy     string // id of the person, or "" where a rule or the time did
	DecidedByName string
	DecidedAt     *time.Time
	Answer        string
	RuleID        string // of the rule that approved it, or ""
	Problem       string // why it could not be carried out, or ""
	Version       int64

	AccountName string `gorm:"-"` // filled in by List and Find
	Reference   string `gorm:"-"`
}

// TableName is approval_requests.
func (Request) TableName() string { return "approval_requests" }

// Owner is the account that asks.
func (r Request) Owner() string { return r.AccountID }

// Asker is the id of the person whose request it is, whoever's hands sent it.
func (r Request) Asker() string { return cmp.Or(r.AskedAs, r.AskedBy) }

// Name is what people call the request: REQ-2046. (The reference writes SAR, which is a currency.)
func (r Request) Name() string { return "REQ-" + strconv.FormatInt(r.Number, 10) }

// Longest is how many characters a comment or an answer has at most.
const Longest = 500

// ends says from which state a request goes to which: only from the first.
var ends = map[State]bool{Approved: true, Rejected: true, Withdrawn: true, Expired: true, Failed: true}

// End ends a pending request. Of two who do so at once the second is a Conflict
// that names the first. Nobody approves or rejects what they asked for themselves,
// in whosever place.
func (r *Request) End(to State, by access.Caller, now time.Time, answer string) error {
	if r.State != Pending {
		return fault.New(fault.Conflict, "%s", r.Ended())
	}
	if !ends[to] {
		return fmt.Errorf("a request does not become %s", to)
	}
	if (to == Approved || to == Rejected) && by.Either(r.AskedBy, r.AskedAs) {
		return fault.New(fault.Forbidden, "You asked for this yourself. Somebody else decides.")
	}
	r.State, r.Answer = to, answer
	r.DecidedBy, r.DecidedByName, r.DecidedAt = by.User, by.Signature(), &now
	return nil
}

// Repeats reports whether the caller has ended the request in this way already,
// with these words: they sent the same form twice. What was approved and could
// not be carried out was approved.
func (r Request) Repeats(to State, by access.Caller, answer string) bool {
	was := r.State
	if was == Failed {
		was = Approved
	}
	return was == to && r.DecidedBy != "" && r.DecidedBy == by.User && r.DecidedByName == by.Signature() && r.Answer == answer
}

// Ended says who ended the request and how, or "" while it is pending.
func (r Request) Ended() string {
	switch r.State {
	case Pending:
		return ""
	case Expired:
		return r.Name() + " has expired: nobody decided in time."
	case Withdrawn:
		return r.DecidedByName + " has already withdrawn " + r.Name() + "."
	case Failed:
		if r.DecidedBy == "" {
			return r.Name() + " could not be carried out: " + r.Problem
		}
		return r.DecidedByName + " has already approved " + r.Name() + ", and it could not be carried out: " + r.Problem
	}
	return r.DecidedByName + " has already decided: " + r.Name() + " is " + string(r.State) + "."
}

// currency gives the prices the request's currency, which single columns do not hold.
func (r *Request) currency() {
	c := r.Currency
	r.RetailNow, r.RetailThen, r.OnceRetail, r.FeeRetail = r.RetailNow.In(c), r.RetailThen.In(c), r.OnceRetail.In(c), r.FeeRetail.In(c)
	r.CostNow, r.CostThen, r.OnceCost, r.FeeCost = r.CostNow.In(c), r.CostThen.In(c), r.OnceCost.In(c), r.FeeCost.In(c)
}

// Reprice gives a request the prices at which it is carried out.
func (r *Request) Reprice(now Request) {
	r.RetailNow, r.RetailThen, r.OnceRetail, r.FeeRetail = now.RetailNow, now.RetailThen, now.OnceRetail, now.FeeRetail
	r.CostNow, r.CostThen, r.OnceCost, r.FeeCost = now.CostNow, now.CostThen, now.OnceCost, now.FeeCost
}

// Shown is the request with the prices that a caller may see.
func (r Request) Shown(by access.Caller) Request {
	r.showPrices(by)
	return r
}

// showPrices takes away the prices that the caller may not see.
func (r *Request) showPrices(by access.Caller) {
	r.currency()
	r.RetailNow, r.RetailThen, r.OnceRetail, r.FeeRetail = r.RetailNow.For(by), r.RetailThen.For(by), r.OnceRetail.For(by), r.FeeRetail.For(by)
	r.CostNow, r.CostThen, r.OnceCost, r.FeeCost = r.CostNow.For(by), r.CostThen.For(by), r.OnceCost.For(by), r.FeeCost.For(by)
}
