package account_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

// crowded is the cast with n more accounts of Northwind.
func crowded(t *testing.T, n int) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	if err := cast.Many(t.Context(), a.DB, n, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.Tag(t.Context(), a.By(cast.Pia), cast.Ember, "Once", true); err != nil {
		t.Fatal(err)
	}
	return a
}

// model is the naive way to a list: everything in memory, filtered and sorted.
type model struct {
	all  []account.Account
	tags map[string][]string
}

func modelOf(t *testing.T, a *apptest.App, partner string) (m model) {
	t.Helper()
	m.tags = map[string][]string{}
	a.Tx(func(tx *db.Tx) error {
		var tags []account.Tag
		if err := tx.Everywhere("the model sees all").Find(&tags).Error; err != nil {
			return err
		}
		for _, tag := range tags {
			m.tags[tag.AccountID] = append(m.tags[tag.AccountID], tag.Tag)
		}
		return tx.Everywhere("the model sees all").Where("parent_id = ? AND kind = ?", partner, "managed").Find(&m.all).Error
	})
	return m
}

func (m model) matches(a account.Account, f account.Filter) bool {
	is := func(c account.Choice, on bool) bool { return c == account.Either || (c == account.On) == on }
	tagged := f.Tag == "" || slices.ContainsFunc(m.tags[a.ID], func(t string) bool { return strings.EqualFold(t, f.Tag) })
	texts := account.Bare(a.Name) + "\n" + account.Bare(a.Reference) + "\n" + a.ID
	return strings.Contains(texts, account.Bare(f.Find)) && tagged &&
		(f.Status == "" || a.Status == f.Status) && (f.Support == "" || a.Support == f.Support) &&
		is(f.Renewal, a.RenewalOwn.Else(f.Inherited.Renewal)) && is(f.Approval, a.ApprovalOwn.Else(f.Inherited.Approval)) &&
		is(f.Pricing, a.PricingOwn.Else(f.Inherited.Pricing)) && (!f.NoContact || a.SupportPhone == "" || a.SupportEmail == "")
}

// list are the keys that a filter leaves, in its order.
func (m model) list(f account.Filter) (keys []string) {
	var left []account.Account
	for _, a := range m.all {
		if m.matches(a, f) {
			left = append(left, a)
		}
	}
	slices.SortFunc(left, func(a, b account.Account) int {
		by := map[account.Column]int{
			account.ByReference: cmp.Compare(a.ReferenceFold, b.ReferenceFold), account.BySupport: cmp.Compare(a.Support, b.Support),
			account.ByServices: cmp.Compare(a.Services, b.Services), account.ByPricing: cmp.Compare(a.PricingOwn, b.PricingOwn),
			account.ByApproval: cmp.Compare(a.ApprovalOwn, b.ApprovalOwn), account.ByRenewal: cmp.Compare(a.RenewalOwn, b.RenewalOwn),
			account.ByStatus: cmp.Compare(a.Status, b.Status), account.ByCreated: a.CreatedAt.Compare(b.CreatedAt),
		}[f.Sort]
		n := cmp.Or(by, cmp.Compare(a.Search, b.Search), cmp.Compare(a.ID, b.ID))
		if f.Desc {
			return -n
		}
		return n
	})
	for _, a := range left {
		keys = append(keys, a.ID)
	}
	return keys
}

// filters are what people narrow the list by.
var filters = []account.Filter{
	{},
	{Find: "ber"}, {Find: "co"}, {Find: "a"}, {Find: "no such thing"}, {Find: "CRM-10"}, {Find: "café"}, {Find: "acmerb4t"}, {Find: "%"}, {Find: "_"}, {Find: "crm-1001"},
	{Find: "東海"}, {Find: "queensland regional libraries and community archives"},
	{Status: account.Active}, {Status: account.Suspended}, {Status: account.Closed},
	{Support: account.ByPartner}, {Support: account.ByOperator},
	{Renewal: account.On}, {Renewal: account.Off}, {Approval: account.On}, {Approval: account.Off}, {Pricing: account.On}, {Pricing: account.Off},
	{Tag: "Australia"}, {Tag: "priority"}, {Tag: "once"}, {Tag: "never"},
	{NoContact: true},
	{NoContact: true, Status: account.Active}, {Tag: "Health", Renewal: account.Off}, {Find: "o", Pricing: account.On, Status: account.Active},
	{Find: "ltd", NoContact: true}, {Support: account.ByPartner, Renewal: account.Off, Approval: account.Off},
	{Find: "group", Status: account.Suspended, Support: account.ByPartner},
}

// said is a filter in a few words.
func said(f account.Filter) string {
	way := "up"
	if f.Desc {
		way = "down"
	}
	s := fmt.Sprintf("sorted by %s %s", f.Sort, way)
	for _, part := range []string{f.Find, string(f.Status), string(f.Support), f.Tag} {
		if part != "" {
			s += ", " + part
		}
	}
	return fmt.Sprintf("%s, renewal %s approval %s pricing %s bare %t", s, f.Renewal, f.Approval, f.Pricing, f.NoContact)
}

// keysOf are the keys of a page.
func keysOf(p account.Page) (keys []string) {
	for _, a := range p.Accounts {
		keys = append(keys, a.ID)
	}
	return keys
}

// walk reads a whole list page by page, to the end and back, and compares.
func walk(t *testing.T, a *apptest.App, f account.Filter, want []string) {
	t.Helper()
	by := a.By(cast.Pia)
	at := 0
	for page := 0; ; page++ {
		p, err := a.Accounts.List(t.Context(), by, f)
		if err != nil {
			t.Fatalf("%s: %v", said(f), err)
		}
		end := min(at+f.Size, len(want))
		if got := keysOf(p); !slices.Equal(got, want[at:end]) {
			t.Fatalf("%s: page %d is\n%v, not\n%v", said(f), page, got, want[at:end])
		}
		if p.Later != (end < len(want)) || p.Earlier != (at > 0) {
			t.Fatalf("%s: page %d says earlier %t, later %t", said(f), page, p.Earlier, p.Later)
		}
		if !p.AtLeast && p.Total != int64(len(want)) || p.Total > int64(len(want)) || p.Total < int64(len(p.Accounts)) {
			t.Fatalf("%s: page %d says %d (at least: %t) of %d", said(f), page, p.Total, p.AtLeast, len(want))
		}
		if !p.Later {
			break
		}
		at, f.After = end, want[end-1]
	}
	for f.After = ""; at > 0; {
		start := max(0, at-f.Size)
		f.Before = want[at]
		p, err := a.Accounts.List(t.Context(), by, f)
		if err != nil {
			t.Fatalf("%s: %v", said(f), err)
		}
		if got := keysOf(p); !slices.Equal(got, want[start:at]) {
			t.Fatalf("%s: the page before %d is\n%v, not\n%v", said(f), at, got, want[start:at])
		}
		if p.Earlier != (start > 0) || !p.Later {
			t.Fatalf("%s: the page before %d says earlier %t, later %t", said(f), at, p.Earlier, p.Later)
		}
		at = start
	}
}

func TestEveryPageOfEverySortedAndFilteredListIsWhatANaiveListWouldBe(t *testing.T) {
	a := crowded(t, 150)
	m := modelOf(t, a, cast.Northwind)
	for name, c := range map[string]struct{ window, selective int }{
		"a short list":                  {4000, 2000},
		"a list longer than its window": {40, 20},
		"nothing is few":                {25, 0},
		"everything is few":             {1, 4000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Cleanup(account.Narrow(c.window, c.selective))
			for i, f := range filters {
				f.Inherited = account.Inherited{Renewal: account.BaseOn, Approval: account.BaseOn}
				if i%5 == 4 {
					f.Inherited = account.Inherited{Pricing: account.BaseOn}
				}
				for j, sort := range account.Columns {
					if name != "a list longer than its window" && (i+j)%4 != 0 {
						continue // one in four is enough here
					}
					for _, f.Desc = range []bool{false, true} {
						f.Sort, f.Size = sort, 17
						walk(t, a, f, m.list(f))
					}
				}
			}
		})
	}
}

func TestALongListIsWhatANaiveListWouldBe(t *testing.T) {
	a := crowded(t, 5200)
	m := modelOf(t, a, cast.Northwind)
	for i, f := range filters {
		f.Inherited = account.Inherited{Renewal: account.BaseOn, Approval: account.BaseOn}
		f.Sort, f.Desc, f.Size = account.Columns[i%len(account.Columns)], i%2 == 0, 50
		want := m.list(f)
		by := a.By(cast.Pia)
		for _, at := range []int{0, 50, len(want) / 2, len(want) - 3} {
			if at < 0 || at > len(want) || at > 0 && at-1 >= len(want) {
				continue
			}
			f.After = ""
			if at > 0 {
				f.After = want[at-1]
			}
			p, err := a.Accounts.List(t.Context(), by, f)
			if err != nil {
				t.Fatalf("%s: %v", said(f), err)
			}
			if got := keysOf(p); !slices.Equal(got, want[at:min(at+50, len(want))]) {
				t.Errorf("%s: from %d\n%v, not\n%v", said(f), at, got, want[at:min(at+50, len(want))])
			}
		}
	}
}

func TestAPageThatFollowsAnAccountWhichIsGoneIsTheFirst(t *testing.T) {
	a := apptest.New(t)
	for _, key := range []string{"nobodyxx", cast.Delta, "'"} {
		p, err := a.Accounts.List(t.Context(), a.By(cast.Pia), account.Filter{After: key, Size: 5})
		if err != nil || len(p.Accounts) != 5 || p.Earlier || p.Accounts[0].ID != cast.Acme {
			t.Errorf("after %q: %v, %v", key, keysOf(p), err)
		}
	}
}

func TestAPartnerKeepsCountOfItsAccounts(t *testing.T) {
	a := apptest.New(t)
	if got, want := a.Account(cast.Northwind).Tally, (account.Tally{Managed: 46, ManagedActive: 44, ManagedSuspended: 1, ManagedBare: 3}); got != want {
		t.Errorf("%+v", got)
	}
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Pia), cast.Cobalt); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.Close(t.Context(), a.By(cast.Pia), cast.Ember); err != nil {
		t.Fatal(err)
	}
	if got, want := a.Account(cast.Northwind).Tally, (account.Tally{Managed: 46, ManagedActive: 42, ManagedSuspended: 2, ManagedBare: 3}); got != want {
		t.Errorf("%+v", got)
	}
	a.CheckNumbers()
}

func TestAnActOnAllThatMatchFindsThemAll(t *testing.T) {
	a := apptest.New(t)
	f := account.Filter{Tag: "Health", After: cast.Acme, Size: 1}
	keys, err := a.Accounts.Matching(t.Context(), a.By(cast.Pia), f, 100)
	f.After = ""
	if want := modelOf(t, a, cast.Northwind).list(f); err != nil || !slices.Equal(keys, want) {
		t.Errorf("%v, not %v: %v", keys, want, err)
	}
}

func TestAnExportHasEveryAccountOfTheListInItsOrder(t *testing.T) {
	a := crowded(t, 2300)
	f := account.Filter{Sort: account.ByCreated, Desc: true}
	var keys []string
	err := a.Accounts.Export(t.Context(), a.By(cast.Pia), f, func(x account.Account) error {
		keys = append(keys, x.ID)
		return nil
	})
	if want := modelOf(t, a, cast.Northwind).list(f); err != nil || !slices.Equal(keys, want) {
		t.Errorf("%d of %d accounts, %v", len(keys), len(want), err)
	}
}

func TestOneTenantNeverFindsAnothersAccounts(t *testing.T) {
	a := apptest.New(t)
	p, err := a.Accounts.List(t.Context(), a.By(cast.Cara), account.Filter{Find: "blue bottle"})
	if err != nil || len(p.Accounts) != 0 || p.Total != 0 {
		t.Errorf("%v, %v", keysOf(p), err)
	}
	p, err = a.Accounts.List(t.Context(), a.By(cast.Cara), account.Filter{})
	if err != nil || p.Total != 7 || len(p.Accounts) != 7 {
		t.Errorf("Cascade has %d accounts, %v", p.Total, err)
	}
	for _, x := range p.Accounts {
		if x.ID == cast.Acme {
			t.Error("the other Acme is listed")
		}
	}
}

func TestARenamedAccountIsFoundByItsNewNameOnly(t *testing.T) {
	a := apptest.New(t)
	t.Cleanup(account.Narrow(1, 2000)) // look everything up
	in := edited(t, a, cast.Cobalt)
	in.Name = "Zirconium Health"
	if _, err := a.Accounts.Edit(t.Context(), a.By(cast.Pia), cast.Cobalt, in); err != nil {
		t.Fatal(err)
	}
	for find, want := range map[string]int{"zirconium": 1, "cobalt": 0, "crm-1003": 1} {
		p, err := a.Accounts.List(t.Context(), a.By(cast.Pia), account.Filter{Find: find})
		if err != nil || len(p.Accounts) != want {
			t.Errorf("%s: %v, %v", find, keysOf(p), err)
		}
	}
}

func TestNoPageScansOrSortsAWholeTable(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("plans are read on SQLite; PostgreSQL chooses them by its statistics")
	}
	a := crowded(t, 20000) // so many that looking up a few beats reading all
	by := a.By(cast.Pia)
	for _, f := range filters {
		f.Inherited = account.Inherited{Renewal: account.BaseOn, Approval: account.BaseOn}
		for _, sort := range account.Columns {
			for _, after := range []string{"", cast.Cobalt} {
				for _, f.Desc = range []bool{false, true} {
					f.Sort, f.After = sort, after
					plans := a.Plans(t, func() {
						if _, err := a.Accounts.List(t.Context(), by, f); err != nil {
							t.Fatal(err)
						}
					})
					if len(plans) < 2 {
						t.Fatalf("%s: %d queries were seen", said(f), len(plans))
					}
					for _, p := range plans {
						// A window is bounded, and so are the few accounts that are looked up.
						bounded := strings.Contains(p.SQL, ") AS w") || strings.Contains(p.SQL, "json_each(?)")
						for _, step := range p.Steps {
							scan := strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "VIRTUAL TABLE INDEX") && !strings.HasPrefix(step, "SCAN w") && !strings.Contains(step, "(subquery")
							if scan || strings.Contains(step, "TEMP B-TREE") && !bounded {
								t.Errorf("%s: %s\n%s", said(f), strings.Join(p.Steps, "\n"), strings.ReplaceAll(p.SQL, "?,", ""))
							}
						}
					}
				}
			}
		}
	}
	for name, query := range map[string]func() error{
		"partners": func() error {
			_, _, err := a.Accounts.Partners(t.Context(), a.By(cast.Olive), account.PartnerFilter{Find: "wind"})
			return err
		},
		"referred partners": func() error {
			_, _, err := a.Accounts.Partners(t.Context(), a.By(cast.Dina), account.PartnerFilter{})
			return err
		},
		"history":  func() error { _, _, err := a.Events.History(t.Context(), by, cast.Acme, ""); return err },
		"views":    func() error { _, err := a.Views.List(t.Context(), by); return err },
		"defaults": func() error { _, err := a.Settings.Defaults(t.Context(), by); return err },
	} {
		plans := a.Plans(t, func() {
			if err := query(); err != nil {
				t.Fatal(err)
			}
		})
		for _, p := range plans {
			for _, step := range p.Steps {
				if strings.HasPrefix(step, "SCAN accounts") || strings.HasPrefix(step, "SCAN events") || strings.HasPrefix(step, "SCAN settings") || strings.HasPrefix(step, "SCAN views") {
					t.Errorf("%s: %s\n%s", name, strings.Join(p.Steps, "\n"), strings.ReplaceAll(p.SQL, "?,", ""))
				}
			}
		}
	}
}

func TestAListThatTakesTooLongIsGivenUp(t *testing.T) {
	a := apptest.New(t)
	ctx, cancel := contextWithin(t, time.Nanosecond)
	defer cancel()
	if _, err := a.Accounts.List(ctx, a.By(cast.Pia), account.Filter{}); err == nil {
		t.Error("a list without time was answered")
	}
}
