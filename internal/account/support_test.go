package account_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// supported counts a partner's managed accounts by support model.
func supported(t *testing.T, a *apptest.App, partner string) (byPartner, byOperator int) {
	t.Helper()
	var as []account.Account
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("parent_id = ? AND kind = ?", partner, access.Managed).Find(&as).Error
	})
	for _, x := range as {
		if x.Support == account.ByOperator {
			byOperator++
		} else {
			byPartner++
		}
	}
	return byPartner, byOperator
}

func TestThePartnersModelIsForNewAccountsUnlessAllAreWanted(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	all, _ := supported(t, a, cast.Northwind)
	p, n, err := a.Accounts.SetSupport(ctx, olive, cast.Northwind, account.SupportDraft{Support: account.ByOperator})
	if err != nil || n != 0 || p.Support != account.ByOperator {
		t.Fatal(p, n, err)
	}
	if by, op := supported(t, a, cast.Northwind); by != all || op != 0 {
		t.Errorf("%d and %d", by, op)
	}
	made, err := a.Accounts.Create(ctx, a.By(cast.Pia), account.Draft{Name: "New", Reference: "N-1", Phone: "02 9374 4000", Email: "noc@northwind.example"})
	if err != nil || made.Support != account.ByOperator {
		t.Errorf("a new account starts with %s, %v", made.Support, err)
	}
	plan, err := a.Accounts.PlanSupport(ctx, olive, cast.Northwind, account.ByOperator)
	if err != nil || plan.Others != int64(all-1) || plan.Kept != 1 || plan.AtOnce != plan.Others || plan.Bare != int64(len(plan.Missing)) || plan.Bare == 0 {
		t.Fatalf("%+v, %v", plan, err)
	}
	version := a.Account(cast.Acme).Version
	if _, n, err = a.Accounts.SetSupport(ctx, olive, cast.Northwind, account.SupportDraft{Support: account.ByOperator, All: true}); err != nil || int64(n) != plan.Others {
		t.Fatal(n, err)
	}
	if by, op := supported(t, a, cast.Northwind); by != 1 || op != all {
		t.Errorf("%d and %d", by, op)
	}
	if x := a.Account(cast.Tidewater); x.Support != account.ByPartner {
		t.Error("a closed account changed")
	}
	if a.Account(cast.Acme).Version == version {
		t.Error("a form that is open does not notice")
	}
	if _, _, err := a.Accounts.SetSupport(ctx, olive, cast.Northwind, account.SupportDraft{Support: account.ByOperator, All: true}); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	a.CheckNumbers()
}

func TestVeryManyAccountsChangeInSteps(t *testing.T) {
	a := apptest.New(t)
	t.Cleanup(account.Turn(20))
	ctx, olive := t.Context(), a.By(cast.Olive)
	var ns []int
	for range 3 {
		plan, err := a.Accounts.PlanSupport(ctx, olive, cast.Northwind, account.ByOperator)
		if err != nil {
			t.Fatal(err)
		}
		_, n, err := a.Accounts.SetSupport(ctx, olive, cast.Northwind, account.SupportDraft{Support: account.ByOperator, All: true})
		if err != nil || int64(n) != plan.AtOnce {
			t.Fatal(n, plan, err)
		}
		ns = append(ns, n)
	}
	if !slices.Equal(ns, []int{20, 20, 5}) {
		t.Error(ns)
	}
	a.CheckNumbers()
}

func TestAChangeOfTheModelIsRecordedInEveryAccount(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	if _, _, err := a.Accounts.SetSupport(ctx, olive, cast.Cascade, account.SupportDraft{Support: account.ByPartner, All: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.SetManagedSupport(ctx, olive, cast.Cascade, cast.Delta, account.SupportDraft{Support: account.ByOperator}); err != nil {
		t.Fatal(err)
	}
	var es []event.Event
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", event.SupportChanged).Order("id").Find(&es).Error
	})
	of := map[string]int{}
	for _, e := range es {
		of[e.AccountID]++
		if c := e.Changes[0]; e.UserID != cast.Olive.ID || c.Field != "Support model" || c.Was == c.Now || e.ParentID != a.Account(e.AccountID).ParentID {
			t.Errorf("%+v", e)
		}
	}
	if len(es) != 9 || of[cast.Delta] != 2 || of[cast.Cascade] != 1 {
		t.Errorf("%d facts: %v", len(es), of)
	}
}

func TestWhoMayChangeASupportModelAndWhere(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		if p == cast.Olive {
			continue
		}
		_, _, err := a.Accounts.SetSupport(t.Context(), a.By(p), cast.Northwind, account.SupportDraft{Support: account.ByOperator, All: true})
		_, one := a.Accounts.SetManagedSupport(t.Context(), a.By(p), cast.Northwind, cast.Acme, account.SupportDraft{Support: account.ByOperator})
		if !fault.Is(err, fault.Forbidden) || !fault.Is(one, fault.Forbidden) {
			t.Errorf("%s: %v, %v", p.Name, err, one)
		}
		_, _, see := a.Accounts.Partner(t.Context(), a.By(p), cast.Northwind)
		_, _, below := a.Accounts.ManagedOf(t.Context(), a.By(p), cast.Northwind, cast.Acme)
		_, _, list := a.Accounts.Below(t.Context(), a.By(p), cast.Northwind, account.PartnerFilter{})
		_, plan := a.Accounts.PlanSupport(t.Context(), a.By(p), cast.Northwind, account.ByOperator)
		for _, err := range []error{see, below, list, plan} {
			if p == cast.Sam && err != nil || p != cast.Sam && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", p.Name, err)
			}
		}
	}
	olive := a.By(cast.Olive)
	for _, c := range []struct {
		partner, account string
		to               account.Support
		want             fault.Kind
	}{
		{cast.Northwind, "", "somebody", fault.Invalid},
		{cast.Northwind, "", account.ByPartner, fault.Conflict},
		{cast.Harbour, "", account.ByPartner, fault.NotFound},
		{cast.Meridian, "", account.ByPartner, fault.NotFound},
		{cast.Solo, "", account.ByPartner, fault.NotFound},
		{cast.Acme, "", account.ByOperator, fault.NotFound},
		{cast.Northwind, cast.Acme, "", fault.Invalid},
		{cast.Northwind, cast.Acme, account.ByPartner, fault.Conflict},
		{cast.Northwind, cast.Delta, account.ByPartner, fault.NotFound},
		{cast.Cascade, cast.Acme, account.ByOperator, fault.NotFound},
		{cast.Northwind, cast.Tidewater, account.ByOperator, fault.Conflict},
		{cast.Northwind, "zzzzzzz9", account.ByOperator, fault.NotFound},
	} {
		var err error
		if c.account == "" {
			_, _, err = a.Accounts.SetSupport(t.Context(), olive, c.partner, account.SupportDraft{Support: c.to})
		} else {
			_, err = a.Accounts.SetManagedSupport(t.Context(), olive, c.partner, c.account, account.SupportDraft{Support: c.to})
		}
		if !fault.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestOfManyChangesOfAModelAtOnceOneWins(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	for what, act := range map[string]func() error{
		"a partner's": func() error {
			_, _, err := a.Accounts.SetSupport(context.Background(), olive, cast.Northwind, account.SupportDraft{Support: account.ByOperator, All: true})
			return err
		},
		"an account's": func() error {
			_, err := a.Accounts.SetManagedSupport(context.Background(), olive, cast.Cascade, cast.Delta, account.SupportDraft{Support: account.ByPartner})
			return err
		},
	} {
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := act(); err == nil {
					won.Add(1)
				} else if !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%s changed %d times", what, won.Load())
		}
	}
	a.CheckNumbers()
}

func TestTheOperatorFindsTheAccountsOfAPartner(t *testing.T) {
	a := apptest.New(t)
	sam := a.By(cast.Sam)
	find := func(f account.PartnerFilter) (names []string) {
		as, more, err := a.Accounts.Below(t.Context(), sam, cast.Northwind, f)
		if err != nil || more {
			t.Fatal(err, more)
		}
		for _, x := range as {
			names = append(names, x.Name)
		}
		return names
	}
	if got := find(account.PartnerFilter{Find: "ACME"}); !slices.Equal(got, []string{"Acme Robotics"}) {
		t.Error(got)
	}
	all := find(account.PartnerFilter{})
	if rest := find(account.PartnerFilter{After: cast.Acme}); len(all) != 46 || len(rest) != 45 {
		t.Errorf("%d, then %d", len(all), len(rest))
	}
	if got := find(account.PartnerFilter{After: cast.Delta}); len(got) != 46 {
		t.Errorf("a page after somebody else's account has %d", len(got))
	}
}
