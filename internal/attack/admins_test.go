package attack_test

import (
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// Two admins demote, or deactivate, each other at the same moment. One of them
// stays, whoever is quicker.
func TestTwoAdminsActingOnEachOtherAtOnceLeaveOne(t *testing.T) {
	const admins = "SELECT count(*) FROM seats WHERE account_id = '" + cast.Northwind + "' AND role = 'Company Admin' AND status = 'active'"
	users := route.Users(cast.Northwind)
	for what, act := range map[string]func(seat, version string) (string, url.Values){
		"demoting": func(seat, version string) (string, url.Values) {
			return route.User(users, seat), url.Values{"role": {"Read Only"}, "version": {version}}
		},
		"deactivating": func(seat, _ string) (string, url.Values) { return route.UserDeactivation(users, seat), url.Values{} },
	} {
		t.Run(what, func(t *testing.T) {
			for range 10 {
				a := apptest.New(t)
				run(t, a, "UPDATE seats SET role = 'Company Admin' WHERE user_id = '"+cast.Tariq.ID+"'")
				var both sync.WaitGroup
				start := make(chan struct{})
				for _, pair := range [][2]cast.Person{{cast.Pia, cast.Tariq}, {cast.Tariq, cast.Pia}} {
					b, seat := a.Browser(pair[0]), seatOf(t, a, pair[1])
					version := query[int](t, a, "SELECT version FROM seats WHERE id = '"+seat+"'")
					address, form := act(seat, strconv.Itoa(version))
					both.Go(func() {
						<-start
						if res := b.Send(http.MethodPost, address, form, nil); res.StatusCode >= http.StatusInternalServerError {
							t.Errorf("%s answers %d", address, res.StatusCode)
						}
					})
				}
				close(start)
				both.Wait()
				if n := query[int](t, a, admins); n != 1 {
					t.Fatalf("%d admins are left", n)
				}
			}
		})
	}
}

// The only admin acts on their own seat, by the form and around it.
func TestTheLastAdminStays(t *testing.T) {
	a := apptest.New(t)
	pia, seat, users := a.Browser(cast.Pia), seatOf(t, a, cast.Pia), route.Users(cast.Northwind)
	pia.Open(route.User(users, seat))
	pia.Post(route.User(users, seat), url.Values{"role": {"Read Only"}, "version": {pia.Value("version")}}).Answers(http.StatusConflict)
	pia.Post(route.UserDeactivation(users, seat), url.Values{}).Answers(http.StatusConflict)
	pia.Post(route.UserWithdrawal(users, seat), url.Values{}).Answers(http.StatusConflict)
	in(t, pia, route.Users(cast.Northwind))
}

// Nobody reaches a seat of another account through their own.
func TestSeatsOfOthersAreOutOfReach(t *testing.T) {
	a := apptest.New(t)
	alice, dev := a.Browser(cast.Alice), seatOf(t, a, cast.Dev)
	pia, cara := a.Browser(cast.Pia), a.Browser(cast.Cara)
	for _, c := range []struct {
		who    *apptest.Browser
		users  string
		seat   string
		status int
	}{
		{alice, route.Users(cast.Acme), seatOf(t, a, cast.Pia), http.StatusNotFound}, // of the partner above
		{alice, route.Users(cast.Acme), dev, http.StatusNotFound},                    // of a stranger
		{alice, route.Users(cast.Northwind), seatOf(t, a, cast.Rory), http.StatusNotFound},
		{alice, route.ManagedUsers(cast.Acme, cast.Cobalt), seatOf(t, a, cast.Cory), http.StatusForbidden}, // of a sibling
		{alice, route.ManagedUsers(cast.Northwind, cast.Acme), seatOf(t, a, cast.Ben), http.StatusNotFound},
		{pia, route.Users(cast.Northwind), seatOf(t, a, cast.Alice), http.StatusNotFound}, // of an account below, in the wrong place
		{pia, route.ManagedUsers(cast.Northwind, cast.Acme), dev, http.StatusNotFound},
		{pia, route.ManagedUsers(cast.Northwind, cast.Delta), dev, http.StatusNotFound},
		{cara, route.ManagedUsers(cast.Cascade, cast.Acme), seatOf(t, a, cast.Alice), http.StatusNotFound},
	} {
		c.who.Open(route.User(c.users, c.seat)).Answers(c.status)
		for _, address := range []string{
			route.User(c.users, c.seat), route.UserDeactivation(c.users, c.seat), route.UserReactivation(c.users, c.seat),
			route.UserFactorReset(c.users, c.seat), route.UserInvitation(c.users, c.seat), route.UserWithdrawal(c.users, c.seat),
		} {
			if c.who.Post(address, url.Values{"role": {"Read Only"}, "version": {"1"}}); c.who.Status != c.status {
				t.Errorf("%s answers %d", address, c.who.Status)
			}
		}
	}
	if n := query[int](t, a, "SELECT count(*) FROM seats WHERE version > 1 OR status <> 'active'"); n > 0 {
		t.Errorf("%d seats were changed", n)
	}
}
