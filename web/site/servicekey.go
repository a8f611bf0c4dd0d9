package site

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/servicekeys"
	"github.com/tenantry/tenantry/web/route"
)

// keyStates are the states by which keys are listed; "" is all.
var keyStates = []servicekey.State{"", servicekey.Active, servicekey.Early, servicekey.Used, servicekey.Expired, servicekey.Inactive}

// keyTabs are the words of those where they are not those of a key.
var keyTabs = map[servicekey.State]string{"": "All", servicekey.Used: "Used"}

// listKeys is the keys of the account.
func (s *Site) listKeys(r *Request) error {
	return s.keys(r, servicekey.Filter{}, route.ServiceKeys(r.here()), "Service keys")
}

// listKeysOf is the keys of one service.
func (s *Site) listKeysOf(r *Request) error {
	id := r.Param("service")
	return s.keys(r, servicekey.Filter{Service: id}, route.KeysOf(r.here(), id), "Service keys")
}

func (s *Site) keys(r *Request, f servicekey.Filter, list, title string) (err error) {
	q := r.query()
	f.State = servicekey.State(take(q, url.Values{}, "state", func(v string) bool { return slices.Contains(keyStates, servicekey.State(v)) }))
	f.After = q.Get("after")
	p := servicekeys.IndexPage{State: f.State}
	if p.Page, err = s.Keys.List(r.ctx(), r.By, f); err != nil {
		return err
	}
	p.Shell, p.Faces, p.States = s.shell(r, title), serviceFaces(r), stateTabs(list, f.State)
	if p.Page.More {
		p.Older = route.With(list, url.Values{"state": {string(f.State)}, "after": {p.Page.Keys[len(p.Page.Keys)-1].ID}})
	}
	return r.page(http.StatusOK, servicekeys.Index(p))
}

// stateTabs lead to the keys of each state, and to all.
func stateTabs(list string, current servicekey.State) (ts []layout.Tab) {
	for _, state := range keyStates {
		t := layout.Tab{Label: state.Word(), Href: list, Current: state == current}
		if word, ok := keyTabs[state]; ok {
			t.Label = word
		}
		if state != "" {
			t.Href = route.With(list, url.Values{"state": {string(state)}})
		}
		ts = append(ts, t)
	}
	return ts
}

// newKey is the form of a new key.
func (s *Site) newKey(r *Request) error {
	return s.keyForm(r, http.StatusOK, servicekey.Draft{Token: db.NewToken(), Active: true}, nil)
}

func (s *Site) keyForm(r *Request, status int, in servicekey.Draft, problems fault.Fields) error {
	b, err := s.Keys.Board(r.ctx(), r.By, r.Param("service"))
	if err != nil {
		return err
	}
	shell := s.shell(r, "New key for "+b.Service.Name)
	shell.Invalid = problems != nil
	return r.page(status, servicekeys.New(servicekeys.NewPage{Shell: shell, Board: b, Draft: in, Problems: problems}))
}

// makeKey makes one.
func (s *Site) makeKey(r *Request) error {
	var in servicekey.Draft
	var k servicekey.Key
	err := r.decode(&in)
	if err == nil {
		k, err = s.Keys.Make(r.ctx(), r.By, r.Param("service"), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.keyForm(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.ServiceKey(r.here(), k.ID), layout.Notice{Tone: layout.Ok, Lead: k.Label + " is made.", Text: "Copy the key, and give it to the company that is to connect. Treat it like a password."})
}

// showKey is one key.
func (s *Site) showKey(r *Request) error { return s.key(r, http.StatusOK, nil, nil) }

// key is the page of one; typed is what was refused, or nil.
func (s *Site) key(r *Request, status int, typed *servicekey.Draft, problems fault.Fields) error {
	k, now, err := s.Keys.Find(r.ctx(), r.By, r.Param("servicekey"))
	if err != nil {
		return err
	}
	p := servicekeys.ShowPage{Shell: s.shell(r, k.Label), Key: k, At: now, Draft: servicekey.DraftOf(k), Problems: problems}
	p.Shell.Invalid = problems != nil
	if typed != nil {
		p.Draft = *typed
		p.Draft.Version = k.Version
	}
	return r.page(status, servicekeys.Show(p))
}

// changeKey changes it.
func (s *Site) changeKey(r *Request) error {
	var in servicekey.Draft
	changed := false
	err := r.decode(&in)
	if err == nil {
		_, changed, err = s.Keys.Change(r.ctx(), r.By, r.Param("servicekey"), in)
	}
	if problems, status := formProblems(err, "label"); problems != nil {
		return s.key(r, status, &in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.ServiceKey(r.here(), r.Param("servicekey")), saved("Key", changed))
}

// pasteKey leads from a pasted service key to the form of the connection.
func (s *Site) pasteKey(r *Request) error {
	var in struct {
		Code    string `form:"code"`
		Product string `form:"product"`
	}
	var o servicekey.Offer
	err := r.decode(&in)
	if err == nil {
		o, err = s.Keys.Paste(r.ctx(), r.By, in.Code)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.chooseFar(r, http.StatusUnprocessableEntity, farChoice{top: r.Param("service"), product: in.Product, code: in.Code}, problems)
	}
	if err != nil {
		return err
	}
	far := order.Far{Kind: service.FarKey, ID: o.ID, Proof: o.Proof}
	return r.Redirect(http.StatusSeeOther, route.NewConnectionTo(r.here(), r.Param("service"), in.Product, far.Key()))
}
