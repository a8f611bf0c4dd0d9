// Package service keeps the services of accounts: ports, routers and the
// connections that hang under them.
package service

import (
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/price"
)

// Status is how far a service has come; see reference: services page.
type Status string

// The closed list of statuses, in the order of a service's life.
const (
	Design         Status = "design"         // drawn, not ordered
	Ordered        Status = "ordered"        // ordered, nothing built yet
	Deployable     Status = "deployable"     // confirmed, waiting to be built
	Configured     Status = "configured"     // built; no light seen yet
	Live           Status = "live"           //
	Cancelled      Status = "cancelled"      // its end is scheduled
	Failed         Status = "failed"         // could not be built; Problem says why
	Decommissioned Status = "decommissioned" // gone; kept for the record
)

// Statuses lists them in the order of a service's life.
var Statuses = []Status{Design, Ordered, Deployable, Configured, Live, Cancelled, Failed, Decommissioned}

// FarKind is what a connection leads to.
type FarKind string

// The closed list of what connections lead to.
const (
	NoFar      FarKind = ""        // it is no connection, or nobody said yet
	FarService FarKind = "service" // another service of the same account
	FarCloud   FarKind = "cloud"   // of the catalogue
	FarCompany FarKind = "company" // a service of a company that the marketplace lists; it has to accept
	FarKey     FarKind = "key"     // the service that a service key stands for
)

// FarState is whether the company at the far end takes a connection.
type FarState string

// The closed list; a far end that nobody has to accept has none.
const (
	FarAsked    FarState = "asked"
	FarAccepted FarState = "accepted"
	FarDenied   FarState = "denied"
)

// Service is one service of an account. A connection hangs under a port or a
// router of the same account. What is drawn and not ordered is a design.
type Service struct {
	ID            string
	AccountID     string
	ParentID      string  // the account above that one
	PortID        *string // the service that this one hangs under
	Top           int     // 1 when it hangs under nothing
	ProductID     string
	LocationID    string
	Zone          string // of the location, or "" for any
	FarKind       FarKind
	FarID         string // id of the service, cloud or key that a connection leads to
	FarEnd        string // where that is, in words, or ""
	FarState      FarState
	Name          string
	NameFold      string
	Reference     string // the customer's own, on bills; or ""
	Search        string
	Speed         int64             // Mbps, unless the product counts something else
	Details       map[string]string `gorm:"serializer:json"` // what the product's fields hold
	Term          int               // months: 1, 12, 24, 36, 48 or 60
	Renews        bool              // the term begins again by itself; see seed 000
	TermBeginsOn  time.Time         // the day that terms are counted from, in UTC
	TermEndsOn    time.Time         // a date in UTC
	PromotionID   string            // the code that was used, or ""
	Status        Status
	Open          bool // others may connect to it: the marketplace shows it
	Locked        bool // only a Company Admin changes or ends it
	LockedByName  string
	Circuit       string     // how whoever built it calls it, or ""
	Problem       string     // why it could not be built, or ""
	StepAt        *time.Time // when the built-in carrier goes on with it
	CreatedByName string
	CreatedAt     time.Time
	OrderedByName string
	OrderedAt     *time.Time
	LiveAt        *time.Time
	EndsOn        *time.Time // a date in UTC: when a cancelled service ends, or one that is still built under such a one
	EndedAt       *time.Time
	EndReason     string
	EndNote       string
	Version       int64

	MonthlyRetail price.Retail // the zero price until the service is priced
	MonthlyCost   price.Cost
	OnceRetail    price.Retail
	OnceCost      price.Cost

	Product  catalog.Product  `gorm:"-"` // filled in by lists
	Location catalog.Location `gorm:"-"`
}

// Owner is the account that has the service.
func (s Service) Owner() string { return s.AccountID }

// currency gives the prices that of the location's market, which the row does not hold.
func (s *Service) currency() {
	c := s.Location.Currency
	s.MonthlyRetail, s.MonthlyCost = s.MonthlyRetail.In(c), s.MonthlyCost.In(c)
	s.OnceRetail, s.OnceCost = s.OnceRetail.In(c), s.OnceCost.In(c)
}

// showPrices gives the prices their currency, and takes away those that the
// caller may not see.
func (s *Service) showPrices(by access.Caller) {
	s.currency()
	s.MonthlyRetail, s.MonthlyCost = s.MonthlyRetail.For(by), s.MonthlyCost.For(by)
	s.OnceRetail, s.OnceCost = s.OnceRetail.For(by), s.OnceCost.For(by)
}

// Rate is the speed in words: 500 Mbps, 2.5 Gbps.
func (s Service) Rate() string { return Rate(s.Product, s.Speed) }

// Rate is a speed of a product in words; see catalog.Product.Unit.
func Rate(p catalog.Product, speed int64) string {
	switch {
	case !p.Network():
		return strconv.FormatInt(speed, 10) + " " + p.Unit
	case speed < 1000:
		return strconv.FormatInt(speed, 10) + " " + catalog.Mbps
	}
	return strconv.FormatFloat(float64(speed)/1000, 'f', -1, 64) + " Gbps"
}

// Where is the location, and where a connection leads to.
func (s Service) Where() string {
	if s.FarEnd != "" {
		return s.Location.Name + " to " + s.FarEnd
	}
	return s.Location.Name + ", " + s.Location.City
}

// Terms says how long the term is and what follows it.
func (s Service) Terms() string {
	switch {
	case s.Term == 1:
		return "Month to month"
	case s.Renews:
		return strconv.Itoa(s.Term) + " months, renews"
	}
	return strconv.Itoa(s.Term) + " months"
}

// Describe fills in what is derived from a service's name and places.
func (s *Service) Describe() {
	s.NameFold = account.Bare(s.Name)
	s.Search = s.NameFold + "\n" + s.ID + "\n" + account.Bare(s.Where())
	for _, called := range []string{s.Reference, s.Circuit} {
		if called != "" {
			s.Search += "\n" + account.Bare(called)
		}
	}
	if s.Details == nil {
		s.Details = map[string]string{}
	}
	if s.PortID == nil {
		s.Top = 1
	}
}
