package setting_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// lockAt puts a lock as Olive, on top of whatever lies there.
func lockAt(t *testing.T, a *apptest.App, at string, name setting.Name, on bool) setting.Lock {
	t.Helper()
	l, err := a.Settings.Lock(t.Context(), a.By(cast.Olive), at, name, setting.LockDraft{
		Value: map[bool]string{true: "on", false: "off"}[on], Reason: "By contract", Seen: lockSeen(t, a, at, name),
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func lift(t *testing.T, a *apptest.App, at string, name setting.Name) {
	t.Helper()
	if _, err := a.Settings.Lift(t.Context(), a.By(cast.Olive), at, name, lockSeen(t, a, at, name)); err != nil {
		t.Fatal(err)
	}
}

// lockSeen is the version of the lock that lies somewhere, or "".
func lockSeen(t *testing.T, a *apptest.App, at string, name setting.Name) string {
	t.Helper()
	holds, err := a.Settings.Inspect(t.Context(), a.By(cast.Olive), at)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range holds {
		if h.Name == name {
			return h.Lock.Version
		}
	}
	return ""
}

// held is a value in short: its position, and where it comes from.
func held(v setting.Value) string {
	return map[bool]string{true: "on ", false: "off "}[v.On] + string(v.Source)
}

func TestTheWidestLockWinsAndLiftingGivesBackWhatIsStored(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	check := func(step string, want map[string]string) {
		t.Helper()
		for key, w := range want {
			by := pia
			if a.Account(key).ParentID == cast.Cascade {
				by = a.By(cast.Cara)
			}
			if got := held(value(t, a, by, key, setting.ShowPricing)); got != w {
				t.Errorf("%s: %s is %s, not %s", step, a.Account(key).Name, got, w)
			}
		}
		a.CheckNumbers()
	}
	check("at first", map[string]string{cast.Acme: "on account", cast.Cobalt: "off system", cast.Delta: "off system"})
	lockAt(t, a, cast.Acme, setting.ShowPricing, false)
	check("on the account", map[string]string{cast.Acme: "off locked", cast.Cobalt: "off system", cast.Delta: "off system"})
	lockAt(t, a, cast.Northwind, setting.ShowPricing, true)
	check("on the partner", map[string]string{cast.Acme: "on locked", cast.Cobalt: "on locked", cast.Delta: "off system"})
	lockAt(t, a, cast.Meridian, setting.ShowPricing, false)
	check("on the operator", map[string]string{cast.Acme: "off locked", cast.Cobalt: "off locked", cast.Delta: "off locked"})
	lift(t, a, cast.Meridian, setting.ShowPricing)
	check("lifted from the operator", map[string]string{cast.Acme: "on locked", cast.Cobalt: "on locked", cast.Delta: "off system"})
	lift(t, a, cast.Northwind, setting.ShowPricing)
	check("lifted from the partner", map[string]string{cast.Acme: "off locked", cast.Cobalt: "off system", cast.Delta: "off system"})
	lift(t, a, cast.Acme, setting.ShowPricing)
	check("lifted from the account", map[string]string{cast.Acme: "on account", cast.Cobalt: "off system", cast.Delta: "off system"})
}

func TestNothingThatIsLockedIsChangedByAPartner(t *testing.T) {
	for _, at := range []string{cast.Acme, cast.Northwind, cast.Meridian} {
		a := apptest.New(t)
		ctx, pia := t.Context(), a.By(cast.Pia)
		before, err := a.Settings.ChangeDefault(ctx, pia, setting.ShowPricing, setting.Draft{On: true})
		if err != nil {
			t.Fatal(err)
		}
		lockAt(t, a, at, setting.ShowPricing, false)
		acts := map[string]func() error{
			"this account": func() error {
				_, err := a.Settings.Change(ctx, pia, cast.Acme, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount})
				return err
			},
			"all, from the account": func() error {
				_, err := a.Settings.Change(ctx, pia, cast.Acme, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts})
				return err
			},
			"inherit": func() error {
				_, err := a.Settings.Inherit(ctx, pia, cast.Acme, setting.ShowPricing, "")
				return err
			},
		}
		if at != cast.Acme {
			acts["the default"] = func() error {
				_, err := a.Settings.ChangeDefault(ctx, pia, setting.ShowPricing, setting.Draft{On: false})
				return err
			}
			acts["undo"] = func() error {
				_, err := a.Settings.Undo(ctx, pia, before.Recorded)
				return err
			}
		}
		for _, name := range slices.Sorted(maps.Keys(acts)) {
			if err := acts[name](); !fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), "By contract") {
				t.Errorf("locked on %s, %s: %v", at, name, err)
			}
		}
		if v := value(t, a, pia, cast.Acme, setting.ShowPricing); v.On || v.Own != account.OwnOn || v.Reason != "By contract" || v.SetBy != cast.Olive.Name {
			t.Errorf("locked on %s: %+v", at, v)
		}
		lift(t, a, at, setting.ShowPricing)
		if got := held(value(t, a, pia, cast.Acme, setting.ShowPricing)); got != "on account" {
			t.Errorf("lifted from %s: %s", at, got)
		}
		a.CheckNumbers()
	}
}

func TestWhatIsFixedCannotBeLockedWhereItIs(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	good := setting.LockDraft{Value: "off", Reason: "By contract"}
	for _, c := range []struct {
		at   string
		name setting.Name
		want fault.Kind // 0 for nothing
	}{
		{cast.Meridian, setting.MarketplaceProfile, fault.Forbidden},
		{cast.Northwind, setting.BillingMarkets, fault.Forbidden},
		{cast.Acme, setting.MarketplaceProfile, fault.Forbidden},
		{cast.Acme, setting.Notifications, fault.Forbidden}, // its partner supports it
		{cast.Delta, setting.Notifications, 0},
		{cast.Northwind, setting.Notifications, 0}, // some of its accounts may have the operator's support
		{cast.Meridian, setting.Notifications, 0},
		{cast.Harbour, setting.Dashboard, fault.NotFound},
		{cast.Solo, setting.Dashboard, fault.NotFound},
		{cast.Tidewater, setting.Dashboard, fault.Conflict}, // closed
		{"zzzzzzz9", setting.Dashboard, fault.NotFound},
		{"", setting.Dashboard, fault.NotFound},
		{cast.Acme, "on_refresh", fault.NotFound},
		{cast.Acme, "", fault.NotFound},
	} {
		_, err := a.Settings.Lock(t.Context(), olive, c.at, c.name, good)
		if c.want == 0 && err != nil || c.want != 0 && !fault.Is(err, c.want) {
			t.Errorf("%s on %q: %v", c.name, c.at, err)
		}
	}
	if v := value(t, a, a.By(cast.Pia), cast.Acme, setting.Notifications); v.Source != setting.Fixed {
		t.Errorf("a lock changed what is fixed: %+v", v)
	}
}

func TestALockNeedsAValueAndAReason(t *testing.T) {
	a := apptest.New(t)
	for in, fields := range map[setting.LockDraft]string{
		{}:                           "value reason",
		{Value: "on"}:                "reason",
		{Value: "on", Reason: " \t"}: "reason",
		{Value: "perhaps", Reason: "By contract"}:          "value",
		{Value: "on", Reason: strings.Repeat("x", 201)}:    "reason",
		{Value: "on", Reason: "a\x00b"}:                    "reason",
		{Value: "on", Reason: "By\ncontract"}:              "reason",
		{Value: "off", Reason: strings.Repeat("é́", 5000)}: "reason",
		{Value: "off", Reason: "\u200b"}:                   "reason",
	} {
		_, err := a.Settings.Lock(t.Context(), a.By(cast.Olive), cast.Acme, setting.Dashboard, in)
		var got []string
		for _, p := range fault.FieldsOf(err) {
			got = append(got, p.Field)
		}
		if strings.Join(got, " ") != fields {
			t.Errorf("%.40q: %v", in.Reason, err)
		}
	}
	l, err := a.Settings.Lock(t.Context(), a.By(cast.Olive), cast.Acme, setting.Dashboard, setting.LockDraft{Value: "on", Reason: "  " + strings.Repeat("é", 200) + " "})
	if err != nil || l.Reason != strings.Repeat("é", 200) {
		t.Errorf("200 characters: %v", err)
	}
}

func TestWhoMayLock(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		by, reads, may := a.By(p), p == cast.Olive || p == cast.Sam, p == cast.Olive
		for name, act := range map[string]func() error{
			"Lock": func() error {
				_, err := a.Settings.Lock(t.Context(), by, cast.Acme, setting.Dashboard, setting.LockDraft{Value: "off", Reason: "By contract", Seen: lockSeen(t, a, cast.Acme, setting.Dashboard)})
				return err
			},
			"Lift": func() error {
				_, err := a.Settings.Lift(t.Context(), by, cast.Acme, setting.Dashboard, lockSeen(t, a, cast.Acme, setting.Dashboard))
				if fault.Is(err, fault.Conflict) { // there is none
					return nil
				}
				return err
			},
			"PreviewLock": func() error {
				_, err := a.Settings.PreviewLock(t.Context(), by, cast.Acme, setting.Dashboard)
				return err
			},
		} {
			if err := act(); may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by %s: %v", name, p.Name, err)
			}
		}
		_, err := a.Settings.Inspect(t.Context(), by, cast.Acme)
		if reads && err != nil || !reads && !fault.Is(err, fault.Forbidden) {
			t.Errorf("Inspect by %s: %v", p.Name, err)
		}
		_, _, err = a.Settings.Locks(t.Context(), by, setting.LockFilter{})
		if reads && err != nil || !reads && !fault.Is(err, fault.Forbidden) {
			t.Errorf("Locks by %s: %v", p.Name, err)
		}
	}
}

func TestOfManyLocksAtOnceOneWins(t *testing.T) {
	for _, at := range []string{cast.Meridian, cast.Northwind, cast.Acme} {
		a := apptest.New(t)
		olive := a.By(cast.Olive)
		if n := winners(t, func() error {
			_, err := a.Settings.Lock(context.Background(), olive, at, setting.ShowPricing, setting.LockDraft{Value: "off", Reason: db.NewToken()})
			return err
		}); n != 1 {
			t.Errorf("%d locks won on %s", n, at)
		}
		first := lockSeen(t, a, at, setting.ShowPricing)
		if n := winners(t, func() error {
			_, err := a.Settings.Lock(context.Background(), olive, at, setting.ShowPricing, setting.LockDraft{Value: "on", Reason: db.NewToken(), Seen: first})
			return err
		}); n != 1 {
			t.Errorf("%d changes of the lock won on %s", n, at)
		}
		if _, err := a.Settings.Lift(t.Context(), olive, at, setting.ShowPricing, first); !fault.Is(err, fault.Conflict) || err.Error() != "Olive Okafor locked Show Pricing meanwhile: it is held at On now." {
			t.Errorf("another lock was lifted: %v", err)
		}
		seen := lockSeen(t, a, at, setting.ShowPricing)
		if n := winners(t, func() error {
			_, err := a.Settings.Lift(context.Background(), olive, at, setting.ShowPricing, seen)
			return err
		}); n != 1 {
			t.Errorf("it was lifted %d times from %s", n, at)
		}
		if _, err := a.Settings.Lock(t.Context(), olive, at, setting.ShowPricing, setting.LockDraft{Value: "on", Reason: "Late", Seen: seen}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a lock that was lifted meanwhile is changed: %v", err)
		}
		a.CheckNumbers()
	}
}

func TestALockAndAnOwnValueAtOnceLeaveTheLockInForce(t *testing.T) {
	a := apptest.New(t)
	olive, pia := a.By(cast.Olive), a.By(cast.Pia)
	done := make(chan error)
	go func() {
		_, err := a.Settings.Lock(context.Background(), olive, cast.Ember, setting.ShowPricing, setting.LockDraft{Value: "off", Reason: "By contract"})
		done <- err
	}()
	_, err := a.Settings.Change(t.Context(), pia, cast.Ember, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount})
	if err != nil && !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := held(value(t, a, pia, cast.Ember, setting.ShowPricing)); got != "off locked" {
		t.Error(got)
	}
	a.CheckNumbers()
}

func TestALockIsAFactOfTheAccountThatItLiesOn(t *testing.T) {
	a := apptest.New(t)
	facts := func() (es []event.Event) {
		a.Tx(func(tx *db.Tx) error {
			return tx.Everywhere("a test looks at everything").Where("kind IN ?", []event.Kind{event.LockPut, event.LockLifted}).Order("id").Find(&es).Error
		})
		return es
	}
	for _, at := range []string{cast.Meridian, cast.Northwind, cast.Acme} {
		was := len(facts())
		lockAt(t, a, at, setting.SupportChat, true)
		lockAt(t, a, at, setting.SupportChat, true) // is so already
		lockAt(t, a, at, setting.SupportChat, false)
		lift(t, a, at, setting.SupportChat)
		es := facts()[was:]
		if len(es) != 3 {
			t.Fatalf("%d facts on %s", len(es), at)
		}
		for i, want := range []event.Changes{
			{{Field: "Support chat", Was: "Not locked", Now: "On"}, {Field: "Reason", Now: "By contract"}},
			{{Field: "Support chat", Was: "On", Now: "Off"}, {Field: "Reason", Now: "By contract"}},
			{{Field: "Support chat", Was: "Off", Now: "Not locked"}},
		} {
			if e := es[i]; e.AccountID != at || e.UserID != cast.Olive.ID || !slices.Equal(e.Changes, want) {
				t.Errorf("%+v", e)
			}
		}
	}
	p, err := a.Events.Company(t.Context(), a.By(cast.Alice), event.Filter{Kinds: []event.Kind{event.LockPut}})
	if err != nil || len(p.Events) != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	for _, e := range p.Events {
		if len(e.Changes) != 1 {
			t.Errorf("people of a managed account are told why: %+v", e.Changes)
		}
	}
}

func TestTheListOfLocksIsNarrowedAndComesInPages(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	lockAt(t, a, cast.Meridian, setting.CompanyProfile, false)
	lockAt(t, a, cast.Northwind, setting.Dashboard, true)
	lockAt(t, a, cast.Cascade, setting.Dashboard, false)
	lockAt(t, a, cast.Delta, setting.ShowPricing, true)
	list := func(f setting.LockFilter) string {
		hs, more, err := a.Settings.Locks(t.Context(), olive, f)
		if err != nil || more {
			t.Fatal(err, more)
		}
		var names []string
		for _, h := range hs {
			names = append(names, strings.TrimSuffix(fmt.Sprint(h.Setting.Label, " ", h.Value, " ", h.At.Name, " ", h.Partner), " "))
		}
		return strings.Join(names, "; ")
	}
	const profile, north, south, delta, cobalt = "Company profile Off Meridian Networks", "Dashboard On Northwind Partners", "Dashboard Off Cascade Telecom",
		"Show Pricing On Delta Freight Cascade Telecom", "Support chat Off Cobalt Health Northwind Partners"
	for _, c := range []struct {
		f    setting.LockFilter
		want []string
	}{
		{setting.LockFilter{}, []string{cobalt, delta, south, north, profile}},
		{setting.LockFilter{Name: setting.Dashboard}, []string{south, north}},
		{setting.LockFilter{Width: setting.OnAll}, []string{profile}},
		{setting.LockFilter{Width: setting.OnPartners}, []string{south, north}},
		{setting.LockFilter{Width: setting.OnAccounts}, []string{cobalt, delta}},
		{setting.LockFilter{Account: cast.Cascade}, []string{delta, south}},
		{setting.LockFilter{Account: cast.Cobalt}, []string{cobalt}},
		{setting.LockFilter{Account: cast.Cascade, Name: setting.Dashboard, Width: setting.OnPartners}, []string{south}},
		{setting.LockFilter{Account: "zzzzzzz9"}, nil},
	} {
		got := strings.Split(list(c.f), "; ")
		want := slices.Clone(c.want)
		if c.f == (setting.LockFilter{}) || c.f.Width == setting.OnAccounts {
			slices.Sort(got) // the cast's lock has a version that is no id
			slices.Sort(want)
		}
		if strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("%+v: %v", c.f, got)
		}
	}
	n := 0
	for i := 1024; i <= 1046; i++ {
		for _, name := range []setting.Name{setting.Dashboard, setting.SupportChat, setting.ShowPricing} {
			lockAt(t, a, cast.Named(i), name, true)
			n++
		}
	}
	f, seen := setting.LockFilter{Width: setting.OnAccounts}, map[string]bool{}
	for pages := 1; ; pages++ {
		hs, more, err := a.Settings.Locks(t.Context(), olive, f)
		if err != nil || pages > 3 || more && len(hs) != 50 {
			t.Fatalf("page %d: %d, %v", pages, len(hs), err)
		}
		for _, h := range hs {
			seen[h.AccountID+string(h.Name)] = true
		}
		if !more {
			break
		}
		f.After = hs[len(hs)-1].Version
	}
	if len(seen) < n+1 { // the cast's lock sorts before all ids or after them
		t.Errorf("%d locks of %d", len(seen), n+2)
	}
}

// everything is the effective value of one setting in every managed account.
func everything(t *testing.T, a *apptest.App, name setting.Name) map[string]setting.Value {
	t.Helper()
	out := map[string]setting.Value{}
	for _, p := range []cast.Person{cast.Pia, cast.Cara, cast.Leo} {
		by := a.By(p)
		page, err := a.Accounts.List(t.Context(), by, account.Filter{Size: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range page.Accounts {
			out[x.ID] = value(t, a, by, x.ID, name)
		}
	}
	return out
}

func TestALockAndItsLiftingSayExactlyWhatTheyDo(t *testing.T) {
	for _, name := range []setting.Name{setting.ShowPricing, setting.SupportChat, setting.Notifications, setting.ServiceApprovalQueue} {
		for _, at := range []string{cast.Meridian, cast.Northwind, cast.Cascade, cast.Acme, cast.Delta} {
			t.Run(string(name)+" on "+at, func(t *testing.T) {
				a := apptest.New(t)
				ctx, olive := t.Context(), a.By(cast.Olive)
				set, _ := setting.Find(name)
				if set.MayLock(a.Account(at)) != nil {
					return
				}
				if at != cast.Northwind {
					lockAt(t, a, cast.Northwind, setting.ShowPricing, true)
				}
				if at == cast.Meridian || at == cast.Cascade {
					lockAt(t, a, cast.Delta, name, true)
					if _, err := a.Settings.ChangeDefault(ctx, a.By(cast.Cara), name, setting.Draft{On: true}); err != nil {
						t.Fatal(err)
					}
				}
				compare := func(what string, e setting.Effect, was, now map[string]setting.Value) {
					t.Helper()
					var changed, own int64
					for k := range now {
						if was[k].On != now[k].On {
							changed++
						}
						if (was[k].Source == setting.FromAccount) != (now[k].Source == setting.FromAccount) {
							own++
						}
					}
					if e.Changed != changed || e.Own != own {
						t.Errorf("%s: it says %d changed and %d own values, and there are %d and %d", what, e.Changed, e.Own, changed, own)
					}
					if a.Account(at).Kind != access.Managed && len(e.First) != min(10, int(changed)) {
						t.Errorf("%s: %d are named of %d", what, len(e.First), changed)
					}
					for _, x := range e.First {
						if was[x.ID].On == now[x.ID].On || e.Names[x.ParentID] == "" {
							t.Errorf("%s: %s is named and did not change", what, x.Name)
						}
					}
				}
				for _, on := range []bool{true, false} {
					p, err := a.Settings.PreviewLock(ctx, olive, at, name)
					if err != nil {
						t.Fatal(err)
					}
					was := everything(t, a, name)
					lockAt(t, a, at, name, on)
					now := everything(t, a, name)
					compare(fmt.Sprint("locked at ", on), map[bool]setting.Effect{true: p.On, false: p.Off}[on], was, now)
				}
				p, err := a.Settings.PreviewLock(ctx, olive, at, name)
				if err != nil {
					t.Fatal(err)
				}
				was := everything(t, a, name)
				lift(t, a, at, name)
				compare("lifted", p.Lift, was, everything(t, a, name))
			})
		}
	}
}

func TestTheListOfAccountsFollowsLocksOnEachLevel(t *testing.T) {
	features := []struct {
		name  setting.Name
		sort  account.Column
		set   func(*account.Filter, account.Choice)
		shown func(account.Account, account.Inherited) bool
	}{
		{setting.ShowPricing, account.ByPricing, func(f *account.Filter, c account.Choice) { f.Pricing = c },
			func(x account.Account, i account.Inherited) bool { return x.PricingOwn.Else(i.Pricing) }},
		{setting.ServiceApprovalQueue, account.ByApproval, func(f *account.Filter, c account.Choice) { f.Approval = c },
			func(x account.Account, i account.Inherited) bool { return x.ApprovalOwn.Else(i.Approval) }},
		{setting.MinimumTermRenewal, account.ByRenewal, func(f *account.Filter, c account.Choice) { f.Renewal = c },
			func(x account.Account, i account.Inherited) bool { return x.RenewalOwn.Else(i.Renewal) }},
	}
	for _, at := range []string{cast.Meridian, cast.Northwind, cast.Acme} {
		for _, on := range []bool{true, false} {
			a := apptest.New(t)
			pia := a.By(cast.Pia)
			for _, f := range features {
				lockAt(t, a, at, f.name, on)
				is := everything(t, a, f.name)
				defaults, err := a.Settings.Defaults(t.Context(), pia)
				if err != nil {
					t.Fatal(err)
				}
				inherited := setting.InheritedFrom(defaults)
				list := func(filter account.Filter) (as []account.Account) {
					filter.Inherited = inherited
					err := a.Accounts.Export(t.Context(), pia, filter, func(x account.Account) error { as = append(as, x); return nil })
					if err != nil {
						t.Fatal(err)
					}
					return as
				}
				all := list(account.Filter{})
				for _, x := range all {
					if f.shown(x, inherited) != is[x.ID].On {
						t.Errorf("%s locked %t on %s: the list and the file show %t of %s", f.name, on, at, f.shown(x, inherited), x.Name)
					}
				}
				for choice, want := range map[account.Choice]bool{account.On: true, account.Off: false} {
					var filter account.Filter
					f.set(&filter, choice)
					var got, expected []string
					for _, x := range list(filter) {
						got = append(got, x.ID)
					}
					for _, x := range all {
						if is[x.ID].On == want {
							expected = append(expected, x.ID)
						}
					}
					if !slices.Equal(got, expected) {
						t.Errorf("%s locked %t on %s: %d are %s, not %d", f.name, on, at, len(got), choice, len(expected))
					}
				}
				sorted, names := list(account.Filter{Sort: f.sort}), []string{}
				for i, x := range sorted {
					if i > 0 && is[sorted[i-1].ID].On && !is[x.ID].On {
						t.Errorf("%s locked %t on %s: %s stands after %s", f.name, on, at, x.Name, sorted[i-1].Name)
					}
					names = append(names, x.ID)
				}
				if at != cast.Acme {
					var byName []string
					for _, x := range all {
						byName = append(byName, x.ID)
					}
					if !slices.Equal(names, byName) {
						t.Errorf("%s locked %t on %s: all are the same, and the list is not in the order of names", f.name, on, at)
					}
				}
			}
			a.CheckNumbers()
		}
	}
}

func TestAnotherSupportModelChangesWhatTheSystemSetsAndStoredValuesApplyWhereTheyMay(t *testing.T) {
	a := apptest.New(t)
	ctx, olive, cara := t.Context(), a.By(cast.Olive), a.By(cast.Cara)
	own := func(on bool) {
		if _, err := a.Settings.Change(ctx, cara, cast.Delta, setting.Notifications, setting.Draft{On: on, Scope: setting.ThisAccount}); err != nil {
			t.Fatal(err)
		}
	}
	own(false)
	is := func(name setting.Name) string { return held(value(t, a, a.By(cast.Cara), cast.Delta, name)) }
	move := func(to account.Support, want map[setting.Name]string) {
		t.Helper()
		shifts, err := a.Settings.PreviewSupport(ctx, olive, cast.Delta, to)
		if err != nil {
			t.Fatal(err)
		}
		was := map[setting.Name]string{}
		for _, s := range setting.All {
			was[s.Name] = is(s.Name)
		}
		if _, err := a.Accounts.SetManagedSupport(ctx, olive, cast.Cascade, cast.Delta, account.SupportDraft{Support: to}); err != nil {
			t.Fatal(err)
		}
		said := map[setting.Name]bool{}
		for _, s := range shifts {
			said[s.Name] = true
			if held(s.Was) != was[s.Name] || held(s.Now) != is(s.Name) {
				t.Errorf("to %s: %s was to go from %s to %s, and went from %s to %s", to, s.Label, held(s.Was), held(s.Now), was[s.Name], is(s.Name))
			}
		}
		for _, s := range setting.All {
			if was[s.Name] != is(s.Name) && !said[s.Name] {
				t.Errorf("to %s: nobody said that %s goes from %s to %s", to, s.Label, was[s.Name], is(s.Name))
			}
		}
		for name, w := range want {
			if got := is(name); got != w {
				t.Errorf("supported by the %s: %s is %s, not %s", to, name, got, w)
			}
		}
	}
	if got := is(setting.Notifications) + ", " + is(setting.SupportChat); got != "off account, on system" {
		t.Fatal(got)
	}
	move(account.ByPartner, map[setting.Name]string{setting.Notifications: "off fixed", setting.SupportChat: "off system", setting.Dashboard: "off system"})
	if _, err := a.Settings.Change(ctx, a.By(cast.Cara), cast.Delta, setting.Notifications, setting.Draft{On: true, Scope: setting.ThisAccount}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("what is fixed was changed: %v", err)
	}
	if v := value(t, a, a.By(cast.Cara), cast.Delta, setting.Notifications); v.Own != account.OwnOff {
		t.Errorf("the own value is gone: %+v", v)
	}
	move(account.ByOperator, map[setting.Name]string{setting.Notifications: "off account", setting.SupportChat: "on system"})
	lockAt(t, a, cast.Cascade, setting.Notifications, true)
	if got := is(setting.Notifications); got != "on locked" {
		t.Error(got)
	}
	move(account.ByPartner, map[setting.Name]string{setting.Notifications: "off fixed"})
	move(account.ByOperator, map[setting.Name]string{setting.Notifications: "on locked"})
	lift(t, a, cast.Cascade, setting.Notifications)
	if got := is(setting.Notifications); got != "off account" {
		t.Error(got)
	}
}

func TestAnotherSupportModelOfAPartnerSaysHowManyAccountsChange(t *testing.T) {
	for _, c := range []struct {
		partner string
		admin   cast.Person
		to      account.Support
	}{{cast.Northwind, cast.Pia, account.ByOperator}, {cast.Cascade, cast.Cara, account.ByPartner}} {
		a := apptest.New(t)
		ctx, olive := t.Context(), a.By(cast.Olive)
		if c.partner == cast.Cascade {
			for _, on := range []bool{true, false} {
				key := map[bool]string{true: cast.Delta, false: a.Account(cast.Delta).ID}[on]
				if _, err := a.Settings.Change(ctx, a.By(c.admin), key, setting.Notifications, setting.Draft{On: on, Scope: setting.ThisAccount}); err != nil {
					t.Fatal(err)
				}
			}
		}
		shifts, err := a.Settings.PreviewSupport(ctx, olive, c.partner, c.to)
		if err != nil {
			t.Fatal(err)
		}
		was := map[setting.Name]map[string]setting.Value{}
		for _, s := range setting.All {
			was[s.Name] = everything(t, a, s.Name)
		}
		chat := a.By(c.admin).Sees
		if _, _, err := a.Accounts.SetSupport(ctx, olive, c.partner, account.SupportDraft{Support: c.to, All: true}); err != nil {
			t.Fatal(err)
		}
		if now := a.By(c.admin).Sees; now == chat {
			t.Error("the partner's own people see what they saw")
		}
		said := map[setting.Name]setting.Shift{}
		for _, s := range shifts {
			said[s.Name] = s
		}
		for _, s := range setting.All {
			var changed, own int64
			for key, v := range everything(t, a, s.Name) {
				if v.On != was[s.Name][key].On {
					changed++
				}
				if (v.Source == setting.FromAccount) != (was[s.Name][key].Source == setting.FromAccount) {
					own++
				}
			}
			if said[s.Name].Changed != changed || said[s.Name].Own != own {
				t.Errorf("%s of %s: %d changed and %d own values, said were %d and %d", s.Label, c.partner, changed, own, said[s.Name].Changed, said[s.Name].Own)
			}
		}
		a.CheckNumbers()
	}
}
