package notice_test

import (
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
)

func TestAScheduledChangeIsToldWhenItIsCarriedOutOrRefused(t *testing.T) {
	a := apptest.New(t)
	choose(t, a, cast.Tariq, true)
	later := func() {
		t.Helper()
		_, err := a.Settings.Start(t.Context(), a.By(cast.Pia), setting.Order{
			Bulk: setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: []string{cast.Cobalt}}, At: a.DB.Now().Add(time.Hour),
		})
		if err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(2 * time.Hour)
	}
	carry := func() {
		t.Helper()
		for range 3 {
			if _, err := a.Settings.CarryOn(t.Context(), a.Sessions.Standing); err != nil {
				t.Fatal(err)
			}
		}
	}
	later()
	carry()
	to, f := told(a, outbox.AccountChanged)
	same(t, "carried out", to, cast.Tariq.Email) // in the name of Pia
	if f.What != "The scheduled change of Dashboard to On for 1 account was carried out" {
		t.Errorf("%+v", f)
	}
	later()
	if _, err := a.Raw().Exec("UPDATE seats SET role = 'Read Only' WHERE user_id = $1", cast.Pia.ID); err != nil {
		t.Fatal(err)
	}
	carry()
	to, f = told(a, outbox.AccountChanged)
	same(t, "refused", to, cast.Tariq.Email, cast.Tariq.Email)
	if f.What != "The scheduled change of Dashboard to On for 1 account could not be carried out" || f.By != "The portal" || f.Note == "" {
		t.Errorf("%+v", f)
	}
}
