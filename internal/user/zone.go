package user

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the portal knows the zones wherever it runs
)

//go:embed zones.txt
var zoneList string

// UTC is the zone of who has chosen none.
const UTC = "UTC"

// Zones are the time zones that can be chosen: UTC, and those of the IANA
// list that belong to a country.
var Zones = append([]string{UTC}, strings.Fields(zoneList)...)

// locations are the zones that were needed once, by name.
var locations sync.Map

// Location is a zone by its name; UTC when there is none of that name.
func Location(zone string) *time.Location {
	if l, ok := locations.Load(zone); ok {
		return l.(*time.Location)
	}
	if !slices.Contains(Zones, zone) {
		return time.UTC
	}
	l, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	locations.Store(zone, l)
	return l
}

// FindZone is the zone that somebody typed: its name in any case, with spaces
// or underscores, or its last part alone. ok is false when no zone, or more
// than one, has it.
func FindZone(typed string) (zone string, ok bool) {
	typed = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(typed)), " ", "_")
	if typed == "" {
		return UTC, true
	}
	var found []string
	for _, z := range Zones {
		folded := strings.ToLower(z)
		if folded == typed {
			return z, true
		}
		if strings.HasSuffix(folded, "/"+typed) {
			found = append(found, z)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}
