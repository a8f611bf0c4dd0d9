package db_test

import (
	"context"
	"github.com/tenantry/tenantry/internal/visit"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/allowance"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

func TestEachRowTypeEqualsItsTable(t *testing.T) {
	a := apptest.New(t)
	for _, row := range []any{
		account.Account{}, account.Lineage{}, account.Tag{}, account.View{}, user.User{}, user.Seat{}, user.Link{},
		auth.Session{}, visit.Visit{}, outbox.Letter{}, event.Event{}, setting.Stored{}, setting.Lock{}, service.Service{}, service.Tally{}, service.MonthTally{},
		catalog.Product{}, catalog.Market{}, catalog.Location{}, db.Receipt{},
		catalog.Cloud{}, service.Tag{}, pricing.Price{}, pricing.Discount{}, pricing.Promotion{}, pricing.Override{}, market.Market{},
		approval.Request{}, approval.Policy{}, approval.Rule{}, servicekey.Key{}, consent.Consent{}, consent.Request{},
		company.Profile{}, company.Listing{}, market.Request{}, allowance.Allowance{}, notice.Subscription{},
	} {
		a.Mirror(t, row)
	}
}

func TestMigrationsApplyFromNothingAndOnlyOnce(t *testing.T) {
	d := apptest.Blank(t)
	ctx := t.Context()
	for range 2 {
		if err := d.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
	}
	has, knows, err := d.Version(ctx)
	if err != nil || has != knows || has == 0 {
		t.Errorf("version %d of %d, %v", has, knows, err)
	}
	var n int64
	err = d.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		return tx.Everywhere("the database is empty").Model(&account.Account{}).Count(&n).Error
	})
	if err != nil || n != 0 {
		t.Errorf("%d accounts, %v", n, err)
	}
}

func TestTheDatabaseIsReadyWhileItIsOpen(t *testing.T) {
	d := apptest.Blank(t)
	if err := d.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestADatabaseThatCannotBeOpenedSaysSo(t *testing.T) {
	junk := filepath.Join(t.TempDir(), "junk.db")
	if err := os.WriteFile(junk, []byte(strings.Repeat("not a database ", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, address := range map[string]string{
		"a folder that is not there": filepath.Join(t.TempDir(), "nowhere", "portal.db"),
		"a file that is no database": junk,
		"a server that is not there": "postgres://nobody@127.0.0.1:1/none?connect_timeout=1",
	} {
		d, err := db.Open(context.Background(), db.Options{Address: address})
		if err == nil {
			_ = d.Close()
			t.Errorf("%s was opened", name)
			continue
		}
		if !strings.HasPrefix(err.Error(), "open database: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestIdsMadeLaterSortLater(t *testing.T) {
	at, last := apptest.Start, ""
	for range 2000 {
		id := db.NewID(at)
		if len(id) != 24 || id <= last {
			t.Fatalf("%s does not follow %s", id, last)
		}
		last = id
	}
	if db.NewID(at.Add(1e6)) < last {
		t.Error("an id of the next millisecond sorts before")
	}
}

func TestIdsMadeAtOnceAreAllDifferent(t *testing.T) {
	ids := make(chan string, 4000)
	for range 4 {
		go func() {
			for range 1000 {
				ids <- db.NewID(apptest.Start)
			}
		}()
	}
	seen := map[string]bool{}
	for range 4000 {
		id := <-ids
		if seen[id] {
			t.Fatalf("%s was made twice", id)
		}
		seen[id] = true
	}
}

func TestAKeyHasEightCharactersWithoutLookAlikes(t *testing.T) {
	for range 200 {
		if k := db.NewKey(); !db.IsKey(k) || strings.ContainsAny(k, "01ilo") {
			t.Fatalf("%q", k)
		}
	}
	for _, bad := range []string{"", "abc", "abcdefgh2", "abcdefg0", "abcdefgo", "ABCDEFGH", "abcdefg ", "abcdefé"} {
		if db.IsKey(bad) {
			t.Errorf("%q passes for a key", bad)
		}
	}
	if db.KeyAt(0) != "22222222" || db.KeyAt(db.Keys-1) != "zzzzzzzz" || db.KeyAt(30) >= db.KeyAt(31) {
		t.Error("keys do not sort as their numbers do")
	}
}

func TestALoadThatFailsLeavesEveryIndexAndNoRow(t *testing.T) {
	a := apptest.New(t)
	query := "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1"
	if apptest.Postgres() {
		query = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
	}
	before := strings.Join(texts(t, a, query), "\n")
	err := a.DB.Load(t.Context(), []string{"accounts", "services"}, func(int, int) {}, func(b *db.Bulk) error {
		if err := b.Add([]account.Tag{{AccountID: cast.Ember, ParentID: cast.Northwind, Tag: "x", TagFold: "x"}}); err != nil {
			return err
		}
		return b.Add([]account.Tag{{AccountID: "nobodyxx", ParentID: cast.Northwind, Tag: "x", TagFold: "x"}})
	})
	if err == nil {
		t.Fatal("a tag of nobody was loaded")
	}
	if after := strings.Join(texts(t, a, query), "\n"); after != before {
		t.Errorf("indexes were\n%s\nand are\n%s", before, after)
	}
	if got := texts(t, a, "SELECT tag FROM tags WHERE tag = 'x'"); len(got) != 0 {
		t.Error("a row was left behind")
	}
	if err := cast.Many(t.Context(), a.DB, 10, func(int, int) {}); err != nil {
		t.Error("nothing can be loaded afterwards: ", err)
	}
	if after := strings.Join(texts(t, a, query), "\n"); after != before {
		t.Error("a load that worked left other indexes")
	}
	if !apptest.Postgres() {
		if err := a.DB.Do(t.Context(), access.Caller{}, func(*db.Tx) error { return nil }); err != nil {
			t.Error(err)
		}
	}
}
