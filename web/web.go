// Package web is the portal's way to the network: one Echo server with the
// site, health, and static files behind one list of guards.
package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/static"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web/form"
	"github.com/tenantry/tenantry/web/route"
	"github.com/tenantry/tenantry/web/session"
	"github.com/tenantry/tenantry/web/site"
)

// Options are what the doors need besides the house.
type Options struct {
	Config   config.Config
	Keys     [][]byte // that sign the session cookie, the newest first
	Log      *slog.Logger
	Demo     []signin.Company // the people of the demonstration, or nil
	Password string           // of all of them
}

// limits of one request.
const (
	mostBody   = "2M"
	mostTime   = 25 * time.Second
	mostHeader = 64 << 10
)

// New is the portal's server on a. It answers an error when the public address
// or an address range of a proxy cannot be read.
func New(a *app.App, o Options) (*http.Server, *echo.Echo, error) {
	public, err := public(o.Config.PublicURL)
	if err != nil {
		return nil, nil, err
	}
	e := echo.New()
	if e.IPExtractor, err = addresses(o.Config.Proxies); err != nil {
		return nil, nil, err
	}
	s := &site.Site{
		App: a, Log: o.Log, Demo: o.Demo, Password: o.Password, PublicURL: strings.TrimSuffix(o.Config.PublicURL, "/"),
		Post: o.Config.Mail.Host != "" || o.Demo != nil, Builtin: o.Config.Carrier == config.Builtin,
		Store: session.New(public.Scheme == "https", o.Config.Absolute, o.Keys...),
	}
	e.HTTPErrorHandler = s.Fail
	e.Pre(identify)
	e.Use(timed, logged(o.Log), middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: panicked(o.Log)}),
		headers(public), ours(public, o.Log), readable, middleware.BodyLimit(mostBody), sameOrigin(), arrived)
	e.GET(static.Prefix+"*", echo.WrapHandler(static.Handler()))
	e.GET(route.Live, func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET(route.Ready, func(c echo.Context) error {
		if err := a.DB.Ready(c.Request().Context()); err != nil {
			o.Log.Error("database does not answer", "error", err)
			return c.String(http.StatusServiceUnavailable, "database does not answer\n")
		}
		return c.String(http.StatusOK, "ready\n")
	})
	s.Routes(e)
	zip, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(1), gzhttp.MinSize(1024))
	if err != nil {
		return nil, nil, err
	}
	return &http.Server{
		Addr: o.Config.Addr, Handler: zip(e), MaxHeaderBytes: mostHeader,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
	}, e, nil
}

// addresses says how the client's address is found: from the connection, and
// from X-Forwarded-For only where a known proxy stands.
func addresses(proxies []string) (echo.IPExtractor, error) {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		_, block, err := net.ParseCIDR(p)
		if err != nil {
			return nil, err
		}
		trust = append(trust, echo.TrustIPRange(block))
	}
	return echo.ExtractIPFromXFFHeader(trust...), nil
}

// identify gives each request an id of our own; a client's is not believed.
func identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var b [8]byte
		_, _ = rand.Read(b[:])
		c.Response().Header().Set(echo.HeaderXRequestID, hex.EncodeToString(b[:]))
		return next(c)
	}
}

// logged writes one line for each request: no addresses of people, no names,
// no query.
func logged(log *slog.Logger) echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogStatus: true, LogMethod: true, LogRoutePath: true, LogLatency: true, LogRequestID: true, HandleError: true,
		Skipper: func(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, static.Prefix) },
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			log.Info("request", "method", v.Method, "route", v.RoutePath, "status", v.Status, "ms", v.Latency.Milliseconds(), "request", v.RequestID)
			return nil
		},
	})
}

func panicked(log *slog.Logger) middleware.LogErrorFunc {
	return func(c echo.Context, err error, stack []byte) error {
		log.Error("panic", "request", c.Response().Header().Get(echo.HeaderXRequestID), "route", c.Path(), "error", err, "stack", string(stack))
		return err
	}
}

// policy lets a page load only what comes from the portal itself, and nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// headers tells browsers what they may do with our pages.
func headers(public *url.URL) echo.MiddlewareFunc {
	https := public.Scheme == "https"
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			if secretive(c.Path(), public) {
				h.Set("Referrer-Policy", "no-referrer")
			}
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
			h.Set("Cache-Control", "no-store")
			if https {
				h.Set("Strict-Transport-Security", "max-age=63072000")
			}
			return next(c)
		}
	}
}

// timed ends a request's context when it has taken too long.
func timed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if strings.HasSuffix(c.Path(), "/export") {
			return next(c) // bounds itself
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), mostTime)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// readable refuses an address that does not spell text: no page links to one,
// and databases do not take it.
func readable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		texts := []string{u.Path}
		if strings.Contains(u.RawQuery, "%") || form.Readable(u.RawQuery) != u.RawQuery {
			for name, values := range u.Query() {
				texts = append(append(texts, name), values...)
			}
		}
		for _, t := range texts {
			if form.Readable(t) != t {
				return echo.NewHTTPError(http.StatusBadRequest, "an address that is no text")
			}
		}
		return next(c)
	}
}

// sameOrigin refuses writes that another site's page caused. A browser says
// where a request comes from; a write that carries a cookie and says nothing
// is refused as well.
func sameOrigin() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if err := protection.Check(r); err != nil {
				return echo.NewHTTPError(http.StatusForbidden, err.Error())
			}
			silent := r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == ""
			safe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
			if silent && !safe && r.Header.Get("Cookie") != "" {
				return echo.NewHTTPError(http.StatusForbidden, "a write that does not say where it comes from")
			}
			return next(c)
		}
	}
}

// arrived waits until all of a request is here, so that whoever sends it slowly is
// looked at when it is complete, and not before.
func arrived(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Body == nil || r.Body == http.NoBody {
			return next(c)
		}
		body, err := io.ReadAll(r.Body)
		if large := (*echo.HTTPError)(nil); errors.As(err, &large) {
			return large
		} else if err != nil {
			return echo.NewHTTPError(http.StatusBadRequest, "a request that ends early")
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		return next(c)
	}
}
