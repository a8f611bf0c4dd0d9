package delegation

import (
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
)

// What is how a delegation names accounts.
type What string

// The closed list of what is named.
const (
	Every  What = "all"
	Tagged What = "tag"
	Some   What = "accounts"
)

// Ends is when a delegation ends.
type Ends string

// The closed list of ends.
const (
	Never   Ends = "never"
	Week    Ends = "week"
	Month   Ends = "month"
	Quarter Ends = "quarter"
	OnDay   Ends = "day"
)

// AllEnds are the ends from which a person chooses.
var AllEnds = []Ends{Never, Week, Month, Quarter, OnDay}

// Limits of what is typed.
const (
	LongestNote = 300
	MostAtOnce  = 50 // accounts
	farthest    = 5  // years
	day         = "2006-01-02"
)

// Draft is what somebody says of whom to let into what.
type Draft struct {
	What     What     `form:"what"`
	Tag      string   `form:"tag"`
	Accounts []string `form:"account"`
	Ends     Ends     `form:"ends"`
	Day      string   `form:"day"`
	Note     string   `form:"note"`
}

// check reads the draft, as it is stored, and answers its end.
func (d *Draft) check(now time.Time) (until *time.Time, fs fault.Fields) {
	d.Tag, d.Note = account.Tidy(d.Tag), account.Prose(d.Note)
	slices.Sort(d.Accounts)
	d.Accounts = slices.Compact(d.Accounts)
	switch d.What {
	case Every:
		d.Tag, d.Accounts = "", nil
	case Tagged:
		if d.Accounts = nil; d.Tag == "" {
			fs.Add("tag", "Choose a tag")
		}
	case Some:
		switch d.Tag = ""; {
		case len(d.Accounts) == 0:
			fs.Add("account", "Find the accounts, and choose one or more of them")
		case len(d.Accounts) > MostAtOnce:
			fs.Add("account", "Choose at most %d accounts at once", MostAtOnce)
		}
	default:
		fs.Add("what", "Choose what is entered")
	}
	until, problem := end(d.Ends, d.Day, now)
	if problem != "" {
		fs.Add(endField(d.Ends), "%s", problem)
	}
	if d.Note != "" {
		if p := account.CheckProse("The note", d.Note, LongestNote); p != "" {
			fs.Add("note", "%s", p)
		}
	}
	return until, fs
}

func endField(e Ends) string {
	if e == OnDay {
		return "day"
	}
	return "ends"
}

// end is the moment at which something ends: at the end of a day, as it is in UTC.
func end(e Ends, typed string, now time.Time) (until *time.Time, problem string) {
	today := now.UTC().Truncate(24 * time.Hour)
	var last time.Time // the last day
	switch e {
	case Never:
		return nil, ""
	case Week:
		last = today.AddDate(0, 0, 7)
	case Month:
		last = today.AddDate(0, 1, 0)
	case Quarter:
		last = today.AddDate(0, 3, 0)
	case OnDay:
		day, err := time.Parse(day, strings.TrimSpace(typed))
		switch {
		case err != nil:
			return nil, "Enter a day, such as " + today.AddDate(0, 1, 0).Format(dayWords)
		case day.Before(today):
			return nil, "Enter a day that is not over"
		case day.After(today.AddDate(farthest, 0, 0)):
			return nil, "Enter a day within the next five years, or no end"
		}
		last = day
	default:
		return nil, "Choose when it ends"
	}
	last = last.AddDate(0, 0, 1)
	return &last, ""
}

const dayWords = "2006-01-02"

// LastDay is the last day on which the delegation holds.
func (d Delegation) LastDay() time.Time { return d.Until.Add(-time.Nanosecond).UTC() }
