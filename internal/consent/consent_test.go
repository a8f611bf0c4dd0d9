package consent_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// letters are those of a kind, newest last.
func letters(a *apptest.App, kind outbox.Kind) (ls []outbox.Letter) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", kind).Order("id").Find(&ls).Error
	})
	return ls
}

// facts are those of a kind in an account, newest last.
func facts(a *apptest.App, key string, kind event.Kind) (es []event.Event) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("account_id = ? AND kind = ?", key, kind).Order("id").Find(&es).Error
	})
	return es
}

// way is what stands between somebody and acting in an account.
func way(t *testing.T, a *apptest.App, by access.Caller, key string) consent.Way {
	t.Helper()
	w, err := a.Consents.Way(t.Context(), by, key)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// version is that of what an account chose for a side.
func version(t *testing.T, a *apptest.App, by access.Caller, side consent.Side) int64 {
	t.Helper()
	v, err := a.Consents.View(t.Context(), by, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range v.Rows {
		if r.Side == side {
			return r.Version
		}
	}
	t.Fatalf("no side %q", side)
	return 0
}

// set chooses an answer, as somebody who just read the page.
func set(t *testing.T, a *apptest.App, by access.Caller, side consent.Side, answer consent.Answer) {
	t.Helper()
	a.Clock.Advance(time.Second)
	changed, err := a.Consents.Set(t.Context(), by, consent.SetDraft{Side: side, Answer: answer, Version: version(t, a, by, side)})
	if err != nil || !changed {
		t.Fatalf("%v %v", changed, err)
	}
}

func ask(t *testing.T, a *apptest.App, by access.Caller, key string) consent.Request {
	t.Helper()
	a.Clock.Advance(time.Second)
	r, err := a.Consents.Ask(t.Context(), by, key, consent.AskDraft{Reason: "The renewal of the Sydney line fails.", Ticket: "4711"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustSay(t *testing.T, err error, kind fault.Kind, part string) {
	t.Helper()
	if !fault.Is(err, kind) || !strings.Contains(err.Error(), part) {
		t.Errorf("%v, not %q", err, part)
	}
}

func TestSamAsksAliceAnswersAndSamIsLetIn(t *testing.T) {
	a := apptest.New(t)
	sam, alice := a.By(cast.Sam), a.By(cast.Alice)
	if w := way(t, a, sam, cast.Acme); !w.Asks() || w.Open || w.InForce.Source != consent.Initial {
		t.Fatalf("%+v", w)
	}
	r := ask(t, a, sam, cast.Acme)
	told := letters(a, outbox.AccessAsked)
	if len(told) != 1 || told[0].ToAddress != cast.Alice.Email || told[0].AccountID != cast.Acme {
		t.Fatalf("%+v", told)
	}
	if f := told[0].Facts; f.By != "Sam Reyes" || f.From != "Meridian Networks" || f.Partner != "Northwind Partners" || f.What != "4711" || f.Request != r.ID || f.Key != cast.Acme {
		t.Errorf("%+v", f)
	}
	if w := way(t, a, sam, cast.Acme); !w.Waits() || w.Asks() || w.Open {
		t.Errorf("%+v", w)
	}
	v, err := a.Consents.View(t.Context(), alice, "")
	if err != nil || len(v.Waiting) != 1 || v.Waiting[0].FromName != "Meridian Networks" || len(v.Rows) != 2 {
		t.Fatalf("%+v %v", v, err)
	}
	got, err := a.Consents.Answer(t.Context(), alice, r.ID, consent.AnswerDraft{For: "hours", Note: "  Call me. "})
	if err != nil || got.State != consent.Granted || got.AnswerWhy != "Call me." || got.Until.Sub(*got.AnsweredAt) != 4*time.Hour {
		t.Fatalf("%+v %v", got, err)
	}
	if w := way(t, a, sam, cast.Acme); !w.Open || w.Request.ID != r.ID {
		t.Errorf("%+v", w)
	}
	if ls := letters(a, outbox.AccessGranted); len(ls) != 1 || ls[0].ToAddress != cast.Sam.Email || ls[0].Facts.Below != cast.Acme || !ls[0].Facts.Until.Equal(*got.Until) {
		t.Errorf("%+v", ls)
	}
	for _, kind := range []event.Kind{event.AccessAsked, event.AccessGranted} {
		if es := facts(a, cast.Acme, kind); len(es) != 1 || es[0].SubjectName != "Sam Reyes" {
			t.Errorf("%s: %+v", kind, es)
		}
	}
	a.Clock.Advance(4 * time.Hour)
	if w := way(t, a, sam, cast.Acme); w.Open || !w.Asks() {
		t.Errorf("after its time %+v", w)
	}
	ask(t, a, sam, cast.Acme) // what ran out makes room, before any job
}

func TestAGrantIsOfOnePersonFromOneCompany(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Sam), cast.Acme)
	if _, err := a.Consents.Answer(t.Context(), a.By(cast.Alice), r.ID, consent.AnswerDraft{For: "week"}); err != nil {
		t.Fatal(err)
	}
	if way(t, a, a.By(cast.Olive), cast.Acme).Open || way(t, a, a.By(cast.Pia), cast.Acme).Open || way(t, a, a.By(cast.Sam), cast.BlueBottle).Open {
		t.Error("somebody else was let in, or somewhere else")
	}
}

func TestAliceTakesBackWhatSheGranted(t *testing.T) {
	a := apptest.New(t)
	sam, alice := a.By(cast.Sam), a.By(cast.Alice)
	r := ask(t, a, sam, cast.Acme)
	_, err := a.Consents.TakeBack(t.Context(), alice, r.ID)
	mustSay(t, err, fault.Conflict, "waits for an answer")
	if _, err := a.Consents.Answer(t.Context(), alice, r.ID, consent.AnswerDraft{For: "day"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Consents.TakeBack(t.Context(), alice, r.ID); err != nil {
		t.Fatal(err)
	}
	if way(t, a, sam, cast.Acme).Open {
		t.Error("the grant holds")
	}
	_, err = a.Consents.TakeBack(t.Context(), alice, r.ID)
	mustSay(t, err, fault.Conflict, "is over")
	if len(facts(a, cast.Acme, event.AccessTakenBack)) != 1 {
		t.Error("the record lacks a fact, or has one too many")
	}
}

func TestARequestIsRefusedWithAWord(t *testing.T) {
	a := apptest.New(t)
	sam, alice := a.By(cast.Sam), a.By(cast.Alice)
	r := ask(t, a, sam, cast.Acme)
	for _, in := range []consent.AnswerDraft{{}, {For: "year"}, {For: consent.Refuse}, {For: consent.Refuse, Note: " \n"}, {For: "hour", Note: strings.Repeat("x", 301)}, {For: "hour", Note: "\x00"}} {
		if _, err := a.Consents.Answer(t.Context(), alice, r.ID, in); fault.FieldsOf(err) == nil {
			t.Errorf("%+v: %v", in, err)
		}
	}
	got, err := a.Consents.Answer(t.Context(), alice, r.ID, consent.AnswerDraft{For: consent.Refuse, Note: "Not this week."})
	if err != nil || got.State != consent.Refused || got.Until != nil {
		t.Fatalf("%+v %v", got, err)
	}
	if ls := letters(a, outbox.AccessRefused); len(ls) != 1 || ls[0].ToAddress != cast.Sam.Email || ls[0].Facts.Note != "Not this week." {
		t.Errorf("%+v", ls)
	}
	_, err = a.Consents.Answer(t.Context(), alice, r.ID, consent.AnswerDraft{For: "hour"})
	mustSay(t, err, fault.Conflict, "Alice Novak has refused")
	ask(t, a, sam, cast.Acme) // may be asked again
}

func TestTheOneWhoAskedWithdraws(t *testing.T) {
	a := apptest.New(t)
	sam := a.By(cast.Sam)
	r := ask(t, a, sam, cast.Acme)
	_, err := a.Consents.Withdraw(t.Context(), a.By(cast.Olive), r.ID)
	mustSay(t, err, fault.NotFound, "")
	_, err = a.Consents.Withdraw(t.Context(), a.By(cast.Pia), r.ID)
	mustSay(t, err, fault.NotFound, "")
	if _, err := a.Consents.Withdraw(t.Context(), sam, r.ID); err != nil {
		t.Fatal(err)
	}
	_, err = a.Consents.Answer(t.Context(), a.By(cast.Alice), r.ID, consent.AnswerDraft{For: "hour"})
	mustSay(t, err, fault.Conflict, "Sam Reyes has withdrawn")
	_, err = a.Consents.Withdraw(t.Context(), sam, r.ID)
	mustSay(t, err, fault.Conflict, "has withdrawn")
	if len(facts(a, cast.Acme, event.AccessWithdrawn)) != 1 {
		t.Error("the record lacks a fact, or has one too many")
	}
}

func TestWhatIsAskedIsReadable(t *testing.T) {
	a := apptest.New(t)
	for _, in := range []consent.AskDraft{{}, {Reason: "x"}, {Reason: "    "}, {Reason: strings.Repeat("x", 301)}, {Reason: "The line\x07fails."}, {Reason: "The line fails.", Ticket: strings.Repeat("4", 61)}} {
		if _, err := a.Consents.Ask(t.Context(), a.By(cast.Sam), cast.Acme, in); fault.FieldsOf(err) == nil {
			t.Errorf("%+v: %v", in, err)
		}
	}
	if n := len(letters(a, outbox.AccessAsked)) + len(facts(a, cast.Acme, event.AccessAsked)); n != 0 {
		t.Errorf("%d letters and facts of nothing", n)
	}
}

func TestNobodyAsksAllDayLong(t *testing.T) {
	a := apptest.New(t)
	sam := a.By(cast.Sam)
	for range consent.MostADay {
		r := ask(t, a, sam, cast.Acme)
		if _, err := a.Consents.Withdraw(t.Context(), sam, r.ID); err != nil {
			t.Fatal(err)
		}
	}
	_, err := a.Consents.Ask(t.Context(), sam, cast.Acme, consent.AskDraft{Reason: "Once more, please."})
	mustSay(t, err, fault.Conflict, "enough for today")
	a.Clock.Advance(25 * time.Hour)
	ask(t, a, sam, cast.Acme)
}

func TestWhoMayNotIsRefusedAndWhatIsForeignIsMissing(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Sam), cast.Acme)
	alice := a.By(cast.Alice)
	ctx := t.Context()
	in, yes := consent.AskDraft{Reason: "The line fails."}, consent.AnswerDraft{For: "hour"}
	for who, by := range map[string]access.Caller{"Ben": a.By(cast.Ben), "Theo": a.By(cast.Theo), "Pia, viewing": a.Viewing(cast.Pia, cast.Acme), "nobody": {}} {
		_, e1 := a.Consents.Answer(ctx, by, r.ID, yes)
		_, e2 := a.Consents.TakeBack(ctx, by, r.ID)
		_, e3 := a.Consents.Set(ctx, by, consent.SetDraft{Side: consent.OfOperator, Answer: consent.Always})
		for i, err := range []error{e1, e2, e3} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, verb %d: %v", who, i+1, err)
			}
		}
	}
	for who, by := range map[string]access.Caller{"Alice": alice, "Theo": a.By(cast.Theo), "Dina": a.By(cast.Dina)} {
		_, e1 := a.Consents.Ask(ctx, by, cast.BlueBottle, in)
		_, e2 := a.Consents.Withdraw(ctx, by, r.ID)
		_, e3 := a.Consents.Way(ctx, by, cast.BlueBottle)
		_, _, e4 := a.Consents.Asked(ctx, by, "")
		_, e5 := a.Consents.SetDefault(ctx, by, consent.SetDraft{Side: consent.OfOperator, Answer: consent.Always})
		_, e6 := a.Consents.Defaults(ctx, by)
		for i, err := range []error{e1, e2, e3, e4, e5, e6} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, verb %d: %v", who, i+1, err)
			}
		}
	}
	for who, by := range map[string]access.Caller{"Sam": a.By(cast.Sam), "Pia": a.By(cast.Pia)} {
		_, e1 := a.Consents.BreakGlass(ctx, by, cast.Acme, in)
		_, e2 := a.Consents.AnswerGlass(ctx, by, r.ID, yes)
		_, e3 := a.Consents.EndGlass(ctx, by, r.ID)
		for i, err := range []error{e1, e2, e3} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, verb %d: %v", who, i+1, err)
			}
		}
	}
	dev, pia, olive := a.By(cast.Dev), a.By(cast.Pia), a.By(cast.Olive)
	for _, id := range []string{r.ID, "0nothing"} {
		_, e1 := a.Consents.Answer(ctx, dev, id, yes)
		_, e2 := a.Consents.TakeBack(ctx, dev, id)
		_, e3 := a.Consents.Find(ctx, dev, id)
		_, e4 := a.Consents.AnswerGlass(ctx, olive, id, yes) // it breaks no glass
		_, e5 := a.Consents.FindGlass(ctx, olive, id)
		_, e6 := a.Consents.Withdraw(ctx, pia, id)
		for i, err := range []error{e1, e2, e3, e4, e5, e6} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s, verb %d: %v", id, i+1, err)
			}
		}
	}
	for _, key := range []string{cast.Delta, cast.Cascade, cast.Meridian, cast.Northwind, "nothing8"} {
		_, err := a.Consents.Ask(ctx, pia, key, in)
		mustSay(t, err, fault.NotFound, "")
		_, err = a.Consents.Way(ctx, pia, key)
		mustSay(t, err, fault.NotFound, "")
	}
	_, err := a.Consents.Ask(ctx, olive, cast.Meridian, in)
	mustSay(t, err, fault.NotFound, "")
}

func TestWhatHoldsComesFromTheAccountOrFromWhoSupportsIt(t *testing.T) {
	a := apptest.New(t)
	sam, pia, olive, cara := a.By(cast.Sam), a.By(cast.Pia), a.By(cast.Olive), a.By(cast.Cara)
	byDefault := func(by access.Caller, side consent.Side, answer consent.Answer) {
		t.Helper()
		a.Clock.Advance(time.Second)
		ds, err := a.Consents.Defaults(t.Context(), by)
		if err != nil || len(ds) != 2 {
			t.Fatal(ds, err)
		}
		in := consent.SetDraft{Side: side, Answer: answer}
		for _, d := range ds {
			if d.Side == side {
				in.Version = d.Version
			}
		}
		if changed, err := a.Consents.SetDefault(t.Context(), by, in); err != nil || !changed {
			t.Fatal(changed, err)
		}
	}
	byDefault(olive, consent.OfOperator, consent.Always)
	if way(t, a, sam, cast.Acme).Open || !way(t, a, sam, cast.Delta).Open || !way(t, a, sam, cast.Solo).Open || !way(t, a, sam, cast.Northwind).Open {
		t.Error("the operator decides for what the partner supports, or not for what it supports itself")
	}
	byDefault(pia, consent.OfPartner, consent.Always)
	if !way(t, a, pia, cast.Acme).Open || way(t, a, cara, cast.Delta).Open {
		t.Error("a partner decides for what the operator supports, or not for what it supports itself")
	}
	byDefault(pia, consent.OfOperator, consent.Never)
	if w := way(t, a, sam, cast.Acme); w.Open || w.Asks() || w.Glass || w.InForce.Source != consent.Inherited {
		t.Errorf("%+v", w)
	}
	if w := way(t, a, olive, cast.Acme); !w.Glass {
		t.Errorf("%+v", w)
	}
	set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Ask)
	if w := way(t, a, sam, cast.Acme); !w.Asks() || w.InForce.Source != consent.Chosen {
		t.Errorf("%+v", w)
	}
	ds, err := a.Consents.Defaults(t.Context(), pia)
	if err != nil || ds[0].Accounts != 46 || ds[1].Accounts != 46 || ds[1].Chosen != 1 || ds[0].Chosen != 0 || ds[1].InForce.By.SetBy != "Pia Larsen" {
		t.Errorf("%+v %v", ds, err)
	}
	ds, err = a.Consents.Defaults(t.Context(), olive)
	if err != nil || ds[0].Accounts != 7 || ds[1].Accounts != 5+7 || ds[1].Chosen != 0 {
		t.Errorf("%+v %v", ds, err)
	}
	set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Inherit)
	if w := way(t, a, sam, cast.Acme); w.InForce.Answer != consent.Never || w.InForce.Source != consent.Inherited {
		t.Errorf("%+v", w)
	}
	if n := len(facts(a, cast.Northwind, event.ConsentChanged)); n != 2 {
		t.Errorf("%d facts of defaults", n)
	}
}

func TestNeverRefusesWhoWaitsAndTakesBackWhatWasGranted(t *testing.T) {
	a := apptest.New(t)
	sam, olive, pia, alice := a.By(cast.Sam), a.By(cast.Olive), a.By(cast.Pia), a.By(cast.Alice)
	granted, waits, other := ask(t, a, sam, cast.Acme), ask(t, a, olive, cast.Acme), ask(t, a, pia, cast.Acme)
	if _, err := a.Consents.Answer(t.Context(), alice, granted.ID, consent.AnswerDraft{For: "week"}); err != nil {
		t.Fatal(err)
	}
	set(t, a, alice, consent.OfOperator, consent.Never)
	for id, want := range map[string]consent.State{granted.ID: consent.Ended, waits.ID: consent.Refused, other.ID: consent.Pending} {
		if r, err := a.Consents.Find(t.Context(), alice, id); err != nil || r.State != want {
			t.Errorf("%+v %v", r, err)
		}
	}
	_, err := a.Consents.Ask(t.Context(), sam, cast.Acme, consent.AskDraft{Reason: "The line fails."})
	mustSay(t, err, fault.Conflict, "lets nobody of Meridian Networks act there")
	set(t, a, alice, consent.OfPartner, consent.Always)
	if r, err := a.Consents.Find(t.Context(), alice, other.ID); err != nil || r.State != consent.Granted || !way(t, a, pia, cast.Acme).Open {
		t.Errorf("%+v %v", r, err)
	}
	_, err = a.Consents.Ask(t.Context(), pia, cast.Acme, consent.AskDraft{Reason: "The line fails."})
	mustSay(t, err, fault.Conflict, "")
	if n := len(letters(a, outbox.ConsentChanged)); n != 0 {
		t.Errorf("Alice is the only Company Admin, and %d letters told her what she did", n)
	}
	if n := len(facts(a, cast.Acme, event.ConsentChanged)); n != 2 {
		t.Errorf("%d facts", n)
	}
}

func TestARequestUnderADefaultOfNeverIsNotGrantedInVain(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Sam), cast.Acme)
	if _, err := a.Consents.SetDefault(t.Context(), a.By(cast.Pia), consent.SetDraft{Side: consent.OfOperator, Answer: consent.Never}); err != nil {
		t.Fatal(err)
	}
	_, err := a.Consents.Answer(t.Context(), a.By(cast.Alice), r.ID, consent.AnswerDraft{For: "hour"})
	mustSay(t, err, fault.Conflict, "Choose Ask me")
	if w := way(t, a, a.By(cast.Sam), cast.Acme); w.Waits() || w.Open {
		t.Errorf("%+v", w)
	}
	if _, err := a.Consents.Answer(t.Context(), a.By(cast.Alice), r.ID, consent.AnswerDraft{For: consent.Refuse, Note: "No."}); err != nil {
		t.Error(err)
	}
}

func TestTheOtherCompanyAdminsAreTold(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE seats SET role = 'Company Admin' WHERE account_id = $1", cast.Acme); err != nil {
		t.Fatal(err)
	}
	set(t, a, a.By(cast.Alice), consent.OfPartner, consent.Never)
	ls := letters(a, outbox.ConsentChanged)
	if len(ls) != 1 || ls[0].ToAddress != cast.Ben.Email || ls[0].Facts.From != "Northwind Partners" || ls[0].Facts.What != "Never" || ls[0].Facts.By != "Alice Novak" {
		t.Errorf("%+v", ls)
	}
}

func TestAFormThatComesLateOrWrongChangesNothing(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	set(t, a, alice, consent.OfPartner, consent.Never)
	_, err := a.Consents.Set(t.Context(), alice, consent.SetDraft{Side: consent.OfPartner, Answer: consent.Always})
	mustSay(t, err, fault.Conflict, "Alice Novak changed it meanwhile")
	if changed, err := a.Consents.Set(t.Context(), alice, consent.SetDraft{Side: consent.OfPartner, Answer: consent.Never}); changed || err != nil {
		t.Errorf("sent twice: %v %v", changed, err)
	}
	for _, in := range []consent.SetDraft{{Side: consent.OfPartner}, {Side: consent.OfPartner, Answer: "perhaps"}} {
		if _, err := a.Consents.Set(t.Context(), alice, in); fault.FieldsOf(err) == nil {
			t.Errorf("%+v: %v", in, err)
		}
	}
	_, err = a.Consents.Set(t.Context(), alice, consent.SetDraft{Side: "everybody", Answer: consent.Always})
	mustSay(t, err, fault.NotFound, "")
	_, err = a.Consents.Set(t.Context(), a.By(cast.Pia), consent.SetDraft{Side: consent.OfPartner, Answer: consent.Always})
	mustSay(t, err, fault.NotFound, "") // a partner has no partner above it
	_, err = a.Consents.SetDefault(t.Context(), a.By(cast.Pia), consent.SetDraft{Side: consent.OfPartner, Answer: consent.Inherit})
	if fault.FieldsOf(err) == nil {
		t.Error(err)
	}
	if n := len(facts(a, cast.Acme, event.ConsentChanged)); n != 1 {
		t.Errorf("%d facts", n)
	}
}

// second makes Sam an Operator Admin, too.
func second(t *testing.T, a *apptest.App) access.Caller {
	t.Helper()
	if _, err := a.Raw().Exec("UPDATE seats SET role = 'Operator Admin' WHERE account_id = $1", cast.Meridian); err != nil {
		t.Fatal(err)
	}
	by := a.By(cast.Sam)
	by.Role = access.OperatorAdmin
	return by
}

func TestTwoOperatorAdminsBreakTheGlassAndTheCustomerIsToldAtOnce(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	in := consent.AskDraft{Reason: "The plant stands still.", Ticket: "4711"}
	_, err := a.Consents.BreakGlass(t.Context(), olive, cast.Acme, in)
	mustSay(t, err, fault.Conflict, "wants to be asked first")
	set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Never)
	_, err = a.Consents.BreakGlass(t.Context(), olive, cast.Acme, in)
	mustSay(t, err, fault.Conflict, "second Operator Admin")
	sam := second(t, a)
	if _, err := a.Consents.BreakGlass(t.Context(), olive, cast.Acme, consent.AskDraft{Reason: in.Reason}); fault.FieldsOf(err).At("ticket") == "" {
		t.Errorf("without a ticket: %v", err)
	}
	r, err := a.Consents.BreakGlass(t.Context(), olive, cast.Acme, in)
	if err != nil {
		t.Fatal(err)
	}
	if ls := letters(a, outbox.GlassAsked); len(ls) != 1 || ls[0].ToAddress != cast.Sam.Email || ls[0].AccountID != cast.Meridian || ls[0].Facts.Account != "Acme Robotics" {
		t.Errorf("%+v", ls)
	}
	if len(letters(a, outbox.AccessAsked)) != 0 || len(facts(a, cast.Acme, event.AccessAsked)) != 1 {
		t.Error("the account was asked, or its record does not say it")
	}
	_, err = a.Consents.AnswerGlass(t.Context(), olive, r.ID, consent.AnswerDraft{For: "hour"})
	mustSay(t, err, fault.Forbidden, "You asked for it yourself")
	_, err = a.Consents.Answer(t.Context(), a.By(cast.Alice), r.ID, consent.AnswerDraft{For: "hour"})
	mustSay(t, err, fault.NotFound, "")
	if _, err := a.Consents.AnswerGlass(t.Context(), sam, r.ID, consent.AnswerDraft{For: "week"}); fault.FieldsOf(err) == nil {
		t.Errorf("for a week: %v", err)
	}
	got, err := a.Consents.AnswerGlass(t.Context(), sam, r.ID, consent.AnswerDraft{For: "hour"})
	if err != nil || got.State != consent.Granted || got.Until.Sub(*got.AnsweredAt) != time.Hour {
		t.Fatalf("%+v %v", got, err)
	}
	ls := letters(a, outbox.GlassBroken)
	if len(ls) != 1 || ls[0].ToAddress != cast.Alice.Email || ls[0].Facts.By != "Olive Okafor" || ls[0].Facts.Other != "Sam Reyes" {
		t.Errorf("%+v", ls)
	}
	if !way(t, a, olive, cast.Acme).Open || way(t, a, sam, cast.Acme).Open {
		t.Error("who asked is not let in, or who agreed is")
	}
	_, err = a.Consents.TakeBack(t.Context(), a.By(cast.Alice), r.ID)
	mustSay(t, err, fault.NotFound, "")
	if es := facts(a, cast.Acme, event.GlassBroken); len(es) != 1 || es[0].UserName != "Sam Reyes" || es[0].SubjectName != "Olive Okafor" {
		t.Errorf("%+v", es)
	}
	if _, err := a.Consents.EndGlass(t.Context(), sam, r.ID); err != nil || way(t, a, olive, cast.Acme).Open {
		t.Errorf("%v", err)
	}
}

func TestGlassIsRefusedAndRunsOutWithinADay(t *testing.T) {
	a := apptest.New(t)
	set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Never)
	sam, olive := second(t, a), a.By(cast.Olive)
	in := consent.AskDraft{Reason: "The plant stands still.", Ticket: "4711"}
	r, err := a.Consents.BreakGlass(t.Context(), olive, cast.Acme, in)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Consents.AnswerGlass(t.Context(), sam, r.ID, consent.AnswerDraft{For: consent.Refuse, Note: "Call them."}); err != nil {
		t.Fatal(err)
	}
	if len(letters(a, outbox.GlassBroken)) != 0 || len(letters(a, outbox.AccessRefused)) != 1 {
		t.Error("the wrong ones are told")
	}
	a.Clock.Advance(time.Second)
	if r, err = a.Consents.BreakGlass(t.Context(), olive, cast.Acme, in); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(24 * time.Hour)
	_, err = a.Consents.AnswerGlass(t.Context(), sam, r.ID, consent.AnswerDraft{For: "hour"})
	mustSay(t, err, fault.Conflict, "expired")
	rs, _, err := a.Consents.Glass(t.Context(), sam, "")
	if err != nil || len(rs) != 2 || rs[0].ID != r.ID || rs[0].AccountName != "Acme Robotics" {
		t.Errorf("%+v %v", rs, err)
	}
}

func TestRequestsExpireAfterSevenDaysOnceWhoeverLooks(t *testing.T) {
	a := apptest.New(t)
	sam, olive, alice := a.By(cast.Sam), a.By(cast.Olive), a.By(cast.Alice)
	waits, granted := ask(t, a, sam, cast.Acme), ask(t, a, olive, cast.Acme)
	if _, err := a.Consents.Answer(t.Context(), alice, granted.ID, consent.AnswerDraft{For: "hour"}); err != nil {
		t.Fatal(err)
	}
	if n, err := a.Consents.Expire(t.Context()); n != 0 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	a.Clock.Advance(consent.Patience)
	_, err := a.Consents.Answer(t.Context(), alice, waits.ID, consent.AnswerDraft{For: "hour"})
	mustSay(t, err, fault.Conflict, "expired")
	var did sync.WaitGroup
	ended := make([]int, 4)
	for i := range ended {
		did.Go(func() {
			n, err := a.Consents.Expire(t.Context())
			if ended[i] = n; err != nil {
				t.Error(err)
			}
		})
	}
	did.Wait()
	if sum := ended[0] + ended[1] + ended[2] + ended[3]; sum != 2+2 { // and those of the cast
		t.Errorf("%v ended", ended)
	}
	for id, want := range map[string]consent.State{waits.ID: consent.Expired, granted.ID: consent.Ended} {
		if r, err := a.Consents.Find(t.Context(), alice, id); err != nil || r.State != want {
			t.Errorf("%+v %v", r, err)
		}
	}
	if es := facts(a, cast.Acme, event.AccessExpired); len(es) != 1 || es[0].UserName != "The portal" {
		t.Errorf("%+v", es)
	}
}

// together does something n times at once, and answers how often it was done and
// with which Conflict it was refused otherwise.
func together(t *testing.T, n int, do func(int) (bool, error)) (done int) {
	t.Helper()
	var all sync.WaitGroup
	oks, errs := make([]bool, n), make([]error, n)
	for i := range n {
		all.Go(func() { oks[i], errs[i] = do(i) })
	}
	all.Wait()
	for i, err := range errs {
		if err != nil && !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if err == nil && oks[i] {
			done++
		}
	}
	return done
}

func TestOfTwoWhoActAtOnceOneWins(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	sam, alice, pia := a.By(cast.Sam), a.By(cast.Alice), a.By(cast.Pia)
	n := together(t, 4, func(int) (bool, error) {
		_, err := a.Consents.Ask(ctx, sam, cast.Acme, consent.AskDraft{Reason: "The line fails."})
		return true, err
	})
	if n != 1 || len(letters(a, outbox.AccessAsked)) != 1 {
		t.Errorf("asked %d times", n)
	}
	r := way(t, a, sam, cast.Acme).Request
	n = together(t, 4, func(i int) (bool, error) {
		in := consent.AnswerDraft{For: "hour"}
		if i%2 == 1 {
			in = consent.AnswerDraft{For: consent.Refuse, Note: "No."}
		}
		_, err := a.Consents.Answer(ctx, alice, r.ID, in)
		return true, err
	})
	if n != 1 || len(letters(a, outbox.AccessGranted))+len(letters(a, outbox.AccessRefused)) != 1 {
		t.Errorf("answered %d times", n)
	}
	n = together(t, 4, func(int) (bool, error) {
		return a.Consents.Set(ctx, alice, consent.SetDraft{Side: consent.OfOperator, Answer: consent.Always})
	})
	if n != 1 || len(facts(a, cast.Acme, event.ConsentChanged)) != 1 {
		t.Errorf("set %d times", n)
	}
	n = together(t, 4, func(i int) (bool, error) {
		return a.Consents.SetDefault(ctx, pia, consent.SetDraft{Side: consent.OfPartner, Answer: []consent.Answer{consent.Always, consent.Never}[i%2]})
	})
	if n != 1 || len(facts(a, cast.Northwind, event.ConsentChanged)) != 1 {
		t.Errorf("default set %d times", n)
	}
	set(t, a, alice, consent.OfOperator, consent.Ask)
	waits := ask(t, a, a.By(cast.Olive), cast.Acme)
	n = together(t, 4, func(i int) (bool, error) {
		if i%2 == 1 {
			_, err := a.Consents.Withdraw(ctx, a.By(cast.Olive), waits.ID)
			return true, err
		}
		_, err := a.Consents.Answer(ctx, alice, waits.ID, consent.AnswerDraft{For: "hour"})
		return true, err
	})
	if n != 1 {
		t.Errorf("withdrawn and answered %d times", n)
	}
	a.Clock.Advance(2 * time.Hour) // what was granted is over
	again := ask(t, a, sam, cast.Acme)
	if _, err := a.Consents.Answer(ctx, alice, again.ID, consent.AnswerDraft{For: "hour"}); err != nil {
		t.Fatal(err)
	}
	n = together(t, 4, func(int) (bool, error) {
		_, err := a.Consents.TakeBack(ctx, alice, again.ID)
		return true, err
	})
	if n != 1 || len(facts(a, cast.Acme, event.AccessTakenBack)) != 1 {
		t.Errorf("taken back %d times", n)
	}
}

func TestNeverAndAGrantAtOnceLeaveNobodyInside(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	sam, alice := a.By(cast.Sam), a.By(cast.Alice)
	r := ask(t, a, sam, cast.Acme)
	together(t, 4, func(i int) (bool, error) {
		if i%2 == 1 {
			return a.Consents.Set(ctx, alice, consent.SetDraft{Side: consent.OfOperator, Answer: consent.Never})
		}
		_, err := a.Consents.Answer(ctx, alice, r.ID, consent.AnswerDraft{For: "week"})
		return true, err
	})
	got, err := a.Consents.Find(ctx, alice, r.ID)
	if err != nil || got.State != consent.Refused && got.State != consent.Ended || way(t, a, sam, cast.Acme).Open {
		t.Errorf("%+v %v", got, err)
	}
}

func TestTheGlassIsBrokenOnce(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Never)
	sam, olive := second(t, a), a.By(cast.Olive)
	n := together(t, 4, func(int) (bool, error) {
		_, err := a.Consents.BreakGlass(ctx, olive, cast.Acme, consent.AskDraft{Reason: "The plant stands still.", Ticket: "4711"})
		return true, err
	})
	r := way(t, a, olive, cast.Acme).Request
	m := together(t, 4, func(int) (bool, error) {
		_, err := a.Consents.AnswerGlass(ctx, sam, r.ID, consent.AnswerDraft{For: "hour"})
		return true, err
	})
	k := together(t, 4, func(int) (bool, error) {
		_, err := a.Consents.EndGlass(ctx, sam, r.ID)
		return true, err
	})
	if n != 1 || m != 1 || k != 1 || len(letters(a, outbox.GlassBroken)) != 1 {
		t.Errorf("%d asked, %d answered, %d ended", n, m, k)
	}
}

func TestPastRequestsComeInPages(t *testing.T) {
	a := apptest.New(t)
	sam, alice := a.By(cast.Sam), a.By(cast.Alice)
	total := consent.PageSize + 2
	for i := range total {
		if i%consent.MostADay == 0 {
			a.Clock.Advance(25 * time.Hour)
		}
		r := ask(t, a, sam, cast.Acme)
		if _, err := a.Consents.Withdraw(t.Context(), sam, r.ID); err != nil {
			t.Fatal(err)
		}
	}
	v, err := a.Consents.View(t.Context(), alice, "")
	if err != nil || len(v.Past) != consent.PageSize || !v.More {
		t.Fatalf("%d %v %v", len(v.Past), v.More, err)
	}
	v, err = a.Consents.View(t.Context(), alice, v.Past[consent.PageSize-1].ID)
	if err != nil || len(v.Past) != 2+2 || v.More { // and those of the cast
		t.Errorf("%d %v %v", len(v.Past), v.More, err)
	}
	mine, more, err := a.Consents.Asked(t.Context(), sam, "")
	if err != nil || len(mine) != consent.PageSize || !more || mine[0].AccountName != "Acme Robotics" || mine[0].Reference != "CRM-1001" {
		t.Errorf("%d %v %v", len(mine), more, err)
	}
	if theirs, _, err := a.Consents.Asked(t.Context(), a.By(cast.Olive), ""); err != nil || len(theirs) != 0 {
		t.Errorf("%+v %v", theirs, err)
	}
}

func TestASuspendedAccountStillSaysWhoComesIn(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE accounts SET status = 'suspended' WHERE id = $1", cast.Acme); err != nil {
		t.Fatal(err)
	}
	set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Never)
}

func TestEveryWayHasItsWords(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range []consent.Way{
		{Open: true}, {Open: true, Request: consent.Request{ID: "r"}}, {Open: true, Request: consent.Request{ID: "r", Glass: true}},
		{Request: consent.Request{ID: "r", State: consent.Pending}}, {Request: consent.Request{ID: "r", State: consent.Pending, Glass: true}},
		{Glass: true, InForce: consent.InForce{Answer: consent.Never}}, {InForce: consent.InForce{Answer: consent.Never}}, {InForce: consent.InForce{Answer: consent.Ask}},
	} {
		lead, text := w.Says()
		if said := lead + text; lead == "" || text == "" || seen[said] {
			t.Errorf("%+v says %q", w, said)
		} else {
			seen[said] = true
		}
	}
}

func TestGlassIsBrokenByOperatorAdminsOnlyAndForNeverOnly(t *testing.T) {
	demote := func(a *apptest.App, p cast.Person) {
		if _, err := a.Raw().Exec("UPDATE seats SET role = 'Support Agent' WHERE user_id = $1", p.ID); err != nil {
			t.Fatal(err)
		}
	}
	for what, c := range map[string]struct {
		do   func(a *apptest.App)
		says string // to who agrees afterwards; "" when it is granted before
	}{
		"who asked is demoted":             {func(a *apptest.App) { demote(a, cast.Olive) }, "is no Operator Admin any more"},
		"who agrees is demoted":            {func(a *apptest.App) { demote(a, cast.Sam) }, "Only an Operator Admin agrees"},
		"the customer wants to be asked":   {func(a *apptest.App) { set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Ask) }, "does not say Never any more"},
		"who asked is demoted, after that": {func(a *apptest.App) { demote(a, cast.Olive) }, ""},
	} {
		t.Run(what, func(t *testing.T) {
			a := apptest.New(t)
			set(t, a, a.By(cast.Alice), consent.OfOperator, consent.Never)
			sam, olive := second(t, a), a.By(cast.Olive)
			r, err := a.Consents.BreakGlass(t.Context(), olive, cast.Acme, consent.AskDraft{Reason: "The plant stands still.", Ticket: "4711"})
			if err != nil {
				t.Fatal(err)
			}
			agree := func() error {
				_, err := a.Consents.AnswerGlass(t.Context(), sam, r.ID, consent.AnswerDraft{For: "hour"})
				return err
			}
			if c.says == "" {
				if err := agree(); err != nil {
					t.Fatal(err)
				}
			}
			c.do(a)
			if c.says != "" {
				if err := agree(); err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("it is granted: %v", err)
				}
			}
			if way(t, a, olive, cast.Acme).Open {
				t.Error("the way is open")
			}
			if _, err := a.Consents.AnswerGlass(t.Context(), sam, r.ID, consent.AnswerDraft{For: "refuse", Note: "Not any more."}); c.says != "" && what != "who agrees is demoted" && err != nil {
				t.Errorf("it can't be refused: %v", err)
			}
		})
	}
}

// What a query asks of each account below a partner is what Of and Permit decide.
func TestWhoActsAtAPartnerReachesNoAccountThatSaysNever(t *testing.T) {
	a := apptest.New(t)
	rnd := rand.New(rand.NewPCG(4, 2))
	sam := a.By(cast.Sam)
	by := a.By(cast.Pia)
	by.User, by.Name, by.As, by.AsName, by.Home, by.Acting, by.Shut = sam.User, sam.Name, cast.Pia.ID, cast.Pia.Name, cast.Meridian, access.Reading, true
	var below []account.Account
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("parent_id = ? AND id <> ?", cast.Northwind, cast.Northwind).Order("id").Find(&below).Error
	})
	for range apptest.Tries(60) {
		a.Tx(func(tx *db.Tx) error {
			rows := []consent.Consent{{AccountID: below[rnd.IntN(len(below))].ID, Own: true}, {AccountID: cast.Northwind}, {AccountID: cast.Meridian}, {AccountID: cast.Northwind, Own: true}}
			row := rows[min(rnd.IntN(12), 3)%4]
			if n := rnd.IntN(12); n > 3 {
				row = rows[0]
			}
			row.Side, row.Answer, row.SetBy, row.SetAt, row.Version = consent.OfOperator, consent.Answers[rnd.IntN(3)], "A test", tx.Now, 1
			return tx.Upsert("a test sets the scene", &row)
		})
		if rnd.IntN(5) == 0 {
			key := below[rnd.IntN(len(below))].ID
			if _, err := a.Raw().Exec("DELETE FROM access_requests WHERE account_id = $1", key); err != nil {
				t.Fatal(err)
			}
			a.Tx(func(tx *db.Tx) error {
				until := tx.Now.Add(time.Duration(rnd.IntN(3)-1) * time.Hour)
				return tx.Put("a test sets the scene", &consent.Request{ID: db.NewID(tx.Now), AccountID: key, SeatID: cast.Meridian, UserID: sam.User, UserName: sam.Name, State: consent.Granted, AskedAt: tx.Now, ExpiresAt: tx.Now, Until: &until, Version: 1})
			})
		}
		var reached []string
		want := []string{}
		shuts := false
		err := a.DB.Read(t.Context(), by, func(tx *db.Tx) error {
			if err := tx.Children().Model(&account.Account{}).Order("id").Pluck("id", &reached).Error; err != nil {
				return err
			}
			for _, b := range below {
				in, err := consent.Of(tx, b, consent.OfOperator)
				if err != nil {
					return err
				}
				var open int64
				err = tx.Everywhere("a test looks at everything").Model(&consent.Request{}).Where("account_id = ? AND user_id = ? AND state = 'granted' AND until > ?", b.ID, sam.User, tx.Now).Count(&open).Error
				if err != nil {
					return err
				}
				if in.Answer != consent.Never || open > 0 {
					want = append(want, b.ID)
				} else if tx.MustReach(b.ID) == nil {
					t.Errorf("%s is reached by its key", b.Name)
				}
			}
			here, err := account.Here(tx)
			if err != nil {
				return err
			}
			shuts, err = consent.Shuts(tx, here, account.Account{ID: cast.Meridian, Kind: access.Operator})
			return err
		})
		if err != nil || !slices.Equal(reached, want) {
			t.Fatalf("%v, not %v, %v", reached, want, err)
		}
		if len(want) < len(below) && !shuts {
			t.Fatal("it is not noticed that some are shut")
		}
	}
}
