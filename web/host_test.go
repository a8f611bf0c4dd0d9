package web_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/web"
	"github.com/tenantry/tenantry/web/route"
)

// door is the portal's server for people who reach it at public, and its log.
func door(t *testing.T, a *apptest.App, public string) (http.Handler, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	server, _, err := web.New(a.App, web.Options{
		Config: config.Config{PublicURL: public, Absolute: apptest.Limits.Absolute},
		Keys:   [][]byte{[]byte("a key for tests, thirty-two bytes")}, Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return server.Handler, &log
}

func TestARequestForAnotherHostIsMisdirected(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		public, host string
		ours         bool
	}{
		{"https://portal.example", "portal.example", true},
		{"https://portal.example", "Portal.Example", true},
		{"https://portal.example", "portal.example:443", true},
		{"https://portal.example", "portal.example:80", false},
		{"https://portal.example", "portal.example:8443", false},
		{"https://portal.example", "portal.example.", false},
		{"https://portal.example", "evil.example", false},
		{"https://portal.example", "portal.example.evil.example", false},
		{"https://portal.example", "xportal.example", false},
		{"https://portal.example", "127.0.0.1", false},
		{"https://portal.example", "portal.example@evil.example", false},
		{"https://portal.example", "", false},
		{"https://portal.example:8443", "portal.example:8443", true},
		{"https://portal.example:8443", "portal.example", false},
		{"http://portal.example/", "portal.example", true},
		{"http://127.0.0.1:8080", "127.0.0.1:8080", true},
		{"http://127.0.0.1:8080", "localhost:8080", true},
		{"http://localhost:8080", "[::1]:8080", true},
		{"http://[::1]:8080", "127.0.0.1:8080", true},
		{"http://127.0.0.1:8080", "127.0.0.1:8081", false},
		{"http://127.0.0.1:8080", "127.0.0.1", false},
		{"http://127.0.0.1:8080", "rebound.example:8080", false},
	} {
		h, log := door(t, a, c.public)
		for _, path := range []string{route.SignIn, "/nowhere", "/static/css/none.css"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = c.host
			r.Header.Set("X-Forwarded-Host", "portal.example")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if (w.Code != http.StatusMisdirectedRequest) != c.ours {
				t.Errorf("%s at %q answers %d for the host %q", c.public, path, w.Code, c.host)
			}
			if c.ours {
				continue
			}
			if !strings.Contains(w.Body.String(), strings.TrimSuffix(c.public, "/")) || strings.Contains(w.Body.String(), "evil") {
				t.Errorf("the page for the host %q says %s", c.host, w.Body)
			}
			if !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "default-src 'none'") || len(w.Result().Cookies()) > 0 {
				t.Errorf("the page for the host %q comes with %v", c.host, w.Header())
			}
			if !strings.Contains(log.String(), "a request for another host") {
				t.Errorf("the log says nothing of the host %q", c.host)
			}
		}
		for _, path := range []string{route.Live, route.Ready} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = c.host
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				t.Errorf("%s answers %d for the host %q", path, w.Code, c.host)
			}
		}
	}
}

func TestAPublicAddressThatIsNoneIsRefused(t *testing.T) {
	a := apptest.New(t)
	for _, public := range []string{"", "portal.example", "http://:8080", "ftp://portal.example", "https://"} {
		if _, _, err := web.New(a.App, web.Options{Config: config.Config{PublicURL: public}, Keys: [][]byte{make([]byte, 32)}, Log: slog.New(slog.DiscardHandler)}); err == nil {
			t.Errorf("%q is taken", public)
		}
	}
}

// The address in a request's first line wins over its Host, and both must be ours.
func TestAnAbsoluteAddressChangesNothing(t *testing.T) {
	h, _ := door(t, apptest.New(t), "http://portal.test")
	s := httptest.NewServer(h)
	defer s.Close()
	for request, want := range map[string]int{
		"GET http://portal.test/sign-in HTTP/1.1\r\nHost: portal.test\r\n":                                     http.StatusOK,
		"GET http://portal.test/sign-in HTTP/1.1\r\nHost: evil.example\r\n":                                    http.StatusOK,
		"GET http://evil.example/sign-in HTTP/1.1\r\nHost: portal.test\r\n":                                    http.StatusMisdirectedRequest,
		"GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n":                                   http.StatusMisdirectedRequest,
		"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: portal.test\r\n":                     http.StatusMisdirectedRequest,
		"GET /sign-in HTTP/1.1\r\nHost: portal.test\r\nX-Forwarded-Host: evil.example\r\n":                     http.StatusOK,
		"GET /sign-in HTTP/1.1\r\nHost: portal.test\r\nForwarded: host=evil.example\r\n":                       http.StatusOK,
		"GET /sign-in HTTP/1.1\r\nHost: portal.test\r\nHost: evil.example\r\n":                                 http.StatusBadRequest,
		"GET http://portal.test@evil.example/sign-in HTTP/1.1\r\nHost: portal.test\r\n":                        http.StatusMisdirectedRequest,
		"GET /sign-in?next=//evil.example HTTP/1.1\r\nHost: portal.test\r\nX-Original-URL: //evil.example\r\n": http.StatusOK,
	} {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(conn, request+"Connection: close\r\n\r\n")
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != want || want == http.StatusOK && strings.Contains(strings.ReplaceAll(string(body), "//evil.example", ""), "evil.example") {
			t.Errorf("%q: %d", request, res.StatusCode)
		}
		_ = conn.Close()
	}
}

func TestASecretAddressIsToldToNobody(t *testing.T) {
	a := apptest.New(t)
	for public, want := range map[string]string{"https://portal.example": "no-referrer", "http://127.0.0.1:8080": "no-referrer", "http://portal.test": "same-origin"} {
		h, _ := door(t, a, public)
		for path, want := range map[string]string{
			route.Invitation("0000"): want, route.SetUp("0000"): want, route.Reset("0000"): want, route.SignIn: "same-origin",
		} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = strings.SplitN(public, "//", 2)[1]
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if got := w.Header().Get("Referrer-Policy"); got != want {
				t.Errorf("%s%s comes with %q", public, path, got)
			}
			if strings.Contains(w.Body.String(), `name="referrer"`) {
				t.Errorf("the page of %s%s says otherwise than its header", public, path)
			}
		}
	}
}
