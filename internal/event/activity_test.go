package event_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// did records a fact as its doer, and answers its id.
func did(t *testing.T, a *apptest.App, by access.Caller, kind event.Kind, account string, changes ...event.Change) (id string) {
	t.Helper()
	err := a.DB.Do(t.Context(), by, func(tx *db.Tx) (err error) {
		id, err = event.RecordID(tx, kind, account, event.Subject{ID: account, Name: "x"}, changes...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// all are the facts of the record as it is, newest first.
func all(t *testing.T, a *apptest.App) (es []event.Event) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("the model sees all").Order("id DESC").Find(&es).Error
	})
	return es
}

// busy is the cast with a few hundred facts of many people in many accounts.
func busy(t *testing.T) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	type act struct {
		by      access.Caller
		account string
	}
	acts := []act{
		{a.By(cast.Pia), cast.Northwind}, {a.By(cast.Pia), cast.Acme}, {a.By(cast.Tariq), cast.Northwind}, {a.Viewing(cast.Tariq, cast.Cobalt), cast.Cobalt},
		{a.By(cast.Alice), cast.Acme}, {a.By(cast.Ben), cast.Acme}, {a.By(cast.Cara), cast.Cascade}, {a.By(cast.Cara), cast.Delta},
		{a.By(cast.Olive), cast.Meridian}, {a.By(cast.Olive), cast.Northwind}, {a.By(cast.Sol), cast.Solo}, {a.By(cast.Dina), cast.Harbour},
	}
	kinds := []event.Kind{event.SignedIn, event.SignInRefused, event.UserInvited, event.AccountEntered, event.SettingChanged, event.DefaultChanged}
	for i := range 360 {
		c := acts[i%len(acts)]
		did(t, a, c.by, kinds[i/len(acts)%len(kinds)], c.account, event.Change{Field: "Number", Now: fmt.Sprint(i)})
		a.Clock.Advance(time.Hour)
	}
	return a
}

func TestAFactKnowsTheAccountAboveItsOwn(t *testing.T) {
	a := busy(t)
	above := map[string]string{
		cast.Acme: cast.Northwind, cast.Cobalt: cast.Northwind, cast.Delta: cast.Cascade, cast.Clearlake: cast.Lakeside,
		cast.Northwind: cast.Meridian, cast.Lakeside: cast.Meridian, cast.Harbour: cast.Meridian, cast.Solo: cast.Meridian, cast.Meridian: cast.Meridian,
	}
	seen := map[string]bool{}
	for _, e := range all(t, a) {
		if want := above[e.AccountID]; want != "" {
			seen[e.AccountID] = true
			if e.ParentID != want {
				t.Errorf("a fact of %s stands below %s, not %s", e.AccountID, e.ParentID, want)
			}
		}
	}
	if len(seen) != len(above) {
		t.Errorf("facts of %v only", seen)
	}
}

// shows says by hand whose facts a person sees as their company's activity.
func shows(p cast.Person, e event.Event) bool {
	switch p.Kind {
	case access.Operator, access.Partner:
		return e.AccountID == p.Account || e.ParentID == p.Account
	}
	return e.AccountID == p.Account
}

// model is what a filter leaves, the naive way.
func model(es []event.Event, shown func(event.Event) bool, f event.Filter) (ids []string) {
	for _, e := range es {
		if shown(e) && (len(f.Users) == 0 || slices.Contains(f.Users, e.UserID)) && (len(f.Accounts) == 0 || slices.Contains(f.Accounts, e.AccountID)) &&
			(len(f.Kinds) == 0 || slices.Contains(f.Kinds, e.Kind)) && (f.From.IsZero() || !e.At.Before(f.From)) && (f.To.IsZero() || e.At.Before(f.To)) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

type lister func(context.Context, access.Caller, event.Filter) (event.Page, error)

// walk reads a list page by page to its end and back, and compares.
func walk(t *testing.T, what string, list lister, by access.Caller, f event.Filter, want []string) {
	t.Helper()
	var down, up []string
	for n := 0; ; n++ {
		p, err := list(t.Context(), by, f)
		if err != nil || n > 1000 {
			t.Fatalf("%s: page %d: %v", what, n, err)
		}
		for _, e := range p.Events {
			down = append(down, e.ID)
		}
		if p.Earlier == "" {
			if p.Later == "" && n > 0 && len(want) > 0 {
				t.Errorf("%s: the last of %d pages leads nowhere", what, n+1)
			}
			break
		}
		f.Before = p.Earlier
	}
	if !slices.Equal(down, want) {
		t.Errorf("%s: %d facts, not %d", what, len(down), len(want))
	}
	if len(want) == 0 {
		return
	}
	for f.Before, f.After = "", want[len(want)-1]; ; {
		p, err := list(t.Context(), by, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range slices.Backward(p.Events) {
			up = append(up, e.ID)
		}
		if p.Earlier == "" {
			t.Errorf("%s: a page of newer facts does not lead back", what)
		}
		if p.Later == "" {
			break
		}
		f.After = p.Later
	}
	slices.Reverse(up)
	if !slices.Equal(up, want[:len(want)-1]) {
		t.Errorf("%s, upwards: %d facts, not %d", what, len(up), len(want)-1)
	}
}

func filters() []event.Filter {
	return []event.Filter{
		{}, {Size: 7}, {Size: 1000},
		{Users: []string{cast.Pia.ID}, Size: 9}, {Users: []string{cast.Tariq.ID, cast.Olive.ID}, Size: 9}, {Users: []string{"nobody"}},
		{Accounts: []string{cast.Acme}, Size: 9}, {Accounts: []string{cast.Northwind}, Size: 9}, {Accounts: []string{cast.Acme, cast.Northwind, cast.Delta}, Size: 9},
		{Kinds: []event.Kind{event.SignedIn}, Size: 9}, {Kinds: event.KindsOf("sign-in"), Size: 9}, {Kinds: []event.Kind{event.UserLocked}},
		{From: apptest.Start.Add(100 * time.Hour), Size: 9}, {To: apptest.Start.Add(100 * time.Hour), Size: 9},
		{From: apptest.Start.Add(100 * time.Hour), To: apptest.Start.Add(200 * time.Hour), Kinds: []event.Kind{event.DefaultChanged}, Users: []string{cast.Pia.ID}, Size: 2},
		{Accounts: []string{cast.Acme}, Users: []string{cast.Pia.ID, cast.Alice.ID}, Kinds: event.KindsOf("settings"), Size: 3},
	}
}

func TestActivityIsWhatTheNaiveWayAnswers(t *testing.T) {
	a := busy(t)
	es := all(t, a)
	for _, look := range []int{100_000, 10, 3} {
		t.Cleanup(event.Look(look, 1_000))
		if look == 3 {
			t.Cleanup(event.Look(3, 2)) // gives up again and again
		}
		for _, p := range []cast.Person{cast.Pia, cast.Cara, cast.Alice, cast.Olive, cast.Sol, cast.Dina} {
			for _, f := range filters() {
				want := model(es, func(e event.Event) bool { return shows(p, e) }, f)
				walk(t, fmt.Sprintf("%s, %d at a time: %+v", p.Name, look, f), a.Events.Company, a.By(p), f, want)
			}
		}
		for _, p := range []cast.Person{cast.Pia, cast.Tariq, cast.Rory, cast.Ben} {
			for _, f := range filters() {
				f.Users, f.Accounts = nil, nil
				want := model(es, func(e event.Event) bool { return e.UserID == p.ID }, f)
				walk(t, fmt.Sprintf("own of %s, %d at a time: %+v", p.Name, look, f), a.Events.Mine, a.By(p), f, want)
			}
		}
	}
}

func TestASearchThatIsGivenUpSaysWhereItGoesOn(t *testing.T) {
	a := busy(t)
	t.Cleanup(event.Look(5, 2))
	p, err := a.Events.Company(t.Context(), a.By(cast.Pia), event.Filter{Kinds: []event.Kind{event.UserLocked}})
	if err != nil || !p.Cut || p.Earlier == "" || len(p.Events) > 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestNobodySeesTheActivityOfOthersCompanies(t *testing.T) {
	a := busy(t)
	es := all(t, a)
	for _, p := range []cast.Person{cast.Cara, cast.Alice, cast.Dev, cast.Sol, cast.Dina, cast.Leo, cast.Bea} {
		by := a.By(p)
		for _, f := range []event.Filter{
			{Size: 1000}, {Users: []string{cast.Pia.ID, cast.Tariq.ID, cast.Cory.ID}, Size: 1000},
			{Accounts: []string{cast.Northwind, cast.Cobalt, cast.Solo, cast.Acme, cast.Delta, cast.Meridian}, Size: 1000},
			{Before: es[0].ID, Size: 1000}, {After: es[len(es)-1].ID, Size: 1000},
		} {
			got, err := a.Events.Company(t.Context(), by, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range got.Events {
				if !shows(p, e) {
					t.Errorf("%s sees %s of %s by %+v", p.Name, e.Kind, e.AccountID, f)
				}
			}
		}
		people, err := a.Events.People(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range people {
			if !slices.ContainsFunc(es, func(e event.Event) bool { return e.UserID == who.ID && shows(p, e) }) {
				t.Errorf("%s is told of %s", p.Name, who.Name)
			}
		}
	}
}

func TestThePeopleOfTheRecordAreThoseWhoAppearInIt(t *testing.T) {
	a := busy(t)
	people, err := a.Events.People(t.Context(), a.By(cast.Alice))
	if err != nil {
		t.Fatal(err)
	}
	want := []event.Person{
		{cast.Ben.ID, cast.Ben.Name}, {cast.Alice.ID, cast.Alice.Name}, {cast.Pia.ID, cast.Pia.Name}, {"portal", "The portal"}, {cast.Theo.ID, cast.Theo.Name},
	}
	if !slices.Equal(people, want) {
		t.Errorf("%+v", people)
	}
}

func TestOnlyACompanyAdminSeesWhatEverybodyDid(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		_, err := a.Events.Company(t.Context(), a.By(p), event.Filter{})
		_, people := a.Events.People(t.Context(), a.By(p))
		admin := p.Role == access.CompanyAdmin || p.Role == access.OperatorAdmin
		for _, err := range []error{err, people} {
			if admin && err != nil || !admin && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", p.Name, err)
			}
		}
		if _, err := a.Events.Mine(t.Context(), a.By(p), event.Filter{}); err != nil {
			t.Errorf("own activity of %s: %v", p.Name, err)
		}
	}
	if _, err := a.Events.Mine(t.Context(), access.Caller{}, event.Filter{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("nobody's activity: %v", err)
	}
}

// keep makes an account show so many days.
func keep(t *testing.T, a *apptest.App, key string, days int) {
	t.Helper()
	if _, err := a.Raw().Exec(fmt.Sprintf("UPDATE accounts SET activity_days = %d WHERE id = '%s'", days, key)); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsOlderThanACompanyShowsIsOnNoPageAndInNoFile(t *testing.T) {
	a := busy(t)
	a.Clock.Advance(50 * 24 * time.Hour)
	keep(t, a, cast.Northwind, 60)
	keep(t, a, cast.Acme, 90)
	es := all(t, a)
	since := func(days int) time.Time { return a.Clock.Now().AddDate(0, 0, -days) }
	for _, c := range []struct {
		who  cast.Person
		days int
	}{{cast.Pia, 60}, {cast.Alice, 90}, {cast.Cara, 100_000}} {
		for _, f := range filters() {
			want := model(es, func(e event.Event) bool { return shows(c.who, e) && !e.At.Before(since(c.days)) }, f)
			walk(t, fmt.Sprintf("%s: %+v", c.who.Name, f), a.Events.Company, a.By(c.who), f, want)
			var file []string
			err := event.Export(t.Context(), a.By(c.who), f, a.Events.Company, func(es []event.Event) error {
				for _, e := range es {
					file = append(file, e.ID)
				}
				return nil
			})
			if err != nil || !slices.Equal(file, want) {
				t.Errorf("file of %s: %d facts, not %d, %v", c.who.Name, len(file), len(want), err)
			}
		}
	}
	history, _, err := a.Events.History(t.Context(), a.By(cast.Pia), cast.Acme, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range history {
		if e.At.Before(since(60)) {
			t.Errorf("the history of Acme shows %s of %s", e.Kind, e.At)
		}
	}
	if n := len(all(t, a)); n != len(es) {
		t.Errorf("the record has %d facts, not %d", n, len(es))
	}
	mine, err := a.Events.Mine(t.Context(), a.By(cast.Pia), event.Filter{Size: 1000})
	if want := model(es, func(e event.Event) bool { return e.UserID == cast.Pia.ID }, event.Filter{}); err != nil || len(mine.Events) != len(want) {
		t.Errorf("Pia's own: %d of %d, %v", len(mine.Events), len(want), err)
	}
}

func TestThePeopleOfAManagedAccountSeeNoTagsOfItsPartner(t *testing.T) {
	a := apptest.New(t)
	tags, name := event.Change{Field: "Tags", Now: "Churn risk"}, event.Change{Field: "Account Name", Was: "Acme", Now: "Acme Robotics"}
	only := did(t, a, a.By(cast.Pia), event.AccountEdited, cast.Acme, tags)
	both := did(t, a, a.By(cast.Pia), event.AccountEdited, cast.Acme, name, tags)
	for who, want := range map[string][]int{"Pia": {1, 2}, "Pia inside": {1, 2}, "Alice": {-1, 1}} {
		by := map[string]access.Caller{"Pia": a.By(cast.Pia), "Pia inside": a.Viewing(cast.Pia, cast.Acme), "Alice": a.By(cast.Alice)}[who]
		p, err := a.Events.Company(t.Context(), by, event.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for i, id := range []string{only, both} {
			n := -1
			for _, e := range p.Events {
				if e.ID == id {
					n = len(e.Changes)
				}
			}
			if n != want[i] {
				t.Errorf("%s sees %d changes of edit %d, not %d", who, n, i+1, want[i])
			}
		}
	}
}

func TestAHistoryTellsWhatDefaultsOfThePartnerDid(t *testing.T) {
	a := apptest.New(t)
	ctx, pia := t.Context(), a.By(cast.Pia)
	change := func(f string, by access.Caller, account string) string {
		a.Clock.Advance(time.Minute)
		return did(t, a, by, event.DefaultChanged, account, event.Change{Field: f, Was: "Off", Now: "On"})
	}
	ours := change("Show Pricing", pia, cast.Northwind)
	did(t, a, pia, event.SettingChanged, cast.Northwind, event.Change{Field: "When a page is refreshed", Was: "a", Now: "b"})
	change("Show Pricing", a.By(cast.Cara), cast.Cascade)
	entered := did(t, a, a.Viewing(cast.Pia, cast.Acme), event.AccountEntered, cast.Acme)
	es, _, err := a.Events.History(ctx, pia, cast.Acme, "")
	if err != nil || len(es) < 3 || es[0].ID != entered || es[1].ID != ours || es[1].AccountID != cast.Northwind {
		t.Fatalf("%+v %v", es, err)
	}
	for _, e := range es[2:] {
		if e.AccountID != cast.Acme && e.At.Before(a.Account(cast.Acme).CreatedAt) {
			t.Errorf("a default of %s stands in the history of an account that came later", e.At)
		}
	}
	var want []string
	for i := range 130 {
		if a.Clock.Advance(time.Second); i%3 == 0 {
			want = append(want, did(t, a, pia, event.AccountEdited, cast.Acme))
		} else {
			want = append(want, change("Show Pricing", pia, cast.Northwind))
		}
	}
	slices.Reverse(want)
	var got []string
	for before, more := "", true; more; {
		if es, more, err = a.Events.History(ctx, pia, cast.Acme, before); err != nil {
			t.Fatal(err)
		}
		for _, e := range es {
			got = append(got, e.ID)
		}
		before = es[len(es)-1].ID
	}
	if len(got) < len(want)+3 || !slices.Equal(got[:len(want)], want) {
		t.Errorf("%d facts of at least %d", len(got), len(want)+3)
	}
	if es, _, err := a.Events.History(ctx, pia, cast.Delta, ""); err != nil || len(es) > 0 {
		t.Errorf("of another partner's account: %+v, %v", es, err)
	}
}

func TestEveryKindIsInOneGroup(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			if id, ok := v.Type.(*ast.Ident); ok && id.Name == "Kind" {
				kinds = append(kinds, strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`))
			}
		}
		return true
	})
	if len(kinds) < 30 {
		t.Fatalf("found %d kinds", len(kinds))
	}
	grouped := map[string]int{}
	for _, g := range event.Groups {
		for _, k := range g.Kinds {
			grouped[string(k)]++
		}
		if !slices.Equal(event.KindsOf(g.Name), g.Kinds) {
			t.Errorf("%s is not found", g.Name)
		}
	}
	for _, k := range kinds {
		if grouped[k] != 1 {
			t.Errorf("%s is in %d groups", k, grouped[k])
		}
		if !slices.Equal(event.KindsOf(k), []event.Kind{event.Kind(k)}) {
			t.Errorf("%s is not found", k)
		}
	}
	if event.KindsOf("no such kind") != nil {
		t.Error("a kind that nobody knows is found")
	}
}
