package db

import "testing"

func TestASQLiteThatCanCorruptADatabaseIsRefused(t *testing.T) {
	for _, c := range []struct {
		version [3]int
		refused bool
	}{
		{[3]int{3, 51, 2}, true}, {[3]int{3, 50, 9}, true}, {[3]int{2, 99, 99}, true}, {[3]int{3, 7, 17}, true},
		{[3]int{3, 51, 3}, false}, {[3]int{3, 51, 4}, false}, {[3]int{3, 52, 0}, false}, {[3]int{4, 0, 0}, false}, {[3]int{3, 100, 0}, false},
	} {
		if got := older(c.version, oldestSQLite); got != c.refused {
			t.Errorf("%v refused: %t", c.version, got)
		}
	}
}

func TestAPatternFindsPercentSignsAndUnderscoresThemselves(t *testing.T) {
	for part, want := range map[string]string{"abc": "%abc%", "100%": `%100\%%`, "a_b": `%a\_b%`, `a\b`: `%a\\b%`} {
		if got := likePart(part); got != want {
			t.Errorf("%q becomes %q, not %q", part, got, want)
		}
	}
}

func TestAPostingTellsTheKeyOfItsAccount(t *testing.T) {
	for _, key := range []string{"22222222", "zzzzzzzz", "acmerb4t", "nrthw3nd"} {
		p := posting(key, "some text")
		if p < 0 || keyOf(p>>hashBits) != key {
			t.Errorf("%s became %d, and %s again", key, p, keyOf(p>>hashBits))
		}
	}
}

func TestTheIndexHoldsEveryRunOfThreeBytes(t *testing.T) {
	if got := parts("k", "abcd"); got != "k616263 k626364" {
		t.Errorf("%q", got)
	}
}
