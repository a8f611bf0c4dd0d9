package setting_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// partnerWith is a portal where Lakeside has new managed accounts, by name.
func partnerWith(t *testing.T, names ...string) (*apptest.App, access.Caller, map[string]string) {
	t.Helper()
	a := apptest.New(t)
	by := a.By(cast.Leo)
	keys := map[string]string{}
	for _, n := range names {
		keys[n] = create(t, a, by, n)
	}
	return a, by, keys
}

func create(t *testing.T, a *apptest.App, by access.Caller, name string) string {
	t.Helper()
	got, err := a.Accounts.Create(t.Context(), by, account.Draft{Name: name, Reference: "ref " + name})
	if err != nil {
		t.Fatal(err)
	}
	return got.ID
}

// value is one feature of an account.
func value(t *testing.T, a *apptest.App, by access.Caller, key string, name setting.Name) setting.Value {
	t.Helper()
	vs, err := a.Settings.Of(t.Context(), by, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vs {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no feature %s", name)
	return setting.Value{}
}

// word is a value in short: what is stored at the account, and what follows.
func word(v setting.Value) string {
	own := "–"
	if v.Source == setting.FromAccount {
		own = map[bool]string{true: "on", false: "off"}[v.On]
	}
	return own + "/" + map[bool]string{true: "on", false: "off"}[v.On]
}

func TestTheWorkedExampleOfPricing(t *testing.T) {
	a, by, keys := partnerWith(t, "A", "B", "C")
	ctx := t.Context()
	change := func(name string, on bool, scope setting.Scope) func() (setting.Outcome, error) {
		return func() (setting.Outcome, error) {
			return a.Settings.Change(ctx, by, keys[name], setting.ShowPricing, setting.Draft{On: on, Scope: scope})
		}
	}
	for row, c := range []struct {
		name  string
		act   func() (setting.Outcome, error)
		deflt string
		want  string // own/effective of A, B, C and D
	}{
		{"start", func() (setting.Outcome, error) { return setting.Outcome{}, nil }, "off system", "–/off –/off –/off"},
		{"C: this account, off", change("C", false, setting.ThisAccount), "off system", "–/off –/off off/off"},
		{"A: all, on", change("A", true, setting.AllAccounts), "on partner", "–/on –/on off/off"},
		{"B: this account, off", change("B", false, setting.ThisAccount), "on partner", "–/on off/off off/off"},
		{"create D", func() (setting.Outcome, error) { keys["D"] = create(t, a, by, "D"); return setting.Outcome{}, nil }, "on partner", "–/on off/off off/off –/on"},
		{"B: all, off", change("B", false, setting.AllAccounts), "off partner", "–/off –/off off/off –/off"},
		{"C: use the inherited value", func() (setting.Outcome, error) {
			return a.Settings.Inherit(ctx, by, keys["C"], setting.ShowPricing, "")
		}, "off partner", "–/off –/off –/off –/off"},
		{"A: all, on again", change("A", true, setting.AllAccounts), "on partner", "–/on –/on –/on –/on"},
	} {
		t.Run(fmt.Sprint(row, " ", c.name), func(t *testing.T) {
			if _, err := c.act(); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range []string{"A", "B", "C", "D"} {
				if keys[n] != "" {
					got = append(got, word(value(t, a, by, keys[n], setting.ShowPricing)))
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%v, not %s", got, c.want)
			}
			ds, err := a.Settings.Defaults(ctx, by)
			if err != nil {
				t.Fatal(err)
			}
			d := ds[2]
			if s := map[bool]string{true: "on ", false: "off "}[d.On] + string(d.Source); s != c.deflt {
				t.Errorf("the default is %s, not %s", s, c.deflt)
			}
			a.CheckNumbers()
		})
	}
}

// effective is what every managed account of the installation has, in order.
func effective(t *testing.T, a *apptest.App) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, p := range []cast.Person{cast.Pia, cast.Cara, cast.Leo} {
		by := a.By(p)
		page, err := a.Accounts.List(t.Context(), by, account.Filter{Size: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range page.Accounts {
			vs, err := a.Settings.Of(t.Context(), by, x.ID)
			if err != nil {
				t.Fatal(err)
			}
			var s []string
			for _, v := range vs {
				s = append(s, fmt.Sprint(v.On))
			}
			out[x.ID] = strings.Join(s, " ")
		}
	}
	return out
}

// changed are the accounts whose effective values differ.
func changed(was, now map[string]string) (keys []string) {
	for k := range now {
		if was[k] != now[k] {
			keys = append(keys, k)
		}
	}
	return keys
}

func TestAChangeForThisAccountChangesNoOther(t *testing.T) {
	a := apptest.New(t)
	for _, f := range setting.Features {
		for _, on := range []bool{true, false} {
			was := effective(t, a)
			out, err := a.Settings.Change(t.Context(), a.By(cast.Pia), cast.Ember, f.Name, setting.Draft{On: on, Scope: setting.ThisAccount})
			if err != nil {
				t.Fatal(err)
			}
			keys := changed(was, effective(t, a))
			if len(keys) > 1 || len(keys) == 1 && keys[0] != cast.Ember || int64(len(keys)) != out.Changed {
				t.Errorf("%s %t changed %v, and says %d", f.Label, on, keys, out.Changed)
			}
		}
	}
	a.CheckNumbers()
}

func TestThePreviewSaysExactlyWhoChangesAndWhoKeepsTheirOwn(t *testing.T) {
	for _, f := range setting.Features {
		for _, on := range []bool{true, false} {
			for _, at := range []string{cast.Acme, cast.Cobalt, cast.Ember, cast.Named(1007), ""} {
				t.Run(fmt.Sprintf("%s %t on %q", f.Label, on, at), func(t *testing.T) {
					a := apptest.New(t)
					by := a.By(cast.Pia)
					p, err := a.Settings.Preview(t.Context(), by, at, f.Name, on)
					if err != nil {
						t.Fatal(err)
					}
					was := effective(t, a)
					var out setting.Outcome
					if at == "" {
						out, err = a.Settings.ChangeDefault(t.Context(), by, f.Name, setting.Draft{On: on})
					} else {
						out, err = a.Settings.Change(t.Context(), by, at, f.Name, setting.Draft{On: on, Scope: setting.AllAccounts})
					}
					if err != nil {
						t.Fatal(err)
					}
					now := effective(t, a)
					keys := changed(was, now)
					if int64(len(keys)) != p.Changed || out.Changed != p.Changed {
						t.Errorf("%d accounts changed, the preview says %d and the outcome %d", len(keys), p.Changed, out.Changed)
					}
					if len(p.First) != min(10, len(keys)) {
						t.Errorf("%d are named of %d", len(p.First), len(keys))
					}
					for _, x := range p.First {
						if was[x.ID] == now[x.ID] {
							t.Errorf("%s is named and did not change", x.Name)
						}
					}
					kept := 0
					page, err := a.Accounts.List(t.Context(), by, account.Filter{Size: 100})
					if err != nil {
						t.Fatal(err)
					}
					for _, x := range page.Accounts {
						if f.OwnOf(x) != account.OwnNone {
							kept++
						}
					}
					if int64(kept) != p.Kept || len(p.Keeping) != min(10, kept) {
						t.Errorf("%d keep their own, the preview says %d and names %d", kept, p.Kept, len(p.Keeping))
					}
					a.CheckNumbers()
				})
			}
		}
	}
}

func TestADefaultNeverTouchesAnotherPartner(t *testing.T) {
	a := apptest.New(t)
	was := effective(t, a)
	if _, err := a.Settings.ChangeDefault(t.Context(), a.By(cast.Cara), setting.ShowPricing, setting.Draft{On: true}); err != nil {
		t.Fatal(err)
	}
	for _, k := range changed(was, effective(t, a)) {
		if a.Account(k).ParentID != cast.Cascade {
			t.Errorf("%s changed", a.Account(k).Name)
		}
	}
}

func TestUndoTakesADefaultBackWithTheOwnValueThatWent(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	was := effective(t, a)
	out, err := a.Settings.Change(ctx, by, cast.Acme, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts})
	if err != nil || out.Recorded == "" || out.Value.Source != setting.FromPartner {
		t.Fatalf("%+v, %v", out, err)
	}
	if v := value(t, a, by, cast.Acme, setting.ShowPricing); v.Source != setting.FromPartner || !v.On {
		t.Errorf("Acme does not follow: %+v", v)
	}
	label, err := a.Settings.Undo(ctx, by, out.Recorded)
	if err != nil || label != "Show Pricing" {
		t.Fatal(label, err)
	}
	if keys := changed(was, effective(t, a)); len(keys) != 0 {
		t.Errorf("%v are not as they were", keys)
	}
	if v := value(t, a, by, cast.Acme, setting.ShowPricing); v.Source != setting.FromAccount || !v.On {
		t.Errorf("Acme has lost its own value: %+v", v)
	}
	if ds, err := a.Settings.Defaults(ctx, by); err != nil || ds[2].Source != setting.FromSystem {
		t.Errorf("the default stays: %+v, %v", ds[2], err)
	}
	if _, err := a.Settings.Undo(ctx, by, out.Recorded); !fault.Is(err, fault.Conflict) {
		t.Errorf("undone twice: %v", err)
	}
	a.CheckNumbers()
}

func TestUndoOfSomethingThatChangedMeanwhileTakesNothingBack(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	out, err := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: false}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.Undo(ctx, by, out.Recorded); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	if ds, _ := a.Settings.Defaults(ctx, by); ds[2].On {
		t.Error("it was taken back")
	}
}

func TestOnlyOnesOwnChangeOfADefaultIsUndone(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	out, err := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.Undo(ctx, a.By(cast.Cara), out.Recorded); !fault.Is(err, fault.NotFound) {
		t.Errorf("Cara: %v", err)
	}
	if _, err := a.Settings.Undo(ctx, a.By(cast.Rory), out.Recorded); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Rory: %v", err)
	}
	es, _, err := a.Events.History(ctx, by, cast.Acme, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "nothing", es[1].ID} {
		if _, err := a.Settings.Undo(ctx, by, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if err := a.Settings.ChooseRefresh(ctx, by, setting.StayInAccount); err != nil {
		t.Fatal(err)
	}
	es, _, err = a.Events.History(ctx, by, cast.Northwind, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.Undo(ctx, by, es[0].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a choice about refreshing: %v", err)
	}
}

func TestSettingADefaultAndTakingItBackIsAsIfNothingHappened(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	for _, f := range setting.Features {
		was := effective(t, a)
		ds, err := a.Settings.Defaults(ctx, by)
		if err != nil {
			t.Fatal(err)
		}
		on := true
		for _, d := range ds {
			if d.Name == f.Name {
				on = !d.On
			}
		}
		out, err := a.Settings.ChangeDefault(ctx, by, f.Name, setting.Draft{On: on})
		if err != nil || out.Changed == 0 {
			t.Fatalf("%s: %+v, %v", f.Label, out, err)
		}
		if _, err := a.Settings.Undo(ctx, by, out.Recorded); err != nil {
			t.Fatal(err)
		}
		if keys := changed(was, effective(t, a)); len(keys) != 0 {
			t.Errorf("%s: %v are not as they were", f.Label, keys)
		}
	}
}

func TestAnOwnValueEqualToTheInheritedOneStaysAnOwnValue(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	if _, err := a.Settings.Change(ctx, by, cast.Ember, setting.ShowPricing, setting.Draft{On: false, Scope: setting.ThisAccount}); err != nil {
		t.Fatal(err)
	}
	if v := value(t, a, by, cast.Ember, setting.ShowPricing); v.Source != setting.FromAccount || v.On || v.SetBy != "Pia Larsen" {
		t.Errorf("%+v", v)
	}
	if _, err := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: true}); err != nil {
		t.Fatal(err)
	}
	if v := value(t, a, by, cast.Ember, setting.ShowPricing); v.On || !v.Inherited {
		t.Errorf("it followed all the same: %+v", v)
	}
}

func TestAChangeOfSomethingElseThanWasShownIsRefused(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	shown := value(t, a, by, cast.Ember, setting.ShowPricing).Seen()
	draft := setting.Draft{On: true, Scope: setting.ThisAccount, Seen: shown}
	if _, err := a.Settings.Change(ctx, by, cast.Ember, setting.ShowPricing, draft); err != nil {
		t.Fatal(err)
	}
	draft.On = false
	_, err := a.Settings.Change(ctx, by, cast.Ember, setting.ShowPricing, draft)
	if !fault.Is(err, fault.Conflict) || err.Error() != "Pia Larsen changed Show Pricing meanwhile: it is On now." {
		t.Errorf("%v", err)
	}
	if _, err := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: true, Seen: "On partner"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the default: %v", err)
	}
}

func TestOfManyChangesAtOnceOneWins(t *testing.T) {
	for what, change := range map[string]func(*apptest.App, access.Caller) error{
		"an account's own value": func(a *apptest.App, by access.Caller) error {
			_, err := a.Settings.Change(context.Background(), by, cast.Ember, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount, Seen: "Off system"})
			return err
		},
		"the default, from an account": func(a *apptest.App, by access.Caller) error {
			_, err := a.Settings.Change(context.Background(), by, cast.Ember, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts, Seen: "Off system"})
			return err
		},
		"the default": func(a *apptest.App, by access.Caller) error {
			_, err := a.Settings.ChangeDefault(context.Background(), by, setting.ShowPricing, setting.Draft{On: true, Seen: "Off system"})
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			a := apptest.New(t)
			by := a.By(cast.Pia)
			if n := winners(t, func() error { return change(a, by) }); n != 1 {
				t.Errorf("%d changes won", n)
			}
			a.CheckNumbers()
		})
	}
}

func TestADefaultIsTakenBackOnce(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	out, err := a.Settings.Change(t.Context(), by, cast.Acme, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts})
	if err != nil {
		t.Fatal(err)
	}
	n := winners(t, func() error {
		_, err := a.Settings.Undo(context.Background(), by, out.Recorded)
		return err
	})
	if n != 1 {
		t.Errorf("it was taken back %d times", n)
	}
	a.CheckNumbers()
}

// winners is how many of eight acts at once are not told that they came late.
func winners(t *testing.T, act func() error) int {
	t.Helper()
	var won atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			switch err := act(); {
			case err == nil:
				won.Add(1)
			case !fault.Is(err, fault.Conflict):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return int(won.Load())
}

func TestManyDefaultsChangedAtOnceLeaveOne(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Leo)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := a.Settings.ChangeDefault(context.Background(), by, setting.ShowPricing, setting.Draft{On: i%2 == 0}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var n int
	if err := a.Raw().QueryRow("SELECT count(*) FROM settings WHERE account_id = '" + cast.Lakeside + "'").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d defaults, %v", n, err)
	}
}

func TestSayingWhatIsAlreadySoWritesNothing(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	events := func() (n int) {
		if err := a.Raw().QueryRow("SELECT count(*) FROM events").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := events()
	for _, act := range []func() error{
		func() error {
			_, err := a.Settings.Change(ctx, by, cast.Acme, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount})
			return err
		},
		func() error {
			_, err := a.Settings.ChangeDefault(ctx, by, setting.ServiceApprovalQueue, setting.Draft{On: true})
			return err
		},
		func() error { _, err := a.Settings.Inherit(ctx, by, cast.Ember, setting.ShowPricing, ""); return err },
		func() error { return a.Settings.ChooseRefresh(ctx, by, setting.ReturnToPartner) },
	} {
		if err := act(); err != nil {
			t.Error(err)
		}
	}
	if got := events(); got != before {
		t.Errorf("%d facts were recorded", got-before)
	}
}

func TestWhoMayConfigure(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		may := p == cast.Pia || p == cast.Cara || p == cast.Leo
		for name, act := range map[string]func() error{
			"ChangeDefault": func() error {
				_, err := a.Settings.ChangeDefault(t.Context(), a.By(p), setting.ShowPricing, setting.Draft{On: true})
				return err
			},
			"ChooseRefresh": func() error { return a.Settings.ChooseRefresh(t.Context(), a.By(p), setting.StayInAccount) },
			"Defaults":      func() error { _, err := a.Settings.Defaults(t.Context(), a.By(p)); return err },
		} {
			if err := act(); may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by %s: %v", name, p.Name, err)
			}
		}
	}
	if _, err := a.Settings.Change(t.Context(), a.Viewing(cast.Pia, cast.Acme), cast.Acme, setting.ShowPricing, setting.Draft{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Pia inside Acme: %v", err)
	}
	if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), cast.Acme, "no_such_feature", setting.Draft{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a feature that does not exist: %v", err)
	}
	if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), cast.Northwind, setting.ShowPricing, setting.Draft{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("the partner's own account: %v", err)
	}
	if err := a.Settings.ChooseRefresh(t.Context(), a.By(cast.Pia), "whatever"); !fault.Is(err, fault.Invalid) {
		t.Errorf("an unknown choice: %v", err)
	}
}

func TestTheChoiceAboutRefreshingHoldsInEveryManagedAccount(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	read := func(by access.Caller) setting.Refresh {
		r, err := a.Settings.OnRefresh(ctx, by)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if got := read(a.Viewing(cast.Pia, cast.Acme)); got != setting.ReturnToPartner {
		t.Errorf("by default: %s", got)
	}
	if err := a.Settings.ChooseRefresh(ctx, a.By(cast.Pia), setting.StayInAccount); err != nil {
		t.Fatal(err)
	}
	for _, by := range []access.Caller{a.Viewing(cast.Pia, cast.Acme), a.Viewing(cast.Rory, cast.Ember), a.By(cast.Pia)} {
		if got := read(by); got != setting.StayInAccount {
			t.Errorf("%s in %s: %s", by.Name, by.Account, got)
		}
	}
	if got := read(a.Viewing(cast.Cara, cast.Delta)); got != setting.ReturnToPartner {
		t.Errorf("another partner's: %s", got)
	}
}

func TestTheHistoryOfADefaultNamesTheOwnValueThatWent(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	if _, err := a.Settings.Change(ctx, by, cast.Acme, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts}); err != nil {
		t.Fatal(err)
	}
	es, _, err := a.Events.History(ctx, by, cast.Northwind, "")
	if err != nil {
		t.Fatal(err)
	}
	c := es[0].Changes
	if len(c) != 2 || c[0].Field != "Show Pricing" || c[0].Was != "Not set" || c[0].Now != "On" || c[1].Field != "Own value of Acme Robotics" || c[1].Ref != cast.Acme {
		t.Errorf("%+v", c)
	}
	es, _, err = a.Events.History(ctx, by, cast.Acme, "")
	if err != nil || es[0].Kind != "default.changed" || es[1].Kind != "setting.inherited" || es[1].Changes[0].Was != "On" {
		t.Errorf("%+v, %v", es[:2], err)
	}
}
