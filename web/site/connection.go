package site

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/connections"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// listConnections is what other companies ask the company for.
func (s *Site) listConnections(r *Request) error {
	state, after := readConnections(r.query()), r.query().Get("after")
	rs, more, err := s.Connections.List(r.ctx(), r.By, state, after)
	if err != nil {
		return err
	}
	p := connections.IndexPage{Shell: s.shell(r, "Connections"), Faces: serviceFaces(r), States: connectionStates(r, state), Requests: rs, State: state}
	if more {
		p.Older = route.With(route.Connections(r.here()), url.Values{"state": {stateOrAny(state)}, "after": {rs[len(rs)-1].ID}})
	}
	return r.page(http.StatusOK, connections.Index(p))
}

// readConnections is the state that the address names; without one, those that
// wait are shown.
func readConnections(q url.Values) connection.State {
	state := take(q, url.Values{}, "state", func(v string) bool { return v == anyState || slices.Contains(connection.States, connection.State(v)) })
	switch state {
	case "":
		return connection.Asked
	case anyState:
		return ""
	}
	return connection.State(state)
}

func stateOrAny(state connection.State) string {
	if state == "" {
		return anyState
	}
	return string(state)
}

// connectionStates lead to the requests of each state, and to all.
func connectionStates(r *Request, current connection.State) (ts []layout.Tab) {
	for _, state := range append(slices.Clone(connection.States), "") {
		label := state.Word()
		if state == "" {
			label = "All"
		}
		ts = append(ts, layout.Tab{Label: label, Href: route.With(route.Connections(r.here()), url.Values{"state": {stateOrAny(state)}}), Current: state == current})
	}
	return ts
}

// showConnection is one of them.
func (s *Site) showConnection(r *Request) error {
	return s.connection(r, http.StatusOK, connection.AnswerDraft{}, nil, false)
}

func (s *Site) connection(r *Request, status int, in connection.AnswerDraft, problems fault.Fields, late bool) error {
	asked, ends, err := s.Connections.Find(r.ctx(), r.By, r.Param("connection"))
	if err != nil {
		return err
	}
	shell := s.shell(r, "Connection from "+asked.FromName)
	shell.Invalid = problems != nil
	return r.page(status, connections.Show(connections.ShowPage{Shell: shell, Request: asked, Ends: ends, Draft: in, Problems: problems, Late: late}))
}

// answerConnection accepts or denies it.
func (s *Site) answerConnection(r *Request) error {
	var in connection.AnswerDraft
	var answered connection.Request
	err := r.decode(&in)
	if err == nil {
		answered, err = s.Connections.Answer(r.ctx(), r.By, r.Param("connection"), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.connection(r, http.StatusUnprocessableEntity, in, problems, false)
	}
	if fault.Is(err, fault.Conflict) {
		return s.connection(r, http.StatusConflict, in, nil, true)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Connections(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The connection from " + answered.FromName + " is " + string(answered.State) + "."})
}
