package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web"
)

func TestMeasurementsAreReadAtAnAddressOfTheirOwn(t *testing.T) {
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	free.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	o := web.Options{Config: config.Config{Metrics: at}, Log: slog.New(slog.DiscardHandler)}
	finished, err := measure(ctx, a.App, o)
	if err != nil {
		t.Fatal(err)
	}
	read := func() string {
		res, err := http.Get("http://" + at + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(res.StatusCode, err)
		}
		return string(body)
	}
	for _, says := range []string{"tenantry_visits_acting 0\n", "tenantry_visits_acting_begun_day 0\n", "process_open_fds ", "go_goroutines "} {
		if !strings.Contains(read(), says) {
			t.Errorf("nothing says %q", says)
		}
	}
	a.Acting(cast.Sam, cast.Alice)
	got := read()
	for _, says := range []string{"tenantry_visits_acting 1\n", "tenantry_visits_acting_begun_day 1\n"} {
		if !strings.Contains(got, says) {
			t.Errorf("nothing says %q", says)
		}
	}
	if strings.Contains(got, cast.Acme) || strings.Contains(got, "Sam") {
		t.Error("a measurement names somebody")
	}
	if _, err := measure(ctx, a.App, o); err == nil {
		t.Error("two portals measure at one address")
	}
	stop()
	<-finished
	if _, err := net.Dial("tcp", at); err == nil {
		t.Error("it is served after the end")
	}
}
