package e2e

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web"
)

// portal is the portal on a port of its own, with the cast.
type portal struct {
	*apptest.App
	URL string

	t      testing.TB
	broken atomic.Bool  // answers nothing, as if the network were gone
	lost   atomic.Int64 // requests that were not answered
	mu     sync.Mutex
	heard  []heard
}

// heard is a request as Chromium sent it.
type heard struct {
	Method, Address string
	Header          http.Header
}

// open starts a portal for a test that may run beside others.
func open(t *testing.T) *portal {
	t.Helper()
	return serve(t, apptest.New(t))
}

func serve(t testing.TB, a *apptest.App) *portal {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &portal{App: a, URL: "http://" + l.Addr().String(), t: t}
	server, _, err := web.New(a.App, web.Options{
		Config: config.Config{PublicURL: p.URL, Absolute: apptest.Limits.Absolute},
		Keys:   [][]byte{[]byte("a key for tests, thirty-two bytes")}, Log: slog.New(slog.DiscardHandler),
		Demo: people(), Password: cast.Password,
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Handler = p.listen(server.Handler)
	s := &httptest.Server{Listener: l, Config: server}
	s.Start()
	t.Cleanup(s.Close)
	return p
}

// listen remembers the requests for pages, and breaks the connection while the portal is broken.
func (p *portal) listen(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.broken.Load() {
			p.lost.Add(1)
			panic(http.ErrAbortHandler)
		}
		if !strings.HasPrefix(r.URL.Path, "/static/") {
			p.mu.Lock()
			p.heard = append(p.heard, heard{r.Method, r.URL.RequestURI(), r.Header.Clone()})
			p.mu.Unlock()
		}
		next.ServeHTTP(w, r)
	})
}

// requests are those heard since the last call.
func (p *portal) requests() []heard {
	p.mu.Lock()
	defer p.mu.Unlock()
	hs := p.heard
	p.heard = nil
	return hs
}

// String is what the door looks at when it asks whether a request is a refresh.
func (h heard) String() string {
	said := []string{h.Method, h.Address}
	for _, name := range []string{"Cache-Control", "Pragma", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-User", "Hx-Request", "Sec-Purpose"} {
		if v := h.Header.Get(name); v != "" {
			said = append(said, name+"="+v)
		}
	}
	return strings.Join(said, " ")
}

// people are those whom the sign-in page offers, as in the demonstration.
func people() (cs []signin.Company) {
	for _, c := range cast.People {
		company := signin.Company{Name: c.Account, Kind: c.Note}
		for _, p := range c.People {
			company.People = append(company.People, signin.Person{Name: p.Name, Role: string(p.Role), Email: p.Email})
		}
		cs = append(cs, company)
	}
	return cs
}

// created is the key of the managed account of a partner with this name.
func (p *portal) created(partner, name string) string {
	p.t.Helper()
	var key string
	if err := p.Raw().QueryRow("SELECT id FROM accounts WHERE parent_id = '" + partner + "' AND name = '" + strings.ReplaceAll(name, "'", "''") + "'").Scan(&key); err != nil {
		p.t.Fatalf("%s: %v", name, err)
	}
	return key
}

// count is the number that a query counts.
func (p *portal) count(query string) (n int) {
	p.t.Helper()
	if err := p.Raw().QueryRow(query).Scan(&n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

// exec changes the database behind the portal's back.
func (p *portal) exec(statement string) {
	p.t.Helper()
	if _, err := p.Raw().Exec(statement); err != nil {
		p.t.Fatal(err)
	}
}

// pages are the GET requests for whole pages among the requests.
func pages(hs []heard) []heard {
	return slices.DeleteFunc(slices.Clone(hs), func(h heard) bool {
		return h.Method != http.MethodGet || h.Header.Get("Sec-Fetch-Dest") != "document"
	})
}
