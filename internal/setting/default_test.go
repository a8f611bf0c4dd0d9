package setting_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// defaultOf is one default of Northwind.
func defaultOf(t *testing.T, a *apptest.App, name setting.Name) setting.Default {
	t.Helper()
	ds, err := a.Settings.ListDefaults(t.Context(), a.By(cast.Pia))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range ds {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("no default of %s", name)
	return setting.Default{}
}

func TestDefaultsSayWhatAccountsInheritUnderEachSupportModel(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		name                          setting.Name
		byPartner, byOperator, differ bool
	}{
		{setting.MinimumTermRenewal, true, true, false},
		{setting.Dashboard, false, false, false},
		{setting.SupportChat, false, true, true},
		{setting.Notifications, false, true, true},
		{setting.BillingMarkets, false, false, false},
	} {
		d := defaultOf(t, a, c.name)
		if d.ByPartner.On != c.byPartner || d.ByOperator.On != c.byOperator || d.Differs() != c.differ || d.IsSet() {
			t.Errorf("%s: %t for partner-supported, %t for operator-supported, differs %t, %q", d.Label, d.ByPartner.On, d.ByOperator.On, d.Differs(), d.Said)
		}
	}
	if d := defaultOf(t, a, setting.ServiceApprovalQueue); !d.IsSet() || d.Said != "On" {
		t.Errorf("the approval queue says %q", d.Said)
	}
	if _, err := a.Settings.ListDefaults(t.Context(), a.By(cast.Alice)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Alice lists defaults: %v", err)
	}
}

func TestDefaultsCountOwnValuesOfTheirOwnPartnerOnly(t *testing.T) {
	a := apptest.New(t)
	was := defaultOf(t, a, setting.Dashboard).Own
	set(t, a, cast.Pia, cast.Acme, true)
	set(t, a, cast.Pia, cast.Ember, false)
	set(t, a, cast.Cara, cast.Delta, true)
	if now := defaultOf(t, a, setting.Dashboard).Own; now != was+2 {
		t.Errorf("%d own values became %d", was, now)
	}
}

// set gives an account its own value of the dashboard.
func set(t *testing.T, a *apptest.App, who cast.Person, key string, on bool) {
	t.Helper()
	if _, err := a.Settings.Change(t.Context(), a.By(who), key, setting.Dashboard, setting.Draft{On: on, Scope: setting.ThisAccount}); err != nil {
		t.Fatal(err)
	}
}

func TestTheListsOfAPreviewAreAllThatItCounts(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	set(t, a, cast.Pia, cast.Ember, true)
	for _, f := range []setting.Setting{setting.All[0], setting.All[2], dashboard(t), chat(t)} {
		for _, at := range []string{"", cast.Acme, cast.Ember, cast.Named(1007)} {
			for _, on := range []bool{true, false} {
				p, err := a.Settings.Preview(t.Context(), by, at, f.Name, on)
				if err != nil {
					t.Fatal(err)
				}
				in := setting.AffectedFilter{To: account.OwnOf(on), Account: at}
				changed, _, err := a.Settings.Affected(t.Context(), by, f.Name, in)
				if err != nil {
					t.Fatal(err)
				}
				in.Kept = true
				kept, _, err := a.Settings.Affected(t.Context(), by, f.Name, in)
				if err != nil {
					t.Fatal(err)
				}
				if int64(len(changed)) != p.Changed || int64(len(kept)) != p.Kept {
					t.Errorf("%s %t on %q: %d and %d are listed, the preview says %d and %d", f.Label, on, at, len(changed), len(kept), p.Changed, p.Kept)
				}
				for _, k := range changed {
					if k.On == on {
						t.Errorf("%s %t on %q: %s is listed and would not change", f.Label, on, at, k.Account.Name)
					}
				}
			}
		}
	}
	if _, _, err := a.Settings.Affected(t.Context(), by, setting.Dashboard, setting.AffectedFilter{Account: cast.Delta}); !fault.Is(err, fault.NotFound) {
		t.Errorf("Pia asks about an account of Cascade: %v", err)
	}
	if _, _, err := a.Settings.Affected(t.Context(), a.By(cast.Tariq), setting.Dashboard, setting.AffectedFilter{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Tariq asks: %v", err)
	}
}

func dashboard(t *testing.T) setting.Setting { return found(t, setting.Dashboard) }
func chat(t *testing.T) setting.Setting      { return found(t, setting.SupportChat) }

func found(t *testing.T, name setting.Name) setting.Setting {
	t.Helper()
	s, ok := setting.Find(name)
	if !ok {
		t.Fatalf("no setting %s", name)
	}
	return s
}

func TestTickedOwnValuesAreThoseOfThePartner(t *testing.T) {
	a := apptest.New(t)
	set(t, a, cast.Pia, cast.Ember, true)
	set(t, a, cast.Pia, cast.Acme, false)
	set(t, a, cast.Cara, cast.Delta, true)
	ds, err := a.Settings.DifferentAt(t.Context(), a.By(cast.Pia), setting.Dashboard, []string{cast.Ember, cast.Delta, cast.Cobalt, cast.Acme, "nobody11"})
	if err != nil || len(ds) != 2 || ds[0].Account.ID != cast.Acme || !ds[0].Same() || ds[1].Account.ID != cast.Ember || ds[1].Same() {
		t.Errorf("ticked are %v, %v", ds, err)
	}
	if _, err := a.Settings.DifferentAt(t.Context(), a.By(cast.Tariq), setting.Dashboard, []string{cast.Acme}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Tariq ticks: %v", err)
	}
	if _, err := a.Settings.DifferentAt(t.Context(), a.By(cast.Pia), setting.Dashboard, make([]string, setting.MostInherited+1)); !fault.Is(err, fault.Invalid) {
		t.Errorf("too many are ticked: %v", err)
	}
}

func TestAFactGivesBackWhatWasBeforeIt(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	set(t, a, cast.Pia, cast.Ember, true)
	set(t, a, cast.Pia, cast.Ember, false)
	es, _, err := a.Settings.History(t.Context(), by, cast.Ember, setting.Dashboard, "")
	if err != nil || len(es) < 2 {
		t.Fatalf("%d facts, %v", len(es), err)
	}
	second, first := es[0], es[1]
	revert := func(fact, seen string) (setting.Outcome, error) {
		return a.Settings.Revert(t.Context(), by, cast.Ember, setting.Dashboard, fact, seen)
	}
	if _, err := revert(second.ID, "On account over Off system"); !fault.Is(err, fault.Conflict) {
		t.Errorf("what is not so any more is reverted: %v", err)
	}
	if out, err := revert(second.ID, "Off account over Off system"); err != nil || out.Value.Own != account.OwnOn || out.Changed != 1 {
		t.Errorf("reverting the second fact: %+v, %v", out, err)
	}
	if out, err := revert(first.ID, ""); err != nil || out.Value.Own != account.OwnNone || out.Changed != 1 {
		t.Errorf("reverting the first fact: %+v, %v", out, err)
	}
	for what, try := range map[string]func() error{
		"a fact of another account": func() error {
			_, err := a.Settings.Revert(t.Context(), by, cast.Acme, setting.Dashboard, first.ID, "")
			return err
		},
		"a fact of another setting": func() error {
			_, err := a.Settings.Revert(t.Context(), by, cast.Ember, setting.CompanyProfile, first.ID, "")
			return err
		},
		"no fact": func() error { _, err := revert("00000000", ""); return err },
		"another's account": func() error {
			_, err := a.Settings.Revert(t.Context(), a.By(cast.Cara), cast.Ember, setting.Dashboard, first.ID, "")
			return err
		},
	} {
		if err := try(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := a.Settings.Revert(t.Context(), a.By(cast.Tariq), cast.Ember, setting.Dashboard, first.ID, ""); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Tariq reverts: %v", err)
	}
	a.CheckNumbers()
}
