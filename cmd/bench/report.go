package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// table is what was measured.
type table struct {
	m      *measure
	worlds []*world
	rounds map[place][]figure
}

// place is a case at a size with a number of connections.
type place struct {
	group           group
	name            string
	accounts, conns int
}

func newTable(m *measure, worlds []*world) *table {
	return &table{m, worlds, map[place][]figure{}}
}

func (t *table) add(c task, w *world, conns int, f figure) {
	p := place{c.group, c.name, w.size, conns}
	t.rounds[p] = append(t.rounds[p], f)
}

// of is the median of a case's rounds.
func (t *table) of(g group, name string, w *world, conns int) figure {
	return median(t.rounds[place{g, name, w.size, conns}])
}

func (t *table) small() *world { return t.worlds[0] }
func (t *table) large() *world { return t.worlds[len(t.worlds)-1] }

// print writes everything.
func (t *table) print(out io.Writer) {
	database := "SQLite"
	if t.m.Postgres != "" {
		database = "PostgreSQL"
	}
	fmt.Fprintf(out, "Tenantry on %s, %s, %d cores, GOMAXPROCS %d. %d rounds of %.2f s take turns; each figure is the median of its rounds.\n",
		database, runtime.Version(), runtime.NumCPU(), runtime.GOMAXPROCS(0), t.m.Rounds, t.m.Seconds/float64(t.m.Rounds))
	if t.m.OneCore {
		fmt.Fprintln(out, "Each server uses one core.")
	}
	fmt.Fprintln(out, "The load comes over loopback, uncompressed, from the same machine. Milliseconds; CPU is the server's, microseconds for each request.")
	for _, conns := range connections {
		t.printCases(out, conns)
	}
	t.printMatches(out)
	t.printAims(out)
}

func (t *table) printCases(out io.Writer, conns int) {
	plural := "s"
	if conns == 1 {
		plural = ""
	}
	fmt.Fprintf(out, "\n== %d connection%s\n\n", conns, plural)
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer tw.Flush()
	head, units := "", ""
	for _, w := range t.worlds {
		head += fmt.Sprintf("%s accounts\t\t\t\t", thousands(w.size))
		units += "req/s\tp50\tp99\tCPU\t"
	}
	fmt.Fprintf(tw, "\t%s\t\n\t%sp50 large/small\t\n", head, units)
	last := group("")
	for _, c := range cases {
		if len(t.rounds[place{c.group, c.name, t.large().size, conns}]) == 0 {
			continue
		}
		if c.group != last {
			fmt.Fprintf(tw, "%s\t\n", c.group)
			last = c.group
		}
		line := "  " + c.name + "\t"
		for _, w := range t.worlds {
			f := t.of(c.group, c.name, w, conns)
			line += fmt.Sprintf("%.0f\t%s\t%s\t%s\t", f.rate, ms(f.p50), ms(f.p99), us(f.cpu, c.group))
		}
		large, small := t.of(c.group, c.name, t.large(), conns), t.of(c.group, c.name, t.small(), conns)
		fmt.Fprintf(tw, "%s%s\t\n", line, times(float64(large.p50), float64(small.p50)))
	}
}

// printMatches says how much the searches match.
func (t *table) printMatches(out io.Writer) {
	fmt.Fprintf(out, "\n== Accounts that match\n\n")
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer tw.Flush()
	for _, part := range []string{manyPart, fewPart, latePart, nonePart} {
		line := part + "\t"
		for _, w := range t.worlds {
			n, err := w.matches(part)
			if err != nil {
				line += "?\t"
				continue
			}
			line += thousands(n) + " of " + thousands(w.size) + "\t"
		}
		fmt.Fprintln(tw, line)
	}
}

// aim is one figure that was aimed at.
type aim struct {
	what     string
	most     bool // the goal is the most; otherwise the least
	goal     float64
	measured float64
	at       string // where the worst was
}

// aims are those of the second issue and of the measurements that it rests on.
func (t *table) aims(conns int) (as []aim) {
	small, large := t.small(), t.large()
	plain := func(w *world) figure { return t.of(firstGroup, plainList.name, w, conns) }
	echo := func(w *world) figure { return t.of(bareGroup, "Echo", w, conns) }
	p50 := func(f figure) float64 { return float64(f.p50) }
	p99 := func(f figure) float64 { return float64(f.p99) }
	cpu := func(f figure) float64 { return float64(f.cpu) }
	rate := func(f figure) float64 { return f.rate }
	grow := func(g group, of func(figure) float64) func(task) float64 {
		return func(c task) float64 {
			return of(t.of(c.group, c.name, large, conns)) / of(t.of(c.group, c.name, small, conns))
		}
	}
	lists := []group{firstGroup, deepGroup}
	add := func(what string, most bool, goal float64, groups []group, of func(task) float64) {
		measured, at := t.worst(conns, most, groups, of)
		as = append(as, aim{what, most, goal, measured, at})
	}
	add("list, p50 at the largest over the smallest", true, 1.5, lists, grow("", p50))
	add("list, p99 at the largest over the smallest", true, 1.5, lists, grow("", p99))
	add("list, CPU at the largest over the smallest", true, 1.15, lists, grow("", cpu))
	add("deep page over the first page, p50", true, 1.2, []group{deepGroup}, func(c task) float64 {
		return p50(t.of(deepGroup, c.name, large, conns)) / p50(t.of(firstGroup, c.name, large, conns))
	})
	add("three letters at the largest over the plain list at the smallest, p50", true, 3, []group{findGroup}, func(c task) float64 {
		return p50(t.of(c.group, c.name, large, conns)) / p50(plain(small))
	})
	add("filter at the largest over the plain list at the smallest, p50", true, 3, []group{filterGroup}, func(c task) float64 {
		return p50(t.of(c.group, c.name, large, conns)) / p50(plain(small))
	})
	add("dashboard, p50 at the largest over the smallest", true, 1.5, []group{glanceGroup}, grow("", p50))
	add("three letters at the largest, inside, p99 in ms", true, 5, []group{insideGroup}, func(c task) float64 {
		return p99(t.of(c.group, c.name, large, conns)) / float64(time.Millisecond)
	})
	add("a default that the accounts below follow, at the largest, p50 in ms", true, 100, []group{turnGroup}, func(c task) float64 {
		return p50(t.of(c.group, c.name, large, conns)) / float64(time.Millisecond)
	})
	add("list at the largest over the bare handler, req/s (stretch 0.20)", false, 0.12, lists, func(c task) float64 {
		return rate(t.of(c.group, c.name, large, conns)) / rate(echo(large))
	})
	add("list at the largest over the bare handler, CPU, inverse (stretch 0.20)", false, 0.12, lists, func(c task) float64 {
		return cpu(echo(large)) / cpu(t.of(c.group, c.name, large, conns))
	})
	add("other pages over the list, CPU", true, 2, []group{otherGroup}, func(c task) float64 {
		return cpu(t.of(c.group, c.name, large, conns)) / cpu(plain(large))
	})
	for _, w := range t.worlds {
		create := t.of(createGroup, createName, w, conns)
		raw, without := t.of(createGroup, rawName, w, conns), t.of(createGroup, forgetful, w, conns)
		made := t.of(createGroup, verbName, w, conns)
		chained, loose := t.of(chainGroup, chainedName, w, conns), t.of(chainGroup, unchainedName, w, conns)
		as = append(as,
			aim{"create over the bare transaction, p50", true, 2, p50(create) / p50(raw), thousands(w.size)},
			aim{"rate kept with the record of facts in the transaction", false, 0.8, rate(raw) / rate(without), thousands(w.size)},
			aim{"what the chain adds to a fact over creating an account, the verb, p50", true, 0.2, (p50(chained) - p50(loose)) / p50(made), thousands(w.size)},
			aim{"the chain's part of one changed column and its fact, the smallest write, p50", true, 0.2, 1 - p50(loose)/p50(chained), thousands(w.size)},
		)
	}
	if conns == connections[0] {
		as = append(as,
			aim{"start on an existing database, ms", true, 50, large.portal.started.Seconds() * 1000, thousands(large.size)},
			aim{"resident memory after the load, MB", true, 64, float64(large.memory) / (1 << 20), thousands(large.size)},
		)
	}
	return as
}

// worst is the worst of a figure among the cases of some groups, and where it was.
func (t *table) worst(conns int, most bool, groups []group, of func(task) float64) (measured float64, at string) {
	for _, c := range cases {
		if !contains(groups, c.group) || len(t.rounds[place{c.group, c.name, t.large().size, conns}]) == 0 {
			continue
		}
		v := of(c)
		if at == "" || most && v > measured || !most && v < measured {
			measured, at = v, c.name
			if c.group == deepGroup {
				at += ", deep"
			}
		}
	}
	return measured, at
}

func contains(gs []group, g group) bool {
	for _, other := range gs {
		if g == other {
			return true
		}
	}
	return false
}

func (t *table) printAims(out io.Writer) {
	fmt.Fprintf(out, "\n== Aims, the worst case of each; largest is %s accounts, smallest %s\n\n", thousands(t.large().size), thousands(t.small().size))
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	defer tw.Flush()
	fmt.Fprintln(tw, "conns\twhat\taim\tmeasured\t\tworst at")
	for _, conns := range connections {
		for _, a := range t.aims(conns) {
			if a.measured != a.measured || a.at == "" { // nothing was measured
				continue
			}
			sign, met := "at most", a.measured <= a.goal
			if !a.most {
				sign, met = "at least", a.measured >= a.goal
			}
			word := "not met"
			if met {
				word = "met"
			}
			fmt.Fprintf(tw, "%d\t%s\t%s %g\t%.3g\t%s\t%s\n", conns, a.what, sign, a.goal, a.measured, word, a.at)
		}
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond)) }

// us is processor time, which belongs to the server and so to pages only.
func us(d time.Duration, g group) string {
	if g == insideGroup || g == createGroup || g == turnGroup || g == chainGroup {
		return ""
	}
	return fmt.Sprintf("%.0f", float64(d)/float64(time.Microsecond))
}

func times(a, b float64) string {
	if b == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", a/b)
}

// thousands is a number with its thousands apart.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return strings.TrimSpace(s)
}
