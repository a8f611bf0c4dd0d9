package layout

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/templates/ui"
)

func pia() Shell {
	return Shell{
		Title:   "Services",
		Product: "Northwind",
		Person:  Person{Name: "Pia Larsen", Email: "pia@northwind.example", Role: "Company Admin"},
		Here:    Place{Name: "Acme Robotics", Kind: "Managed account", Href: "/a/acme"},
		Origin:  "https://portal.example",
		Path:    "/a/acme/services?q=a&b",
		Now:     time.Date(2026, 11, 22, 10, 42, 0, 0, time.UTC),
	}
}

func draw(t *testing.T, s Shell) string {
	t.Helper()
	var out strings.Builder
	if err := Page(s).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestHeading(t *testing.T) {
	s := pia()
	if got := s.heading(); got != "Services - Acme Robotics - Northwind" {
		t.Error(got)
	}
	s.Invalid, s.Here = true, Place{Name: "Northwind"}
	if got := s.heading(); got != "Error: Services - Northwind" {
		t.Error(got)
	}
}

func TestPeopleWithOneAccountSeeNoSwitcher(t *testing.T) {
	if page := draw(t, pia()); strings.Contains(page, "switcher") {
		t.Error("there is one")
	}
	s := pia()
	s.Switch = true
	if page := draw(t, s); !strings.Contains(page, `href="/switch?from=%2Fa%2Facme%2Fservices%3Fq%3Da%26b"`) {
		t.Error("the switcher does not come back to the page")
	}
}

func TestTheBarLeavesByPost(t *testing.T) {
	s := pia()
	s.Above = &Place{Name: "Northwind Partners", Href: "/a/north"}
	s.Bar = &Bar{Account: "Acme Robotics", Partner: "Northwind Partners", Role: "Company Admin", Since: s.Now, Leave: "/a/acme/leave"}
	page := draw(t, s)
	for _, want := range []string{`<form method="post" action="/a/acme/leave">`, `Return <span class="to">to Northwind Partners</span>`, "You are viewing <b>Acme Robotics</b> as <b>Northwind Partners</b>", `href="/a/north"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Index(page, `class="skip"`) > strings.Index(page, `<header`) {
		t.Error("the skip link is not first")
	}
}

func TestPrinted(t *testing.T) {
	if got := pia().printed(ui.Times{}); got != "Acme Robotics. Printed by Pia Larsen, 22 Nov 2026, 10:42 UTC. https://portal.example/a/acme/services?q=a&b" {
		t.Error(got)
	}
}
