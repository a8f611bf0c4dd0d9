package services

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
)

// words are the statuses as people read them.
var words = map[service.Status]string{
	service.Design: "Design", service.Ordered: "Ordered", service.Deployable: "Provisioning", service.Configured: "Configured",
	service.Live: "Live", service.Cancelled: "Termination scheduled", service.Decommissioned: "Terminated",
}

// Word is a status as people read it.
func Word(s service.Status) string {
	if w := words[s]; w != "" {
		return w
	}
	return string(s)
}

func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return ui.Figure(int(n)) + " " + noun + "s"
}

// scope says how much the list covers.
func scope(p IndexPage) string {
	if p.Page.All == 0 {
		return "None of " + p.Account.Name + "."
	}
	return counted(p.Page.All, "service") + " of " + p.Account.Name + " at " + counted(p.Page.Locations, "location") + "."
}

// noMatchTitle repeats what was asked for.
func noMatchTitle(p IndexPage) string {
	title := "No service matches"
	if p.Filter.Find != "" {
		title += " “" + p.Filter.Find + "”"
	}
	var with []string
	for _, c := range p.Chips {
		with = append(with, strings.ToLower(c.Label[:1])+c.Label[1:]+" "+c.Value)
	}
	if len(with) > 0 {
		title += " with " + strings.Join(with, " and ")
	}
	return title
}

// without is an address's parameters less some.
func without(keep map[string]string, names ...string) map[string]string {
	out := map[string]string{}
	for name, value := range keep {
		if !slices.Contains(names, name) {
			out[name] = value
		}
	}
	return out
}

// keepFor is what the filters that can be added keep of the address.
func keepFor(p IndexPage) map[string]string {
	names := make([]string, len(p.More))
	for i, c := range p.More {
		names[i] = c.Name
	}
	out := without(p.Keep, names...)
	if p.Filter.Find != "" {
		out["q"] = p.Filter.Find
	}
	return out
}
