package record

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/event"
)

func TestEveryKindOfFactHasWords(t *testing.T) {
	for _, g := range event.Groups {
		if groups[g.Name] == "" {
			t.Errorf("the group %s has no name", g.Name)
		}
		for _, k := range g.Kinds {
			e := event.Event{Kind: k, UserName: "Pia Larsen", SubjectName: "Ben Osei", Changes: event.Changes{{Field: "Role", Was: "Read Only", Now: "Finance"}}}
			if what := What(e); what == string(k) || what == "" || strings.HasSuffix(what, " ") {
				t.Errorf("%s is told as %q", k, what)
			}
			_, _ = What(event.Event{Kind: k}), Changes(event.Event{Kind: k}) // a fact without anything beside it is drawn as well
			if names[k] == "" {
				t.Errorf("%s has no name to choose it by", k)
			}
			if icons[k] == "" && k != event.AccountEdited {
				t.Errorf("%s has no icon", k)
			}
		}
	}
}

func TestFactsAreToldInPlainWords(t *testing.T) {
	change := event.Change{Field: "Show Pricing", Was: "Off", Now: "On"}
	by := func(k event.Kind, subject string, cs ...event.Change) event.Event {
		return event.Event{Kind: k, UserID: "pia", UserName: "Pia Larsen", SubjectID: subject, SubjectName: subject, Changes: cs}
	}
	for _, c := range []struct {
		e             event.Event
		what, changes string
	}{
		{by(event.RequestApproved, "REQ-2050"), "Approved REQ-2050", ""},
		{by(event.RequestApproved, "REQ-2050", event.Change{Field: "Rule", Now: "Acme small"}), "Approved by the rule “Acme small”: REQ-2050", "Rule: Acme small"},
		{by(event.UserInvited, "Ben Osei", event.Change{Field: "Role", Now: "Finance"}), "Invited Ben Osei", "Role: Finance"},
		{by(event.InvitationAccepted, "Pia Larsen"), "Accepted the invitation", ""},
		{by(event.UserDeactivated, "Ben Osei"), "Deactivated Ben Osei", ""},
		{by(event.FactorReset, "Ben Osei"), "Reset the second factor of Ben Osei", ""},
		{by(event.UserEdited, "Ben Osei", event.Change{Field: "Role", Was: "Read Only", Now: "Finance"}), "Changed Role of Ben Osei", "Role: Read Only → Finance"},
		{by(event.PasswordChanged, "Pia Larsen"), "Changed the password", ""},
		{by(event.FactorRemoved, "Ben Osei"), "Removed a second factor of Ben Osei", ""},
		{by(event.UserLocked, "Pia Larsen"), "Was locked after five wrong codes", ""},
		{by(event.UserLocked, "Ben Osei"), "Locked Ben Osei", ""},
		{by(event.SettingChanged, "Acme", change), "Changed Show Pricing from Off to On", ""},
		{by(event.DefaultChanged, "Northwind", change, event.Change{Field: "Own value of Acme", Was: "On", Now: "Not set"}), "Changed the default of Show Pricing from Off to On", "Own value of Acme: On → Not set"},
		{by(event.AccountLeft, "Acme", event.Change{Field: "Why", Now: "refreshed"}), "Left the account", "The page was refreshed"},
		{by(event.AccountEdited, "Acme", event.Change{Field: "Tags", Was: "a"}), "Changed Tags", "Tags: a → None"},
	} {
		if got := What(c.e); got != c.what {
			t.Errorf("%q, not %q", got, c.what)
		}
		if got := Changes(c.e); got != c.changes {
			t.Errorf("%s: %q, not %q", c.what, got, c.changes)
		}
	}
	if got := Default(by(event.DefaultChanged, "Northwind", change)); got != "The default of Show Pricing changed from Off to On" {
		t.Error(got)
	}
}
