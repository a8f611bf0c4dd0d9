package db_test

import (
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm/clause"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

func TestASQLiteThatCanCorruptADatabaseIsRefused(t *testing.T) {
	for _, c := range []struct {
		version [3]int
		refused bool
	}{
		{[3]int{3, 51, 2}, true}, {[3]int{3, 50, 9}, true}, {[3]int{2, 99, 99}, true}, {[3]int{3, 7, 17}, true},
		{[3]int{3, 51, 3}, false}, {[3]int{3, 51, 4}, false}, {[3]int{3, 52, 0}, false}, {[3]int{4, 0, 0}, false}, {[3]int{3, 100, 0}, false},
	} {
		if got := db.Corrupts(c.version); got != c.refused {
			t.Errorf("%v refused: %t", c.version, got)
		}
	}
}

func TestAPatternFindsPercentSignsAndUnderscoresThemselves(t *testing.T) {
	for part, want := range map[string]string{"abc": "%abc%", "100%": `%100\%%`, "a_b": `%a\_b%`, `a\b`: `%a\\b%`} {
		vars := new(db.Tx).Contains("search", part).(clause.Expr).Vars
		if got := vars[len(vars)-1]; got != want {
			t.Errorf("%q becomes %q, not %q", part, got, want)
		}
	}
}

// findable is the cast with a text in the index for each of some keys below Cascade.
func findable(t *testing.T, text string, keys ...string) *apptest.App {
	t.Helper()
	if apptest.Postgres() {
		t.Skip("PostgreSQL looks at the accounts themselves")
	}
	a := apptest.New(t)
	a.Tx(func(tx *db.Tx) error {
		for _, key := range keys {
			if err := tx.MakeFindable(cast.Cascade, key, text); err != nil {
				return err
			}
		}
		return nil
	})
	return a
}

// found are the keys that somebody finds by a part.
func found(t *testing.T, a *apptest.App, p cast.Person, part string) (keys []string) {
	t.Helper()
	err := a.DB.Read(t.Context(), a.By(p), func(tx *db.Tx) (err error) {
		keys, _, err = tx.Findable(part, 100)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(keys)
	return keys
}

func TestAPostingTellsTheKeyOfItsAccount(t *testing.T) {
	keys := []string{"22222222", "acmerb4t", "nrthw3nd", "zzzzzzzz"}
	a := findable(t, "some text", keys...)
	if got := found(t, a, cast.Cara, "me te"); !slices.Equal(got, keys) {
		t.Errorf("%v became %v", keys, got)
	}
	if got := found(t, a, cast.Pia, "me te"); len(got) > 0 {
		t.Errorf("Pia finds %v, which are below Cascade", got)
	}
	if got := texts(t, a, "SELECT docid FROM account_parts_docsize WHERE docid < 0"); len(got) > 0 {
		t.Errorf("postings below 0: %v", got)
	}
}

func TestTheIndexHoldsEveryRunOfThreeBytes(t *testing.T) {
	a := findable(t, "ab~d", "acmerb4t")
	for tokens, want := range map[string]int{"P61627e": 1, "P627e64": 1, "P61627e P627e64": 1, "P627e64 P61627e": 0, "P627e": 0, "61627e": 0} {
		phrase := strings.ReplaceAll(tokens, "P", cast.Cascade)
		if got := texts(t, a, `SELECT docid FROM account_parts WHERE account_parts MATCH '"`+phrase+`"'`); len(got) != want {
			t.Errorf("%q has %d postings, not %d", phrase, len(got), want)
		}
	}
	for part, want := range map[string]int{"ab~": 1, "b~d": 1, "ab~d": 1, "a~d": 0, "abd": 0} {
		if got := found(t, a, cast.Cara, part); len(got) != want {
			t.Errorf("%q finds %v", part, got)
		}
	}
}
