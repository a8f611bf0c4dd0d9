package outbox_test

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
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// ben is whom most letters are for.
var ben = outbox.Reader{Name: "Ben Osei", Address: "Ben@acme.example"}

// put writes a letter, and answers its id.
func put(t *testing.T, a *apptest.App, kind outbox.Kind, to outbox.Reader, secret string) string {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return outbox.Put(tx, cast.Acme, kind, to, outbox.Facts{Account: "Acme Robotics", Reference: "CRM-1001", Partner: "Northwind Partners", By: "Pia Larsen", Secret: secret})
	})
	return letters(t, a)[0].ID
}

// letters are all letters, newest first.
func letters(t *testing.T, a *apptest.App) []outbox.Letter {
	t.Helper()
	ls, err := a.Outbox.Newest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return ls
}

func letter(t *testing.T, a *apptest.App, id string) outbox.Letter {
	t.Helper()
	l, err := a.Outbox.Open(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// post takes letters, or answers what err says.
type post struct {
	mu    sync.Mutex
	err   func(outbox.Message) error
	kept  bool
	taken []outbox.Message
}

func (p *post) Keeps() bool { return p.kept }

func (p *post) Send(_ context.Context, m outbox.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		if err := p.err(m); err != nil {
			return err
		}
	}
	p.taken = append(p.taken, m)
	return nil
}

func draw(l outbox.Letter) (outbox.Message, error) {
	return outbox.Message{ID: l.ID, ToName: l.ToName, ToAddress: l.ToAddress, Text: l.Facts.Secret}, nil
}

func deliver(t *testing.T, a *apptest.App, p outbox.Post) []outbox.Letter {
	t.Helper()
	ls, err := a.Outbox.Deliver(t.Context(), draw, p)
	if err != nil {
		t.Fatal(err)
	}
	return ls
}

func TestALetterThatLeavesForgetsItsSecret(t *testing.T) {
	a := apptest.New(t)
	for _, kept := range []bool{false, true} {
		id := put(t, a, outbox.Invitation, ben, "s3cret")
		p := &post{kept: kept}
		if done := deliver(t, a, p); len(done) != 1 || done[0].Status != outbox.Sent {
			t.Fatalf("%+v", done)
		}
		if len(p.taken) != 1 || p.taken[0].Text != "s3cret" || p.taken[0].ToAddress != "Ben@acme.example" {
			t.Errorf("what left is %+v", p.taken)
		}
		l := letter(t, a, id)
		if l.Status != outbox.Sent || l.Tries != 1 || l.SentAt == nil || !l.SentAt.Equal(a.DB.Now()) || l.LeasedTo != nil || l.Problem != "" || (l.Facts.Secret == "s3cret") != kept || l.Facts.By != "Pia Larsen" {
			t.Errorf("kept %t: %+v", kept, l)
		}
		if done := deliver(t, a, p); len(done) != 0 {
			t.Errorf("it leaves again: %+v", done)
		}
	}
}

func TestALetterIsTriedAgainMoreAndMoreSeldomAndThenGivenUp(t *testing.T) {
	a := apptest.New(t)
	id := put(t, a, outbox.Locked, ben, "")
	p := &post{err: func(outbox.Message) error { return &outbox.Trouble{Text: "450 the mailbox\r\nis busy"} }}
	for n, pause := range []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour} {
		if done := deliver(t, a, p); len(done) != 1 {
			t.Fatalf("try %d: %+v", n+1, done)
		}
		l := letter(t, a, id)
		if l.Status != outbox.Waiting || l.Tries != int64(n+1) || !l.DueAt.Equal(a.DB.Now().Add(pause)) || l.Problem != "450 the mailbox is busy" || l.LeasedTo != nil {
			t.Fatalf("after try %d: %+v", n+1, l)
		}
		a.Clock.Advance(pause - time.Second)
		if done := deliver(t, a, p); len(done) != 0 {
			t.Fatalf("tried before its time: %+v", done)
		}
		a.Clock.Advance(time.Second)
	}
	deliver(t, a, p)
	if l := letter(t, a, id); l.Status != outbox.Failed || l.Tries != 8 {
		t.Errorf("%+v", l)
	}
	a.Clock.Advance(100 * time.Hour)
	if done := deliver(t, a, p); len(done) != 0 {
		t.Errorf("tried after it was given up: %+v", done)
	}
}

func TestAnAddressThatIsRefusedForGoodIsNotTriedAgain(t *testing.T) {
	a := apptest.New(t)
	id := put(t, a, outbox.Invitation, ben, "s3cret")
	deliver(t, a, &post{err: func(outbox.Message) error {
		return &outbox.Trouble{Text: "550 no such user s3cret " + strings.Repeat("x", 900), ForGood: true}
	}})
	l := letter(t, a, id)
	if l.Status != outbox.Failed || l.Tries != 1 || !strings.HasPrefix(l.Problem, "550 no such user … x") || len([]rune(l.Problem)) != 240 || l.Facts.Secret != "s3cret" {
		t.Errorf("%+v", l)
	}
	deliver(t, a, &post{})
	if letter(t, a, id).Status != outbox.Failed {
		t.Error("sent all the same")
	}
}

func TestAnErrorOfNoKnownKindIsNotRepeatedToTheOperator(t *testing.T) {
	a := apptest.New(t)
	id := put(t, a, outbox.Invitation, ben, "s3cret")
	deliver(t, a, &post{err: func(outbox.Message) error { return errors.New("password=hunter2") }})
	if l := letter(t, a, id); l.Problem != "It could not be sent." || l.Status != outbox.Waiting {
		t.Errorf("%+v", l)
	}
	a.Clock.Advance(time.Minute)
	broken := func(outbox.Letter) (outbox.Message, error) { return outbox.Message{}, errors.New("no words") }
	if _, err := a.Outbox.Deliver(t.Context(), broken, &post{}); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(5 * time.Minute)
	if _, err := a.Outbox.Deliver(t.Context(), func(outbox.Letter) (outbox.Message, error) { panic("no ink") }, &post{}); err != nil {
		t.Fatal(err)
	}
	if l := letter(t, a, id); l.Tries != 3 || l.Status != outbox.Waiting {
		t.Errorf("%+v", l)
	}
}

func TestALetterThatIsTooOldIsNotSent(t *testing.T) {
	for kind, age := range map[outbox.Kind]time.Duration{outbox.Invitation: 7 * 24 * time.Hour, outbox.NewDevice: 7 * 24 * time.Hour, outbox.Reset: 30 * time.Minute} {
		a := apptest.New(t)
		id := put(t, a, kind, ben, "s3cret")
		a.Clock.Advance(age)
		p := &post{}
		deliver(t, a, p)
		if l := letter(t, a, id); l.Status != outbox.Failed || l.Tries != 0 || !strings.Contains(l.Problem, "too old") || len(p.taken) != 0 {
			t.Errorf("%s: %+v", kind, l)
		}
		young := put(t, a, kind, ben, "s3cret")
		a.Clock.Advance(age - time.Second)
		deliver(t, a, p)
		if l := letter(t, a, young); l.Status != outbox.Sent {
			t.Errorf("%s, a second before: %+v", kind, l)
		}
	}
}

func TestTwoInstancesDeliverEachLetterOnce(t *testing.T) {
	a := apptest.New(t)
	const n = 200
	a.Tx(func(tx *db.Tx) error {
		for i := range n {
			if err := outbox.Put(tx, cast.Acme, outbox.Invitation, outbox.Reader{Name: "R", Address: fmt.Sprintf("r%d@acme.example", i)}, outbox.Facts{Secret: "x"}); err != nil {
				return err
			}
		}
		return nil
	})
	other, err := db.Open(t.Context(), db.Options{Address: a.Address, Clock: a.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	p := &post{}
	var wg sync.WaitGroup
	for _, o := range []*outbox.Outbox{a.Outbox, outbox.New(other), a.Outbox} {
		wg.Go(func() {
			for range n {
				if _, err := o.Deliver(t.Context(), draw, p); err != nil {
					t.Error(err)
				}
				p.mu.Lock()
				all := len(p.taken) >= n
				p.mu.Unlock()
				if all {
					return
				}
			}
		})
	}
	wg.Wait()
	got := map[string]int{}
	for _, m := range p.taken {
		got[m.ToAddress]++
	}
	if len(p.taken) != n || len(got) != n {
		t.Errorf("%d letters left, to %d readers", len(p.taken), len(got))
	}
	var waiting int
	if err := a.Raw().QueryRow("SELECT count(*) FROM letters WHERE status <> 'sent' OR tries <> 1").Scan(&waiting); err != nil || waiting != 0 {
		t.Errorf("%d are not marked as sent at the first try, %v", waiting, err)
	}
}

func TestALetterInADeadSendersHandIsSentOnceTheLeaseIsOver(t *testing.T) {
	a := apptest.New(t)
	id := put(t, a, outbox.Invitation, ben, "s3cret")
	if _, err := a.Raw().Exec("UPDATE letters SET leased_to = $1 WHERE id = $2", a.DB.Now().Add(time.Minute), id); err != nil {
		t.Fatal(err)
	}
	p := &post{}
	if deliver(t, a, p); len(p.taken) != 0 {
		t.Error("taken out of a living sender's hand")
	}
	a.Clock.Advance(time.Minute)
	if deliver(t, a, p); len(p.taken) != 1 {
		t.Error("not sent after the lease")
	}
}

func TestALateSenderDoesNotOverruleWhatWasDecidedMeanwhile(t *testing.T) {
	a := apptest.New(t)
	id := put(t, a, outbox.Invitation, ben, "one")
	deliver(t, a, &post{err: func(outbox.Message) error {
		put(t, a, outbox.Invitation, ben, "two") // a newer invitation, while the older one is under way
		return nil
	}})
	if l := letter(t, a, id); l.Status != outbox.Failed || !strings.Contains(l.Problem, "newer letter") || l.Facts.Secret != "" {
		t.Errorf("%+v", l)
	}
}

func TestANewerLinkTakesThePlaceOfOneThatStillWaits(t *testing.T) {
	a := apptest.New(t)
	one := put(t, a, outbox.Invitation, ben, "one")
	other := put(t, a, outbox.Invitation, outbox.Reader{Name: "Bea", Address: "bea@acme.example"}, "bea")
	notice := put(t, a, outbox.NewDevice, ben, "")
	two := put(t, a, outbox.Invitation, ben, "two")
	p := &post{}
	deliver(t, a, p)
	var to []string
	for _, m := range p.taken {
		to = append(to, m.ID)
	}
	if !slices.Equal(to, []string{other, notice, two}) {
		t.Errorf("what left is %v, not %v", to, []string{other, notice, two})
	}
	if _, err := a.Outbox.SendAgain(t.Context(), a.By(cast.Olive), one); !fault.Is(err, fault.Conflict) {
		t.Errorf("the older one can be sent again: %v", err)
	}
}

func TestWhyALetterFailedIsKeptWhenANewerOneTakesItsPlace(t *testing.T) {
	a := apptest.New(t)
	id := put(t, a, outbox.Invitation, ben, "one")
	deliver(t, a, &post{err: func(outbox.Message) error { return &outbox.Trouble{Text: "The address was refused.", ForGood: true} }})
	put(t, a, outbox.Invitation, ben, "two")
	if l := letter(t, a, id); l.Status != outbox.Failed || l.Problem != "The address was refused." || l.Facts.Secret != "" {
		t.Errorf("%+v", l)
	}
}

func TestOliveSendsALetterAgain(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	failed := put(t, a, outbox.Invitation, ben, "s3cret")
	deliver(t, a, &post{err: func(outbox.Message) error { return &outbox.Trouble{Text: "no", ForGood: true} }})
	a.Clock.Advance(time.Hour)

	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			l, err := a.Outbox.SendAgain(context.Background(), olive, failed)
			if err != nil || l.Status != outbox.Waiting || l.Facts.Secret == "s3cret" {
				t.Errorf("%+v, %v", l, err)
			}
		})
	}
	wg.Wait()
	l := letter(t, a, failed)
	if l.Status != outbox.Waiting || l.Tries != 0 || l.Again != 1 || l.Problem != "" || !l.DueAt.Equal(a.DB.Now()) || l.Facts.Secret != "s3cret" {
		t.Errorf("%+v", l)
	}
	var facts int
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE kind = 'letter.sent_again' AND account_id = '" + cast.Acme + "' AND user_name = 'Olive Okafor' AND subject_id = '" + failed + "'").Scan(&facts); err != nil || facts != 1 {
		t.Errorf("recorded %d times, %v", facts, err)
	}

	p := &post{err: func(outbox.Message) error { return errors.New("no") }}
	deliver(t, a, p)
	if l, err := a.Outbox.SendAgain(t.Context(), olive, failed); err != nil || l.Again != 2 || !l.DueAt.Equal(a.DB.Now()) {
		t.Errorf("one that waits for its next try does not go now: %+v, %v", l, err)
	}
	p.err = nil
	deliver(t, a, p)
	if _, err := a.Outbox.SendAgain(t.Context(), olive, failed); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "new invitation") {
		t.Errorf("a sent letter whose link is forgotten: %v", err)
	}
	if letter(t, a, failed).Status != outbox.Sent {
		t.Error("a refusal changed something")
	}

	notice := put(t, a, outbox.PasswordChanged, ben, "")
	deliver(t, a, p)
	if l, err := a.Outbox.SendAgain(t.Context(), olive, notice); err != nil || l.Status != outbox.Waiting || l.SentAt != nil {
		t.Errorf("a sent letter without a secret: %+v, %v", l, err)
	}
	deliver(t, a, p)
	a.Clock.Advance(8 * 24 * time.Hour)
	if _, err := a.Outbox.SendAgain(t.Context(), olive, notice); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "seven days") {
		t.Errorf("an old one: %v", err)
	}
	if _, err := a.Outbox.SendAgain(t.Context(), olive, "nosuchletter"); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestWhoMaySeeAndSendLetters(t *testing.T) {
	a := apptest.New(t)
	id := put(t, a, outbox.Invitation, ben, "s3cret")
	for _, p := range cast.Everyone() {
		ls, _, err := a.Outbox.List(t.Context(), a.By(p), outbox.Filter{})
		may := p == cast.Olive || p == cast.Sam
		if may && (err != nil || len(ls) != 1 || ls[0].Facts.Secret != "…") || !may && (!fault.Is(err, fault.Forbidden) || ls != nil) {
			t.Errorf("%s lists %+v, %v", p.Name, ls, err)
		}
		l, err := a.Outbox.Find(t.Context(), a.By(p), id)
		if may && (err != nil || l.ID != id || l.Facts.Secret != "…") || !may && (!fault.Is(err, fault.Forbidden) || l.ID != "") {
			t.Errorf("%s finds %+v, %v", p.Name, l, err)
		}
		if _, err := a.Outbox.SendAgain(t.Context(), a.By(p), id); p == cast.Olive && err != nil || p != cast.Olive && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s sends: %v", p.Name, err)
		}
	}
	if _, _, err := a.Outbox.List(t.Context(), access.Caller{}, outbox.Filter{}); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if l := letter(t, a, id); l.Again != 0 {
		t.Errorf("%+v", l)
	}
}

func TestLettersAreListedNewestFirstAndNarrowed(t *testing.T) {
	a := apptest.New(t)
	sent := put(t, a, outbox.Invitation, ben, "x")
	deliver(t, a, &post{})
	a.Tx(func(tx *db.Tx) error {
		for i := range 60 {
			if err := outbox.Put(tx, cast.Acme, outbox.NewDevice, outbox.Reader{Name: "Zoë Ärger", Address: fmt.Sprintf("z%d@x_y.example", i)}, outbox.Facts{}); err != nil {
				return err
			}
		}
		return nil
	})
	list := func(f outbox.Filter) ([]outbox.Letter, bool) {
		t.Helper()
		ls, more, err := a.Outbox.List(t.Context(), a.By(cast.Sam), f)
		if err != nil {
			t.Fatal(err)
		}
		return ls, more
	}
	first, more := list(outbox.Filter{})
	if len(first) != 50 || !more || first[0].ToAddress != "z59@x_y.example" {
		t.Errorf("%d, %t, %s", len(first), more, first[0].ToAddress)
	}
	rest, more := list(outbox.Filter{After: first[49].ID})
	if len(rest) != 11 || more || rest[10].ID != sent {
		t.Errorf("%d, %t", len(rest), more)
	}
	for f, want := range map[outbox.Filter]int{
		{Status: outbox.Sent}: 1, {Status: outbox.Failed}: 0, {Kind: outbox.Invitation}: 1, {Kind: outbox.NewDevice, Status: outbox.Sent}: 0,
		{Find: " BEN@ACME "}: 1, {Find: "ZOË ä"}: 50, {Find: "z7@"}: 1, {Find: "x_y"}: 50, {Find: "x%y"}: 0, {Find: "nobody"}: 0,
	} {
		if ls, _ := list(f); len(ls) != want {
			t.Errorf("%+v: %d, not %d", f, len(ls), want)
		}
		if f.Narrow() == (f == outbox.Filter{}) {
			t.Errorf("%+v narrows nothing", f)
		}
	}
}

func TestLettersAreForgottenAfterAYear(t *testing.T) {
	a := apptest.New(t)
	old, failed := put(t, a, outbox.Locked, ben, ""), put(t, a, outbox.Reset, ben, "x")
	waiting := put(t, a, outbox.Locked, ben, "")
	a.Clock.Advance(time.Second)
	for id, status := range map[string]outbox.Status{old: outbox.Sent, failed: outbox.Failed} {
		if _, err := a.Raw().Exec("UPDATE letters SET status = $1 WHERE id = $2", status, id); err != nil {
			t.Fatal(err)
		}
	}
	young := put(t, a, outbox.Locked, ben, "")
	deliver(t, a, &post{})
	if _, err := a.Raw().Exec("UPDATE letters SET status = 'waiting' WHERE id = $1", waiting); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(outbox.Kept - time.Second)
	if more, err := a.Outbox.Retire(t.Context()); err != nil || more || len(letters(t, a)) != 4 {
		t.Errorf("%d are left before a year has passed, %v", len(letters(t, a)), err)
	}
	a.Clock.Advance(time.Second / 2)
	if _, err := a.Outbox.Retire(t.Context()); err != nil {
		t.Fatal(err)
	}
	left := letters(t, a)
	if len(left) != 2 || left[0].ID != young || left[1].ID != waiting {
		t.Errorf("%+v", left)
	}
}

func TestNoQueryForLettersScansThemAll(t *testing.T) {
	a := apptest.New(t)
	a.Tx(func(tx *db.Tx) error {
		var ls []outbox.Letter
		kinds := []outbox.Kind{outbox.Locked, outbox.Invitation, outbox.Reset, outbox.NewDevice, outbox.PasswordChanged, outbox.FactorChanged}
		for i := range 2000 {
			at := tx.Now.Add(time.Duration(i) * time.Second)
			ls = append(ls, outbox.Letter{
				ID: db.NewID(at), AccountID: cast.Acme, Kind: kinds[i%len(kinds)], ToName: "R", ToAddress: fmt.Sprintf("r%d@acme.example", i),
				Search: fmt.Sprintf("r r%d@acme.example", i), Status: outbox.Statuses[i%3], DueAt: at, CreatedAt: at,
			})
		}
		return tx.Put("a test writes everything", &ls)
	})
	if _, err := a.Raw().Exec("ANALYZE"); err != nil {
		t.Fatal(err)
	}
	olive := a.By(cast.Olive)
	for what, fn := range map[string]func() error{
		"all":   func() error { _, _, err := a.Outbox.List(t.Context(), olive, outbox.Filter{}); return err },
		"after": func() error { _, _, err := a.Outbox.List(t.Context(), olive, outbox.Filter{After: "0m"}); return err },
		"status": func() error {
			_, _, err := a.Outbox.List(t.Context(), olive, outbox.Filter{Status: outbox.Failed})
			return err
		},
		"kind": func() error {
			_, _, err := a.Outbox.List(t.Context(), olive, outbox.Filter{Kind: outbox.Locked})
			return err
		},
		"due": func() error { _, err := a.Outbox.Deliver(t.Context(), draw, &post{}); return err },
	} {
		plans := a.Plans(t, func() {
			if err := fn(); err != nil {
				t.Fatal(err)
			}
		})
		if len(plans) == 0 {
			t.Errorf("%s: no query was seen", what)
		}
		for _, p := range plans {
			for _, step := range p.Steps {
				if strings.HasPrefix(step, "SCAN letters") && !strings.Contains(step, "INDEX") || strings.Contains(step, "TEMP B-TREE") || strings.Contains(step, "Seq Scan on letters") || strings.Contains(step, "Sort") {
					t.Errorf("%s: %s\n%s", what, strings.Join(p.Steps, "\n"), p.SQL)
				}
			}
		}
	}
}
