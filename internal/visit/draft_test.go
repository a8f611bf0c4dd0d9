package visit_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
)

func TestWhatADraftOfActingSays(t *testing.T) {
	for name, c := range map[string]struct {
		in    visit.Draft
		wrong string // fields, with commas
	}{
		"all that is asked":      {visit.Draft{Seat: "s", Reason: " Port flapping\r\nsince 09:00 ", Ticket: " 4711 "}, ""},
		"no ticket":              {visit.Draft{Seat: "s", Reason: "Port flapping"}, ""},
		"three hundred letters":  {visit.Draft{Seat: "s", Reason: strings.Repeat("ж", visit.LongestReason)}, ""},
		"one more":               {visit.Draft{Seat: "s", Reason: strings.Repeat("ж", visit.LongestReason+1)}, "reason"},
		"a word that says no":    {visit.Draft{Seat: "s", Reason: "ok"}, "reason"},
		"nothing":                {visit.Draft{}, "seat,reason"},
		"spaces":                 {visit.Draft{Seat: "s", Reason: "       "}, "reason"},
		"what cannot be shown":   {visit.Draft{Seat: "s", Reason: "Port\x07 flapping", Ticket: "47\u202e11"}, "reason,ticket"},
		"a ticket like a letter": {visit.Draft{Seat: "s", Reason: "Port flapping", Ticket: strings.Repeat("4", visit.LongestTicket+1)}, "ticket"},
	} {
		err := c.in.Check()
		var wrong []string
		for _, p := range fault.FieldsOf(err) {
			wrong = append(wrong, p.Field)
		}
		if got := strings.Join(wrong, ","); got != c.wrong || (err == nil) != (c.wrong == "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if err == nil && c.in.Ticket != strings.TrimSpace(c.in.Ticket) {
			t.Errorf("%s: the ticket is %q", name, c.in.Ticket)
		}
	}
}
