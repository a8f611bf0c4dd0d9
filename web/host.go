package web

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/templates/failure"
	"github.com/tenantry/tenantry/web/route"
)

// loopback are the names of this machine for itself.
var loopback = []string{"localhost", "127.0.0.1", "[::1]"}

// public reads the address at which people reach the portal.
func public(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, fmt.Errorf("the public URL %q is no http:// or https:// address of a host", address)
	}
	return u, nil
}

// hosts are the values of a request's Host that mean this portal. A browser
// leaves the scheme's own port away.
func hosts(public *url.URL) (hs []string) {
	names := []string{strings.ToLower(strings.TrimSuffix(public.Host, ":"+public.Port()))}
	if slices.Contains(loopback, names[0]) {
		names = loopback
	}
	usual := map[string]string{"http": "80", "https": "443"}[public.Scheme]
	port := public.Port()
	if port == "" {
		port = usual
	}
	for _, name := range names {
		hs = append(hs, name+":"+port)
		if port == usual {
			hs = append(hs, name)
		}
	}
	return hs
}

// longestHost is how much of a foreign host the log keeps.
const longestHost = 100

// ours refuses a request that means another host: nobody was led here by a
// page or a letter of ours. Only Host counts, or the host of an absolute
// address; what else a client or a proxy says of it is not read. Health is
// asked for by machines, at any name.
func ours(public *url.URL, log *slog.Logger) echo.MiddlewareFunc {
	known := hosts(public)
	page := failure.Misdirected(public.Scheme + "://" + public.Host)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if slices.Contains(known, strings.ToLower(r.Host)) || r.URL.Path == route.Live || r.URL.Path == route.Ready {
				return next(c)
			}
			log.Warn("a request for another host", "host", r.Host[:min(longestHost, len(r.Host))], "request", c.Response().Header().Get(echo.HeaderXRequestID))
			c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
			c.Response().WriteHeader(http.StatusMisdirectedRequest)
			return page.Render(r.Context(), c.Response())
		}
	}
}

// secretive are the pages whose address is a secret. Browsers that hear
// no-referrer send a form with the origin "null", which tells nothing about
// where it came from unless Sec-Fetch-Site does; they send that only where
// nobody listens on the way.
func secretive(path string, public *url.URL) bool {
	trusted := public.Scheme == "https" || slices.Contains(loopback, public.Hostname()) || net.ParseIP(public.Hostname()).IsLoopback()
	return trusted && slices.Contains([]string{route.SetUp(":link"), route.Invitation(":link"), route.Reset(":link")}, path)
}
