package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

// stock is the measurement of what is sold: lists of services, of what waits
// and of what ends, and prices.
type stock struct {
	Services []int   `help:"Numbers of services to measure with, separated by commas." default:"1000,100000"`
	Seconds  float64 `help:"How long each case is measured at each size, all its rounds together." default:"0.6"`
	Rounds   int     `help:"How many rounds take turns." default:"5"`
	Data     string  `help:"Folder that keeps the databases from run to run. Without one they are thrown away." type:"path"`
	Postgres string  `help:"Address of a PostgreSQL server (postgres://…) to measure with, instead of SQLite."`
	Only     string  `help:"Measure only the cases whose name, or whose group's, contains this."`
	CPU      bool    `name:"cpu" help:"Compare what a page takes of the portal's processor time, not the time that passes: on a machine that does other work. What PostgreSQL takes is not in it."`
}

// Run measures everything and prints it.
func (o *stock) Run(ctx context.Context) error {
	if o.Rounds < 1 || o.Seconds <= 0 || len(o.Services) == 0 || slices.Min(o.Services) < holders {
		return fmt.Errorf("there is nothing to measure in no rounds, no time or fewer than %d services", holders)
	}
	slices.Sort(o.Services)
	return inFolder(o.Data, func(folder string) error {
		var ws worlds
		defer ws.stop()
		for _, n := range o.Services {
			w, err := o.newWorld(ctx, folder, n)
			if ws = append(ws, w); err != nil {
				return err
			}
		}
		return o.measure(ctx, ws, os.Stdout)
	})
}

// newWorld makes the database of a size, or finds it, and starts its portal.
func (o *stock) newWorld(ctx context.Context, folder string, n int) (*world, error) {
	w := &world{what: "services", size: n, drop: func() {}, began: time.Now().UnixMilli(), cookies: map[string]string{}, starts: map[string]string{}}
	w.plant = func(ctx context.Context, d *db.DB) error { return fillStock(ctx, d, n) }
	if err := w.open(ctx, folder, o.Postgres, o.Data != "", false); err != nil {
		return w, err
	}
	for _, p := range []cast.Person{cast.Sol, cast.Pia, cast.Alice, cast.Olive} {
		var err error
		if w.cookies[p.ID], err = w.signIn(p); err != nil {
			return w, err
		}
	}
	return w, nil
}

// measure measures every case in both worlds, one short round after the other.
func (o *stock) measure(ctx context.Context, worlds []*world, out io.Writer) error {
	each := time.Duration(o.Seconds / float64(o.Rounds) * float64(time.Second))
	cs, figures := stockCases(), map[string][][]figure{}
	for n := range o.Rounds {
		fmt.Fprintf(os.Stderr, "\rround %d of %d ", n+1, o.Rounds)
		for _, c := range cs {
			if !strings.Contains(c.name, o.Only) && !strings.Contains(string(c.group), o.Only) {
				continue
			}
			key := string(c.group) + c.name
			if figures[key] == nil {
				figures[key] = make([][]figure, len(worlds))
			}
			for i, w := range worlds {
				if err := ctx.Err(); err != nil {
					return err
				}
				f, err := c.round(ctx, w, 1, each)
				if err != nil {
					return fmt.Errorf("%s, %s at %d services: %w", c.group, c.name, w.size, err)
				}
				figures[key][i] = append(figures[key][i], f)
			}
		}
	}
	fmt.Fprintln(os.Stderr)
	o.print(out, cs, figures, worlds)
	return nil
}

// print writes a line for each case: what it takes in every world, and how much
// longer in the largest than in the smallest.
func (o *stock) print(out io.Writer, cs []stockCase, figures map[string][][]figure, worlds []*world) {
	fmt.Fprintf(out, "Tenantry on %s, %s, %d cores, one connection. %d rounds of %.2f s take turns; each figure is the median of its rounds, in milliseconds.\n",
		databaseName(o.Postgres), runtime.Version(), runtime.NumCPU(), o.Rounds, o.Seconds/float64(o.Rounds))
	if o.CPU {
		fmt.Fprintln(out, "In place of p50 stands the portal's processor time for each page, and ratios are of it.")
	}
	fmt.Fprintf(out, "Beside n services of one account there are n of %d managed accounts, n prices, n/%d requests and n/%d account prices.\n\n", holders, perRow, perRow)
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	head := "\t"
	for _, w := range worlds {
		head += thousands(w.size) + " p50\tp99\t"
	}
	fmt.Fprintln(tw, head+"large/small\taim\t\t")
	last, missed := group(""), 0
	for _, c := range cs {
		fs := figures[string(c.group)+c.name]
		if fs == nil {
			continue
		}
		if c.group != last {
			fmt.Fprintf(tw, "%s\t\n", c.group)
			last = c.group
		}
		line := "  " + c.name + "\t"
		for _, of := range fs {
			m := median(of)
			line += ms(o.took(m)) + "\t" + ms(m.p99) + "\t"
		}
		small := fs[0]
		if plain := figures[string(c.group)+c.against]; plain != nil { // Only may have left it out
			small = plain[0]
		}
		ratio, word := float64(o.took(median(fs[len(fs)-1])))/float64(o.took(median(small))), "met"
		if ratio > c.most {
			word = "not met"
			missed++
		}
		fmt.Fprintf(tw, "%s%.2f\t%g\t%s\t\n", line, ratio, c.most, word)
	}
	_ = tw.Flush()
	fmt.Fprintf(out, "\n%d aims are not met. What is filtered or searched is compared with the plain list of its group at the smallest.\n", missed)
}

// took is what one request took. What is measured without the web is not of the portal's processor time.
func (o *stock) took(f figure) time.Duration {
	if o.CPU && f.cpu > 0 {
		return f.cpu
	}
	return f.p50
}

func databaseName(postgres string) string {
	if postgres != "" {
		return "PostgreSQL"
	}
	return "SQLite"
}
