package servicekey

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Uses is how often a key can be used.
type Uses string

// The closed list.
const (
	Once Uses = "single"
	Many Uses = "multi"
)

// Draft is a key as a person types it. Label, days and whether it is active can
// be changed later.
type Draft struct {
	Token   string `form:"token"`   // the form's, so that sending it twice makes one key
	Version int64  `form:"version"` // of the key that is changed
	Label   string `form:"label"`
	Uses    Uses   `form:"uses"`
	Speed   string `form:"speed"`
	VLAN    string `form:"vlan"`
	Begins  string `form:"begins"` // a day as 2027-01-31, or ""
	Ends    string `form:"ends"`
	Active  bool   `form:"active"`
}

// DraftOf is a key as its form shows it.
func DraftOf(k Key) Draft {
	d := Draft{Version: k.Version, Label: k.Label, Active: k.Active}
	if k.BeginsOn != nil {
		d.Begins = k.BeginsOn.UTC().Format(time.DateOnly)
	}
	if k.EndsOn != nil {
		d.Ends = k.EndsOn.UTC().Format(time.DateOnly)
	}
	return d
}

// LongestLabel is how many characters a label has at most.
const LongestLabel = 64

// keep puts what can be changed at any time into a key.
func (d Draft) keep(k *Key, fs *fault.Fields) {
	k.Label, k.Active = account.Tidy(d.Label), d.Active
	if p := account.CheckText("Label", k.Label, LongestLabel); p != "" {
		fs.Add("label", "%s", p)
	}
	k.BeginsOn = day("begins", "first", d.Begins, fs)
	k.EndsOn = day("ends", "last", d.Ends, fs)
	if k.BeginsOn != nil && k.EndsOn != nil && k.EndsOn.Before(*k.BeginsOn) {
		fs.Add("ends", "The last day is before the first")
	}
}

func day(field, which, typed string, fs *fault.Fields) *time.Time {
	if typed = strings.TrimSpace(typed); typed == "" {
		return nil
	}
	d, err := time.Parse(time.DateOnly, typed)
	if err != nil || d.Year() < 2000 || d.Year() > 2199 {
		fs.Add(field, "Enter the %s day, such as 2027-01-31, or nothing", which)
		return nil
	}
	return &d
}

// Board is what a new key has to fit.
type Board struct {
	Service service.Service // without prices
	Speeds  []int64         // that a connection to it can have, the slowest first
	Product catalog.Product // a connection, for its speeds in words

	Taken map[string]string // VLANs that are taken at the service, and by what
}

// Make is the key that was typed, or what to put right in the order of the
// form. It touches nothing else.
func (b Board) Make(d Draft) (k Key, fs fault.Fields) {
	k = Key{AccountID: b.Service.AccountID, ParentID: b.Service.ParentID, ServiceID: b.Service.ID, Single: d.Uses == Once, Version: 1}
	d.keep(&k, &fs)
	if d.Uses != Once && d.Uses != Many {
		fs.Add("uses", "Choose how often it can be used")
	}
	n, err := strconv.ParseInt(d.Speed, 10, 64)
	if k.MostSpeed = n; err != nil || !slices.Contains(b.Speeds, n) {
		fs.Add("speed", "Choose the maximum speed. %s has %s", b.Service.Name, b.Service.Rate())
	}
	if v := strings.TrimSpace(d.VLAN); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		by, is := b.Taken[strconv.FormatInt(n, 10)]
		switch k.VLAN = n; {
		case err != nil || n != 0 && (n < service.FirstVLAN || n > service.LastVLAN):
			fs.Add("vlan", "Enter a whole number from %d to %d, or nothing for the next free one", service.FirstVLAN, service.LastVLAN)
		case n != 0 && d.Uses == Many:
			fs.Add("vlan", "Only a key for single use has a VLAN. Each connection of this one gets the next free one")
		case is:
			fs.Add("vlan", "VLAN %d of %s is taken by %s", n, b.Service.Name, by)
		}
	}
	return k, fs
}

// Change decides: the key as it becomes, or what is wrong with what was typed.
func (k Key) Change(d Draft) (Key, error) {
	if d.Version != k.Version {
		return k, fault.New(fault.Conflict, "%s was changed meanwhile. Look at it as it is now, then save again.", k.Label)
	}
	now := k
	var fs fault.Fields
	d.keep(&now, &fs)
	return now, fs.Err()
}

// Changes are what differs between a key before and after, in words. The code
// is not among them, ever.
func Changes(was, now Key) (cs []event.Change) {
	add := func(field, before, after string) {
		if before != after {
			cs = append(cs, event.Change{Field: field, Was: before, Now: after})
		}
	}
	before, after := DraftOf(was), DraftOf(now)
	add("Label", before.Label, after.Label)
	add("First day", before.Begins, after.Begins)
	add("Last day", before.Ends, after.Ends)
	add("Active", onOff(before.Active), onOff(after.Active))
	return cs
}

func onOff(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}

// Offers is nil when keys can be made for a service: it carries connections, and
// one can be ordered to it.
func Offers(s service.Service) error {
	if s.PortID != nil || !s.Product.Carries {
		return fault.New(fault.Conflict, "%s takes no connections, so it has no service keys.", s.Name)
	}
	if !s.Takes() {
		return fault.New(fault.Conflict, "%s Keys are made for services that are ordered and not about to end.", s.Stands())
	}
	return nil
}
