package visits

import (
	"context"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/ui"
)

// ModeWord is a way of being in an account, as people choose it from a list.
func ModeWord(m visit.Mode) string {
	return map[visit.Mode]string{visit.Views: "Viewed it", visit.Previews: "Previewed a role", visit.ActsAs: "Acted as somebody"}[m]
}

// How says what somebody does, or did, in an account.
func How(e visit.Entry) string {
	switch {
	case e.Acts() && e.Live():
		return "Acts as " + e.As
	case e.Acts():
		return "Acted as " + e.As
	case e.Live():
		return "Views the account"
	}
	return "Viewed the account"
}

// Details say how far it goes, or went, and how it ended.
func Details(e visit.Entry, now time.Time) string {
	parts := []string{"in their own name"}
	switch {
	case e.Acts() && e.Live() && e.Acting(now) == access.Changing:
		parts = []string{"making changes"}
	case e.Acts() && e.Live() || e.Acts() && e.WritesWhy == "":
		parts = []string{"read-only"}
	case e.Acts():
		parts = []string{"with changes"}
	}
	if len(e.Looked) > 0 {
		parts = append(parts, "previewed "+strings.Join(e.Looked, "; "))
	}
	if text := Ended(e); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

var endings = map[visit.Why]string{
	visit.TimeOver: "ended by time", visit.LayIdle: "ended after ten idle minutes", visit.Withdrawn: "ended because it was allowed no longer",
	visit.Changed: "ended because a role or an account changed", visit.Unseated: "ended because they may not enter any more",
	visit.Acted: "ended when they began to act", visit.SignedOut: "ended by signing out",
}

// Ended says how a visit ended, where its person did not simply leave.
func Ended(e visit.Entry) string {
	switch {
	case e.Live():
		return ""
	case e.EndedBy != "":
		return "ended by " + e.EndedBy
	case e.LeftWhy == visit.Stopped:
		return "ended by somebody else"
	}
	return endings[e.LeftWhy]
}

// Reasons say why somebody was there, the ticket, and why they made changes or stayed longer.
func Reasons(e visit.Entry) (lines []string) {
	if !e.Acts() {
		return nil
	}
	lines = append(lines, e.Reason)
	if e.Ticket != "" {
		lines = append(lines, "Ticket "+e.Ticket)
	}
	if e.WritesWhy != "" {
		lines = append(lines, "To make changes: "+e.WritesWhy)
	}
	if e.ExtendedWhy != "" {
		lines = append(lines, "To stay longer: "+e.ExtendedWhy)
	}
	return lines
}

// times says from when to when.
func times(ctx context.Context, e visit.Entry) string {
	text := ui.Clock(ctx, e.EnteredAt) + " to "
	if e.Live() {
		return text + "now"
	}
	if ui.Date(ctx, *e.LeftAt) != ui.Date(ctx, e.EnteredAt) {
		text += ui.Date(ctx, *e.LeftAt) + ", "
	}
	return text + ui.Clock(ctx, *e.LeftAt) + ", " + Lasted(e.Lasted(*e.LeftAt))
}

// Lasted is a length of time in words: under a minute, 17 min, 3 h 5 min.
func Lasted(d time.Duration) string {
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case d < time.Minute:
		return "under a minute"
	case hours == 0:
		return ui.Figure(minutes) + " min"
	case minutes == 0:
		return ui.Figure(hours) + " h"
	}
	return ui.Figure(hours) + " h " + ui.Figure(minutes) + " min"
}

// icon is the drawing before what somebody does.
func icon(e visit.Entry) string {
	if e.Acts() {
		return "shield-alert"
	}
	return "eye"
}

// changed says that nothing was changed.
func changed(e visit.Entry) string {
	if e.Live() {
		return "None so far"
	}
	return "None"
}
