package user

import (
	"context"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
)

func TestAPasswordHasFifteenCharactersOrMore(t *testing.T) {
	for password, want := range map[string]string{
		"": "Enter a password", "short": "has 5 characters", strings.Repeat("a", 14): "has 14 characters", strings.Repeat("a", 15): "",
		strings.Repeat("東", 15): "", strings.Repeat("a", 256): "", strings.Repeat("a", 257): "more than 256", strings.Repeat("e\u0301", 14): "has 14 characters",
		"correct horse battery": "",
	} {
		got := CheckPassword(password)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q", password, got)
		}
	}
}

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

func TestNobodyWaitsForAHashAfterLeaving(t *testing.T) {
	for range cap(hashers) {
		hashers <- struct{}{}
	}
	defer func() {
		for range cap(hashers) {
			<-hashers
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := MatchPassword(ctx, "", "x"); !fault.Is(err, fault.Busy) {
		t.Error(err)
	}
}

func TestAddressesAreComparedWithoutCase(t *testing.T) {
	for _, c := range [][2]string{{"Pia@Northwind.Example", " pia@northwind.example "}, {"jo\u0308rg@x.example", "JÖRG@x.example"}} {
		if FoldEmail(c[0]) != FoldEmail(c[1]) {
			t.Errorf("%q and %q differ", c[0], c[1])
		}
	}
}
