package user_test

import (
	"context"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

func TestAPasswordMatchesItsOwnHashOnly(t *testing.T) {
	ctx := t.Context()
	hash, err := user.HashPassword(ctx, "cafe\u0301 horse battery")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatal(hash, err)
	}
	other, err := user.HashPassword(ctx, "cafe\u0301 horse battery")
	if err != nil || other == hash {
		t.Error("two hashes of one password are the same")
	}
	for password, want := range map[string]bool{"café horse battery": true, "Café horse battery": false, "": false} {
		if ok, err := user.MatchPassword(ctx, hash, password); err != nil || ok != want {
			t.Errorf("%q matches: %t, %v", password, ok, err)
		}
	}
	for _, password := range []string{"", "anything"} {
		if ok, err := user.MatchPassword(ctx, "", password); err != nil || ok {
			t.Errorf("%q matches no hash: %t, %v", password, ok, err)
		}
	}
	for _, broken := range []string{"x", "$argon2i$v=19$m=1,t=1,p=1$AA$AA", "$argon2id$v=19$m=x$AA$AA", "$argon2id$v=19$m=47104,t=1,p=1$!$AA"} {
		if ok, err := user.MatchPassword(ctx, broken, "x"); err == nil || ok {
			t.Errorf("%q is taken for a hash", broken)
		}
	}
}

func TestAHashOfOtherParametersIsMadeAgain(t *testing.T) {
	hash, err := user.HashPassword(t.Context(), "correct horse battery")
	if err != nil || user.NeedsRehash(hash) {
		t.Errorf("a new hash is made again: %v", err)
	}
	for _, old := range []string{"", strings.Replace(hash, "$m=", "$m=1", 1), strings.Replace(hash, "t=1", "t=2", 1), strings.Replace(hash, "p=1", "p=11", 1)} {
		if !user.NeedsRehash(old) {
			t.Errorf("%q stays", old)
		}
	}
}

func TestNobodyWaitsForAHashAfterLeaving(t *testing.T) {
	t.Cleanup(user.Crowd(false))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := user.MatchPassword(ctx, "", "x"); !fault.Is(err, fault.Busy) {
		t.Error(err)
	}
}

func TestWhoWouldWaitTooLongIsToldAtOnce(t *testing.T) {
	t.Cleanup(user.Crowd(true))
	if _, err := user.HashPassword(t.Context(), "correct horse battery"); !fault.Is(err, fault.Busy) {
		t.Error(err)
	}
}

func TestWhatIsTooLongForAPasswordIsNotHashed(t *testing.T) {
	hash, err := user.HashPassword(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := user.MatchPassword(t.Context(), hash, strings.Repeat("a", 1<<20)); err != nil || ok {
		t.Errorf("a megabyte matches: %t, %v", ok, err)
	}
}

func TestAddressesAreComparedWithoutCase(t *testing.T) {
	for _, c := range [][2]string{{"Pia@Northwind.Example", " pia@northwind.example "}, {"jo\u0308rg@x.example", "JÖRG@x.example"}} {
		if user.FoldEmail(c[0]) != user.FoldEmail(c[1]) {
			t.Errorf("%q and %q differ", c[0], c[1])
		}
	}
}

// The floor is that of OWASP's Password Storage Cheat Sheet for one pass.
func TestAPortalsHashesTakeEnoughMemory(t *testing.T) {
	if portal, test := user.HashMemory(false), user.HashMemory(true); portal < 46*1024 || test >= portal {
		t.Errorf("%d KiB, and %d in tests", portal, test)
	}
}
