package auth_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/web/route"
)

func TestAVisitWhoseSessionIsOverLastedUntilItsLastRequest(t *testing.T) {
	a := apptest.New(t)
	a.Browser(cast.Pia).Post(route.Entry(cast.Acme), url.Values{})
	a.Clock.Advance(10 * time.Hour)
	a.Browser(cast.Tariq).Post(route.Entry(cast.Acme), url.Values{})
	list := func() (live, ended []visit.Entry) {
		p, err := a.Visits.List(t.Context(), a.By(cast.Alice), visit.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return p.Live, p.Ended
	}
	if live, ended := list(); len(live) != 2 || len(ended) != 0 {
		t.Fatal(len(live), len(ended))
	}
	for _, want := range []int{1, 0} {
		if n, err := a.Sessions.CloseViews(t.Context()); err != nil || n != want {
			t.Errorf("%d were closed, %v", n, err)
		}
	}
	live, ended := list()
	if len(live) != 1 || live[0].Who != cast.Tariq.Name || len(ended) != 1 || ended[0].LeftWhy != visit.SignedOut || !ended[0].LeftAt.Equal(apptest.Start) {
		t.Errorf("%v, %v", live, ended)
	}
}
