// Package renewal keeps the terms of services: on the day when a term ends it
// begins the next one, of the same length or from month to month, reminds those
// who can still change that, and shows what ends when.
package renewal

import (
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// Did is what happened at the end of a term.
type Did string

// The closed list.
const (
	Renewed Did = "renewed" // the same term began again, at the same price
	RanOut  Did = "ran_out" // from month to month from then on
)

// Renewal is what happened at the end of one term of a service. There is one
// for a service and a day, so it cannot happen twice.
type Renewal struct {
	ServiceID  string    `gorm:"primaryKey"`
	TermEndsOn time.Time `gorm:"primaryKey"`
	AccountID  string
	ParentID   string
	Did        Did
	NextEndsOn time.Time
	At         time.Time
}

// Owner is the account of the service.
func (r Renewal) Owner() string { return r.AccountID }

// Ahead is how long before the end of a term somebody is reminded.
type Ahead string

// The closed list.
const (
	Month Ahead = "month" // of every term
	Week  Ahead = "week"  // of a term that runs out, since the price changes
)

// Reminder says that the people of a partner were reminded of the end of a term.
type Reminder struct {
	ServiceID  string    `gorm:"primaryKey"`
	TermEndsOn time.Time `gorm:"primaryKey"`
	Ahead      Ahead     `gorm:"primaryKey"`
	AccountID  string
	At         time.Time
}

// TableName is renewal_reminders.
func (Reminder) TableName() string { return "renewal_reminders" }

// Owner is the account of the service.
func (r Reminder) Owner() string { return r.AccountID }

// Renewals are the terms of all services.
type Renewals struct{ db *db.DB }

// New is the terms of the services in a database.
func New(d *db.DB) *Renewals { return &Renewals{d} }

// next is what follows a term that ends today or ended before: which of the two
// it is, and the service as it becomes. What runs from month to month goes on
// without a word; did is "" then, and months that nobody looked are passed over.
func next(s service.Service, today time.Time) (now service.Service, did Did) {
	now = s
	switch {
	case s.Term <= 1:
		for !now.TermEndsOn.After(today) {
			now.TermEndsOn = now.NextEnd()
		}
		return now, ""
	case s.Renews:
		did = Renewed
	default:
		now.Term, did = 1, RanOut
	}
	now.TermEndsOn = now.NextEnd()
	return now, did
}

// due reports whether the term of a service has ended by a day.
func due(s service.Service, today time.Time) bool {
	return s.Status == service.Live && !s.TermEndsOn.After(today)
}

// monthAhead is the last day on which a term may end for a reminder a month
// before it to be due today: a month before 31 March is the end of February.
func monthAhead(today time.Time) time.Time {
	end := service.AddMonths(today, 1)
	if tomorrow := today.AddDate(0, 0, 1); tomorrow.Day() == 1 {
		return service.AddMonths(tomorrow, 1).AddDate(0, 0, -1)
	}
	return end
}

// daysAhead is how long before its end a term that runs out is told of once more.
const daysAhead = 7
