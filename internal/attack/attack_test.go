package attack_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// cookie holds a session.
const cookie = "tenantry"

// password is a good one that nobody has yet.
const password = "quiet orchard lantern 58"

// in fails the test unless a browser's session opens a page, and out unless it
// leads to the sign-in page.
func in(t *testing.T, b *apptest.Browser, page string) {
	t.Helper()
	if b.Open(page); b.Status != http.StatusOK || b.Count("form[action='/sign-out']") == 0 {
		t.Errorf("%s is not open: %d at %s", page, b.Status, b.Address)
	}
}

func out(t *testing.T, b *apptest.Browser, page string) {
	t.Helper()
	if b.Open(page); b.Count("form[action='/sign-out']") > 0 {
		t.Errorf("%s is open: %d at %s", page, b.Status, b.Address)
	}
}

// query reads one value from the database.
func query[T any](t *testing.T, a *apptest.App, text string) (v T) {
	t.Helper()
	if err := a.Raw().QueryRow(text).Scan(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// run changes the database behind the portal's back.
func run(t *testing.T, a *apptest.App, text string) {
	t.Helper()
	if _, err := a.Raw().Exec(text); err != nil {
		t.Fatal(err)
	}
}

// secretFor is the secret in the last letter of a kind to an address, as who
// reads the mailbox has it.
func secretFor(t *testing.T, a *apptest.App, kind, address string) string {
	t.Helper()
	text := query[string](t, a, "SELECT facts FROM letters WHERE kind = '"+kind+"' AND to_address = '"+address+"' ORDER BY id DESC")
	var facts struct {
		Secret string `json:"secret"`
	}
	if err := json.Unmarshal([]byte(text), &facts); err != nil || facts.Secret == "" {
		t.Fatalf("the letter to %s has no secret: %v", address, err)
	}
	return facts.Secret
}

// seatOf is the id of a person's seat.
func seatOf(t *testing.T, a *apptest.App, p cast.Person) string {
	t.Helper()
	return query[string](t, a, "SELECT id FROM seats WHERE user_id = '"+p.ID+"'")
}

// home is a page of a person's own account.
func home(p cast.Person) string { return route.Services(p.Account) }

// request is one that no browser of a test would send.
func request(method, address string, form url.Values) (*http.Request, *httptest.ResponseRecorder) {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r, httptest.NewRecorder()
}
