package session_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/web/session"
)

// browser keeps cookies as a browser does, as far as these tests need it.
type browser struct {
	store *session.Store
	jar   map[string]string
}

func newBrowser() *browser {
	return &browser{session.New(true, time.Hour, []byte(rand.Text()+rand.Text())), map[string]string{}}
}

func (b *browser) take(w *httptest.ResponseRecorder) {
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.jar, c.Name)
			continue
		}
		b.jar[c.Name] = c.Value
	}
}

func (b *browser) send(t *testing.T, holder, address, notice string) {
	t.Helper()
	w := httptest.NewRecorder()
	if err := b.store.Send(w, holder, address, notice); err != nil {
		t.Fatal(err)
	}
	for _, c := range w.Result().Cookies() {
		if n := len(c.Name) + len(c.Value); n > 4096 || !c.HttpOnly || !c.Secure || c.Path != "/" || c.MaxAge != 60 {
			t.Errorf("%d bytes, %+v", n, c)
		}
	}
	b.take(w)
}

// arrive is the notice that waits, in brackets, or "none".
func (b *browser) arrive(holder, address string) string {
	r, w := httptest.NewRequest(http.MethodGet, address, nil), httptest.NewRecorder()
	for name, value := range b.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	notice, ok := b.store.Arrive(w, r, holder)
	b.take(w)
	if !ok {
		return "none"
	}
	return "[" + notice + "]"
}

func TestAnArrivalIsTakenOnceByItsOwnAddressAndSession(t *testing.T) {
	b := newBrowser()
	b.send(t, "pia", "/a/x?y=1", "first")
	got := []string{
		b.arrive("pia", "/a/x"), b.arrive("pia", "/a/x?y=2"), b.arrive("", "/a/x?y=1"), b.arrive("cara", "/a/x?y=1"),
		b.arrive("pia", "/a/x?y=1"), b.arrive("pia", "/a/x?y=1"),
	}
	if strings.Join(got, " ") != "none none none none [first] none" {
		t.Error(got)
	}
}

func TestAnArrivalWithoutANoticeArrives(t *testing.T) {
	b := newBrowser()
	b.send(t, "pia", "/a/x", "")
	if got := b.arrive("pia", "/a/x") + b.arrive("pia", "/a/x"); got != "[]none" {
		t.Error(got)
	}
}

func TestTwoTabsOnTheWayToOneAddressEachHaveAnArrival(t *testing.T) {
	b := newBrowser()
	b.send(t, "pia", "/a/x", "one")
	b.send(t, "pia", "/a/x", "two")
	if got := len(b.arrive("pia", "/a/x")) + len(b.arrive("pia", "/a/x")); got != len("[one]")+len("[two]") || len(b.jar) != 0 {
		t.Errorf("%d bytes arrived, %d cookies are left", got, len(b.jar))
	}
}

func TestANoticeTooLongForACookieIsLeftOut(t *testing.T) {
	b := newBrowser()
	b.send(t, "pia", "/long", strings.Repeat("n", 2100))
	b.send(t, "pia", "/longer", strings.Repeat("n", 2101))
	if got := b.arrive("pia", "/long"); len(got) != 2102 {
		t.Errorf("%d bytes arrived", len(got))
	}
	if got := b.arrive("pia", "/longer"); got != "[]" {
		t.Error(got)
	}
}

func TestAForgedArrivalIsNone(t *testing.T) {
	b, forger := newBrowser(), newBrowser()
	forger.send(t, "pia", "/a/x", "forged")
	b.jar = forger.jar
	if got := b.arrive("pia", "/a/x"); got != "none" {
		t.Error(got)
	}
}
