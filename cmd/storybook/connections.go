package main

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/connections"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

func connectionStories() []story {
	return []story{
		{"connections", route.Connections("{key}"), connections.Index(connectionsPage(connection.Asked))},
		{"connections-all", "", connections.Index(connectionsPage(""))},
		{"connections-empty", "", connections.Index(connectionsPage(connection.Withdrawn))},
		{"connection", route.Connection("{key}", "{connection}"), connections.Show(connectionPage(0))},
		{"connection-errors", "", connections.Show(wrongConnection())},
		{"connection-accepted", "", connections.Show(connectionPage(1))},
		{"connection-denied", "", connections.Show(connectionPage(2))},
		{"connection-late", "", connections.Show(lateConnection())},
	}
}

func connectionsPage(state connection.State) connections.IndexPage {
	p := connections.IndexPage{Shell: shell(cast.Pia, servicesRoom, "Connections"), State: state, Faces: []layout.Tab{
		{Label: "Services", Href: route.Services(cast.Northwind)}, {Label: "Connections", Href: route.Connections(cast.Northwind), Current: true},
	}}
	for _, s := range append(connection.States, "") {
		label := s.Word()
		if s == "" {
			label = "All"
		}
		p.States = append(p.States, layout.Tab{Label: label, Href: route.Connections(cast.Northwind), Current: s == state})
	}
	for _, r := range cast.Connections(now) {
		if state == "" || r.State == state {
			p.Requests = append(p.Requests, r)
		}
	}
	return p
}

func connectionPage(i int) connections.ShowPage {
	r := cast.Connections(now)[i]
	return connections.ShowPage{Shell: shell(cast.Pia, servicesRoom, "Connection from "+r.FromName), Request: r}
}

func wrongConnection() connections.ShowPage {
	p := connectionPage(0)
	p.Draft = connection.AnswerDraft{State: connection.Denied, VLAN: "5000"}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "vlan", Text: "Enter a whole number from 2 to 4093"}, {Field: "answer", Text: "Say why. The company that asks reads it"}}, true
	return p
}

func lateConnection() connections.ShowPage {
	p := connectionPage(1)
	ends := now.AddDate(0, 2, 0)
	p.Late, p.Ends, p.Draft = true, &ends, connection.AnswerDraft{State: connection.Denied, Answer: "Not before next year."}
	return p
}
