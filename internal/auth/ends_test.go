package auth_test

import (
	"github.com/tenantry/tenantry/internal/access"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
)

func TestWhoseAccountWasClosedMeanwhileSignsOut(t *testing.T) {
	a := apptest.New(t)
	secret, err := a.Sessions.SignIn(t.Context(), cast.Alice.Email, cast.Password, auth.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
	if err != nil {
		t.Fatal(err)
	}
	run(t, a, "UPDATE accounts SET status = 'closed' WHERE id = '"+cast.Acme+"'")
	if err := a.Sessions.SignOut(t.Context(), v); err != nil {
		t.Error(err)
	}
	if _, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"}); ok || err != nil {
		t.Errorf("the session goes on: %v", err)
	}
}

func TestAFirstPasswordEndsTheSessionThatTheBrowserHad(t *testing.T) {
	a := apptest.New(t)
	olive, err := a.Sessions.SignIn(t.Context(), cast.Olive.Email, cast.Password, auth.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	_, link := partner(t, a, "t")
	if _, err := a.Sessions.Accept(t.Context(), link, nils("correct horse battery"), auth.Browser{Secret: olive}); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := a.Sessions.Resume(t.Context(), olive, access.Origin{Request: "r"}); ok || err != nil {
		t.Errorf("the session before goes on: %v", err)
	}
}
