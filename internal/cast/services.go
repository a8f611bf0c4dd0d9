package cast

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/service"
)

// acmeServices are the fourteen services of Acme Robotics, six tops and the
// connections under them, at four locations, seen from a moment.
func acmeServices(now time.Time) []service.Service {
	under := func(port, id, name, far string, speed int64, term int, renews bool, ends string, status service.Status) service.Service {
		at := map[string]string{"p-7f2k": "syd1", "p-3c8w": "mel1", "m-18qz": "syd2", "v-5n3j": "bne1"}[port]
		return service.Service{ID: id, PortID: &port, ProductID: VXC, LocationID: at, FarEnd: far, Name: name, Speed: speed, Term: term, Renews: renews, TermEndsOn: midnight(ends), Status: status}
	}
	over := func(id, product, at, name string, speed int64, term int, renews bool, ends string, status service.Status) service.Service {
		return service.Service{ID: id, ProductID: product, LocationID: at, Name: name, Speed: speed, Term: term, Renews: renews, TermEndsOn: midnight(ends), Status: status}
	}
	ss := []service.Service{
		over("p-7f2k", Port, "syd1", "Sydney core", 10000, 12, true, "2027-01-31", service.Live),
		over("p-3c8w", Port, "mel1", "Melbourne plant", 1000, 24, true, "2027-08-14", service.Live),
		over("m-18qz", MCR, "syd2", "Cloud router, Sydney", 2500, 36, false, "2028-04-02", service.Live),
		over("i-05ud", IX, "syd1", "Sydney IX", 1000, 12, true, "2027-01-31", service.Live),
		over("v-5n3j", MVE, "bne1", "Firewall, Brisbane", 500, 12, true, "2027-06-30", service.Configured),
		over("p-6d9h", Port, "bne1", "Brisbane warehouse", 1000, 12, true, "2027-06-30", service.Design),
		under("p-7f2k", "x-91ma", "Sydney to Melbourne", "Yarra Bend ME1", 1000, 12, true, "2027-01-31", service.Live),
		under("p-7f2k", "x-44bt", "AWS Direct Connect, prod", "AWS ap-southeast-2", 500, 1, true, "2026-12-31", service.Live),
		under("p-7f2k", "x-20ce", "Azure ExpressRoute, warehouse", "Azure Australia East", 200, 1, true, "2026-12-31", service.Ordered),
		under("p-3c8w", "x-77hd", "Plant telemetry to MCR", "Blackwattle SY2", 100, 1, true, "2026-12-31", service.Deployable),
		under("m-18qz", "x-65fe", "MCR to Google Cloud", "Google Cloud Sydney", 1000, 12, true, "2027-03-02", service.Live),
		under("m-18qz", "x-12rn", "MCR to Oracle FastConnect", "Oracle ap-sydney-1", 1000, 1, false, "2026-11-30", service.Cancelled),
		under("v-5n3j", "x-38kg", "Firewall to Sydney core", "Tallowood SY1", 500, 12, true, "2027-06-30", service.Configured),
		under("v-5n3j", "x-59pw", "Firewall to Melbourne plant", "Yarra Bend ME1", 200, 12, true, "2027-06-30", service.Design),
	}
	lived := map[string]time.Time{} // of ports, since when
	for i, s := range ss {
		s.AccountID = Acme
		if s.FarEnd != "" {
			s.FarKind, s.FarID = farOf(s.FarEnd)
		}
		since := midnight("2025-03-20")
		if s.PortID != nil {
			since = lived[*s.PortID]
		}
		live := s.TermEndsOn
		for back := service.AddMonths(s.TermEndsOn, -s.Term); !back.Before(since) || live.Equal(s.TermEndsOn); back = service.AddMonths(live, -s.Term) {
			live = back
		}
		lived[s.ID] = live
		s.CreatedAt = live.Add(9*time.Hour + time.Duration(i)*7*time.Minute)
		ss[i] = priced(lead(detailed(s, i), []Person{Alice, Ben}[i%2], Pia, now))
	}
	return ss
}

// farOf is what a connection of Acme's leads to: a cloud, or one of its services.
func farOf(name string) (service.FarKind, string) {
	for _, c := range bundle.Clouds {
		if c.Name == name {
			return service.FarCloud, c.ID
		}
	}
	return service.FarService, map[string]string{"Yarra Bend ME1": "p-3c8w", "Blackwattle SY2": "m-18qz", "Tallowood SY1": "p-7f2k"}[name]
}

// midnight is a date as services keep it.
func midnight(date string) time.Time { return day(date).Truncate(24 * time.Hour) }

// site is what a port is for.
var sites = []string{"core", "head office", "warehouse", "plant", "disaster recovery", "branch", "backup", "lab", "campus", "depot"}

// cities are the towns of the locations.
var cities = func() map[string]string {
	m := map[string]string{}
	for _, l := range Locations {
		m[l.ID] = l.City
	}
	return m
}()

// names are the names of the locations.
var names = func() map[string]string {
	m := map[string]string{}
	for _, l := range Locations {
		m[l.ID] = l.Name
	}
	return m
}()

var speeds = []int64{100, 200, 500, 1000, 1000, 2500, 5000, 10000, 10000, 100000}

var terms = []int{1, 1, 12, 12, 12, 24, 24, 36, 48, 60}

// maker invents services of one account.
type maker struct {
	r       *rand.Rand
	account string
	partner string
	since   time.Time
	now     time.Time
	tops    []service.Service // so far, that carry connections
	id      func(prefix string) string
}

// newMaker is a maker that always invents the same for the same account.
func newMaker(account, partner string, since, now time.Time) *maker {
	h := fnv.New64a()
	_, _ = h.Write([]byte(account))
	seed, n := h.Sum64(), 0
	return &maker{
		r: rand.New(rand.NewPCG(seed, 7)), account: account, partner: partner, since: since, now: now,
		id: func(prefix string) string { n++; return fmt.Sprintf("%s-%s%02d", prefix, account, n) },
	}
}

// make invents n services: ports, routers and edges, each with some connections.
func (m *maker) make(n int) (ss []service.Service) {
	by := orderers[m.partner]
	for len(ss) < n {
		top := m.top()
		last := top
		ss = append(ss, priced(lead(detailed(top, 0), by, by, m.now)))
		if top.ProductID == IX {
			continue
		}
		m.tops = append(m.tops, top)
		for i := range min(m.r.IntN(4), n-len(ss)) {
			last = m.under(top, last.CreatedAt)
			ss = append(ss, priced(lead(detailed(last, i), by, by, m.now)))
		}
	}
	return ss
}

var prefixes = map[string]string{Port: "p", MCR: "m", MVE: "v", IX: "i", VXC: "x"}

func (m *maker) top() service.Service {
	product := []string{Port, Port, Port, Port, Port, MCR, MCR, MVE, IX}[m.r.IntN(9)]
	at := reach[m.partner][m.r.IntN(len(reach[m.partner]))]
	s := m.service(product, at)
	switch product {
	case Port:
		s.Name = cities[at] + " " + sites[m.r.IntN(len(sites))]
	case MCR:
		s.Name = "Cloud router, " + cities[at]
	case MVE:
		s.Name = "Virtual edge, " + cities[at]
	case IX:
		s.Name = cities[at] + " IX"
	}
	return s
}

// under is a connection under a service. It is not further than that is, and
// came after what was there at a moment.
func (m *maker) under(top service.Service, after time.Time) service.Service {
	s := m.service(VXC, top.LocationID)
	s.PortID = &top.ID
	s.Speed = sold(VXC, min(s.Speed, top.Speed))
	if top.Status != service.Live {
		s.Status, s.Term, s.Renews, s.TermEndsOn = top.Status, top.Term, top.Renews, top.TermEndsOn
	}
	if !s.CreatedAt.After(after) {
		s.CreatedAt = after.Add(17 * time.Minute)
	}
	cloud, at, site := clouds[m.partner][mixed(s.ID)%uint32(len(clouds[m.partner]))], "", ""
	if m.r.IntN(2) == 0 {
		cloud = clouds[m.partner][m.r.IntN(len(clouds[m.partner]))]
	} else if at = reach[m.partner][m.r.IntN(len(reach[m.partner]))]; at == top.LocationID {
		site = sites[m.r.IntN(len(sites))]
	}
	far := slices.IndexFunc(m.tops, func(o service.Service) bool { return o.LocationID == at && o.ID != top.ID })
	if far < 0 && at != "" {
		far = slices.IndexFunc(m.tops, func(o service.Service) bool { return o.ID != top.ID })
	}
	if far < 0 {
		s.FarEnd, s.Name = cloud, cities[top.LocationID]+" to "+cloud
		s.FarKind, s.FarID = farOf(cloud)
		return s
	}
	to := m.tops[far]
	s.FarKind, s.FarID, s.FarEnd, s.Name = service.FarService, to.ID, names[to.LocationID], cities[top.LocationID]+" to "+cities[to.LocationID]
	if to.LocationID == top.LocationID {
		s.Name = cities[to.LocationID] + " local " + cmp.Or(site, "link")
	}
	return s
}

// service is the part that all products have in common.
func (m *maker) service(product, at string) service.Service {
	since := m.since.AddDate(0, 0, 1+m.r.IntN(20)).Add(time.Duration(m.r.IntN(8*60)) * time.Minute)
	s := service.Service{
		ID: m.id(prefixes[product]), AccountID: m.account, ProductID: product, LocationID: at,
		Speed: sold(product, speeds[m.r.IntN(len(speeds))]), Term: terms[m.r.IntN(len(terms))], Status: service.Live, CreatedAt: since,
	}
	s.Renews = s.Term == 1 || m.r.IntN(4) > 0
	s.TermEndsOn = service.AddMonths(since, s.Term)
	switch m.r.IntN(16) {
	case 0:
		s.Status = service.Configured
	case 1:
		s.Status = service.Ordered
	case 2:
		s.Status = service.Deployable
	case 3:
		s.Status, s.Renews = service.Cancelled, false
	}
	return s
}

// present is the moment from which pages without a database see the cast.
var present = day("2026-09-14")
