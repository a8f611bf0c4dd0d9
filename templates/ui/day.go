package ui

import "time"

// Begins is the beginning of a day, such as 2026-11-22, as the reader counts days.
func (t Times) Begins(day string) (time.Time, bool) {
	at, err := time.Parse(time.DateOnly, day)
	return beginning(at, t.zone()), err == nil
}

// NextDay is the beginning of the day after one that begins at at.
func NextDay(at time.Time) time.Time {
	year, month, day := at.Date()
	return beginning(time.Date(year, month, day+1, 0, 0, 0, 0, time.UTC), at.Location())
}

// beginning is the first moment in a zone of a day that is given by its
// midnight in UTC. Where clocks are changed at midnight, there is none or there
// are two of it.
func beginning(midnight time.Time, zone *time.Location) time.Time {
	year, month, day := midnight.Date()
	at := time.Date(year, month, day, 12, 0, 0, 0, zone)
	for _, noon := range []time.Time{at.AddDate(0, 0, -1), at} {
		_, east := noon.Zone()
		if first := midnight.Add(-time.Duration(east) * time.Second).In(zone); first.Day() == day && first.Before(at) {
			at = first
		}
	}
	return at
}
