package main

import (
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

var now = time.Date(2026, 11, 22, 10, 42, 0, 0, time.UTC)

// shell is the frame of a page of Northwind Partners.
func shell(title string) layout.Shell {
	return layout.Shell{
		Title:   title,
		Product: "Northwind",
		Person:  layout.Person{Name: "Pia Larsen", Email: "pia@northwind.example", Role: "Company Admin"},
		Here:    layout.Place{Name: "Northwind Partners", Kind: "Partner", Href: "/list"},
		Switch:  true,
		Tabs: []layout.Tab{
			{Label: "Services", Href: "/services"},
			{Label: "Partner Admin", Href: "/list", Current: true},
			{Label: "Settings", Href: "/settings"},
		},
		Path: "/list",
		Now:  now,
	}
}

// viewing is the frame of a page of Acme Robotics, entered from Northwind Partners.
func viewing(title string) layout.Shell {
	s := shell(title)
	above := s.Here
	s.Above = &above
	s.Here = layout.Place{Name: "Acme Robotics", Kind: "Managed account", Href: "/services"}
	s.Tabs = []layout.Tab{{Label: "Services", Href: "/services", Current: true}, {Label: "Approvals", Href: "/services", Count: "2"}}
	s.Bar = &layout.Bar{Account: "Acme Robotics", Partner: "Northwind Partners", Role: "Company Admin", Since: now.Add(-30 * time.Minute), Leave: "/list"}
	return s
}

type account struct {
	name, ref, status       string
	services, waiting       int
	pricing, queue, renewal value
	created                 time.Time
}

type value struct{ on, own bool }

func accountsOf() []account {
	lines := strings.Split(`Acme Robotics|CRM-1001|Active|14|2|ON|ON|on
Blue Bottle Logistics|CRM-1002|Active|9|0|off|on|on
Cobalt Health|CRM-1003|Active|22|1|off|on|OFF
Dunlin Foods|CRM-1004|Active|3|0|off|on|on
Ember & Oak Interiors|CRM-1005|Active|0|0|off|on|on
Fathom Surveying|CRM-1007|Active|6|0|ON|OFF|on
Gullwing Aviation|CRM-1008|Active|18|0|off|on|on
Hartley Mutual|CRM-1009|Active|1031|3|off|on|on
Iron Bark Timber|CRM-1010|Suspended|2|0|off|on|on
Queensland Regional Libraries and Learning Centres Cooperative|QRLLC/2025-11|Active|4|0|off|on|on
Tidewater Analytics|CRM-1023|Closed|0|0|off|on|on`, "\n")
	var out []account
	for i, l := range lines {
		f := strings.Split(l, "|")
		v := func(s string) value { return value{strings.EqualFold(s, "on"), s == strings.ToUpper(s)} }
		n := func(s string) (n int) {
			for _, r := range s {
				n = n*10 + int(r-'0')
			}
			return n
		}
		out = append(out, account{f[0], f[1], f[2], n(f[3]), n(f[4]), v(f[5]), v(f[6]), v(f[7]), now.AddDate(0, 0, -40*i)})
	}
	return out
}

var wrong = fault.Fields{
	{Field: "reference", Text: "CRM-1003 is already the reference of Cobalt Health"},
	{Field: "phone", Text: "That is not a phone number in Australia. Example: 02 9374 4000"},
	{Field: "email", Text: "The e-mail address is not at northwind.example. Tick the box if it belongs to your support team"},
}

func featureRows() []ui.Setting {
	return []ui.Setting{
		{ID: "setting-minimum_term_renewal", Action: "/feature/setting-minimum_term_renewal", Label: "Minimum Term Renewal", About: "At the end of its term a service renews for the same length at the same price.", On: true, Source: ui.FromSystem, Words: "Inherited from the system default"},
		{ID: "setting-service_approval_queue", Action: "/feature/setting-service_approval_queue", Label: "Service Approval Queue", About: "People of this account send orders to you for approval. Pia Larsen and 1 other can approve.", On: true, Source: ui.FromPartner, Words: "Inherited from Northwind’s default"},
		{ID: "setting-show_pricing", Action: "/feature/setting-show_pricing", Label: "Show Pricing", About: "People of this account see retail prices. What you pay is never shown to them.", On: true, Source: ui.FromAccount, Words: "Set here by Pia", Inherit: "Use inherited value (Off)", Save: ui.Save{State: ui.Saved, Text: "Saved 10:42"}},
	}
}

// turned is the row after a change.
func turned(row ui.Setting, on, inherit bool) ui.Setting {
	row.Save = ui.Save{State: ui.Saved, Text: "Saved " + ui.Clock(time.Now())}
	if inherit {
		return row
	}
	row.On, row.Source, row.Words, row.Inherit = on, ui.FromAccount, "Set here by Pia", "Use inherited value (On)"
	return row
}

// service is a line of the services of an account; the first of a group is a port.
type service struct {
	name, id, product, status, place, speed, term, renews, cost, retail string
}

func groups() [][]service {
	return [][]service{
		{
			{"Sydney core", "p-7f2k", "Port", "Live", "Equinix SY1, Sydney", "10 Gbps", "31 Jan 2027", "12 months, renews", "600.00", "740.00"},
			{"Sydney to Melbourne", "x-91ma", "VXC", "Live", "Equinix SY1 to NEXTDC M1", "1 Gbps", "31 Jan 2027", "12 months, renews", "310.00", "395.00"},
			{"Azure ExpressRoute, warehouse", "x-20ce", "VXC", "Waiting for approval", "Equinix SY1 to Azure Australia East", "200 Mbps", "1 month", "", "95.00", "120.00"},
		},
		{
			{"Melbourne plant", "p-3c8w", "Port", "Live", "NEXTDC M1, Melbourne", "1 Gbps", "14 Aug 2027", "24 months, renews", "290.00", "360.00"},
			{"MCR to Oracle FastConnect", "x-12rn", "VXC", "Termination scheduled", "Equinix SY3 to Oracle ap-sydney-1", "1 Gbps", "30 Nov 2026", "1 month", "240.00", "300.00"},
		},
		{{"Sydney IX", "i-05ud", "IX", "Provisioning", "Equinix SY1, Sydney", "1 Gbps", "31 Jan 2027", "12 months, renews", "150.00", "190.00"}},
	}
}

func matchGroups() []ui.MatchGroup {
	return []ui.MatchGroup{
		{Title: "Here now", Matches: []ui.Match{{Name: "Northwind Partners", Path: "Partner of Meridian Networks", Side: "Company Admin", Here: true, Href: "/list"}}},
		{Title: "3 accounts match “co”", Matches: []ui.Match{
			{Name: "Cobalt Health", Note: "CRM-1003", Path: "Northwind Partners", Side: "Company Admin", Post: "/services"},
			{Name: "Pine Cove Aquaculture", Note: "CRM-1038", Path: "Northwind Partners", Side: "Company Admin", Post: "/services"},
			{Name: "Iron Bark Timber", Note: "CRM-1010", Path: "Northwind Partners", Status: "Suspended", Post: "/services"},
		}},
	}
}

func partsShell() layout.Shell {
	s := shell("Parts")
	s.Notice = &layout.Notice{
		Tone: layout.Info,
		Lead: "Returned to Northwind Partners.",
		Text: "The page was refreshed, so you left Acme Robotics.",
		Act:  &layout.Act{Label: "Go back to Acme Robotics", Post: "/services", Fields: map[string]string{"account": "acme"}},
	}
	return s
}

// stranger is the frame of a page for somebody who is not signed in.
func stranger(title string) layout.Shell {
	return layout.Shell{Title: title, Product: "Meridian Networks", Path: "/sign-in"}
}

func formShell(problems fault.Fields) layout.Shell {
	s := shell("Create Managed Account")
	s.Invalid = problems != nil
	return s
}

// guard says whether a form holds what was never saved from the moment it is shown.
func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}

// faces are the tabs of an account's own page.
func faces(current int) []layout.Tab {
	tabs := []layout.Tab{{Label: "Details", Href: "/details"}, {Label: "Features", Href: "/features-page"}, {Label: "Display", Href: "/settings"}, {Label: "History", Href: "/details"}}
	tabs[current].Current = true
	return tabs
}
