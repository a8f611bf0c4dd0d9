package setting_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// says fails the test unless two things are written alike.
func says(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// counts is the number that a query answers.
func counts(t *testing.T, a *apptest.App, query string) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// supportedBy changes the support model of one of Lakeside's accounts.
func supportedBy(t *testing.T, a *apptest.App, partner, key string, support account.Support) {
	t.Helper()
	if _, err := a.Accounts.SetManagedSupport(t.Context(), a.By(cast.Olive), partner, key, account.SupportDraft{Support: support}); err != nil {
		t.Fatal(err)
	}
}

func TestTheWorkedExampleOfChat(t *testing.T) {
	a, by, keys := partnerWith(t, "A", "B")
	ctx := t.Context()
	supportedBy(t, a, cast.Lakeside, keys["B"], account.ByOperator)
	said := func() string {
		return word(value(t, a, by, keys["A"], setting.SupportChat)) + " " + word(value(t, a, by, keys["B"], setting.SupportChat))
	}
	says(t, "nobody set anything", said(), "–/off –/on")
	says(t, "the partner's own view of A", a.Viewing(cast.Leo, keys["A"]).Sees&access.SeesSupport != 0, true)
	says(t, "the partner's own view of B", a.Viewing(cast.Leo, keys["B"]).Sees&access.SeesSupport != 0, false)
	p, err := a.Settings.Preview(ctx, by, "", setting.SupportChat, true)
	if err != nil || slices.ContainsFunc(p.First, func(x account.Account) bool { return x.ID == keys["B"] }) {
		t.Errorf("B is named, which is on already: %+v, %v", p, err)
	}
	if _, err := a.Settings.ChangeDefault(ctx, by, setting.SupportChat, setting.Draft{On: true}); err != nil {
		t.Fatal(err)
	}
	says(t, "the default is on", said(), "–/on –/on")
	out, err := a.Settings.ClearDefault(ctx, by, setting.SupportChat, setting.Draft{Seen: "On partner"})
	if err != nil || out.Recorded == "" {
		t.Fatalf("%+v, %v", out, err)
	}
	says(t, "the default is cleared", said(), "–/off –/on")
	if _, err := a.Settings.Undo(ctx, by, out.Recorded); err != nil {
		t.Fatal(err)
	}
	says(t, "clearing is undone", said(), "–/on –/on")
}

func TestTheWorkedExampleOfNotifications(t *testing.T) {
	a, by, keys := partnerWith(t, "A")
	ctx, key := t.Context(), keys["A"]
	if v := value(t, a, by, key, setting.Notifications); v.On || v.Source != setting.Fixed || v.Reason == "" {
		t.Errorf("of an account that its partner supports: %+v", v)
	}
	for what, act := range map[string]func() error{
		"for this account": func() error {
			_, err := a.Settings.Change(ctx, by, key, setting.Notifications, setting.Draft{On: true, Scope: setting.ThisAccount})
			return err
		},
		"for all, from here": func() error {
			_, err := a.Settings.Change(ctx, by, key, setting.Notifications, setting.Draft{On: true, Scope: setting.AllAccounts})
			return err
		},
		"a preview of that": func() error {
			_, err := a.Settings.Preview(ctx, by, key, setting.Notifications, true)
			return err
		},
		"the inherited value": func() error { _, err := a.Settings.Inherit(ctx, by, key, setting.Notifications, ""); return err },
	} {
		if err := act(); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
	supportedBy(t, a, cast.Lakeside, key, account.ByOperator)
	says(t, "supported by the operator", word(value(t, a, by, key, setting.Notifications)), "–/on")
	if _, err := a.Settings.Change(ctx, by, key, setting.Notifications, setting.Draft{On: false, Scope: setting.ThisAccount}); err != nil {
		t.Fatal(err)
	}
	supportedBy(t, a, cast.Lakeside, key, account.ByPartner)
	if v := value(t, a, by, key, setting.Notifications); v.Source != setting.Fixed || v.Own != account.OwnOff {
		t.Errorf("the stored value does not stay, or is not ignored: %+v", v)
	}
	supportedBy(t, a, cast.Lakeside, key, account.ByOperator)
	says(t, "the stored value applies again", word(value(t, a, by, key, setting.Notifications)), "off/off")
	// The default is for the accounts that can follow it, whomever the partner itself is supported by.
	if _, err := a.Settings.ChangeDefault(ctx, by, setting.Notifications, setting.Draft{On: false, Seen: "On system"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.ChangeDefault(ctx, by, setting.Notifications, setting.Draft{On: true, Seen: "On system"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the default changed meanwhile: %v", err)
	}
}

func TestTheWorkedExampleOfRenewal(t *testing.T) {
	a, by, keys := partnerWith(t, "A", "B")
	ctx := t.Context()
	own := func(on bool) {
		t.Helper()
		if _, err := a.Settings.Change(ctx, by, keys["A"], setting.MinimumTermRenewal, setting.Draft{On: on}); err != nil {
			t.Fatal(err)
		}
	}
	all := func(on bool) {
		t.Helper()
		if _, err := a.Settings.ChangeDefault(ctx, by, setting.MinimumTermRenewal, setting.Draft{On: on}); err != nil {
			t.Fatal(err)
		}
	}
	said := func() string {
		return word(value(t, a, by, keys["A"], setting.MinimumTermRenewal)) + " " + word(value(t, a, by, keys["B"], setting.MinimumTermRenewal))
	}
	says(t, "the system", said(), "–/on –/on")
	all(false)
	own(true)
	says(t, "default off, A on", said(), "on/on –/off")
	all(true)
	own(false)
	says(t, "default on, A off", said(), "off/off –/on")
}

func TestADefaultThatNoAccountFollowsIsRefused(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	lockAt(t, a, cast.Northwind, setting.Dashboard, true)
	for _, name := range []setting.Name{setting.MarketplaceProfile, setting.BillingMarkets, setting.Dashboard} {
		for what, act := range map[string]func() error{
			"change":        func() error { _, err := a.Settings.ChangeDefault(ctx, by, name, setting.Draft{On: false}); return err },
			"clear":         func() error { _, err := a.Settings.ClearDefault(ctx, by, name, setting.Draft{}); return err },
			"preview":       func() error { _, err := a.Settings.Preview(ctx, by, "", name, false); return err },
			"preview clear": func() error { _, err := a.Settings.PreviewClear(ctx, by, name); return err },
		} {
			if err := act(); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s %s: %v", what, name, err)
			}
		}
	}
	_, err := a.Settings.Change(ctx, by, cast.Acme, setting.Dashboard, setting.Draft{On: false, Scope: setting.ThisAccount})
	if err == nil || !strings.HasPrefix(err.Error(), "Dashboard is locked at On by the operator. ") {
		t.Errorf("what is locked: %v", err)
	}
	if _, err := a.Settings.Change(ctx, by, cast.Acme, setting.CompanyProfile, setting.Draft{Scope: "everybody"}); fault.FieldsOf(err).At("scope") == "" {
		t.Errorf("a scope that does not exist: %v", err)
	}
}

func TestAPreviewSaysWhatEachAccountKeeps(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	change := func(key string, on bool) {
		t.Helper()
		if _, err := a.Settings.Change(ctx, by, key, setting.SupportChat, setting.Draft{On: on, Scope: setting.ThisAccount}); err != nil {
			t.Fatal(err)
		}
	}
	change(cast.Acme, true)
	change(cast.Ember, false)
	lockAt(t, a, cast.Ember, setting.SupportChat, true) // over its own value; Cobalt's is locked at off
	p, err := a.Settings.Preview(ctx, by, "", setting.SupportChat, true)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, k := range p.Keeping {
		said = append(said, fmt.Sprint(k.Account.Name, " ", k.On, " ", k.Locked))
	}
	says(t, "keeping", strings.Join(said, ", "), "Acme Robotics true false, Cobalt Health false true, Ember & Oak Interiors true true")
	says(t, "kept", p.Kept, 3)
	says(t, "changed", p.Changed, 43)
}

func TestOfTwoAdminsAtOnceOneWinsAndTheOtherIsTold(t *testing.T) {
	for what, change := range map[string]func(*apptest.App, access.Caller, bool) error{
		"an own value": func(a *apptest.App, by access.Caller, on bool) error {
			_, err := a.Settings.Change(context.Background(), by, cast.Acme, setting.Dashboard, setting.Draft{On: on, Scope: setting.ThisAccount, Seen: "Off system"})
			return err
		},
		"a default": func(a *apptest.App, by access.Caller, on bool) error {
			_, err := a.Settings.ChangeDefault(context.Background(), by, setting.Dashboard, setting.Draft{On: on, Seen: "Off system"})
			return err
		},
		"a default of what is fixed for most": func(a *apptest.App, by access.Caller, on bool) error {
			_, err := a.Settings.ChangeDefault(context.Background(), by, setting.Notifications, setting.Draft{On: on, Seen: "On system"})
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			a := apptest.New(t)
			var wg sync.WaitGroup
			errs := make([]error, 2)
			for i, on := range []bool{true, false} {
				wg.Go(func() { errs[i] = change(a, a.By(cast.Pia), on) })
			}
			wg.Wait()
			won := slices.Index(errs, nil)
			if won < 0 || errs[1-won] == nil {
				t.Fatalf("%v", errs)
			}
			if lost := errs[1-won]; !fault.Is(lost, fault.Conflict) || !strings.HasSuffix(lost.Error(), map[bool]string{true: "is On now.", false: "is Off now."}[won == 0]) {
				t.Errorf("the other is told: %v", lost)
			}
		})
	}
}

func TestWhatLiesUnderAnOwnValueIsSeenToo(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	shown := value(t, a, by, cast.Acme, setting.ShowPricing).Seen()
	says(t, "seen", shown, "On account over Off system")
	if _, err := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: true}); err != nil {
		t.Fatal(err)
	}
	const told = "The default of Show Pricing changed meanwhile: it is On now."
	if _, err := a.Settings.Inherit(ctx, by, cast.Acme, setting.ShowPricing, shown); !fault.Is(err, fault.Conflict) || err.Error() != told {
		t.Errorf("inherit: %v", err)
	}
	if _, err := a.Settings.Change(ctx, by, cast.Acme, setting.ShowPricing, setting.Draft{On: false, Scope: setting.AllAccounts, Seen: shown}); !fault.Is(err, fault.Conflict) {
		t.Errorf("for all: %v", err)
	}
	if _, err := a.Settings.Change(ctx, by, cast.Acme, setting.ShowPricing, setting.Draft{On: false, Scope: setting.ThisAccount, Seen: shown}); err != nil {
		t.Errorf("for this account, which that does not concern: %v", err)
	}
	if _, err := a.Settings.Inherit(ctx, by, cast.Acme, setting.ShowPricing, "On account over On partner"); !fault.Is(err, fault.Conflict) {
		t.Errorf("inherit what is off now: %v", err)
	}
}

func TestNewAccountsStartWithNothingStored(t *testing.T) {
	a, _, keys := partnerWith(t, "A", "B")
	for _, key := range keys {
		says(t, "rows", counts(t, a, "SELECT (SELECT count(*) FROM settings WHERE account_id = '"+key+"') + (SELECT count(*) FROM locks WHERE account_id = '"+key+"')"), 0)
	}
}

func TestAPageOfAccountsIsResolvedWithTwoQueries(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	p, err := a.Accounts.List(t.Context(), by, account.Filter{Size: 50})
	if err != nil {
		t.Fatal(err)
	}
	var who []setting.Subject
	for _, x := range p.Accounts {
		who = append(who, setting.About(a.Account(x.ID)))
	}
	var views []setting.View
	plans := a.Plans(t, func() {
		err := a.DB.Read(t.Context(), by, func(tx *db.Tx) (err error) {
			views, err = setting.OfEach(tx, who)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	says(t, "queries", len(plans), 2)
	for i, w := range who {
		one, err := a.Settings.Of(t.Context(), by, w.ID)
		if err != nil {
			t.Fatal(err)
		}
		for n, v := range one {
			if got := views[i][n]; got.On != v.On || got.Source != v.Source || got.Own != v.Own || got.Reason != v.Reason {
				t.Errorf("%s at %s is %+v in a list, and %+v", v.Name, w.ID, got, v)
			}
		}
	}
	err = a.DB.Read(t.Context(), a.By(cast.Cara), func(tx *db.Tx) (err error) {
		views, err = setting.OfEach(tx, who[:1])
		return err
	})
	if err != nil || views[0].Sees(setting.ShowPricing) {
		t.Errorf("a rival resolves Acme with what is stored there: %v", err)
	}
}

// different is what the list of own values should be, the naive way.
func different(t *testing.T, a *apptest.App, f setting.DifferentFilter) (keys []string) {
	t.Helper()
	type row struct {
		key, search, value string
		at                 time.Time
	}
	rows, err := a.Raw().Query("SELECT a.id, a.search, s.value, s.set_at FROM settings s JOIN accounts a ON a.id = s.account_id WHERE a.parent_id = '" + cast.Northwind + "' AND s.name = '" + string(f.Name) + "'")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var rs []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.key, &r.search, &r.value, &r.at); err != nil {
			t.Fatal(err)
		}
		if (f.Value == account.Either || (r.value == "On") == (f.Value == account.On)) && strings.Contains(r.search, strings.ToLower(f.Find)) {
			rs = append(rs, r)
		}
	}
	slices.SortFunc(rs, func(x, y row) int {
		n := 0
		switch f.Sort {
		case setting.DifferentByValue:
			n = cmp.Compare(x.value, y.value)
		case setting.DifferentBySet:
			n = x.at.Compare(y.at)
		}
		n = cmp.Or(n, cmp.Compare(x.search, y.search), cmp.Compare(x.key, y.key))
		if f.Desc {
			return -n
		}
		return n
	})
	for _, r := range rs {
		keys = append(keys, r.key)
	}
	return keys
}

func TestWhereASettingIsDifferentIsListedPageByPage(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	if err := cast.Many(ctx, a.DB, 1500, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, sort := range append(setting.DifferentSorts, "") {
		for _, value := range []account.Choice{account.Either, account.On, account.Off} {
			for _, find := range []string{"", "LTD", "nobody at all"} {
				for _, desc := range []bool{false, true} {
					f := setting.DifferentFilter{Name: setting.ShowPricing, Value: value, Find: find, Sort: sort, Desc: desc}
					want := different(t, a, f)
					var got []string
					for {
						p, err := a.Settings.Different(ctx, by, f)
						if err != nil {
							t.Fatal(err)
						}
						if p.Total != int64(len(want)) || p.Earlier != (f.After != "") {
							t.Errorf("%+v: %d of %d, earlier %t", f, p.Total, len(want), p.Earlier)
						}
						for _, r := range p.Rows {
							got = append(got, r.Account.ID)
						}
						pages++
						if !p.Later {
							break
						}
						f.After = got[len(got)-1]
					}
					if !slices.Equal(got, want) {
						t.Errorf("%+v: %d rows, not %d", f, len(got), len(want))
					}
					if len(want) > 60 {
						f.After, f.Before = "", want[55]
						p, err := a.Settings.Different(ctx, by, f)
						if err != nil || len(p.Rows) != 50 || p.Rows[0].Account.ID != want[5] || !p.Earlier || !p.Later {
							t.Errorf("%+v: backwards: %d rows, %v", f, len(p.Rows), err)
						}
					}
				}
			}
		}
	}
	if pages < 80 {
		t.Errorf("only %d pages were read", pages)
	}
}

func TestWhereASettingIsDifferentIsFoundWithoutAccents(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	made, err := a.Accounts.Create(ctx, by, account.Draft{Name: "Süd Łódź", Reference: "CRM-9001", Token: "1"})
	if err == nil {
		_, err = a.Settings.Change(ctx, by, made.ID, setting.ShowPricing, setting.Draft{On: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, find := range []string{"Süd", "sud", "ŁÓDŹ", "lodz"} {
		p, err := a.Settings.Different(ctx, by, setting.DifferentFilter{Name: setting.ShowPricing, Find: find})
		if err != nil || p.Total != 1 {
			t.Errorf("%q finds %d accounts, %v", find, p.Total, err)
		}
	}
}

func TestARowOfWhatIsDifferentSaysWhetherItMatters(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	for _, key := range []string{cast.Ember, cast.BlueBottle} {
		if _, err := a.Settings.Change(ctx, by, key, setting.SupportChat, setting.Draft{On: key == cast.Ember, Scope: setting.ThisAccount}); err != nil {
			t.Fatal(err)
		}
	}
	lockAt(t, a, cast.Ember, setting.SupportChat, false)
	p, err := a.Settings.Different(ctx, by, setting.DifferentFilter{Name: setting.SupportChat})
	if err != nil || len(p.Rows) != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	blue, ember := p.Rows[0], p.Rows[1]
	if blue.Account.ID != cast.BlueBottle || blue.On || !blue.InForce() || !blue.Same() || blue.SetBy != "Pia Larsen" || !blue.SetAt.Equal(apptest.Start) || blue.Account.Reference != "CRM-1002" {
		t.Errorf("%+v", blue)
	}
	if !ember.On || ember.InForce() || ember.Same() || ember.Now.On || ember.Now.Source != setting.Locked || ember.Now.Reason == "" {
		t.Errorf("%+v", ember)
	}
	if _, err := a.Settings.Different(ctx, by, setting.DifferentFilter{Name: "nothing"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such setting: %v", err)
	}
	if p, err := a.Settings.Different(ctx, a.By(cast.Cara), setting.DifferentFilter{Name: setting.SupportChat}); err != nil || p.Total != 0 || len(p.Rows) != 0 {
		t.Errorf("another partner's: %+v, %v", p, err)
	}
}

// kindsOf are the kinds of facts, with what they say first.
func kindsOf(es []event.Event) string {
	var said []string
	for _, e := range es {
		said = append(said, string(e.Kind)+" "+e.Changes[0].Was+" → "+e.Changes[0].Now)
	}
	return strings.Join(said, ", ")
}

func TestTheHistoryOfASettingTellsAllThatConcernsItAndNothingElse(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Minute)
	}
	change := func(key string, name setting.Name, on bool, scope setting.Scope) error {
		_, err := a.Settings.Change(ctx, by, key, name, setting.Draft{On: on, Scope: scope})
		return err
	}
	do(change(cast.Acme, setting.Dashboard, true, setting.ThisAccount))
	do(change(cast.Acme, setting.CompanyProfile, true, setting.ThisAccount)) // another setting
	do(change(cast.Ember, setting.Dashboard, true, setting.ThisAccount))     // another account
	do(change(cast.Ember, setting.Dashboard, true, setting.AllAccounts))     // the default; Ember gives up its own
	lockAt(t, a, cast.Acme, setting.Dashboard, false)
	a.Clock.Advance(time.Minute)
	lockAt(t, a, cast.Cobalt, setting.Dashboard, false) // another account
	lockAt(t, a, cast.Meridian, setting.Dashboard, true)
	a.Clock.Advance(time.Minute)
	supportedBy(t, a, cast.Northwind, cast.Acme, account.ByOperator)
	a.Clock.Advance(time.Minute)
	lift(t, a, cast.Meridian, setting.Dashboard)
	if _, err := a.Settings.ChangeDefault(ctx, a.By(cast.Cara), setting.Dashboard, setting.Draft{On: true}); err != nil { // another partner
		t.Fatal(err)
	}
	es, more, err := a.Settings.History(ctx, by, cast.Acme, setting.Dashboard, "")
	if err != nil || more {
		t.Fatal(more, err)
	}
	says(t, "Acme", kindsOf(es), "lock.lifted On → Not locked, account.support_changed Partner → Operator, lock.put Not locked → On, "+
		"lock.put Not locked → Off, default.changed Not set → On, setting.changed Inherited (Off) → On")
	for _, e := range es {
		for _, c := range e.Changes {
			if strings.Contains(c.Field, "Ember") {
				t.Errorf("it tells of Ember: %+v", e)
			}
		}
	}
	es, _, err = a.Settings.History(ctx, by, "", setting.Dashboard, "")
	if err != nil {
		t.Fatal(err)
	}
	says(t, "the default", kindsOf(es), "lock.lifted On → Not locked, lock.put Not locked → On, default.changed Not set → On")
	says(t, "the own value that went", len(es[2].Changes), 2)
	for _, key := range []string{cast.Delta, cast.Northwind, "nobodyxx"} {
		if _, _, err := a.Settings.History(ctx, by, key, setting.Dashboard, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("of %s: %v", key, err)
		}
	}
}

func TestTheHistoryOfASettingComesInPages(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	for i := range 120 {
		var err error
		if i%3 == 0 {
			_, err = a.Settings.ChangeDefault(ctx, by, setting.Dashboard, setting.Draft{On: i%6 == 0})
		} else {
			_, err = a.Settings.Change(ctx, by, cast.Acme, setting.Dashboard, setting.Draft{On: i%3 == 1, Scope: setting.ThisAccount})
		}
		if err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Second)
	}
	var at []time.Time
	for before, n := "", 0; n < 5; n++ {
		es, more, err := a.Settings.History(ctx, by, cast.Acme, setting.Dashboard, before)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range es {
			at = append(at, e.At)
		}
		if !more {
			break
		}
		says(t, "facts of a page", len(es), event.PageSize)
		before = es[len(es)-1].ID
	}
	says(t, "facts", len(at), 120)
	if !slices.IsSortedFunc(at, func(x, y time.Time) int { return y.Compare(x) }) {
		t.Error("they are not newest first")
	}
	for _, p := range a.Plans(t, func() { _, _, _ = a.Settings.History(ctx, by, cast.Acme, setting.Dashboard, "") }) {
		if strings.Contains(p.SQL, "topic") && !apptest.Postgres() && (!p.Says("events_by_topic") || p.Says("TEMP B-TREE")) {
			t.Errorf("%v\n%s", p.Steps, p.SQL)
		}
	}
}

func TestManyAccountsInheritEachOnItsOwn(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	lockAt(t, a, cast.Acme, setting.ShowPricing, true)
	keys := []string{cast.Named(1007), cast.Acme, cast.Ember, cast.Delta, "nobodyxx", cast.Tidewater, cast.Named(1007)}
	rs, err := a.Settings.InheritMany(ctx, by, setting.ShowPricing, keys)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, r := range rs {
		said = append(said, fmt.Sprint(r.Account.Name, ": ", r.Problem))
	}
	says(t, "results", strings.Join(said, "\n"), "Fathom Surveying: \nAcme Robotics: Show Pricing is locked at On by the operator. "+lockReason(t, a)+
		"\nEmber & Oak Interiors: \nTidewater Analytics: Tidewater Analytics is closed. Nothing in it can be changed.")
	says(t, "Fathom", word(value(t, a, by, cast.Named(1007), setting.ShowPricing)), "–/off")
	says(t, "Acme", value(t, a, by, cast.Acme, setting.ShowPricing).Own, account.OwnOn)
	a.CheckNumbers()
	for what, act := range map[string]func() error{
		"nobody": func() error { _, err := a.Settings.InheritMany(ctx, by, setting.ShowPricing, nil); return err },
		"too many": func() error {
			_, err := a.Settings.InheritMany(ctx, by, setting.ShowPricing, make([]string, 501))
			return err
		},
	} {
		if err := act(); fault.FieldsOf(err).At("key") == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := a.Settings.InheritMany(ctx, by, "nothing", keys); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such setting: %v", err)
	}
}

func lockReason(t *testing.T, a *apptest.App) string {
	t.Helper()
	return value(t, a, a.By(cast.Pia), cast.Acme, setting.ShowPricing).Reason
}

func TestWhoMayNotLearnsAndChangesNothing(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		if p == cast.Pia || p == cast.Cara || p == cast.Leo {
			continue
		}
		for what, act := range map[string]func() error{
			"Different": func() error {
				_, err := a.Settings.Different(t.Context(), a.By(p), setting.DifferentFilter{Name: setting.ShowPricing})
				return err
			},
			"History": func() error {
				_, _, err := a.Settings.History(t.Context(), a.By(p), cast.Acme, setting.ShowPricing, "")
				return err
			},
			"InheritMany": func() error {
				_, err := a.Settings.InheritMany(t.Context(), a.By(p), setting.ShowPricing, []string{cast.Acme})
				return err
			},
			"ClearDefault": func() error {
				_, err := a.Settings.ClearDefault(t.Context(), a.By(p), setting.ShowPricing, setting.Draft{})
				return err
			},
			"PreviewClear": func() error { _, err := a.Settings.PreviewClear(t.Context(), a.By(p), setting.ShowPricing); return err },
			"Inherit": func() error {
				_, err := a.Settings.Inherit(t.Context(), a.By(p), cast.Acme, setting.ShowPricing, "")
				return err
			},
		} {
			if err := act(); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by %s: %v", what, p.Name, err)
			}
		}
	}
}

func TestAnUndoLeavesAloneWhatCanNoLongerBeChanged(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	out, err := a.Settings.Change(ctx, by, cast.Ember, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount})
	if err == nil {
		out, err = a.Settings.Change(ctx, by, cast.Ember, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts})
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.Close(ctx, by, cast.Ember); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.Undo(ctx, by, out.Recorded); err != nil {
		t.Fatal(err)
	}
	says(t, "the closed account", word(value(t, a, by, cast.Ember, setting.ShowPricing)), "–/off")
}

func TestADefaultThatWasChangedThereAndBackIsNotUndone(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	var first string
	for _, on := range []bool{true, false, true} {
		out, err := a.Settings.ChangeDefault(ctx, by, setting.Dashboard, setting.Draft{On: on})
		if err != nil {
			t.Fatal(err)
		}
		first = cmp.Or(first, out.Recorded)
		a.Clock.Advance(time.Second)
	}
	if _, err := a.Settings.Undo(ctx, by, first); !fault.Is(err, fault.Conflict) {
		t.Errorf("%v", err)
	}
}

func TestAmongManyAccountsAPreviewLooksAtFew(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	if err := cast.Many(ctx, a.DB, 20_000, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if a.DB.Postgres() {
		if _, err := a.Raw().Exec("VACUUM ANALYZE"); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range setting.All {
		if len(s.Models()) == 0 {
			continue
		}
		for _, on := range []bool{true, false} {
			began := time.Now()
			p, err := a.Settings.Preview(ctx, by, "", s.Name, on)
			took := time.Since(began)
			if err != nil {
				t.Fatal(err)
			}
			for _, plan := range a.Plans(t, func() { _, _ = a.Settings.Preview(ctx, by, "", s.Name, on) }) {
				for _, step := range plan.Steps {
					for _, word := range []string{"SCAN accounts", "SCAN settings", "Seq Scan on accounts"} { // PostgreSQL reads a table as small as settings whole
						if strings.Contains(step, word) {
							t.Errorf("%s: %s\n%s", s.Label, strings.Join(plan.Steps, "\n"), plan.SQL)
						}
					}
				}
			}
			t.Logf("%s %t: %d change, %d keep, %d and %d named, in %s", s.Label, on, p.Changed, p.Kept, len(p.First), len(p.Keeping), took)
		}
	}
	began := time.Now()
	out, err := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the change took %s", time.Since(began))
	says(t, "rows of the partner", counts(t, a, "SELECT count(*) FROM settings WHERE account_id = '"+cast.Northwind+"' AND name = 'show_pricing'"), 1)
	says(t, "changed", out.Changed, int64(counts(t, a, "SELECT count(*) FROM accounts WHERE parent_id = '"+cast.Northwind+"' AND pricing_own = 0")))
}
