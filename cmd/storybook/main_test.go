package main

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

var forbidden = regexp.MustCompile(`(?i)\sstyle=|<style|\son[a-z]+=|<script(?:\s[^>]*)?>[^<]|https?://[^"]*\.(?:css|js|woff2)`)

func TestEveryPageIsDrawnWithinThePolicy(t *testing.T) {
	book := handler()
	for _, s := range append(stories(), story{name: ""}) {
		w := httptest.NewRecorder()
		book.ServeHTTP(w, httptest.NewRequest("GET", "/"+s.name, nil))
		if w.Code != 200 {
			t.Errorf("/%s: status %d", s.name, w.Code)
		}
		if m := forbidden.FindString(w.Body.String()); m != "" {
			t.Errorf("/%s holds %q", s.name, m)
		}
		if n := strings.Count(w.Body.String(), "<h1"); n != 1 {
			t.Errorf("/%s has %d headings of the first level", s.name, n)
		}
	}
}

func TestAddressesOfThePortalLeadToTheirStory(t *testing.T) {
	book := handler()
	for address, want := range map[string]string{
		route.Accounts(cast.Northwind):            "/accounts",
		route.NewAccount(cast.Northwind):          "/account-new",
		route.Managed(cast.Northwind, cast.Acme):  "/account-details",
		route.Features(cast.Northwind, cast.Acme): "/account-features",
		route.Services(cast.Acme):                 "/services",
		route.Defaults(cast.Northwind):            "/defaults",
	} {
		w := httptest.NewRecorder()
		book.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if got := w.Header().Get("Location"); w.Code != 303 || got != want {
			t.Errorf("%s leads to %q with %d, not to %s", address, got, w.Code, want)
		}
	}
}

func TestWhatTheBookDoesNotHaveIsNotFound(t *testing.T) {
	for _, address := range []string{"/nobody", "/accounts/nobody", "/a/nrthw3nd/nobody"} {
		w := httptest.NewRecorder()
		handler().ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != 404 {
			t.Errorf("%s: status %d", address, w.Code)
		}
	}
}
