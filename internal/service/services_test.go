package service_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// tree is a page in short: each top service with what hangs under it.
func tree(gs []service.Group) (out []string) {
	for _, g := range gs {
		s := g.ID
		for _, u := range g.Under {
			s += " >" + u.ID
		}
		out = append(out, s)
	}
	return out
}

func TestConnectionsHangUnderTheirPort(t *testing.T) {
	a := apptest.New(t)
	p, err := a.Services.List(t.Context(), a.By(cast.Alice), service.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	want := "p-6d9h | m-18qz >x-65fe >x-12rn | v-5n3j >x-59pw >x-38kg | p-3c8w >x-77hd | p-7f2k >x-44bt >x-20ce >x-91ma | i-05ud"
	if got := strings.Join(tree(p.Groups), " | "); got != want {
		t.Errorf("%s, not %s", got, want)
	}
	g := p.Groups[4]
	if g.Product.Short != "Port" || g.Location.City != "Sydney" || g.Rate() != "10 Gbps" || g.Terms() != "12 months, renews" || g.Where() != "Tallowood SY1, Sydney" {
		t.Errorf("%+v", g.Service)
	}
	if u := g.Under[0]; u.Where() != "Tallowood SY1 to AWS ap-southeast-2" || u.Rate() != "500 Mbps" || u.Terms() != "Month to month" {
		t.Errorf("%+v", u)
	}
	if p.All != 14 || p.Matching != 14 || p.Locations != 4 || p.Earlier || p.Later {
		t.Errorf("%+v", p)
	}
}

func TestAFilterKeepsAPortWhenAnythingUnderItMatches(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		f        service.Filter
		want     string
		matching int64
	}{
		{service.Filter{Find: "ORACLE"}, "m-18qz >x-12rn", 1},
		{service.Filter{Find: "x-77hd"}, "p-3c8w >x-77hd", 1},
		{service.Filter{Find: "brisbane"}, "p-6d9h | v-5n3j", 2},
		{service.Filter{Status: service.Cancelled}, "m-18qz >x-12rn", 1},
		{service.Filter{Product: cast.IX}, "i-05ud", 1},
		{service.Filter{Product: cast.VXC, Status: service.Design}, "v-5n3j >x-59pw", 1},
		{service.Filter{Find: "nothing like it"}, "", 0},
		{service.Filter{Find: "%"}, "", 0},
	} {
		p, err := a.Services.List(t.Context(), a.Viewing(cast.Rory, cast.Acme), c.f)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(tree(p.Groups), " | "); got != c.want || p.Matching != c.matching || p.All != 14 {
			t.Errorf("%+v: %s (%d of %d), not %s", c.f, got, p.Matching, p.All, c.want)
		}
	}
}

func TestEveryPageOfServicesIsWhatANaiveListWouldBe(t *testing.T) {
	a := apptest.New(t)
	var ss []service.Service
	for i := range 173 {
		ss = append(ss, service.Service{
			ID: fmt.Sprintf("q-%03d", i*7%173), AccountID: cast.Ember, ProductID: []string{cast.Port, cast.MCR, cast.IX}[i%3], LocationID: []string{"syd1", "mel1"}[i%2],
			Name: fmt.Sprint("Service ", i%40), Speed: int64(1 + i%5), Term: 12, TermEndsOn: apptest.Start.AddDate(0, 0, i%9), Status: service.Statuses[i%7], CreatedAt: apptest.Start,
		})
	}
	a.Tx(func(tx *db.Tx) error { return service.Plant(tx, ss) })
	for _, sort := range service.Columns {
		for _, desc := range []bool{false, true} {
			want := slices.Clone(ss)
			slices.SortFunc(want, func(x, y service.Service) int {
				n := cmp.Or(map[service.Column]int{
					service.ByProduct: cmp.Compare(x.ProductID, y.ProductID), service.ByStatus: cmp.Compare(x.Status, y.Status),
					service.ByLocation: cmp.Compare(x.LocationID, y.LocationID), service.BySpeed: cmp.Compare(x.Speed, y.Speed),
					service.ByTerm: x.TermEndsOn.Compare(y.TermEndsOn),
				}[sort], cmp.Compare(x.NameFold, y.NameFold), cmp.Compare(x.ID, y.ID))
				if desc {
					return -n
				}
				return n
			})
			ids := func(from, to int) (out []string) {
				for _, s := range want[from:to] {
					out = append(out, s.ID)
				}
				return out
			}
			f := service.Filter{Sort: sort, Desc: desc}
			for _, c := range []struct {
				after, before  string
				from, to       int
				earlier, later bool
			}{
				{"", "", 0, 50, false, true}, {want[49].ID, "", 50, 100, true, true}, {want[99].ID, "", 100, 150, true, true}, {want[149].ID, "", 150, 173, true, false},
				{"", want[150].ID, 100, 150, true, true}, {"", want[50].ID, 0, 50, false, true}, {"p-7f2k", "", 0, 50, false, true},
			} {
				f.After, f.Before = c.after, c.before
				p, err := a.Services.List(t.Context(), a.Viewing(cast.Pia, cast.Ember), f)
				if err != nil {
					t.Fatal(err)
				}
				if got := tree(p.Groups); !slices.Equal(got, ids(c.from, c.to)) || p.Earlier != c.earlier || p.Later != c.later {
					t.Errorf("%+v: %v earlier %t later %t, not %v", f, got, p.Earlier, p.Later, ids(c.from, c.to))
				}
			}
		}
	}
}

func TestWhoSeesServices(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		page, err := a.Services.List(t.Context(), a.By(p), service.Filter{})
		may := p.Account != cast.Meridian && p.Account != cast.Harbour
		if may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Name, err)
		}
		for _, g := range page.Groups {
			if g.AccountID != p.Account {
				t.Errorf("%s sees %s of %s", p.Name, g.ID, g.AccountID)
			}
		}
	}
}

func TestNoPageOfServicesScansOrSortsAWholeTable(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("plans are read on SQLite")
	}
	a := apptest.New(t)
	if err := cast.Many(t.Context(), a.DB, 5000, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	by := a.Viewing(cast.Pia, cast.Acme)
	for _, sort := range service.Columns {
		for _, desc := range []bool{false, true} {
			for _, after := range []string{"", "p-7f2k"} {
				f := service.Filter{Sort: sort, Desc: desc, After: after}
				for _, p := range a.Plans(t, func() {
					if _, err := a.Services.List(t.Context(), by, f); err != nil {
						t.Fatal(err)
					}
				}) {
					for _, step := range p.Steps {
						sorted := strings.Contains(step, "FOR ORDER BY") && strings.Contains(p.SQL, "top = 1")
						if strings.HasPrefix(step, "SCAN services") || strings.HasPrefix(step, "SCAN accounts") || sorted {
							t.Errorf("%+v: %s\n%s", f, strings.Join(p.Steps, "\n"), p.SQL)
						}
					}
				}
			}
		}
	}
}

func TestAccountsKeepTheNumberOfTheirServices(t *testing.T) {
	a := apptest.New(t)
	want := map[string]int64{cast.Acme: 14, cast.BlueBottle: 9, cast.Ember: 0, cast.Tidewater: 0, cast.Northwind: 5}
	for key, n := range want {
		if got := a.Account(key).Services; got != n {
			t.Errorf("%s keeps %d, not %d", key, got, n)
		}
	}
	p, err := a.Accounts.List(t.Context(), a.By(cast.Pia), account.Filter{Sort: account.ByServices, Desc: true, Size: 1})
	if err != nil || p.Accounts[0].Name != "Hartley Mutual" || p.Accounts[0].Services != 31 {
		t.Errorf("%+v, %v", p.Accounts, err)
	}
}
