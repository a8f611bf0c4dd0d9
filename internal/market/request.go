// Package market keeps billing markets, and the requests for them. Markets belong
// to whoever pays: a partner, a direct account, or the distributor of the partners
// that it referred. People of a managed account can't add one, and ask their
// partner for it.
package market

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
)

// State is how far a request has come.
type State string

// The closed list of states.
const (
	Open      State = "open"
	Enabled   State = "enabled"   // by the partner
	Declined  State = "declined"  // by the partner
	Withdrawn State = "withdrawn" // by the account
)

// States lists every state.
var States = []State{Open, Enabled, Declined, Withdrawn}

// Word is the state as people read it.
func (s State) Word() string {
	switch s {
	case Enabled:
		return "Enabled"
	case Declined:
		return "Declined"
	case Withdrawn:
		return "Withdrawn"
	}
	return "Open"
}

// Request is one market that people of a managed account ask for.
type Request struct {
	ID             string
	AccountID      string
	ParentID       string // the partner
	Market         string // its id
	Note           string
	State          State
	AskedBy        string // id of the person
	AskedByName    string
	AskedAs        string // id of the person in whose place they asked, or ""
	AskedAt        time.Time
	AnsweredBy     string // id of who closed it: somebody of the partner or, withdrawing it, of the account
	AnsweredByName string
	AnsweredAt     *time.Time
	Answer         string

	MarketName  string `gorm:"-"` // as the catalogue names it; filled in by all that answers requests
	AccountName string `gorm:"-"` // filled in by List and Find
	Reference   string `gorm:"-"`
	EnabledNow  bool   `gorm:"-"` // whoever pays for the account has the market now; filled in by List and Find
}

// TableName is market_requests.
func (Request) TableName() string { return "market_requests" }

// Owner is the account that asks.
func (r Request) Owner() string { return r.AccountID }

// Name is the market as people read it.
func (r Request) Name() string {
	if r.MarketName == "" {
		return r.Market
	}
	return r.MarketName
}

// Longest is how many characters a note or an answer has at most.
const Longest = 500

// Draft is what a person types to ask for a market.
type Draft struct {
	Market string `form:"market"`
	Note   string `form:"note"`
}

// check reads the draft, which names a market of the catalogue, or the zero
// Market; what is typed comes back as it is stored.
func (d *Draft) check(m catalog.Market) (fs fault.Fields) {
	if !m.Offered {
		fs.Add("market", "Choose a market from the list")
	}
	d.Note = account.Prose(d.Note)
	if p := account.CheckProse("The note", d.Note, Longest); p != "" {
		fs.Add("note", "%s", p)
	}
	return fs
}

// AnswerDraft is what a person of the partner types to close a request.
type AnswerDraft struct {
	State  State  `form:"state"` // Enabled or Declined
	Answer string `form:"answer"`
}

func (d *AnswerDraft) check() (fs fault.Fields) {
	if d.State != Enabled && d.State != Declined {
		fs.Add("state", "Choose whether the market is enabled or declined")
	}
	if d.Answer = account.Prose(d.Answer); d.Answer == "" {
		fs.Add("answer", "Enter a sentence. The people of the account read it")
	} else if p := account.CheckProse("The answer", d.Answer, Longest); p != "" {
		fs.Add("answer", "%s", p)
	}
	return fs
}

// close decides; it touches nothing but the request.
func (r *Request) close(by access.Caller, now time.Time, to State, answer string) error {
	if r.State != Open {
		return fault.New(fault.Conflict, "%s", r.Closed())
	}
	r.State, r.Answer = to, answer
	r.AnsweredBy, r.AnsweredByName, r.AnsweredAt = by.User, by.Signature(), &now
	return nil
}

// Closed says who closed the request and how, or "" while it is open.
func (r Request) Closed() string {
	switch r.State {
	case Enabled:
		return r.AnsweredByName + " has already answered: " + r.Name() + " is enabled."
	case Declined:
		return r.AnsweredByName + " has already answered: " + r.Name() + " is declined."
	case Withdrawn:
		return r.AnsweredByName + " has already withdrawn this request."
	}
	return ""
}
