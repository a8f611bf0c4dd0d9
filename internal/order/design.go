package order

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Draft is a service as a person draws it.
type Draft struct {
	Token     string            `form:"token"`   // the form's, so that sending it twice draws once
	Version   int64             `form:"version"` // of the design that is changed
	Product   string            `form:"product"`
	Location  string            `form:"location"`
	Far       string            `form:"far"` // what a connection leads to; see Far.Key
	Name      string            `form:"name"`
	Reference string            `form:"reference"`
	Speed     string            `form:"speed"`
	Zone      string            `form:"zone"`
	Term      string            `form:"term"`
	Renews    bool              `form:"renews"`
	Open      bool              `form:"open"` // others may connect to it; not in managed accounts
	Details   map[string]string `form:"details"`
}

// DraftOf is a service as the form shows it.
func DraftOf(s service.Service) Draft {
	return Draft{
		Version: s.Version, Product: s.ProductID, Location: s.LocationID, Far: Far{Kind: s.FarKind, ID: s.FarID}.Key(), Name: s.Name, Reference: s.Reference,
		Speed: strconv.FormatInt(s.Speed, 10), Zone: s.Zone, Term: strconv.Itoa(s.Term), Renews: s.Renews, Open: s.Open, Details: s.Details,
	}
}

// draws reports whether the draft draws a design as it stands. A VLAN that it
// leaves open is whatever the design was given.
func (d Draft) draws(s service.Service) bool {
	details, _ := s.Product.Check(d.Details)
	for _, key := range []string{nearVLAN, farVLAN} {
		details[key] = strings.TrimLeft(details[key], "0")
		told := key == farVLAN && (s.FarKind == service.FarKey || s.FarKind == service.FarCompany) // by whoever is there
		if details[key] == "" || told {
			details[key] = s.Details[key]
		}
		if details[key] == "" {
			delete(details, key)
		}
	}
	zoned := s.Product.Top && s.Product.Network()
	return account.Tidy(d.Name) == s.Name && account.Tidy(d.Reference) == s.Reference && d.Speed == strconv.FormatInt(s.Speed, 10) &&
		(d.Zone == s.Zone || !zoned) && d.Term == strconv.Itoa(s.Term) && d.Renews == s.Renews && d.Open == s.Open && maps.Equal(details, s.Details)
}

// starts reports whether the draft is for the product and the ends of a design;
// port is what it was sent to, or "".
func (d Draft) starts(s service.Service, port string) bool {
	if s.PortID == nil {
		return port == "" && d.Product == s.ProductID && d.Location == s.LocationID
	}
	kind, id := farOf(d.Far)
	return port == *s.PortID && (d.Product == "" || d.Product == s.ProductID) && kind == s.FarKind && (id == s.FarID || kind == service.FarKey)
}

// Far is what a connection leads to.
type Far struct {
	Kind  service.FarKind
	ID    string
	Name  string // as people call it
	Where string // as a service says it leads there
	Proof string // of a service key: that the account was given it
	Speed int64  // the most that it takes, or 0
}

// Key is the far end in forms and addresses: cloud.aws-syd.
func (f Far) Key() string {
	if f.Kind == service.NoFar {
		return ""
	}
	if f.Proof != "" {
		return string(f.Kind) + "." + f.ID + "." + f.Proof
	}
	return string(f.Kind) + "." + f.ID
}

// The VLANs of connections; see service.NearVLAN.
const (
	nearVLAN  = service.NearVLAN
	farVLAN   = service.FarVLAN
	firstVLAN = service.FirstVLAN
	lastVLAN  = service.LastVLAN
)

// Board is what a drawing has to fit.
type Board struct {
	Account  account.Account
	Product  catalog.Product
	Location catalog.Location
	Port     service.Service // that a connection hangs under; the zero Service for what stands by itself
	Far      Far
	Renews   bool // what the account's terms usually do

	Near, Beyond map[string]string // VLANs that are taken at either end, and by what
}

// Public reports whether others may be let connect to the service: never in a
// managed account, whoever acts there.
func (b Board) Public() bool {
	return b.Product.Carries && b.Account.Kind != managed
}

// Speeds are those that can be had here.
func (b Board) Speeds() []int64 {
	return slices.DeleteFunc(slices.Clone(b.Product.Speeds), func(s int64) bool {
		if b.Product.Top {
			return !b.Location.Has(b.Product, "", s)
		}
		return b.Product.Unit == b.Port.Product.Unit && s > b.Port.Speed || b.Far.Speed > 0 && s > b.Far.Speed
	})
}

// Fields are those of the product that are asked.
func (b Board) Fields() []catalog.Field { return service.Asked(b.Product, b.Far.Kind) }

// Zones are those of the location in which any of the speeds can be had.
func (b Board) Zones() []catalog.Zone {
	if !b.Product.Top || !b.Product.Network() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(b.Location.Zones), func(z catalog.Zone) bool {
		return !slices.ContainsFunc(b.Product.Speeds, func(s int64) bool { return slices.Contains(z.Speeds, s) })
	})
}

// Fill draws what was typed, or answers what to put right in the order of the
// form. It touches nothing but the service.
func (b Board) Fill(in Draft, s *service.Service) (fs fault.Fields) {
	s.Name, s.Reference = account.Tidy(in.Name), account.Tidy(in.Reference)
	if p := account.CheckText("Name", s.Name, service.LongestName); p != "" {
		fs.Add("name", "%s", p)
	}
	var problem string
	if s.Speed, problem = b.speed(in); problem != "" {
		fs.Add("speed", "%s", problem)
	}
	if s.Zone, problem = b.zone(in, s.Speed); problem != "" {
		fs.Add("zone", "%s", problem)
	}
	if s.Term, problem = b.term(in); problem != "" {
		fs.Add("term", "%s", problem)
	}
	if s.Reference != "" {
		if p := account.CheckText("Reference", s.Reference, service.LongestName); p != "" {
			fs.Add("reference", "%s", p)
		}
	}
	s.Renews, s.Open = in.Renews, in.Open
	if in.Open && !b.Public() {
		fs.Add("open", "This can’t be shown in the marketplace")
	}
	details, wrong := b.Product.Check(in.Details)
	if b.Far.Kind == service.FarKey || b.Far.Kind == service.FarCompany {
		delete(details, farVLAN) // they say in which one
	}
	s.Details = details
	fs = append(fs, wrong...)
	if wrong == nil {
		b.vlan(nearVLAN, b.Port.Name, b.Near, s, &fs)
		b.vlan(farVLAN, b.Far.Name, b.Beyond, s, &fs)
	}
	return fs
}

func (b Board) speed(in Draft) (speed int64, problem string) {
	speed, err := strconv.ParseInt(in.Speed, 10, 64)
	switch {
	case err != nil || !slices.Contains(b.Product.Speeds, speed):
		return 0, "Choose a " + strings.ToLower(b.Product.Measure())
	case slices.Contains(b.Speeds(), speed):
		return speed, ""
	case b.Product.Top:
		return speed, b.Location.Name + " has no " + service.Rate(b.Product, speed) + " for a " + b.Product.Name
	case b.Far.Speed > 0 && speed > b.Far.Speed:
		return speed, b.Far.Name + " takes " + service.Rate(b.Product, b.Far.Speed) + " at most"
	}
	return speed, b.Port.Name + " has " + b.Port.Rate() + ". A connection can’t be faster"
}

func (b Board) zone(in Draft, speed int64) (zone, problem string) {
	switch {
	case in.Zone == "" || !b.Product.Top || !b.Product.Network():
		return "", ""
	case !slices.ContainsFunc(b.Location.Zones, func(z catalog.Zone) bool { return z.Name == in.Zone }):
		return "", "Choose a diversity zone from the list"
	case speed > 0 && b.Location.Has(b.Product, "", speed) && !b.Location.Has(b.Product, in.Zone, speed):
		return in.Zone, "Zone " + in.Zone + " has no " + service.Rate(b.Product, speed) + ". Choose another zone, or another speed"
	}
	return in.Zone, ""
}

func (b Board) term(in Draft) (term int, problem string) {
	term, err := strconv.Atoi(in.Term)
	if err != nil || !slices.Contains(b.Product.Terms, term) {
		return 0, "Choose a minimum term"
	}
	return term, ""
}

// vlan checks a connection's VLAN at one end, and gives it the first free one
// where nobody chose. Where the other end is nobody's of ours, it stays open.
func (b Board) vlan(key, at string, taken map[string]string, s *service.Service, fs *fault.Fields) {
	if taken == nil || !slices.ContainsFunc(b.Product.Fields, func(f catalog.Field) bool { return f.Key == key }) {
		return
	}
	v := strings.TrimLeft(s.Details[key], "0")
	if v == "" {
		for n := firstVLAN; n <= lastVLAN && v == ""; n++ {
			if _, is := taken[strconv.Itoa(n)]; !is {
				v = strconv.Itoa(n)
			}
		}
	}
	if by, is := taken[v]; is || v == "" {
		fs.Add(catalog.Typed(key), "VLAN %s of %s is taken by %s", v, at, cmp.Or(by, "another connection"))
	}
	s.Details[key] = v
}
