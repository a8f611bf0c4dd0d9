package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/web"
)

// perScrape is how long whoever reads the measurements waits for them at most.
const perScrape = 5 * time.Second

// measure serves the measurements of a portal at the address that its
// configuration names, until ctx ends. It answers a channel that closes then; at
// once when no address is named.
func measure(ctx context.Context, a *app.App, o web.Options) (<-chan struct{}, error) {
	finished := make(chan struct{})
	if o.Config.Metrics == "" {
		close(finished)
		return finished, nil
	}
	l, err := net.Listen("tcp", o.Config.Metrics)
	if err != nil {
		return nil, fmt.Errorf("listen for who reads measurements: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(measurements(ctx, a, o.Log), promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: perScrape}))
	server := &http.Server{Handler: mux, ReadTimeout: perScrape, WriteTimeout: 2 * perScrape}
	o.Log.Info("measurements", "address", l.Addr().String())
	stopped := context.AfterFunc(ctx, func() { _ = server.Close() })
	go func() {
		defer close(finished)
		defer stopped()
		if err := server.Serve(l); ctx.Err() == nil {
			o.Log.Error("measurements are not served any more", "error", err)
		}
	}()
	return finished, nil
}

// measurements are those of a portal. None says of which account.
func measurements(ctx context.Context, a *app.App, log *slog.Logger) *prometheus.Registry {
	all := prometheus.NewRegistry()
	all.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &visits{
		ctx: ctx, app: a, log: log,
		now: prometheus.NewDesc("tenantry_visits_acting", "People who act in somebody's place now.", nil, nil),
		day: prometheus.NewDesc("tenantry_visits_acting_begun_day", "Visits in somebody's place that began within twenty-four hours.", nil, nil),
	})
	return all
}

// visits measures acting in somebody's place.
type visits struct {
	ctx      context.Context
	app      *app.App
	log      *slog.Logger
	now, day *prometheus.Desc
}

// Describe names what is measured.
func (v *visits) Describe(to chan<- *prometheus.Desc) {
	to <- v.now
	to <- v.day
}

// Collect counts. What cannot be counted is left out: nobody takes a count that
// failed for none.
func (v *visits) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(v.ctx, perScrape)
	defer cancel()
	by, ok, err := v.app.Sessions.Portal(ctx)
	if err == nil && ok {
		volume, failed := v.app.Visits.Volume(ctx, by)
		if err = failed; err == nil {
			to <- prometheus.MustNewConstMetric(v.now, prometheus.GaugeValue, float64(volume.Now))
			to <- prometheus.MustNewConstMetric(v.day, prometheus.GaugeValue, float64(volume.Day))
		}
	}
	if err != nil && v.ctx.Err() == nil {
		v.log.Error("visits cannot be counted", "error", err)
	}
}
