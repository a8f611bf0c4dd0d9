package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// audits look whether the record is what was written.
type audits struct {
	Verify     auditVerify     `cmd:"" help:"Walk the record, and name the first fact that is not what was written."`
	Checkpoint auditCheckpoint `cmd:"" help:"Print where each account's record ends, to be kept elsewhere."`
	Export     auditExport     `cmd:"" help:"Write a part of an account's record with its proof."`
	Check      auditCheck      `cmd:"" help:"Verify such a part without a database."`
}

// onHouse is a command that looks at the configured database.
type onHouse struct{ config.Config }

func (c *onHouse) on(ctx context.Context, do func(a *app.App, by access.Caller) error) error {
	return (&users{Config: c.Config}).on(ctx, do)
}

// errBroken ends the program with a status that scripts see; what is broken was printed.
var errBroken = errors.New("the record is not what was written")

// auditVerify walks the record.
type auditVerify struct {
	onHouse
	Account     string   `help:"Key of the one account to look at."`
	Checkpoints *os.File `help:"Checkpoints that were kept elsewhere, as tenantry audit checkpoint prints them."`
}

// Run prints how many facts are sound, or what is broken.
func (v *auditVerify) Run(ctx context.Context, out io.Writer) error {
	kept, err := readCheckpoints(v.Checkpoints)
	if err != nil {
		return err
	}
	return v.on(ctx, func(a *app.App, _ access.Caller) error {
		broken, n, err := a.Events.Verify(ctx, v.Account, kept...)
		if err != nil {
			return err
		}
		if broken != nil {
			fmt.Fprintln(out, broken)
			return errBroken
		}
		fmt.Fprintf(out, "%d facts, each as it was written.\n", n)
		return nil
	})
}

// readCheckpoints reads a line of JSON for each; none without a file.
func readCheckpoints(f *os.File) (cs []event.Checkpoint, err error) {
	if f == nil {
		return nil, nil
	}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var c event.Checkpoint
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("read checkpoint %d: %w", len(cs)+1, err)
		}
		cs = append(cs, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read checkpoints: %w", err)
	}
	if len(cs) == 0 {
		return nil, fault.New(fault.Invalid, "There is no checkpoint in %s, so nothing was compared.", f.Name())
	}
	return cs, nil
}

// auditCheckpoint prints checkpoints.
type auditCheckpoint struct{ onHouse }

// Run writes those that are due, and prints the newest of each account.
func (c *auditCheckpoint) Run(ctx context.Context, out io.Writer) error {
	return c.on(ctx, func(a *app.App, by access.Caller) error {
		if err := a.Events.Checkpoint(ctx, by, func(event.Checkpoint) {}); err != nil {
			return err
		}
		lines := json.NewEncoder(out)
		return a.Events.Checkpoints(ctx, func(c event.Checkpoint) error { return lines.Encode(c) })
	})
}

// auditExport writes a slice of the record.
type auditExport struct {
	onHouse
	Account string    `required:"" help:"Key of the account."`
	From    time.Time `format:"2006-01-02" help:"First day, in UTC."`
	To      time.Time `format:"2006-01-02" help:"Last day, in UTC."`
}

// Run prints it as lines of JSON.
func (e *auditExport) Run(ctx context.Context, out io.Writer) error {
	to := e.To
	if !to.IsZero() {
		to = to.AddDate(0, 0, 1)
	}
	return e.on(ctx, func(a *app.App, _ access.Caller) error { return a.Events.ExportSlice(ctx, e.Account, e.From, to, out) })
}

// auditCheck verifies a slice.
type auditCheck struct {
	File        *os.File `arg:"" help:"The part that was exported."`
	Checkpoints *os.File `help:"Checkpoints that were kept elsewhere, as tenantry audit checkpoint prints them."`
}

// Run prints how many facts are chained and how far they were compared, or what is broken.
func (c *auditCheck) Run(out io.Writer) error {
	kept, err := readCheckpoints(c.Checkpoints)
	if err != nil {
		return err
	}
	proof, broken, err := event.CheckSlice(c.File, kept...)
	if err != nil {
		return err
	}
	if broken != nil {
		fmt.Fprintln(out, broken)
		return errBroken
	}
	fmt.Fprintf(out, "%d facts of account %s, each in its place and chained to the one before.\nThe last one has the place %d and the hash %s.\n",
		proof.Facts(), proof.Account, proof.Last.Place, proof.Last.Hash)
	switch {
	case kept == nil:
		fmt.Fprintln(out, "Compared with no checkpoint: who wrote all of them anew could have chained them, too.")
	case proof.Compared == 0:
		return fault.New(fault.Invalid, "No checkpoint of the file names a fact of this part, so nothing was compared.")
	case proof.Compared == proof.Last.Place:
		fmt.Fprintln(out, "Compared with the checkpoints kept, up to the last one.")
	default:
		fmt.Fprintf(out, "Compared with the checkpoints kept, up to fact %d. What follows it is chained to it, and nobody else vouches for it.\n", proof.Compared)
	}
	return nil
}
