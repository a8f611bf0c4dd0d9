package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

// users looks after people on the day when nobody can sign in.
type users struct {
	config.Config

	Create        userCreate   `cmd:"" help:"Invite somebody to an account, and print the link by which they accept."`
	List          userList     `cmd:"" help:"List people with their accounts and roles."`
	Disable       userDisable  `cmd:"" help:"Keep somebody out of the whole portal."`
	Enable        userEnable   `cmd:"" help:"Let somebody in again who was disabled or locked."`
	ResetPassword userPassword `cmd:"" help:"End somebody's password, and print a link by which they choose another."`
	ResetFactor   userFactor   `cmd:"" help:"Take all second factors and recovery codes from somebody."`
	Sessions      userSessions `cmd:"" help:"List where somebody is signed in, and end that."`
}

// on does something as the command line on the configured database, which the
// portal may be serving meanwhile.
func (u *users) on(ctx context.Context, do func(a *app.App, by access.Caller) error) error {
	if _, err := os.Stat(filepath.Join(u.Data, "tenantry.db")); u.Database == "" && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database in %s; name the portal's folder with --data, or its database with --database", u.Data)
	}
	d, err := open(ctx, u.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	keys, err := portalKeys(u.Data)
	if err != nil {
		return err
	}
	a := app.New(d, auth.Limits{Idle: u.Idle, Absolute: u.Absolute}, seal.New(keys...))
	by, err := a.Sessions.CommandLine(ctx)
	if err != nil {
		return err
	}
	return plain(do(a, by))
}

// plain is what is wrong with what was typed, in one line; any other error as it is.
func plain(err error) error {
	problems := fault.FieldsOf(err)
	if problems == nil {
		return err
	}
	var texts []string
	for _, p := range problems {
		texts = append(texts, p.Text)
	}
	return errors.New(strings.Join(texts, "; "))
}

// link is an address that is sent to somebody.
func (u *users) link(path string) string { return strings.TrimSuffix(u.PublicURL, "/") + path }

type userCreate struct {
	Email   string `arg:"" help:"E-mail address."`
	First   string `required:"" help:"First name."`
	Last    string `required:"" help:"Last name."`
	Role    string `help:"Role in the account. Without one, the role that manages its people."`
	Account string `help:"Key of the account, the eight characters in its address. Without one, the operator's." placeholder:"KEY"`
}

// Run invites.
func (o *userCreate) Run(ctx context.Context, u *users, out io.Writer) error {
	return u.on(ctx, func(a *app.App, by access.Caller) error {
		key := o.Account
		if key == "" {
			key = by.Account
		}
		in := user.SeatDraft{FirstName: o.First, LastName: o.Last, Email: o.Email, Role: access.Role(o.Role)}
		seat, to, secret, err := a.Users.InviteAnywhere(ctx, by, key, in)
		if fault.Is(err, fault.NotFound) {
			return fmt.Errorf("no account has the key %q", key)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is invited to %s as %s. The letter is on its way; this link works once, for seven days:\n\n    %s\n\n", seat.Name, to.Name, seat.Role, u.link(route.Invitation(secret)))
		return nil
	})
}

type userList struct {
	Find string `arg:"" optional:"" help:"Part of a name or an address."`
}

// Run lists.
func (o *userList) Run(ctx context.Context, u *users, out io.Writer) error {
	return u.on(ctx, func(a *app.App, by access.Caller) error {
		found, err := a.Users.Everywhere(ctx, by, o.Find)
		if err != nil {
			return err
		}
		tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(tw, "NAME\tE-MAIL\tSTATE\tROLE\tACCOUNT\tKEY\tSECOND FACTOR\tLAST SIGN-IN")
		for _, f := range found {
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.Name, f.Email, f.State().Word(), f.Role, f.Account, f.Key, yesNo(f.Factor), when(f.SignedInAt))
		}
		if err := tw.Flush(); err != nil {
			return err
		}
		if len(found) == user.MostFound {
			fmt.Fprintf(out, "These are the first %d. Name a part of the name or the address to see others.\n", user.MostFound)
		}
		return nil
	})
}

func yesNo(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}

func when(t *time.Time) string {
	if t == nil {
		return "Never"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

// who is the person that a command is about.
type who struct {
	Email string `arg:"" help:"E-mail address."`
}

type userDisable struct{ who }

// Run disables.
func (o *userDisable) Run(ctx context.Context, u *users, out io.Writer) error {
	return u.on(ctx, func(a *app.App, by access.Caller) error {
		p, err := a.Sessions.Disable(ctx, by, o.Email)
		if err == nil {
			fmt.Fprintf(out, "%s can no longer sign in, and is signed out everywhere.\n", p.Name)
		}
		return err
	})
}

type userEnable struct{ who }

// Run enables.
func (o *userEnable) Run(ctx context.Context, u *users, out io.Writer) error {
	return u.on(ctx, func(a *app.App, by access.Caller) error {
		p, err := a.Sessions.Enable(ctx, by, o.Email)
		if err == nil {
			fmt.Fprintf(out, "%s can sign in again.\n", p.Name)
		}
		return err
	})
}

type userPassword struct{ who }

// Run makes a link.
func (o *userPassword) Run(ctx context.Context, u *users, out io.Writer) error {
	return u.on(ctx, func(a *app.App, by access.Caller) error {
		p, secret, err := a.Sessions.OfferReset(ctx, by, o.Email)
		if err == nil {
			fmt.Fprintf(out, "The password of %s works no longer, and %s is signed out everywhere. This link works once, for 30 minutes:\n\n    %s\n\n", p.Name, p.Name, u.link(route.Reset(secret)))
		}
		return err
	})
}

type userFactor struct{ who }

// Run forgets factors.
func (o *userFactor) Run(ctx context.Context, u *users, out io.Writer) error {
	return u.on(ctx, func(a *app.App, by access.Caller) error {
		p, err := a.Sessions.DropFactors(ctx, by, o.Email)
		if err == nil {
			fmt.Fprintf(out, "%s has no second factor, passkey or recovery code any more, and is signed out everywhere.\n", p.Name)
		}
		return err
	})
}

type userSessions struct {
	who
	End bool `help:"End them."`
}

// Run lists or ends sessions.
func (o *userSessions) Run(ctx context.Context, u *users, out io.Writer) error {
	return u.on(ctx, func(a *app.App, by access.Caller) error {
		p, live, err := a.Sessions.SessionsOf(ctx, by, o.Email, o.End)
		if err != nil {
			return err
		}
		if len(live) == 0 {
			fmt.Fprintf(out, "%s is signed in nowhere.\n", p.Name)
			return nil
		}
		tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(tw, "LAST USED\tSIGNED IN\tADDRESS\tBROWSER")
		for _, s := range live {
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", when(&s.SeenAt), when(&s.CreatedAt), s.Address, s.Device())
		}
		if err := tw.Flush(); err != nil {
			return err
		}
		if o.End {
			fmt.Fprintf(out, "%s is signed out everywhere.\n", p.Name)
		}
		return nil
	})
}
