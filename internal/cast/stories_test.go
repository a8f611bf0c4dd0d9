package cast_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
)

func TestThePagesWithoutADatabaseShowWhatOneWouldHold(t *testing.T) {
	a := apptest.New(t)
	ctx, pia := t.Context(), a.By(cast.Pia)
	page, err := a.Accounts.List(ctx, pia, account.Filter{Size: 100})
	if err != nil {
		t.Fatal(err)
	}
	as := cast.Accounts(cast.Northwind)
	if len(as) != len(page.Accounts) {
		t.Fatalf("%d accounts, and %d in the database", len(as), len(page.Accounts))
	}
	for i, want := range page.Accounts {
		want = a.Account(want.ID)
		if !as[i].CreatedAt.Equal(want.CreatedAt) {
			t.Errorf("%s was created %s, and %s in the database", want.Name, as[i].CreatedAt, want.CreatedAt)
		}
		as[i].CreatedAt = want.CreatedAt
		if as[i] != want {
			t.Errorf("%+v is %+v in the database", as[i], want)
		}
		_, tags, err := a.Accounts.Child(ctx, pia, want.ID)
		if got := cast.Tags(want.ID); err != nil || !slices.Equal(got, tags) {
			t.Errorf("%s has the tags %q, and %q in the database, %v", want.Name, got, tags, err)
		}
		values, err := a.Settings.Of(ctx, pia, want.ID)
		same(t, "the features of "+want.Name, sayValue, cast.Values(want.ID), values, err)
	}
	values, err := a.Settings.Defaults(ctx, pia)
	same(t, "the defaults of Northwind", sayValue, cast.Values(cast.Northwind), values, err)
	if got, want := cast.Account(cast.Northwind), a.Account(cast.Northwind); got.Managed != want.Managed || got.ManagedActive != want.ManagedActive || got.Search != want.Search {
		t.Errorf("Northwind is %+v, and %+v in the database", got, want)
	}
	for _, p := range []cast.Person{cast.Alice, cast.Cory, cast.Dev} {
		page, err := a.Services.List(ctx, a.By(p), service.Filter{})
		same(t, "the services of "+p.Name, sayGroup, cast.Services(p.Account), page.Groups, err)
	}
}

// same compares two lists as say writes what is in them.
func same[T any](t *testing.T, what string, say func(T) string, got, want []T, err error) {
	t.Helper()
	if err != nil || len(got) != len(want) {
		t.Errorf("%s: %d, and %d in the database, %v", what, len(got), len(want), err)
		return
	}
	for i := range got {
		if g, w := say(got[i]), say(want[i]); g != w {
			t.Errorf("%s: %s, and %s in the database", what, g, w)
		}
	}
}

func sayValue(v setting.Value) string {
	return fmt.Sprint(v.Name, v.On, v.Source, v.SetBy, v.SetAt.UTC(), v.Inherited, v.InheritedSource)
}

func sayGroup(g service.Group) string {
	text := sayService(g.Service)
	for _, u := range g.Under {
		text += "; " + sayService(u)
	}
	return text
}

func sayService(s service.Service) string {
	return fmt.Sprint(s.ID, s.Name, s.Search, s.Product, s.Location, s.Rate(), s.Where(), s.Terms(), s.TermEndsOn.UTC(), s.Status)
}
