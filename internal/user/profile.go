package user

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// DateStyle is how a person writes dates.
type DateStyle string

// The closed list of date styles.
const (
	NamedMonth DateStyle = ""     // 22 Nov 2026
	YearFirst  DateStyle = "year" // 2026-11-22
	MonthFirst DateStyle = "us"   // 11/22/2026
)

// DateStyles lists every date style.
var DateStyles = []DateStyle{NamedMonth, YearFirst, MonthFirst}

// Layout is a date in this style, as package time lays it out.
func (s DateStyle) Layout() string {
	switch s {
	case YearFirst:
		return "2006-01-02"
	case MonthFirst:
		return "01/02/2006"
	}
	return "02 Jan 2006"
}

// Example is a date in this style.
func (s DateStyle) Example() string {
	switch s {
	case YearFirst:
		return "2026-11-22"
	case MonthFirst:
		return "11/22/2026"
	}
	return "22 Nov 2026"
}

// ProfileDraft is what a person types about themselves.
type ProfileDraft struct {
	FirstName string `form:"first_name"`
	LastName  string `form:"last_name"`
	Phone     string `form:"phone"`
	TimeZone  string `form:"time_zone"`
	DateStyle string `form:"date_style"`
}

// ProfileOf is a person as the form edits them.
func ProfileOf(u User) ProfileDraft {
	in := ProfileDraft{FirstName: u.FirstName, LastName: u.LastName, TimeZone: u.TimeZone, DateStyle: string(u.DateStyle)}
	if u.Phone != "" {
		in.Phone = account.ReadPhone(u.Phone, "")
	}
	if in.TimeZone == "" {
		in.TimeZone = UTC
	}
	return in
}

// longestTyped is how many bytes of a phone number or a zone are looked at.
const longestTyped = 100

// Check reads the draft; what is typed comes back as it is stored.
func (d *ProfileDraft) Check() (fs fault.Fields) {
	d.FirstName, d.LastName = account.Tidy(d.FirstName), account.Tidy(d.LastName)
	if p := account.CheckLine("First name", d.FirstName); p != "" {
		fs.Add("first_name", "%s", p)
	}
	if p := account.CheckLine("Last name", d.LastName); p != "" {
		fs.Add("last_name", "%s", p)
	}
	if d.Phone = strings.TrimSpace(d.Phone); d.Phone != "" {
		number, problem := account.Phone(d.Phone[:min(len(d.Phone), longestTyped)], "")
		if problem != "" {
			fs.Add("phone", "%s", problem)
		} else {
			d.Phone = number
		}
	}
	zone, ok := FindZone(d.TimeZone[:min(len(d.TimeZone), longestTyped)])
	if !ok {
		fs.Add("time_zone", "That is not a time zone of the list. Example: Australia/Sydney")
	} else {
		d.TimeZone = zone
	}
	if !slices.Contains(DateStyles, DateStyle(d.DateStyle)) {
		fs.Add("date_style", "Choose how dates are written")
	}
	return fs
}

// EditProfile gives a person what they typed about themselves, on all their
// seats, and answers what changed; nothing when nothing did.
func EditProfile(tx *db.Tx, id string, in ProfileDraft) (u User, changes event.Changes, err error) {
	if u, err = Hold(tx, id); err != nil {
		return u, nil, err
	}
	if err := in.Check().Err(); err != nil {
		return u, nil, err
	}
	was := ProfileOf(u)
	if in.TimeZone == UTC {
		u.TimeZone = ""
	} else {
		u.TimeZone = in.TimeZone
	}
	u.FirstName, u.LastName, u.Phone, u.DateStyle = in.FirstName, in.LastName, in.Phone, DateStyle(in.DateStyle)
	u.Name = PersonDraft{FirstName: u.FirstName, LastName: u.LastName}.FullName()
	changes = differences(was, ProfileOf(u))
	if len(changes) == 0 {
		return u, nil, nil
	}
	err = Change(tx, id, map[string]any{
		"first_name": u.FirstName, "last_name": u.LastName, "name": u.Name, "phone": u.Phone, "time_zone": u.TimeZone, "date_style": u.DateStyle,
	})
	if err != nil {
		return u, nil, err
	}
	_, err = Rename(tx, u)
	return u, changes, err
}

// differences are the fields of a profile that changed, in words.
func differences(was, now ProfileDraft) (cs event.Changes) {
	for _, f := range []struct{ field, was, now string }{
		{"First name", was.FirstName, now.FirstName},
		{"Last name", was.LastName, now.LastName},
		{"Phone", was.Phone, now.Phone},
		{"Time zone", was.TimeZone, now.TimeZone},
		{"Dates", DateStyle(was.DateStyle).Example(), DateStyle(now.DateStyle).Example()},
	} {
		if f.was != f.now {
			cs = append(cs, event.Change{Field: f.field, Was: f.was, Now: f.now})
		}
	}
	return cs
}
