package site_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
)

// Who acts in somebody's place gets every route of that account at most as far
// as the person does, sends nothing while reading, and outside of it gets one
// and the same answer, whatever is there.
func TestEveryRouteWhileSomebodyActs(t *testing.T) {
	for _, c := range []struct{ who, as cast.Person }{{cast.Sam, cast.Alice}, {cast.Pia, cast.Alice}, {cast.Sam, cast.Pia}} {
		for _, changes := range []bool{false, true} {
			name := c.who.Name + " as " + c.as.Name + map[bool]string{false: ", reading", true: ", changing"}[changes]
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				a := apptest.New(t)
				_, e := a.Server()
				own := a.Browser(c.as)
				b := hands(a, c.who, c.as)
				if !changes {
					b.Press("Back to read-only")
				}
				for _, r := range routes(t, e) {
					if strings.HasSuffix(r.Path, "/sign-out") || strings.Contains(r.Path, "/acting/") || doors[r.Method+" "+r.Path] == anybody {
						continue
					}
					if !strings.Contains(r.Path, ":key") {
						if got := try(t, b, r.Method, address(r.Path, "", "")); got.status != http.StatusConflict && got.to != "/" && !answered(r, got) {
							t.Errorf("%s %s: %d %s", r.Method, r.Path, got.status, got.to)
						}
						continue
					}
					tryActing(t, own, b, c.as, r.Method, r.Path)
				}
			})
		}
	}
}

func tryActing(t *testing.T, own, b *apptest.Browser, as cast.Person, method, path string) {
	t.Helper()
	never := try(t, b, method, address(path, missing, missing))
	if never.status != http.StatusConflict {
		t.Errorf("%s %s of an account that does not exist: %d", method, path, never.status)
	}
	for _, key := range []string{cast.Cobalt, cast.Cascade, cast.Solo, cast.Meridian, cast.Northwind, cast.Acme} {
		if key == as.Account {
			continue
		}
		got := try(t, b, method, address(path, key, missing))
		asked := bytes.ReplaceAll(got.body, []byte("/a/"+key), []byte("/a/"+missing)) // the page leads back to what was asked for
		if got.status != never.status || !bytes.Equal(asked, never.body) {
			t.Errorf("%s %s of %s: %d, and not the same bytes as for one that does not exist", method, path, key, got.status)
		}
	}
	child := ownChild[as.Account]
	if child == "" {
		child = cast.Acme
	}
	got := try(t, b, method, address(path, as.Account, child))
	switch {
	case method != http.MethodGet && got.status < http.StatusBadRequest: // without the mark of the visit, in either mode
		t.Errorf("%s %s: %d %s", method, path, got.status, got.to)
	case method == http.MethodGet && got.status < http.StatusBadRequest:
		if theirs := try(t, own, method, address(path, as.Account, child)); theirs.status >= http.StatusBadRequest {
			t.Errorf("%s %s: %d, and %d in their own name", method, path, got.status, theirs.status)
		}
	case method == http.MethodGet && got.status != http.StatusForbidden && got.status != http.StatusNotFound && got.status != http.StatusConflict:
		t.Errorf("%s %s: %d", method, path, got.status)
	}
}
