package service

import "time"

// Follow is what follows the end of a term, or of a service.
type Follow string

// The closed list.
const (
	NextTerm Follow = "renews"
	Monthly  Follow = "runs-out" // from month to month
	Nothing  Follow = "ends"     // it was cancelled
)

// MonthTally is how many terms and services of one product end in a month, and
// what follows, as an account counts them. It changes in the transaction that
// changes a service; see recount.
type MonthTally struct {
	AccountID string    `gorm:"primaryKey"`
	Scope     Scope     `gorm:"primaryKey"`
	Month     time.Time `gorm:"primaryKey"` // its first day
	Follows   Follow    `gorm:"primaryKey"`
	ProductID string    `gorm:"primaryKey"`
	Number    int64
}

// TableName is ending_tallies.
func (MonthTally) TableName() string { return "ending_tallies" }

// Owner is the account that counts.
func (t MonthTally) Owner() string { return t.AccountID }

// FirstOf is the first day of the month of a day.
func FirstOf(day time.Time) time.Time {
	y, m, _ := day.UTC().Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
}

// stop is where a service stands in the calendar of what ends when; its zero
// value is nowhere.
type stop struct {
	month   time.Time
	follows Follow
}

// stop is nowhere for a design, for what is gone or failed, and for what runs
// from month to month. The indexes services_ending and services_scheduled have
// the same words.
func (s Service) stop() stop {
	switch s.Status {
	case Cancelled:
		if s.EndsOn != nil {
			return stop{FirstOf(*s.EndsOn), Nothing}
		}
	case Ordered, Deployable, Configured, Live:
		if s.Term > 1 && s.Renews {
			return stop{FirstOf(s.TermEndsOn), NextTerm}
		}
		if s.Term > 1 {
			return stop{FirstOf(s.TermEndsOn), Monthly}
		}
	}
	return stop{}
}

// countedLike reports whether two states of a service are counted alike.
func (s Service) countedLike(o Service) bool {
	return s.Status == o.Status && s.ProductID == o.ProductID && s.stop() == o.stop()
}
