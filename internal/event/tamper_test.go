package event_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// forger changes the record behind the portal's back, and takes that back.
type forger struct {
	*testing.T
	*apptest.App
	raw *sql.DB
}

// newForger takes away what keeps facts from being changed.
func newForger(t *testing.T, a *apptest.App) *forger {
	f := &forger{t, a, a.Raw()}
	if a.DB.Postgres() {
		f.do("DROP TRIGGER events_keep ON events")
		f.do("DROP TRIGGER checkpoints_keep ON checkpoints")
	} else {
		for _, trigger := range []string{"events_no_update", "events_no_delete", "checkpoints_no_update", "checkpoints_no_delete"} {
			f.do("DROP TRIGGER " + trigger)
		}
	}
	return f
}

// do says ? for a value; each stands for a number, a moment, or a text without quotes.
func (f *forger) do(text string, values ...any) {
	f.Helper()
	for _, v := range values {
		word := "'" + fmt.Sprint(v) + "'"
		switch v := v.(type) {
		case int64, int:
			word = fmt.Sprint(v)
		case time.Time:
			word = "'" + v.Format("2006-01-02 15:04:05.999999999-07:00") + "'"
		}
		text = strings.Replace(text, "?", word, 1)
	}
	if _, err := f.raw.Exec(text); err != nil {
		f.Fatalf("%s: %v", text, err)
	}
}

// keep remembers the chains of some accounts; back brings them back.
func (f *forger) keep(accounts ...string) (back func()) {
	tables, where := []string{"events", "chains", "checkpoints"}, " WHERE account_id IN ('"+strings.Join(accounts, "','")+"')"
	for _, t := range tables {
		f.do("CREATE TABLE kept_" + t + " AS SELECT * FROM " + t + where)
	}
	return func() {
		for _, t := range tables {
			f.do("DELETE FROM " + t + where)
			f.do("INSERT INTO " + t + " SELECT * FROM kept_" + t)
		}
	}
}

// fill records facts in an account until it has n, and answers the last place.
func (f *forger) fill(key string, n int) int64 {
	f.Helper()
	by := cast.Olive.Caller()
	for more := true; more; {
		err := f.DB.Do(f.Context(), by, func(tx *db.Tx) error {
			var end event.Chain
			if err := tx.Everywhere("a test looks").Where("account_id = ?", key).Limit(1).Find(&end).Error; err != nil {
				return err
			}
			for i := range min(500, n-int(end.Place)) {
				change := event.Change{Field: "Name", Was: fmt.Sprint(i), Now: "Größe <&> 1"}
				if err := event.Record(tx, event.AccountEdited, key, event.Subject{ID: key, Name: "x", Topic: "name"}, change); err != nil {
					return err
				}
			}
			more = n-int(end.Place) > 500
			return nil
		})
		if err != nil {
			f.Fatal(err)
		}
		f.Clock.Advance(time.Minute)
	}
	return int64(n)
}

// finds says that verifying an account names a place, or, for 0, that all is well.
func (f *forger) finds(what, account string, place int64, kept ...event.Checkpoint) {
	f.Helper()
	broken, _, err := f.Events.Verify(f.Context(), account, kept...)
	switch {
	case err != nil:
		f.Fatalf("%s: %v", what, err)
	case place == 0 && broken != nil:
		f.Fatalf("%s: %s", what, broken)
	case place != 0 && (broken == nil || broken.Place != place || broken.Account != account && account != ""):
		f.Fatalf("%s: %v, not fact %d of %s", what, broken, place, account)
	}
}

// checkpoints writes those that are due, and answers all that it wrote.
func (f *forger) checkpoints() (cs []event.Checkpoint) {
	f.Helper()
	if err := f.Events.Checkpoint(f.Context(), cast.Olive.Caller(), func(c event.Checkpoint) { cs = append(cs, c) }); err != nil {
		f.Fatal(err)
	}
	return cs
}

// columns are those of a fact, each with something else in it.
var columns = []string{
	"id = id || 'x'", "parent_id = 'other'", "kind = 'account.closed'", "user_id = 'other'", "user_name = 'Somebody Else'",
	"as_id = 'other', as_name = 'Other', visit_id = 'v'", "as_name = 'Other'", "visit_id = 'v'", "seat_id = 'other'", "subject_id = 'other'",
	"subject_name = 'y'", "topic = 'other'", `changes = '[{"field":"Name","was":"","now":"other"}]'`, "request_id = 'other'",
	"address = '192.0.2.1'", "device = 'other'", "at = '2020-02-03 04:05:06'", "hash = '00'",
}

// forgeries are all kinds of them on the chain of an account with n facts. Each
// answers the place that is to be named.
var forgeries = map[string]func(f *forger, r *rand.Rand, key string, n int64) int64{
	"changed": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p := 1 + r.Int64N(n)
		f.do("UPDATE events SET "+columns[r.IntN(len(columns))]+" WHERE account_id = ? AND place = ?", key, p)
		return p
	},
	"removed": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p := 1 + r.Int64N(n)
		f.do("DELETE FROM events WHERE account_id = ? AND place = ?", key, p)
		return p
	},
	"removed, and the gap closed": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p := 1 + r.Int64N(n)
		f.do("DELETE FROM events WHERE account_id = ? AND place = ?", key, p)
		f.shift(key, p, -1)
		return p
	},
	"reordered": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p, q := 1+r.Int64N(n), 1+r.Int64N(n-1)
		if q >= p {
			q++
		}
		f.do("UPDATE events SET place = -1 WHERE account_id = ? AND place = ?", key, p)
		f.do("UPDATE events SET place = ? WHERE account_id = ? AND place = ?", p, key, q)
		f.do("UPDATE events SET place = ? WHERE account_id = ? AND place = -1", q, key)
		return min(p, q)
	},
	"cut at the end": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p := 1 + r.Int64N(n)
		f.do("DELETE FROM events WHERE account_id = ? AND place >= ?", key, p)
		return p
	},
	"cut at the end, and the chain with it": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p := 2 + r.Int64N(n-1)
		f.do("DELETE FROM events WHERE account_id = ? AND place >= ?", key, p)
		f.do("UPDATE chains SET place = ?, hash = (SELECT hash FROM events WHERE account_id = ? AND place = ?) WHERE account_id = ?", p-1, key, p-1, key)
		return p
	},
	"all of it taken away": func(f *forger, _ *rand.Rand, key string, _ int64) int64 {
		f.do("DELETE FROM events WHERE account_id = ?", key)
		f.do("DELETE FROM chains WHERE account_id = ?", key)
		return 1
	},
	"inserted": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p := 1 + r.Int64N(n)
		f.shift(key, p-1, 1)
		f.copy(key, p+1, p)
		return p
	},
	"inserted at the end": func(f *forger, _ *rand.Rand, key string, n int64) int64 {
		f.copy(key, n, n+1)
		return n + 1
	},
	"inserted where no fact stands": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		f.copy(key, 1+r.Int64N(n), -3)
		return -3
	},
	"the chain's end taken back": func(f *forger, _ *rand.Rand, key string, n int64) int64 {
		f.do("UPDATE chains SET place = ?, hash = (SELECT hash FROM events WHERE account_id = ? AND place = ?) WHERE account_id = ?", n-1, key, n-1, key)
		return n
	},
	"moved to another account": func(f *forger, r *rand.Rand, key string, n int64) int64 {
		p := 1 + r.Int64N(n)
		f.do("UPDATE events SET account_id = ?, place = 1000000 WHERE account_id = ? AND place = ?", cast.Cobalt, key, p)
		f.finds("an account with a fact of another", cast.Cobalt, int64(f.end(cast.Cobalt)+1))
		return p
	},
}

// shift moves the facts after a place.
func (f *forger) shift(key string, after int64, by int) {
	f.do("UPDATE events SET place = -place WHERE account_id = ? AND place > ?", key, after)
	f.do("UPDATE events SET place = ? - place WHERE account_id = ? AND place < 0", by, key)
}

// others are the columns of a fact beside its id and its place.
const others = "account_id, parent_id, kind, user_id, user_name, as_id, as_name, visit_id, seat_id, subject_id, subject_name, topic, changes, request_id, address, device, at, hash"

// copy writes a fact once more, at a place.
func (f *forger) copy(key string, from, to int64) {
	f.do("INSERT INTO events (id, place, "+others+") SELECT id || 'x', ?, "+others+" FROM events WHERE account_id = ? AND place = ?", to, key, from)
}

// end is the last place in an account's chain.
func (f *forger) end(key string) (n int) {
	if err := f.raw.QueryRow("SELECT place FROM chains WHERE account_id = '" + key + "'").Scan(&n); err != nil {
		f.Fatal(err)
	}
	return n
}

// forge does one kind on an account, says that verify names the place, and takes it back.
func (f *forger) forge(what string, r *rand.Rand, key string, n int64, back func()) {
	f.Helper()
	f.finds(what, key, forgeries[what](f, r, key, n))
	back()
}

func TestEveryKindOfForgeryOfTenThousandFactsIsNamed(t *testing.T) {
	f := newForger(t, apptest.New(t))
	n := f.fill(cast.Acme, 10_000)
	f.checkpoints()
	back, r := f.keep(cast.Acme, cast.Cobalt), rand.New(rand.NewPCG(6, 4711))
	f.finds("the record as it is", "", 0)
	for what := range forgeries {
		f.forge(what, r, cast.Acme, n, back)
	}
	for i := range columns {
		f.do("UPDATE events SET "+columns[i]+" WHERE account_id = ? AND place = ?", cast.Acme, 5000)
		f.finds(columns[i], cast.Acme, 5000)
		f.do("DELETE FROM events WHERE account_id = ? AND place = 5000", cast.Acme)
		f.do("INSERT INTO events SELECT * FROM kept_events WHERE account_id = ? AND place = 5000", cast.Acme)
	}
	f.do("UPDATE events SET "+columns[0]+" WHERE account_id = ? AND place = 5000", cast.Acme)
	f.finds("all accounts", "", 5000)
	back()
	f.finds("the record as it was", "", 0)
}

func TestAThousandForgeriesAreNamed(t *testing.T) {
	f := newForger(t, apptest.New(t))
	n := f.fill(cast.Acme, 90)
	f.checkpoints()
	back, r := f.keep(cast.Acme, cast.Cobalt), rand.New(rand.NewPCG(21, 4711))
	var kinds []string
	for what := range forgeries {
		kinds = append(kinds, what)
	}
	for range apptest.Tries(1000) {
		f.forge(kinds[r.IntN(len(kinds))], r, cast.Acme, n, back)
	}
	f.finds("the record as it was", "", 0)
}

func TestAnEndThatIsCutOffIsMissedAtACheckpointKeptElsewhere(t *testing.T) {
	f := newForger(t, apptest.New(t))
	f.fill(cast.Acme, 90)
	if len(f.checkpoints()) == 0 || f.checkpoints() != nil {
		t.Error("checkpoints are not written once")
	}
	f.fill(cast.Acme, 100)
	kept := f.checkpoints()
	if len(kept) != 1 || kept[0].AccountID != cast.Acme || kept[0].Place != 100 {
		t.Fatalf("%v: an account has grown", kept)
	}
	f.do("DELETE FROM events WHERE account_id = ? AND place > 80", cast.Acme)
	f.do("DELETE FROM checkpoints WHERE account_id = ?", cast.Acme)
	f.do("UPDATE chains SET place = 80, hash = (SELECT hash FROM events WHERE account_id = ? AND place = 80) WHERE account_id = ?", cast.Acme, cast.Acme)
	f.finds("whoever has nothing kept", cast.Acme, 0)
	f.finds("the checkpoint kept", cast.Acme, 81, kept...)
	f.fill(cast.Acme, 120)
	f.finds("another end", cast.Acme, 0)
	f.finds("the checkpoint kept, and another end", cast.Acme, 100, kept...)
}

// pretend adds rows of accounts that are not there, or takes accounts away, past
// what keeps rows together.
func (f *forger) pretend(texts ...string) {
	f.Helper()
	conn, err := f.raw.Conn(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	defer conn.Close()
	off, on := "PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"
	if f.DB.Postgres() {
		off, on = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
	}
	for _, text := range append(append([]string{off}, texts...), on) {
		if _, err := conn.ExecContext(f.Context(), text); err != nil {
			f.Fatalf("%s: %v", text, err)
		}
	}
}

func TestAnAccountThatIsGoneAltogetherIsMissed(t *testing.T) {
	f := newForger(t, apptest.New(t))
	kept := f.checkpoints()
	const of = " WHERE account_id = '" + cast.Acme + "'"
	f.pretend("DELETE FROM accounts WHERE id = '" + cast.Acme + "'")
	f.finds("an account that is gone, and its record is not", "", 0)
	f.pretend("UPDATE events SET user_name = 'Nobody'" + of + " AND place = 1")
	if broken, _, err := f.Events.Verify(t.Context(), ""); err != nil || broken == nil || broken.Account != cast.Acme || broken.Place != 1 {
		t.Errorf("a fact of an account that is gone: %v, %v", broken, err)
	}
	f.pretend("DELETE FROM events" + of)
	for _, rest := range []string{"checkpoints", "chains"} {
		if broken, _, err := f.Events.Verify(t.Context(), ""); err != nil || broken == nil || broken.Account != cast.Acme || broken.Place != 1 {
			t.Errorf("the %s are there and no fact is: %v, %v", rest, broken, err)
		}
		f.pretend("DELETE FROM " + rest + of)
	}
	f.finds("whoever has nothing kept", "", 0)
	for _, account := range []string{"", cast.Acme} {
		if broken, _, err := f.Events.Verify(t.Context(), account, kept...); err != nil || broken == nil || broken.Account != cast.Acme || broken.Place != 1 {
			t.Errorf("the checkpoints kept, asked for %q: %v, %v", account, broken, err)
		}
	}
}

func TestAnAccountThatIsGoneIsMissedAfterThousandsOfOthers(t *testing.T) {
	f := newForger(t, apptest.New(t))
	var others []string
	for i := range int64(2100) {
		others = append(others, "('"+db.KeyAt(i)+"', 0, '')")
	}
	f.pretend("INSERT INTO chains (account_id, place, hash) VALUES " + strings.Join(others, ", "))
	f.finds("the record as it is", "", 0)
	gone := event.Checkpoint{AccountID: db.KeyAt(db.Keys - 1), Place: 3, Hash: "00"}
	if broken, n, err := f.Events.Verify(t.Context(), "", gone); err != nil || broken == nil || broken.Account != gone.AccountID || n < 100 {
		t.Errorf("%v after %d facts, %v", broken, n, err)
	}
}

func TestAnAccountThatNobodyKnowsIsNotVerified(t *testing.T) {
	a := apptest.New(t)
	for _, account := range []string{"nosuchac", "2", "zzzzzzzzz", cast.Acme[:7], cast.Acme + "x"} {
		if _, _, err := a.Events.Verify(t.Context(), account); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", account, err)
		}
	}
	if _, _, err := a.Events.Verify(t.Context(), cast.Acme); err != nil {
		t.Error(err)
	}
}

// rewritings are statements that write a row in the place of one that is there:
// with the same id, at the same place, and in SQLite with the same number of the row.
func rewritings(postgres bool) []string {
	nobody := strings.Replace(others, "user_name", "'Nobody'", 1)
	facts := func(verb, id, place string) string {
		return verb + " INTO events (id, place, " + others + ") SELECT " + id + ", " + place + ", " + nobody + " FROM events WHERE TRUE"
	}
	marks := func(verb, place string) string {
		return verb + " INTO checkpoints (account_id, place, hash, at) SELECT account_id, " + place + ", '', at FROM checkpoints WHERE TRUE"
	}
	texts := []string{
		facts("INSERT", "id", "place") + " ON CONFLICT (id) DO UPDATE SET user_name = 'Nobody'",
		facts("INSERT", "id || 'x'", "place") + " ON CONFLICT (account_id, place) DO UPDATE SET user_name = 'Nobody'",
		marks("INSERT", "place") + " ON CONFLICT (account_id, place) DO UPDATE SET hash = ''",
	}
	if postgres {
		return texts
	}
	return append(texts,
		facts("REPLACE", "id", "place"), facts("INSERT OR REPLACE", "id", "place + 1000000"), facts("INSERT OR REPLACE", "id || 'x'", "place"),
		"REPLACE INTO events (rowid, id, place, "+others+") SELECT rowid, id || 'x', place + 1000000, "+nobody+" FROM events",
		"UPDATE OR REPLACE events SET user_name = 'Nobody'", "UPDATE OR REPLACE events SET account_id = '"+cast.Acme+"', place = 1",
		"UPDATE OR IGNORE events SET user_name = 'Nobody'",
		marks("REPLACE", "place"), marks("INSERT OR REPLACE", "place"),
		"REPLACE INTO checkpoints (rowid, account_id, place, hash, at) SELECT rowid, account_id, place + 1000000, '', at FROM checkpoints",
		"REPLACE INTO checkpoints (rowid, account_id, place, hash, at) SELECT 1 + max(rowid), account_id, place, '', at FROM checkpoints",
		"UPDATE OR REPLACE checkpoints SET hash = ''",
	)
}

func TestTheDatabaseRefusesToChangeWhatIsRecorded(t *testing.T) {
	a := apptest.New(t)
	if err := a.Events.Checkpoint(t.Context(), cast.Olive.Caller(), func(event.Checkpoint) {}); err != nil {
		t.Fatal(err)
	}
	for _, text := range append(rewritings(a.DB.Postgres()),
		"UPDATE events SET user_name = 'Nobody'", "UPDATE events SET hash = ''", "DELETE FROM events",
		"UPDATE checkpoints SET hash = ''", "DELETE FROM checkpoints",
	) {
		if _, err := a.Raw().Exec(text); err == nil || !strings.Contains(err.Error(), "never changes") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if a.DB.Postgres() {
		for _, text := range []string{"TRUNCATE events", "TRUNCATE checkpoints"} {
			if _, err := a.Raw().Exec(text); err == nil {
				t.Errorf("%s: it did", text)
			}
		}
	}
	if broken, _, err := a.Events.Verify(t.Context(), ""); broken != nil || err != nil {
		t.Errorf("%v, %v", broken, err)
	}
}

// Two processes may write the same checkpoint at once; the one that is there stays.
func TestACheckpointThatIsThereStaysAsItIs(t *testing.T) {
	f := &forger{t, apptest.New(t), nil}
	f.raw = f.Raw()
	f.checkpoints()
	f.do("CREATE TABLE kept_checkpoints AS SELECT * FROM checkpoints")
	const again = " INTO checkpoints (account_id, place, hash, at) SELECT account_id, place, hash, '2020-02-03 04:05:06' FROM checkpoints WHERE TRUE"
	f.do("INSERT" + again + " ON CONFLICT DO NOTHING")
	if !f.DB.Postgres() {
		f.do("REPLACE" + again)
		f.do("INSERT OR REPLACE" + again)
		f.do("INSERT" + again + " ON CONFLICT (account_id, place) DO UPDATE SET at = excluded.at")
	}
	var same, kept int
	if err := f.raw.QueryRow("SELECT (SELECT count(*) FROM checkpoints JOIN kept_checkpoints USING (account_id, place, hash, at)), (SELECT count(*) FROM kept_checkpoints)").Scan(&same, &kept); err != nil {
		t.Fatal(err)
	}
	if same != kept || kept < 5 {
		t.Errorf("%d of %d checkpoints are as they were", same, kept)
	}
}

func TestWhatCannotBeRecordedIsNotDone(t *testing.T) {
	a := apptest.New(t)
	refuse := "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'the record is full'); END"
	if a.DB.Postgres() {
		if _, err := a.Raw().Exec("CREATE FUNCTION full_record() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the record is full'; END $$ LANGUAGE plpgsql"); err != nil {
			t.Fatal(err)
		}
		refuse = "CREATE TRIGGER full_record BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION full_record()"
	}
	if _, err := a.Raw().Exec(refuse); err != nil {
		t.Fatal(err)
	}
	before := a.Account(cast.Acme)
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Pia), cast.Acme); err == nil {
		t.Error("an account is suspended without a record of it")
	}
	if after := a.Account(cast.Acme); after.Status != before.Status {
		t.Errorf("the account is %s", after.Status)
	}
}
