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
	Decommissioned Status = "decommissioned" // gone; kept for the record
)

// Statuses lists them in the order of a service's life.
var Statuses = []Status{Design, Ordered, Deployable, Configured, Live, Cancelled, Decommissioned}

// Service is one service of an account. A connection hangs under a port or a
// router of the same account.
type Service struct {
	ID         string
	AccountID  string
	ParentID   string  // the account above that one
	PortID     *string // the service that this one hangs under
	Top        int     // 1 when it hangs under nothing
	ProductID  string
	LocationID string
	FarEnd     string // where a connection leads, or ""
	Name       string
	NameFold   string
	Search     string
	Speed      int64 // Mbps
	Term       int   // months: 1, 12, 24, 36, 48 or 60
	Renews     bool
	TermEndsOn time.Time // a date in UTC
	Status     Status
	CreatedAt  time.Time

	MonthlyRetail price.Retail // the zero price until the service is priced
	MonthlyCost   price.Cost

	Product  catalog.Product  `gorm:"-"` // filled in by lists
	Location catalog.Location `gorm:"-"`
}

// Owner is the account that has the service.
func (s Service) Owner() string { return s.AccountID }

// showPrices gives the prices their currency, and takes away those that the
// caller may not see.
func (s *Service) showPrices(by access.Caller) {
	s.MonthlyRetail = s.MonthlyRetail.In(s.Location.Currency).For(by)
	s.MonthlyCost = s.MonthlyCost.In(s.Location.Currency).For(by)
}

// Rate is the speed in words: 500 Mbps, 2.5 Gbps.
func (s Service) Rate() string {
	if s.Speed < 1000 {
		return strconv.FormatInt(s.Speed, 10) + " Mbps"
	}
	return strconv.FormatFloat(float64(s.Speed)/1000, 'f', -1, 64) + " Gbps"
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
	if s.PortID == nil {
		s.Top = 1
	}
}
