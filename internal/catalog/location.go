package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// LocationDraft is a location as a person types it.
type LocationDraft struct {
	Token   string      `form:"token"`
	ID      string      `form:"id"` // of a new one
	Name    string      `form:"name"`
	City    string      `form:"city"`
	Country string      `form:"country"`
	Market  string      `form:"market"`
	Address string      `form:"address"`
	Zones   []ZoneDraft `form:"zone"`
	Version int64       `form:"version"`
}

// ZoneDraft is a zone of a location as a person types it.
type ZoneDraft struct {
	Name   string `form:"name"`
	Speeds string `form:"speeds"`
}

// Draft is the location as the form shows it.
func (l Location) Draft() LocationDraft {
	d := LocationDraft{ID: l.ID, Name: l.Name, City: l.City, Country: l.Country, Market: l.Market, Address: l.Address, Version: l.Version}
	for _, z := range l.Zones {
		d.Zones = append(d.Zones, ZoneDraft{z.Name, Listed(z.Speeds)})
	}
	return d
}

// Around is what a draft of a location has to fit.
type Around struct {
	Market Market   // that it names, or the zero Market
	Used   bool     // there are services, which are billed in the market that was
	Zones  []string // that running services are in
}

// Check makes the location that the draft describes out of the one that was, or
// of the zero Location.
func (d *LocationDraft) Check(was Location, a Around) (l Location, fs fault.Fields) {
	l = was
	if was.ID == "" {
		l.ID, l.Offered, l.Version = strings.TrimSpace(d.ID), true, 1
		if problem := code(l.ID, 20); problem != "" {
			fs.Add("id", "%s", problem)
		}
	}
	line(&fs, "name", "Name", &d.Name, longestName)
	line(&fs, "city", "City", &d.City, longestName)
	if !account.IsCountry(d.Country) {
		fs.Add("country", "Choose a country from the list")
	}
	switch {
	case a.Market.ID == "":
		fs.Add("market", "Choose a market from the list")
	case a.Used && d.Market != was.Market:
		fs.Add("market", "There are services at this location, which are billed in its market. Add another location")
	}
	maybe(&fs, "address", "Address", &d.Address, longestLine)
	l.Name, l.City, l.Country, l.Market, l.Address = d.Name, d.City, d.Country, d.Market, d.Address
	l.Zones = d.zones(a.Zones, &fs)
	l.describe()
	return l, fs
}

// zones are those that are typed.
func (d *LocationDraft) zones(used []string, fs *fault.Fields) (zs []Zone) {
	zs = []Zone{}
	if len(d.Zones) > MostZones {
		fs.Add("zones", "A location has at most %d zones", MostZones)
		return zs
	}
	has := map[string]bool{}
	for i := range d.Zones {
		t := &d.Zones[i]
		line(fs, at("zone", i, "name"), "Name of the zone", &t.Name, 20)
		if has[t.Name] && t.Name != "" {
			fs.Add(at("zone", i, "name"), "Another zone is called %s", t.Name)
		}
		has[t.Name] = true
		speeds, problem := readSpeeds(t.Speeds)
		if problem != "" {
			fs.Add(at("zone", i, "speeds"), "%s", problem)
		}
		if speeds == nil {
			speeds = []int64{}
		}
		zs = append(zs, Zone{t.Name, speeds})
	}
	if at := slices.IndexFunc(used, func(z string) bool { return !has[z] }); at >= 0 {
		fs.Add("zones", "Services are in the zone %s, so it stays. Without speeds nothing new is ordered in it", used[at])
	}
	return zs
}

// CreateLocation adds a location.
func (s *Catalogue) CreateLocation(ctx context.Context, by access.Caller, in LocationDraft) (l Location, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return l, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		m, err := MarketOf(tx, in.Market)
		if err != nil {
			return err
		}
		made, problems := in.Check(Location{}, Around{Market: m})
		if err := problems.Err(); err != nil {
			return err
		}
		l, err = add(tx, in.Token, made, MostLocations)
		return err
	})
	return l, fault.Wrap("add a location", err)
}

// EditLocation changes a location. Services that are there keep their speeds.
func (s *Catalogue) EditLocation(ctx context.Context, by access.Caller, id string, in LocationDraft) (l Location, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return l, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := one[Location](tx, id)
		if err != nil {
			return err
		}
		if err := seen(was.Name, in.Version, was.Version); err != nil {
			return err
		}
		a, err := aroundOf(tx, was, in.Market)
		if err != nil {
			return err
		}
		now, problems := in.Check(was, a)
		if err := problems.Err(); err != nil {
			return err
		}
		l, err = change(tx, was, now)
		return err
	})
	return l, fault.Wrap("change a location", err)
}

func aroundOf(tx *db.Tx, was Location, market string) (a Around, err error) {
	if a.Market, err = MarketOf(tx, market); err != nil {
		return a, err
	}
	use, err := was.use(tx)
	if err != nil {
		return a, err
	}
	a.Used = use.Ever
	a.Zones, err = was.zonesInUse(tx)
	return a, err
}
