// Command bench measures the portal on this machine and prints ratios: the
// list of managed accounts at several sizes beside a bare handler that writes
// the same bytes, and creating an account beside the bare transaction. All
// figures of one run come from rounds that take turns, because a machine is
// not equally fast all the time. It says what was aimed at, and passes or
// fails nothing.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// program is what can be run: the measurement, and the servers that it starts
// in processes of their own.
type program struct {
	Measure measure `cmd:"" default:"withargs" help:"Measure and print."`
	Stock   stock   `cmd:"" help:"Measure lists of services, and prices."`
	Time    timing  `cmd:"" help:"Compare what is answered about known and unknown addresses."`
	Portal  portal  `cmd:"" hidden:""`
	Bare    bare    `cmd:"" hidden:""`
}

// measure is the measurement.
type measure struct {
	Accounts []int   `help:"Numbers of managed accounts to measure with, separated by commas." default:"1000,100000,1000000"`
	Seconds  float64 `help:"How long each case is measured at each size, all its rounds together." default:"1"`
	Rounds   int     `help:"How many rounds take turns." default:"7"`
	Data     string  `help:"Folder that keeps the databases from run to run. Without one they are thrown away." type:"path"`
	Postgres string  `help:"Address of a PostgreSQL server (postgres://…) to measure with, instead of SQLite."`
	OneCore  bool    `help:"Let each server use one core only."`
	Only     string  `help:"Measure only the cases whose name, or whose group's, contains this."`
	Profile  string  `help:"Folder for a CPU profile of the server at each size, taken while the list is measured." type:"path"`
}

// connections are how many requests are under way at a time.
var connections = []int{1, 4}

func main() {
	var p program
	k := kong.Parse(&p, kong.Name("bench"), kong.Description("Measures the portal on this machine."), kong.UsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k.BindTo(ctx, (*context.Context)(nil))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// Run measures everything and prints it.
func (m *measure) Run(ctx context.Context) error {
	if m.Rounds < 1 || m.Seconds <= 0 || len(m.Accounts) == 0 {
		return fmt.Errorf("there is nothing to measure in no rounds, no time or no accounts")
	}
	slices.Sort(m.Accounts)
	return inFolder(m.Data, func(folder string) error {
		var ws worlds
		defer ws.stop()
		for _, n := range m.Accounts {
			w, err := m.newWorld(ctx, folder, n)
			if ws = append(ws, w); err != nil {
				return err
			}
		}
		t, err := m.rounds(ctx, ws)
		if err != nil {
			return err
		}
		t.print(os.Stdout)
		return nil
	})
}

// rounds measures every case at every size, one short round after the other.
func (m *measure) rounds(ctx context.Context, worlds []*world) (*table, error) {
	t := newTable(m, worlds)
	each := time.Duration(m.Seconds / float64(m.Rounds) * float64(time.Second))
	for n := range m.Rounds {
		fmt.Fprintf(os.Stderr, "\rround %d of %d ", n+1, m.Rounds)
		for _, conns := range connections {
			for _, c := range cases {
				if !strings.Contains(c.name, m.Only) && !strings.Contains(string(c.group), m.Only) && c.group != bareGroup {
					continue
				}
				for _, w := range worlds {
					if err := ctx.Err(); err != nil {
						return nil, err
					}
					f, err := c.round(ctx, w, conns, each)
					if err != nil {
						return nil, fmt.Errorf("%s at %d accounts: %w", c.name, w.size, err)
					}
					t.add(c, w, conns, f)
				}
			}
		}
	}
	fmt.Fprintln(os.Stderr)
	if m.Profile != "" {
		if err := m.profile(ctx, worlds); err != nil {
			return nil, err
		}
	}
	for _, w := range worlds {
		u, err := w.portal.usage()
		if err != nil {
			return nil, err
		}
		w.memory = u.Memory
	}
	return t, nil
}

// profile writes a CPU profile of each portal while the plain list is asked for.
func (m *measure) profile(ctx context.Context, worlds []*world) error {
	if err := os.MkdirAll(m.Profile, 0o755); err != nil {
		return err
	}
	for _, w := range worlds {
		name := fmt.Sprintf("%s/list-%d.pprof", m.Profile, w.size)
		if err := w.portal.tell("profile " + name); err != nil {
			return err
		}
		_, err := plainList.round(ctx, w, 4, 5*time.Second)
		if e := w.portal.tell("profile"); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, "wrote", name)
	}
	return nil
}
