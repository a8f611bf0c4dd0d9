package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/mail"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web"
)

// demo serves the cast.
type demo struct {
	Addr      string `help:"Address to listen on." default:"127.0.0.1:8080"`
	PublicURL string `help:"Address at which people reach it. Without one, the address it listens on, or 127.0.0.1 where it listens on all."`
	Data      string `help:"Folder to keep the demonstration in. Without one it is thrown away." type:"path"`
	Accounts  int    `help:"Add this many managed accounts to Northwind Partners."`
	Verbose   bool   `help:"Write a line for each request."`
}

// marker is the file that says a folder is a demonstration's.
const marker = "demonstration"

// Run serves the demonstration until the process is told to stop.
func (o *demo) Run(ctx context.Context) error {
	folder, fresh, throwAway, err := o.folder()
	if err != nil {
		return err
	}
	defer throwAway()
	d, err := open(ctx, config.Config{Data: folder})
	if err != nil {
		return err
	}
	defer d.Close()
	if fresh {
		if err := o.fill(ctx, d); err != nil {
			return err
		}
	} else if o.Accounts > 0 {
		fmt.Println("The demonstration in this folder keeps the accounts that it has; --accounts is for a new one.")
	}
	keys, err := portalKeys(folder)
	if err != nil {
		return err
	}
	level := slog.LevelWarn
	if o.Verbose {
		level = slog.LevelInfo
	}
	public, err := o.public()
	if err != nil {
		return err
	}
	fmt.Printf("The demonstration is at %s\nSign in as anybody on the page; Ctrl-C ends it.\n", public)
	return listen(ctx, app.New(d, auth.Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}, seal.New(keys...)), web.Options{
		Config: config.Config{Addr: o.Addr, PublicURL: public, Absolute: 12 * time.Hour, Carrier: config.Builtin, Pace: 5 * time.Second},
		Keys:   keys, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level})),
		Demo: companies(), Password: cast.Password,
	}, mail.Keep{})
}

// public is the address at which people reach the demonstration.
func (o *demo) public() (string, error) {
	if o.PublicURL != "" {
		return o.PublicURL, nil
	}
	host, port, err := net.SplitHostPort(o.Addr)
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port), err
}

// folder is where the demonstration lives, and whether it is still empty. A
// folder that no demonstration made is refused.
func (o *demo) folder() (name string, fresh bool, throwAway func(), err error) {
	if o.Data == "" {
		name, err = os.MkdirTemp("", "tenantry-demo-")
		return name, true, func() { _ = os.RemoveAll(name) }, err
	}
	keep := func() {}
	if _, err := os.Stat(filepath.Join(o.Data, marker)); err == nil {
		return o.Data, false, keep, nil
	}
	entries, err := os.ReadDir(o.Data)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", false, keep, err
	}
	if len(entries) > 0 {
		return "", false, keep, fmt.Errorf("%s holds something that no demonstration made; name an empty folder", o.Data)
	}
	return o.Data, true, keep, os.MkdirAll(o.Data, 0o700)
}

// letIn lets people of the operator and of Northwind act at Acme without asking;
// everywhere else they ask first.
func letIn(ctx context.Context, cs *consent.Consents) error {
	for _, side := range consent.Sides(access.Managed) {
		if _, err := cs.Set(ctx, cast.Alice.Caller(), consent.SetDraft{Side: side, Answer: consent.Always}); err != nil {
			return err
		}
	}
	return nil
}

// fill puts the cast, and the accounts that were asked for, into an empty database.
func (o *demo) fill(ctx context.Context, d *db.DB) error {
	if err := cast.Seed(ctx, d); err != nil {
		return err
	}
	if err := letIn(ctx, consent.New(d)); err != nil {
		return err
	}
	if o.Accounts > 0 {
		err := cast.Many(ctx, d, o.Accounts, func(done, total int) {
			fmt.Printf("\r%d of %d accounts", done, total)
		})
		fmt.Println()
		if err != nil {
			return err
		}
	}
	if o.Data == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(o.Data, marker), []byte("A demonstration made this folder.\n"), 0o600)
}

// companies are the people to sign in as, by account.
func companies() (cs []signin.Company) {
	for _, c := range cast.People {
		company := signin.Company{Name: c.Account, Kind: c.Note}
		for _, p := range c.People {
			company.People = append(company.People, signin.Person{Name: p.Name, Role: string(p.Role), Email: p.Email})
		}
		cs = append(cs, company)
	}
	return cs
}
