package attack_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAStepIsTakenInTheVisitInWhichItsFormWasDrawn(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	form := url.Values{"acting": {b.Value("acting")}, "reason": {"Rename the port as Alice asked"}}
	b.Press("Stop")
	b.Act(cast.Sam, cast.Ben, a.Seat(cast.Ben))
	for i, address := range []string{route.ActingChanges(cast.Acme), route.ActingExtension(cast.Acme)} {
		for _, f := range []url.Values{form, {"reason": {"Without any mark"}}} {
			b.Post(address, f).Answers(http.StatusConflict).Sees("Nothing was changed").Sees("before you acted as Ben Osei").Sees("acting as Ben Osei")
		}
		if n := refusals(t, a, cast.Acme); n != i+1 {
			t.Errorf("%d facts say so", n)
		}
	}
	if n := query[int](t, a, "SELECT COUNT(*) FROM visits WHERE writes_at IS NOT NULL OR extended_at IS NOT NULL"); n != 0 {
		t.Errorf("%d visits took a step", n)
	}
	b.Open(route.ActingExtension(cast.Acme)).Press("Extend", "reason", "Waiting for the carrier").Sees("Half an hour was added.")
	b.Press("Stop").Answers(http.StatusOK)
	b.Post(route.ActingChanges(cast.Acme), form).Answers(http.StatusConflict)
}
