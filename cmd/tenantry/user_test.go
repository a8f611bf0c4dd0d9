package main

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/seal"
)

// serving is the cast's portal, running on a folder.
func serving(t *testing.T) (a *app.App, folder string) {
	t.Helper()
	folder = t.TempDir()
	d, err := open(t.Context(), config.Config{Data: folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := cast.Seed(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	keys, err := portalKeys(folder)
	if err != nil {
		t.Fatal(err)
	}
	return app.New(d, auth.Limits{Idle: time.Hour, Absolute: time.Hour}, seal.New(keys...)), folder
}

// command runs tenantry with arguments, and answers what it prints.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	k, err := kong.New(&program{}, kong.Name("tenantry"))
	if err != nil {
		t.Fatal(err)
	}
	k.Stdout, k.Stderr = &out, &out
	parsed, err := k.Parse(args)
	if err != nil {
		t.Fatal(err)
	}
	parsed.BindTo(t.Context(), (*context.Context)(nil))
	parsed.BindTo(&out, (*io.Writer)(nil))
	err = parsed.Run()
	return out.String(), err
}

var address = regexp.MustCompile(`https://portal\.example(/\S+)`)

func TestTheCommandLineInvitesWhileThePortalRuns(t *testing.T) {
	a, folder := serving(t)
	out, err := command(t, "user", "create", "ola@meridian.example", "--first", "Ola", "--last", "Berg", "--data", folder, "--public-url", "https://portal.example/")
	if err != nil || !strings.Contains(out, "Ola Berg is invited to Meridian Networks as Operator Admin.") {
		t.Fatal(out, err)
	}
	found := address.FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("no link: %s", out)
	}
	secret := found[1][strings.LastIndexByte(found[1], '/')+1:]
	in, err := a.Sessions.FindInvitation(t.Context(), secret)
	if err != nil || in.Seat.Email != "ola@meridian.example" {
		t.Errorf("the link leads to %+v, %v", in.Seat, err)
	}
	out, err = command(t, "user", "create", "ola@meridian.example", "--first", "Ola", "--last", "Berg", "--role", "Support Agent", "--data", folder)
	if err != nil || !strings.Contains(out, "as Support Agent") {
		t.Error(out, err)
	}
	if _, err := a.Sessions.FindInvitation(t.Context(), secret); err == nil {
		t.Error("the first link works after the second was made")
	}
}

func TestTheCommandLineSaysInASentenceWhatIsWrong(t *testing.T) {
	_, folder := serving(t)
	for says, args := range map[string][]string{
		"no account has the key":                              {"create", "x@y.example", "--first", "X", "--last", "Y", "--account", "zzzzzzz9"},
		"is no role in this account":                          {"create", "x@y.example", "--first", "X", "--last", "Y", "--account", cast.Northwind, "--role", "Operator Admin"},
		"as Operator Admin":                                   {"create", cast.Olive.Email, "--first", "X", "--last", "Y"},
		"Enter the first name":                                {"create", "x@y.example", "--first", "", "--last", "Y"},
		"is closed":                                           {"create", "x@y.example", "--first", "X", "--last", "Y", "--account", cast.Tidewater},
		"Nobody has the e-mail address":                       {"disable", "nobody@y.example"},
		"last active Operator Admin of Meridian Networks":     {"disable", cast.Olive.Email},
		"last active Company Admin of Northwind Partners":     {"disable", cast.Pia.Email},
		"Rory Quinn can sign in already.":                     {"enable", cast.Rory.Email},
		"Nobody has the e-mail address nobody@y.example. Who": {"reset-password", "nobody@y.example"},
	} {
		out, err := command(t, append(append([]string{"user"}, args...), "--data", folder)...)
		if err == nil || !strings.Contains(err.Error(), says) || out != "" {
			t.Errorf("%v: %q, %v", args, out, err)
		}
	}
	if _, err := command(t, "user", "list", "--data", t.TempDir()); err == nil || !strings.Contains(err.Error(), "there is no database") {
		t.Errorf("a folder without a portal: %v", err)
	}
	empty := t.TempDir()
	d, err := open(t.Context(), config.Config{Data: empty})
	if err != nil {
		t.Fatal(err)
	}
	_ = d.Close()
	if _, err := command(t, "user", "list", "--data", empty); err == nil || !strings.Contains(err.Error(), "no operator yet") {
		t.Errorf("a portal that was not set up: %v", err)
	}
}

func TestTheCommandLineListsAndEndsSessions(t *testing.T) {
	a, folder := serving(t)
	secret, err := a.Sessions.SignIn(t.Context(), cast.Rory.Email, cast.Password, auth.Browser{Address: "192.0.2.7"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := command(t, "user", "sessions", cast.Rory.Email, "--data", folder)
	if err != nil || !strings.Contains(out, "192.0.2.7") {
		t.Error(out, err)
	}
	if _, ok, _ := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"}); !ok {
		t.Error("listing ended the session")
	}
	if out, err = command(t, "user", "sessions", cast.Rory.Email, "--end", "--data", folder); err != nil || !strings.Contains(out, "signed out everywhere") {
		t.Error(out, err)
	}
	if _, ok, _ := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"}); ok {
		t.Error("the session goes on")
	}
	if out, err = command(t, "user", "sessions", cast.Rory.Email, "--data", folder); err != nil || !strings.Contains(out, "Rory Quinn is signed in nowhere.") {
		t.Error(out, err)
	}
	if out, err = command(t, "user", "list", "rory", "--data", folder); err != nil || !strings.Contains(out, "rory@northwind.example") || strings.Contains(out, "pia@") {
		t.Error(out, err)
	}
}
