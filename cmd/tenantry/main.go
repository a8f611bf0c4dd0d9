// Command tenantry is the portal: one binary that serves it, shows a
// demonstration of it, and looks after its database.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// program is every command with its flags.
type program struct {
	Serve   serve   `cmd:"" help:"Serve the portal."`
	Demo    demo    `cmd:"" help:"Serve a demonstration with invented accounts on a throw-away database."`
	Migrate migrate `cmd:"" help:"Bring the database up to date and say its version."`
	User    users   `cmd:"" help:"Look after people on the day when nobody can sign in."`
	Audit   audits  `cmd:"" help:"See whether the record is what was written."`
}

func main() {
	var p program
	k := kong.Parse(&p, kong.Name("tenantry"), kong.Description("A partner portal that you host yourself."), kong.UsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	k.BindTo(ctx, (*context.Context)(nil))
	k.BindTo(os.Stdout, (*io.Writer)(nil))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "tenantry:", err)
		os.Exit(1)
	}
}
