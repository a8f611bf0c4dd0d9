package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/web"
	"github.com/tenantry/tenantry/web/route"
)

// serve runs the portal.
type serve struct {
	config.Config
}

// Run serves until the process is told to stop.
func (s *serve) Run(ctx context.Context) error {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	post, err := postOf(s.Mail, log)
	if err != nil {
		return err
	}
	d, err := open(ctx, s.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	keys, err := portalKeys(s.Data)
	if err != nil {
		return err
	}
	a := app.New(d, auth.Limits{Idle: s.Idle, Absolute: s.Absolute}, seal.New(keys...))
	secret, err := a.Sessions.OfferSetUp(ctx)
	if err != nil {
		return err
	}
	if secret != "" {
		fmt.Fprintf(os.Stderr, "This portal has no operator yet. Set it up once, within a day, at\n\n    %s%s\n\n", strings.TrimSuffix(s.PublicURL, "/"), route.SetUp(secret))
	}
	if strings.HasPrefix(s.PublicURL, "http://") && !loopback(s.PublicURL) {
		log.Warn("people reach the portal without https: whoever listens on the way can read their cookies", "public-url", s.PublicURL)
	}
	return listen(ctx, a, web.Options{Config: s.Config, Keys: keys, Log: log}, post)
}

// loopback reports whether an address leads to this machine only.
func loopback(url string) bool {
	return strings.Contains(url, "//localhost") || strings.Contains(url, "//127.") || strings.Contains(url, "//[::1]")
}

// open opens and migrates the database that the configuration names.
func open(ctx context.Context, c config.Config) (*db.DB, error) {
	address := c.Database
	if address == "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return nil, fmt.Errorf("make data folder: %w", err)
		}
		address = filepath.Join(c.Data, "tenantry.db")
	}
	d, err := db.Open(ctx, db.Options{Address: address})
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// portalKeys are the keys that sign cookies and seal the secrets of second
// factors, the newest first. One is made at the first start and kept in the data
// folder. To exchange it, put a new line before the old one, and take the old
// one away when nobody's secrets are sealed with it any more.
func portalKeys(data string) (keys [][]byte, err error) {
	name := filepath.Join(data, "session.key")
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(name)
	}
	if err != nil {
		return nil, fmt.Errorf("read the portal's key: %w", err)
	}
	for _, line := range strings.Fields(string(text)) {
		key, err := hex.DecodeString(line)
		if err != nil || len(key) < 32 {
			keys = nil
			break
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("the portal's key in %s is damaged. Put a copy of it back. Without it everybody is signed out, and authenticator apps must be reset; to go on so, remove the file", name)
	}
	return keys, nil
}

func makeKey(name string) ([][]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	if err := os.WriteFile(name, []byte(hex.EncodeToString(key)+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("keep the portal's key: %w", err)
	}
	return [][]byte{key}, nil
}

// patience is how long requests under way may take after the portal was told to stop.
const patience = 20 * time.Second

// listen serves a until ctx ends, and then lets the requests under way, the
// letter in hand, and the accounts and services that are being changed, finish.
func listen(ctx context.Context, a *app.App, o web.Options, post outbox.Post) error {
	server, _, err := web.New(a, o)
	if err != nil {
		return fmt.Errorf("build server: %w", err)
	}
	l, err := net.Listen("tcp", o.Config.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	jobs, stop := context.WithCancel(ctx)
	measured, err := measure(jobs, a, o)
	if err != nil {
		stop()
		return errors.Join(err, l.Close())
	}
	o.Log.Info("listening", "address", l.Addr().String())
	carried := carry(jobs, a.Outbox, post, strings.TrimSuffix(o.Config.PublicURL, "/"), o.Log)
	changed := carryChanges(jobs, a, o.Log)
	served := carryServices(jobs, a, carrierOf(o.Config, a), o.Log)
	asked := keepRequests(jobs, a, o.Log)
	consented := keepConsents(jobs, a, o.Log)
	left := closeVisits(jobs, a, o.Log)
	kept := keepRecord(jobs, a, o.Log)
	defer func() {
		stop()
		<-asked
		<-left
		<-kept
		<-consented
		<-carried
		<-changed
		<-served
		<-measured
	}()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	o.Log.Info("stopping")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
