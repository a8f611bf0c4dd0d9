package seal_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/seal"
)

func box(t *testing.T, keys ...string) *seal.Box {
	t.Helper()
	var raw [][]byte
	for _, k := range keys {
		raw = append(raw, []byte(strings.Repeat(k, 32)))
	}
	return seal.New(raw...)
}

func TestWhatIsSealedOpensInItsOwnPlaceOnly(t *testing.T) {
	b := box(t, "a")
	sealed := b.Seal("JBSWY3DP", "totp\npia\n1")
	if got, err := b.Open(sealed, "totp\npia\n1"); err != nil || got != "JBSWY3DP" {
		t.Errorf("%q, %v", got, err)
	}
	if again := b.Seal("JBSWY3DP", "totp\npia\n1"); again == sealed {
		t.Error("the same secret is sealed alike twice")
	}
	for _, context := range []string{"", "totp\nalice\n1", "totp\npia\n2"} {
		if got, err := b.Open(sealed, context); err == nil {
			t.Errorf("it opens as %q: %q", context, got)
		}
	}
	for _, bad := range []string{"", "!", sealed[:len(sealed)-2], "A" + sealed[1:], sealed + "AA"} {
		if got, err := b.Open(bad, "totp\npia\n1"); err == nil && bad != sealed {
			t.Errorf("%q opens: %q", bad, got)
		}
	}
}

func TestAnOldKeyGoesOnOpeningBehindANewOne(t *testing.T) {
	sealed := box(t, "a").Seal("secret", "c")
	both := box(t, "b", "a")
	if got, err := both.Open(sealed, "c"); err != nil || got != "secret" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := box(t, "b").Open(sealed, "c"); err == nil {
		t.Error("it opens without its key")
	}
	if _, err := box(t, "a").Open(both.Seal("secret", "c"), "c"); err == nil {
		t.Error("the newest key does not seal")
	}
}
