package delegation

import "time"

// fieldOf names what a delegation is about, in a fact: for one account its key,
// which settle exchanges for its name.
func fieldOf(d Delegation) string {
	switch {
	case d.ManagedID != "":
		return d.ManagedID
	case d.TagFold != "":
		return "Accounts tagged " + d.Tag
	}
	return "All managed accounts"
}

// untilWord says in a fact how long a delegation holds.
func untilWord(d Delegation, now time.Time) string {
	if d.Until == nil {
		return "Without an end"
	}
	if !d.Live(now) {
		return "Ended"
	}
	return "Until " + d.LastDay().Format("2 January 2006")
}

func sameEnd(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}
