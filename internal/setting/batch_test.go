package setting_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// planned is a change as its page shows it, ready to be confirmed.
func planned(t *testing.T, a *apptest.App, by access.Caller, in setting.Bulk) (setting.Plan, setting.Order) {
	t.Helper()
	p, err := a.Settings.Plan(t.Context(), by, in)
	if err != nil {
		t.Fatal(err)
	}
	return p, setting.Order{Bulk: in, Seen: p.Seen, Typed: p.Changing}
}

// started is a change that was confirmed and has not been carried out.
func started(t *testing.T, a *apptest.App, by access.Caller, in setting.Bulk) setting.Batch {
	t.Helper()
	_, o := planned(t, a, by, in)
	b, err := a.Settings.Start(t.Context(), by, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// carried lets the job work until nothing is due, and answers a batch as it is then.
func carried(t *testing.T, a *apptest.App, by access.Caller, id string) setting.Batch {
	t.Helper()
	for had := 1; had > 0; {
		var err error
		if had, err = a.Settings.CarryOn(t.Context(), a.Sessions.Standing); err != nil {
			t.Fatal(err)
		}
	}
	return batch(t, a, by, id)
}

func batch(t *testing.T, a *apptest.App, by access.Caller, id string) setting.Batch {
	t.Helper()
	b, err := a.Settings.Batch(t.Context(), by, id)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// became is what became of each account of a batch, by name.
func became(t *testing.T, a *apptest.App, by access.Caller, id string) map[string]string {
	t.Helper()
	rows, _, err := a.Settings.Items(t.Context(), by, id, "", 0, setting.MostAtOnce)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range rows {
		out[r.Account.Name] = strings.TrimSpace(string(r.Status) + " " + r.Problem)
	}
	return out
}

// crowd gives Lakeside, which has two, n more accounts.
func crowd(t *testing.T, n int) (*apptest.App, access.Caller, []string) {
	t.Helper()
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("Customer %03d", i))
	}
	a, by, keys := partnerWith(t, names...)
	all := make([]string, n)
	for i, name := range names {
		all[i] = keys[name]
	}
	return a, by, all
}

func wants(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

func TestADryRunSaysWhatHappensToEachAccount(t *testing.T) {
	a, by, keys := partnerWith(t, "A", "B", "C", "D", "E")
	ctx := t.Context()
	for name, on := range map[string]bool{"B": true, "C": false} {
		if _, err := a.Settings.Change(ctx, by, keys[name], setting.ShowPricing, setting.Draft{On: on}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Accounts.Close(ctx, by, keys["D"]); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.Lock(ctx, a.By(cast.Olive), keys["E"], setting.ShowPricing, setting.LockDraft{Value: "off", Reason: "Under review."}); err != nil {
		t.Fatal(err)
	}
	in := setting.Bulk{Name: setting.ShowPricing, Keys: []string{keys["A"], keys["B"], keys["C"], keys["D"], keys["E"], keys["A"]}}
	for to, want := range map[setting.Target]string{
		setting.ToOn:        "2 0 1 2 A:off>on/account B:same C:off>on/account D:D is closed. Nothing in it can be changed. E:locked",
		setting.ToOff:       "2 1 1 2 A:off>off/account B:on>off/account C:same D:D is closed. Nothing in it can be changed. E:locked",
		setting.ToInherited: "2 1 1 2 A:same B:on>off/system C:off>off/system D:D is closed. Nothing in it can be changed. E:locked",
	} {
		in.To = to
		p, _ := planned(t, a, by, in)
		got := []string{fmt.Sprint(p.Changing, p.Quiet, p.Same, p.Refused)}
		for _, l := range p.Lines {
			text := map[bool]string{true: "on", false: "off"}[l.Was.On] + ">" + map[bool]string{true: "on", false: "off"}[l.On] + "/" + string(l.Source)
			switch {
			case strings.Contains(l.Problem, "locked"):
				text = "locked"
			case l.Problem != "":
				text = l.Problem
			case l.Same:
				text = "same"
			}
			got = append(got, l.Account.Name+":"+text)
		}
		wants(t, "to "+string(to), strings.Join(got, " "), want)
	}
	in.Name, in.To = setting.MarketplaceProfile, setting.ToOn
	if p, _ := planned(t, a, by, in); p.Refused != 5 || p.Changing != 0 {
		t.Errorf("of what is fixed %d change", p.Changing)
	}
}

func TestAChangeOfManyAccountsIsDoneRetriedAndReverted(t *testing.T) {
	a, by, keys := partnerWith(t, "A", "B", "C", "D", "E")
	ctx := t.Context()
	if _, err := a.Settings.Change(ctx, by, keys["B"], setting.ShowPricing, setting.Draft{On: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.Change(ctx, by, keys["C"], setting.ShowPricing, setting.Draft{On: false}); err != nil {
		t.Fatal(err)
	}
	olive := a.By(cast.Olive)
	lock, err := a.Settings.Lock(ctx, olive, keys["E"], setting.ShowPricing, setting.LockDraft{Value: "off", Reason: "Under review."})
	if err != nil {
		t.Fatal(err)
	}
	b := started(t, a, by, setting.Bulk{Name: setting.ShowPricing, To: setting.ToOn, Filter: &account.Filter{Find: "ref"}})
	wants(t, "before", fmt.Sprint(b.Status, " ", b.Total, " ", b.Left()), "running 5 3")
	b = carried(t, a, by, b.ID)
	wants(t, "after", fmt.Sprint(b.Status, " ", b.Tallied), "finished {3 1 1 0}")
	got := became(t, a, by, b.ID)
	if got["A"] != "done" || got["B"] != "same" || got["C"] != "done" || !strings.HasPrefix(got["E"], "failed Show Pricing is locked") {
		t.Errorf("%v", got)
	}
	wants(t, "C is", word(value(t, a, by, keys["C"], setting.ShowPricing)), "on/on")
	a.CheckNumbers()

	if _, err := a.Settings.Lift(ctx, olive, keys["E"], setting.ShowPricing, lock.Version); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.RetryBatch(ctx, by, b.ID); err != nil {
		t.Fatal(err)
	}
	b = carried(t, a, by, b.ID)
	wants(t, "retried", fmt.Sprint(b.Status, " ", b.Tallied), "finished {4 1 0 0}")
	if _, err := a.Settings.RetryBatch(ctx, by, b.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("nothing was retried with %v", err)
	}

	// D is changed again, and again to the same value: it is left alone.
	if _, err := a.Settings.Change(ctx, by, keys["D"], setting.ShowPricing, setting.Draft{On: false}); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(time.Second)
	if _, err := a.Settings.Change(ctx, by, keys["D"], setting.ShowPricing, setting.Draft{On: true}); err != nil {
		t.Fatal(err)
	}
	back, err := a.Settings.RevertBatch(ctx, by, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.RevertBatch(ctx, by, b.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("reverted twice: %v", err)
	}
	back = carried(t, a, by, back.ID)
	wants(t, "reverted", fmt.Sprint(back.Status, " ", back.Tallied), "finished {3 0 0 1}")
	for name, want := range map[string]string{"A": "–/off", "B": "on/on", "C": "off/off", "D": "on/on", "E": "–/off"} {
		wants(t, name+" after reverting", word(value(t, a, by, keys[name], setting.ShowPricing)), want)
	}
	if got := became(t, a, by, back.ID)["D"]; !strings.HasPrefix(got, "spared Leo ") {
		t.Errorf("D was %q", got)
	}
	if again := batch(t, a, by, b.ID); again.RevertID != back.ID || again.RevertedBy != by.Name || again.Retryable() != 0 {
		t.Errorf("the first says %+v", again)
	}

	// Reverting what was reverted does it again.
	more, err := a.Settings.RevertBatch(ctx, by, back.ID)
	if err != nil {
		t.Fatal(err)
	}
	carried(t, a, by, more.ID)
	wants(t, "C again", word(value(t, a, by, keys["C"], setting.ShowPricing)), "on/on")
	a.CheckNumbers()
}

func TestTheSameFormMakesOneChange(t *testing.T) {
	a, by, keys := partnerWith(t, "A", "B")
	_, o := planned(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: []string{keys["A"], keys["B"]}})
	o.Token = "a form"
	var wait sync.WaitGroup
	ids := make([]string, 4)
	for i := range ids {
		wait.Go(func() {
			b, err := a.Settings.Start(context.Background(), by, o)
			if err != nil {
				t.Error(err)
			}
			ids[i] = b.ID
		})
	}
	wait.Wait()
	carried(t, a, by, ids[0])
	again, err := a.Settings.Start(t.Context(), by, o) // when everything has changed already
	if err != nil || len(slices.Compact(append(ids, again.ID))) != 1 {
		t.Errorf("%v and %s, %v", ids, again.ID, err)
	}
}

func TestWhatIsWrongWithAChangeIsSaid(t *testing.T) {
	a, by, keys := crowd(t, setting.TypedAbove+1)
	ctx := t.Context()
	good := setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Filter: &account.Filter{}}
	p, o := planned(t, a, by, good)
	for name, c := range map[string]struct {
		change func(*setting.Order)
		field  string
		kind   fault.Kind
	}{
		"no such setting":         {func(o *setting.Order) { o.Name = "everything" }, "setting", fault.Invalid},
		"no such value":           {func(o *setting.Order) { o.To = "Maybe" }, "value", fault.Invalid},
		"the wrong number":        {func(o *setting.Order) { o.Typed = p.Changing - 1 }, "typed", fault.Invalid},
		"no number":               {func(o *setting.Order) { o.Typed = 0 }, "typed", fault.Invalid},
		"too many ticked":         {func(o *setting.Order) { o.Filter, o.Keys = nil, make([]string, setting.MostTicked+1) }, "act", fault.Invalid},
		"another's account":       {func(o *setting.Order) { o.Filter, o.Keys = nil, []string{keys[0], cast.Acme} }, "", fault.NotFound},
		"a partner":               {func(o *setting.Order) { o.Filter, o.Keys = nil, []string{cast.Lakeside} }, "", fault.NotFound},
		"nobody":                  {func(o *setting.Order) { o.Filter = &account.Filter{Find: "nobody at all"} }, "act", fault.Invalid},
		"shown something else":    {func(o *setting.Order) { o.Seen = "another" }, "", fault.Conflict},
		"a default now":           {func(o *setting.Order) { o.Filter = nil }, "day", fault.Invalid},
		"in the past":             {func(o *setting.Order) { o.At = a.DB.Now().Add(-time.Hour) }, "day", fault.Invalid},
		"at once":                 {func(o *setting.Order) { o.At = a.DB.Now().Add(setting.Soonest - time.Second) }, "day", fault.Invalid},
		"in three years":          {func(o *setting.Order) { o.At = a.DB.Now().AddDate(3, 0, 0) }, "day", fault.Invalid},
		"the wrong number, later": {func(o *setting.Order) { o.At, o.Typed = a.DB.Now().Add(time.Hour), 3 }, "typed", fault.Invalid},
	} {
		in := o
		c.change(&in)
		_, err := a.Settings.Start(ctx, by, in)
		if !fault.Is(err, c.kind) || c.field != "" && fault.FieldsOf(err).At(c.field) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	open, ended, _, err := a.Settings.Batches(ctx, by, "")
	if err != nil || len(open)+len(ended) != 0 {
		t.Errorf("%d changes were begun, %v", len(open)+len(ended), err)
	}
	if _, err := a.Settings.Start(ctx, by, o); err != nil {
		t.Error(err)
	}
}

func TestWhoMayNotChangesNothingAndSeesNothing(t *testing.T) {
	a, by, keys := partnerWith(t, "A")
	ctx := t.Context()
	in := setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: []string{keys["A"]}}
	b := started(t, a, by, in)
	stranger := a.By(cast.Pia)
	for name, err := range map[string]error{
		"find":   second(a.Settings.Batch(ctx, stranger, b.ID)),
		"retry":  second(a.Settings.RetryBatch(ctx, stranger, b.ID)),
		"revert": second(a.Settings.RevertBatch(ctx, stranger, b.ID)),
		"cancel": second(a.Settings.CancelBatch(ctx, stranger, b.ID)),
		"plan":   second(a.Settings.Plan(ctx, stranger, in)),
		"start":  second(a.Settings.Start(ctx, stranger, setting.Order{Bulk: in})),
		"coming": second(a.Settings.Scheduled(ctx, stranger, keys["A"])),
	} {
		if name == "coming" && err == nil {
			continue // Pia has nothing scheduled, and nothing is looked up
		}
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s by another partner: %v", name, err)
		}
	}
	if _, _, err := a.Settings.Items(ctx, stranger, b.ID, "", 0, 10); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	for _, p := range []cast.Person{cast.Rory, cast.Theo, cast.Olive, cast.Alice, cast.Dina} {
		may := a.By(p)
		for name, err := range map[string]error{
			"list": fourth(a.Settings.Batches(ctx, may, "")), "plan": second(a.Settings.Plan(ctx, may, in)),
			"start": second(a.Settings.Start(ctx, may, setting.Order{Bulk: in})), "revert": second(a.Settings.RevertBatch(ctx, may, b.ID)),
			"retry": second(a.Settings.RetryBatch(ctx, may, b.ID)), "cancel": second(a.Settings.CancelBatch(ctx, may, b.ID)),
			"coming": second(a.Settings.Scheduled(ctx, may, "")),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by %s: %v", name, p.Name, err)
			}
		}
		if err := a.Settings.Run(ctx, may, b, time.Minute); !fault.Is(err, fault.Forbidden) {
			t.Errorf("carried out by %s: %v", p.Name, err)
		}
	}
	if err := a.Settings.Run(ctx, stranger, b, time.Minute); err != nil || batch(t, a, by, b.ID).Done != 0 {
		t.Errorf("another partner's admin carried it out, %v", err)
	}
}

func second[T any](_ T, err error) error                 { return err }
func fourth[T, U, V any](_ T, _ U, _ V, err error) error { return err }

// errKilled is where a process ends in the middle of a batch.
var errKilled = errors.New("killed")

func TestABatchIsCarriedOnWhereAProcessDied(t *testing.T) {
	a, by, _ := crowd(t, 120)
	b := started(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Filter: &account.Filter{}})
	// One transaction is committed, the second is lost with its process, which keeps the lease.
	if err := a.Settings.RunKilled(t.Context(), by, b.ID, 1, errKilled); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	mid := batch(t, a, by, b.ID)
	wants(t, "when it died", fmt.Sprint(mid.Status, " ", mid.Tallied, " ", mid.LeasedTo != nil), "running {50 0 0 0} true")
	if had, err := a.Settings.CarryOn(t.Context(), a.Sessions.Standing); had != 0 || err != nil {
		t.Errorf("%d were taken from a hand that may live, %v", had, err)
	}
	a.Clock.Advance(2 * time.Minute)
	done := carried(t, a, by, b.ID)
	wants(t, "in the end", fmt.Sprint(done.Status, " ", done.Tallied), "finished {122 0 0 0}")
	if n := count(t, a, "SELECT count(*) FROM events WHERE kind = 'setting.changed' AND parent_id = '"+cast.Lakeside+"'"); n != 122 {
		t.Errorf("%d changes are in the record", n)
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE kind = 'batch.finished'"); n != 1 {
		t.Errorf("it finished %d times", n)
	}
}

func count(t *testing.T, a *apptest.App, query string) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTwoProcessesCarryABatchOutOnce(t *testing.T) {
	a, by, _ := crowd(t, 120)
	other, err := db.Open(t.Context(), db.Options{Address: a.Address, Clock: a.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	twin := app.New(other, apptest.Limits, apptest.Box)
	b := started(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Filter: &account.Filter{}})
	later, err := a.Settings.Start(t.Context(), by, setting.Order{Bulk: setting.Bulk{Name: setting.SupportChat, To: setting.ToOn}, At: a.DB.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(time.Hour)
	var wait sync.WaitGroup
	for _, s := range []*app.App{a.App, twin, a.App, twin} {
		wait.Go(func() {
			for range 6 {
				if _, err := s.Settings.CarryOn(context.Background(), s.Sessions.Standing); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	wants(t, "many", fmt.Sprint(carried(t, a, by, b.ID).Tallied), "{122 0 0 0}")
	wants(t, "the default", batch(t, a, by, later.ID).Status, setting.Finished)
	for kind, want := range map[string]int{"setting.changed": 122, "batch.finished": 1, "default.changed": 1, "change.carried_out": 1} {
		if n := count(t, a, "SELECT count(*) FROM events WHERE kind = '"+kind+"' AND (parent_id = '"+cast.Lakeside+"' OR account_id = '"+cast.Lakeside+"')"); n != want {
			t.Errorf("%s is in the record %d times", kind, n)
		}
	}
}

func TestOverlappingChangesGiveEachAccountOneOutcome(t *testing.T) {
	a, by, keys := crowd(t, 60)
	one := started(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: keys[:40]})
	two := started(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOff, Keys: keys[20:]})
	var wait sync.WaitGroup
	for _, b := range []setting.Batch{one, two} {
		wait.Go(func() {
			if err := a.Settings.Run(context.Background(), by, b, time.Minute); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	one, two = batch(t, a, by, one.ID), batch(t, a, by, two.ID)
	if one.Done+two.Done != 60 || one.Failed+two.Failed != 20 || one.Left()+two.Left() != 0 {
		t.Errorf("%+v and %+v", one.Tallied, two.Tallied)
	}
	of, too := became(t, a, by, one.ID), became(t, a, by, two.ID)
	for i := 20; i < 40; i++ {
		name := fmt.Sprintf("Customer %03d", i)
		won, lost := of[name], too[name]
		if lost == "done" {
			won, lost = lost, won
		}
		if won != "done" || !strings.HasPrefix(lost, "failed Leo ") || !strings.Contains(lost, "meanwhile") {
			t.Errorf("%s: %q and %q", name, won, lost)
		}
	}
}

func TestAScheduledChangeIsCarriedOutOnceWhenItIsDue(t *testing.T) {
	a, by, keys := partnerWith(t, "A", "B", "C")
	ctx := t.Context()
	if _, err := a.Settings.Change(ctx, by, keys["B"], setting.SupportChat, setting.Draft{On: false, Scope: setting.ThisAccount}); err != nil {
		t.Fatal(err)
	}
	schedule := func(in setting.Bulk, in2 time.Duration) setting.Batch {
		t.Helper()
		b, err := a.Settings.Start(ctx, by, setting.Order{Bulk: in, At: a.DB.Now().Add(in2)})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	chosen := schedule(setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: []string{keys["A"]}}, time.Hour)
	match := schedule(setting.Bulk{Name: setting.ShowPricing, To: setting.ToOn, Filter: &account.Filter{Find: "ref new"}}, 2*time.Hour)
	deflt := schedule(setting.Bulk{Name: setting.SupportChat, To: setting.ToOn}, 3*time.Hour)
	dropped := schedule(setting.Bulk{Name: setting.SupportChat, To: setting.ToOn}, time.Hour)
	if _, err := a.Settings.CancelBatch(ctx, by, dropped.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Settings.CancelBatch(ctx, by, dropped.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("cancelled twice: %v", err)
	}
	coming := func(acct string) (out []string) {
		t.Helper()
		cs, err := a.Settings.Scheduled(ctx, by, acct)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cs {
			out = append(out, fmt.Sprint(c.Name, " ", c.To, " ", c.Whom, " ", c.Before))
		}
		return out
	}
	wants(t, "to come at A", coming(keys["A"]), "[dashboard On chosen false support_chat On default false]")
	wants(t, "to come at B", coming(keys["B"]), "[support_chat On default true]")
	wants(t, "to come of the default", coming(""), "[support_chat On default false]")

	key := create(t, a, by, "new") // after it was scheduled
	wants(t, "to come at what matches now", coming(key), "[show_pricing On filter false support_chat On default false]")
	wants(t, "before it is due", carried(t, a, by, chosen.ID).Status, setting.Scheduled)

	// Nobody looks for a day: all three are carried out at the next start.
	a.Clock.Advance(24 * time.Hour)
	for id, want := range map[string]string{chosen.ID: "finished {1 0 0 0}", match.ID: "finished {1 0 0 0}", deflt.ID: "finished {5 0 0 0}", dropped.ID: "cancelled {0 0 0 0}"} {
		b := carried(t, a, by, id)
		wants(t, string(b.Name), fmt.Sprint(b.Status, " ", b.Tallied), want)
	}
	wants(t, "pricing of the new one", word(value(t, a, by, key, setting.ShowPricing)), "on/on")
	wants(t, "chat of A", word(value(t, a, by, keys["A"], setting.SupportChat)), "–/on")
	wants(t, "chat of B", word(value(t, a, by, keys["B"], setting.SupportChat)), "off/off")
	if n := count(t, a, "SELECT count(*) FROM events WHERE kind = 'change.carried_out' AND user_id = '"+cast.Leo.ID+"'"); n != 3 {
		t.Errorf("%d were carried out in Leo's name", n)
	}
	if _, err := a.Settings.CancelBatch(ctx, by, chosen.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("what was carried out was cancelled: %v", err)
	}
	if _, err := a.Settings.RevertBatch(ctx, by, deflt.ID); err != nil {
		t.Fatal(err)
	}
	wants(t, "chat of A after reverting", word(value(t, a, by, keys["A"], setting.SupportChat)), "–/off")
}

func TestAScheduledChangeNeedsTheRightWhenItIsDue(t *testing.T) {
	for name, c := range map[string]struct{ sql, why string }{
		"another role":        {"UPDATE seats SET role = 'Read Only' WHERE user_id = '" + cast.Leo.ID + "'", "Configuring managed accounts takes the role Company Admin."},
		"no seat":             {"UPDATE seats SET status = 'deactivated' WHERE user_id = '" + cast.Leo.ID + "'", "has no place in the account any more."},
		"disabled":            {"UPDATE users SET status = 'deactivated' WHERE id = '" + cast.Leo.ID + "'", "may not sign in any more."},
		"a suspended partner": {"UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Lakeside + "'", "The account is suspended."},
	} {
		t.Run(name, func(t *testing.T) {
			a, by, keys := partnerWith(t, "A")
			b, err := a.Settings.Start(t.Context(), by, setting.Order{
				Bulk: setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: []string{keys["A"]}}, At: a.DB.Now().Add(time.Hour),
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Raw().Exec(c.sql); err != nil {
				t.Fatal(err)
			}
			a.Clock.Advance(time.Hour)
			b = carried(t, a, by, b.ID)
			if b.Status != setting.Refused || !strings.Contains(b.Problem, c.why) || b.Done != 0 {
				t.Errorf("%s: %q", b.Status, b.Problem)
			}
			if got := became(t, a, by, b.ID)["A"]; !strings.Contains(got, c.why) {
				t.Errorf("A %q", got)
			}
		})
	}
}

func TestTooManyThatMatchThenAreRefused(t *testing.T) {
	a, by, _ := crowd(t, 3)
	b, err := a.Settings.Start(t.Context(), by, setting.Order{
		Bulk: setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Filter: &account.Filter{}}, At: a.DB.Now().Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer setting.Most(2)()
	a.Clock.Advance(time.Hour)
	if b = carried(t, a, by, b.ID); b.Status != setting.Refused || !strings.Contains(b.Problem, "matched when it was due") {
		t.Errorf("%s %q", b.Status, b.Problem)
	}
	p, o := planned(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Filter: &account.Filter{}})
	if _, err := a.Settings.Start(t.Context(), by, o); !p.TooMany || fault.FieldsOf(err).At("act") == "" {
		t.Errorf("too many now: %v", err)
	}
}

func TestOldChangesAreForgotten(t *testing.T) {
	a, by, keys := partnerWith(t, "A")
	b := started(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: []string{keys["A"]}})
	carried(t, a, by, b.ID)
	a.Clock.Advance(setting.KeptBatches + time.Hour)
	young := started(t, a, by, setting.Bulk{Name: setting.Dashboard, To: setting.ToOff, Keys: []string{keys["A"]}})
	if more, err := a.Settings.Forget(t.Context()); more || err != nil {
		t.Error(more, err)
	}
	if _, err := a.Settings.Batch(t.Context(), by, b.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("an old change is still there: %v", err)
	}
	batch(t, a, by, young.ID)
	if n := count(t, a, "SELECT count(*) FROM batch_items"); n != 1 {
		t.Errorf("%d accounts are kept", n)
	}
}

func TestBatchesEqualTheirTables(t *testing.T) {
	a := apptest.New(t)
	a.Mirror(t, setting.Batch{})
	a.Mirror(t, setting.Item{})
}
