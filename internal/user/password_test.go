package user

import (
	"context"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
)

func TestAPasswordMatchesItsOwnHashOnly(t *testing.T) {
	ctx := t.Context()
	hash, err := HashPassword(ctx, "cafe\u0301 horse battery")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=47104,t=1,p=1$") {
		t.Fatal(hash, err)
	}
	other, err := HashPassword(ctx, "cafe\u0301 horse battery")
	if err != nil || other == hash {
		t.Error("two hashes of one password are the same")
	}
	for password, want := range map[string]bool{"café horse battery": true, "Café horse battery": false, "": false} {
		if ok, err := MatchPassword(ctx, hash, password); err != nil || ok != want {
			t.Errorf("%q matches: %t, %v", password, ok, err)
		}
	}
	for _, password := range []string{"", "anything"} {
		if ok, err := MatchPassword(ctx, "", password); err != nil || ok {
			t.Errorf("%q matches no hash: %t, %v", password, ok, err)
		}
	}
	for _, broken := range []string{"x", "$argon2i$v=19$m=1,t=1,p=1$AA$AA", "$argon2id$v=19$m=x$AA$AA", "$argon2id$v=19$m=47104,t=1,p=1$!$AA"} {
		if ok, err := MatchPassword(ctx, broken, "x"); err == nil || ok {
			t.Errorf("%q is taken for a hash", broken)
		}
	}
}

func TestAHashOfOtherParametersIsMadeAgain(t *testing.T) {
	hash, err := HashPassword(t.Context(), "correct horse battery")
	if err != nil || NeedsRehash(hash) {
		t.Errorf("a new hash is made again: %v", err)
	}
	for _, old := range []string{"", strings.Replace(hash, "m=47104", "m=19456", 1), strings.Replace(hash, "t=1", "t=2", 1), strings.Replace(hash, "p=1", "p=11", 1)} {
		if !NeedsRehash(old) {
			t.Errorf("%q stays", old)
		}
	}
}

// fill takes all places of a semaphore until the test ends.
func fill(t *testing.T, places chan struct{}) {
	for range cap(places) {
		places <- struct{}{}
	}
	t.Cleanup(func() {
		for range cap(places) {
			<-places
		}
	})
}

func TestNobodyWaitsForAHashAfterLeaving(t *testing.T) {
	fill(t, hashers)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := MatchPassword(ctx, "", "x"); !fault.Is(err, fault.Busy) {
		t.Error(err)
	}
}

func TestWhoWouldWaitTooLongIsToldAtOnce(t *testing.T) {
	fill(t, queue)
	if _, err := HashPassword(t.Context(), "correct horse battery"); !fault.Is(err, fault.Busy) {
		t.Error(err)
	}
}

func TestWhatIsTooLongForAPasswordIsNotHashed(t *testing.T) {
	hash, err := HashPassword(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := MatchPassword(t.Context(), hash, strings.Repeat("a", 1<<20)); err != nil || ok {
		t.Errorf("a megabyte matches: %t, %v", ok, err)
	}
}

func TestAddressesAreComparedWithoutCase(t *testing.T) {
	for _, c := range [][2]string{{"Pia@Northwind.Example", " pia@northwind.example "}, {"jo\u0308rg@x.example", "JÖRG@x.example"}} {
		if FoldEmail(c[0]) != FoldEmail(c[1]) {
			t.Errorf("%q and %q differ", c[0], c[1])
		}
	}
}
