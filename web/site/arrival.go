package site

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// arrive takes what a form left for this address: the notice to show, and the
// knowledge that this is no refresh.
func (s *Site) arrive(r *Request) (arrived bool, err error) {
	if !document(r.Request()) {
		return false, nil
	}
	text, arrived := s.Store.Arrive(r.Response(), r.Request(), r.Visitor.Session.Hash)
	if text == "" {
		return arrived, nil
	}
	r.Notice = &layout.Notice{}
	return arrived, json.Unmarshal([]byte(text), r.Notice)
}

// document reports whether a browser is loading a page, not a part of one.
func document(r *http.Request) bool {
	dest := r.Header.Get("Sec-Fetch-Dest")
	return r.Method == http.MethodGet && r.Header.Get("HX-Request") == "" && (dest == "" || dest == "document")
}

// refreshed reports whether the browser loads this page again because somebody
// refreshed it. Links, forms, Back, Forward and typed addresses do not say so;
// see the decision of 2026-11-22.
func refreshed(r *http.Request) bool {
	cache := r.Header.Get("Cache-Control")
	return document(r) && (strings.Contains(cache, "max-age=0") || strings.Contains(cache, "no-cache"))
}

// leaveOnRefresh returns the visitor to the partner, unless the partner chose
// otherwise, and reports whether it did; seed 000, the Note.
func (s *Site) leaveOnRefresh(r *Request) (bool, error) {
	choice, err := s.Settings.OnRefresh(r.ctx(), r.By)
	if err != nil || choice == setting.StayInAccount {
		return false, err
	}
	if err := s.Sessions.Leave(r.ctx(), r.Visitor, visit.Refreshed); err != nil {
		return false, err
	}
	s.Store.Turn(r.Response())
	partner := r.Visitor.Partner
	return true, s.done(r, back(r.Visitor.Hands(), partner), layout.Notice{
		Tone: layout.Info, Lead: "Returned to " + partner.Name + ".", Text: "The page was refreshed, so you left " + r.Visitor.Account.Name + ".",
		Act: wayBack(r),
	})
}

// wayBack leads to the page that was refreshed, into the preview if it was one.
func wayBack(r *Request) *layout.Act {
	managed, fields := r.Visitor.Account, map[string]string{"next": r.Request().URL.RequestURI()}
	if !r.By.Preview {
		return &layout.Act{Label: "Go back to " + managed.Name, Post: route.Entry(managed.ID), Fields: fields}
	}
	if fields["seat"] = r.Visitor.Whose.ID; fields["seat"] == "" {
		fields["role"] = string(r.By.Role)
	}
	return &layout.Act{Label: "Go back to the preview of " + managed.Name, Post: route.Preview(managed.ID), Fields: fields}
}

// done answers a form that was carried out: the browser goes to address, which
// shows the notice once. It is always 303, so that nothing is sent twice.
func (s *Site) done(r *Request, address string, n layout.Notice) error {
	text := ""
	if n.Lead != "" {
		b, err := json.Marshal(n)
		if err != nil {
			return err
		}
		text = string(b)
	}
	if err := s.Store.Send(r.Response(), r.Visitor.Session.Hash, address, text); err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, address)
}
