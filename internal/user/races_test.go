package user_test

import (
	"context"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// during does first in a transaction that is not finished when second begins,
// and answers what second met.
func during(t *testing.T, a *apptest.App, by access.Caller, first func(*db.Tx) error, second func() error) error {
	t.Helper()
	met := make(chan error, 1)
	err := a.DB.Do(t.Context(), by, func(tx *db.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		go func() { met <- second() }()
		time.Sleep(150 * time.Millisecond)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return <-met
}

func TestWhoIsDeactivatedWhileTheyRenameThemselvesStaysDeactivated(t *testing.T) {
	a := apptest.New(t)
	theo := visit(t, a, cast.Theo)
	err := during(t, a, a.By(cast.Pia), func(tx *db.Tx) error {
		_, err := user.Unseat(tx, cast.Northwind, seatOf(cast.Theo))
		return err
	}, func() error {
		return a.Sessions.EditProfile(context.Background(), theo, user.ProfileDraft{FirstName: "Theodor", LastName: "Brandt"})
	})
	h, err2 := a.Users.Seat(t.Context(), a.By(cast.Pia), cast.Northwind, seatOf(cast.Theo))
	if err2 != nil || h.Status != user.Unseated {
		t.Errorf("%s, %v, %v", h.Status, err, err2)
	}
}

func TestWhoeverRenamesThemselvesWhileTheirRoleIsEditedKeepsTheNameAndTheRole(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	in := draftOf(t, a, pia, cast.Northwind, seatOf(cast.Theo))
	in.Role = access.ReadOnly
	err := during(t, a, pia, func(tx *db.Tx) error {
		_, _, err := user.EditProfile(tx, cast.Theo.ID, user.ProfileDraft{FirstName: "Theodor", LastName: "Brandt"})
		return err
	}, func() error {
		_, err := a.Users.Edit(context.Background(), pia, cast.Northwind, seatOf(cast.Theo), in)
		return err
	})
	h, err2 := a.Users.Seat(t.Context(), pia, cast.Northwind, seatOf(cast.Theo))
	if err2 != nil || h.Name != "Theodor Brandt" || !fault.Is(err, fault.Conflict) || h.Role != cast.Theo.Role {
		t.Errorf("%s, %s, %v, %v", h.Name, h.Role, err, err2)
	}
}

func TestWhoJoinsWhileTheirInvitationIsWithdrawnOrEditedIsIn(t *testing.T) {
	for name, act := range map[string]func(a *apptest.App, seat user.Seat) error{
		"withdrawn": func(a *apptest.App, seat user.Seat) error {
			_, err := a.Users.Withdraw(context.Background(), a.By(cast.Pia), cast.Acme, seat.ID)
			return err
		},
		"edited": func(a *apptest.App, seat user.Seat) error {
			_, err := a.Users.Edit(context.Background(), a.By(cast.Pia), cast.Acme, seat.ID, user.SeatDraft{FirstName: "Cornelia", LastName: "Hale", Email: cast.Cory.Email, Role: access.Finance, Version: 1})
			return err
		},
		"sent again": func(a *apptest.App, seat user.Seat) error {
			a.Clock.Advance(2 * time.Minute)
			_, err := a.Users.InviteAgain(context.Background(), a.By(cast.Pia), cast.Acme, seat.ID)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := apptest.New(t)
			seat := invite(t, a, a.By(cast.Pia), cast.Acme, somebody("Cory", cast.Cory.Email, access.ReadOnly))
			secret := link(t, a, cast.Cory.Email)
			err := during(t, a, access.Caller{}, func(tx *db.Tx) error {
				l, seat, _, err := user.SeatByLink(tx, secret)
				if err != nil {
					return err
				}
				u, err := user.Find(tx, cast.Cory.ID)
				if err != nil {
					return err
				}
				return user.Join(tx, l, seat, u)
			}, func() error { return act(a, seat) })
			h, err2 := a.Users.Seat(t.Context(), a.By(cast.Pia), cast.Acme, seat.ID)
			if err2 != nil || h.State() != user.StateActive || !h.Is(cast.Cory.ID) || h.Role != access.ReadOnly || !fault.Is(err, fault.Conflict) {
				t.Errorf("%s as %s, %v, %v", h.State(), h.Role, err, err2)
			}
		})
	}
}

func TestWhoJoinsWhileTheyRenameThemselvesHasTheNewName(t *testing.T) {
	a := apptest.New(t)
	cory := visit(t, a, cast.Cory)
	seat := invite(t, a, a.By(cast.Pia), cast.Acme, somebody("Cory", cast.Cory.Email, access.ReadOnly))
	secret := link(t, a, cast.Cory.Email)
	err := during(t, a, access.Caller{}, func(tx *db.Tx) error {
		_, _, err := user.EditProfile(tx, cast.Cory.ID, user.ProfileDraft{FirstName: "Cornelia", LastName: "Hale"})
		return err
	}, func() error {
		_, err := a.Sessions.Join(context.Background(), cory, secret)
		return err
	})
	h, err2 := a.Users.Seat(t.Context(), a.By(cast.Pia), cast.Acme, seat.ID)
	if err != nil || err2 != nil || h.Name != "Cornelia Hale" {
		t.Errorf("%s, %v, %v", h.Name, err, err2)
	}
}

func TestWhoIsDisabledWhileAnAdminUnlocksThemStaysDisabled(t *testing.T) {
	a := apptest.New(t)
	exec(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-rory'")
	exec(t, a, "UPDATE seats SET status = 'deactivated' WHERE id = 'seat-cast-rory'")
	by, err := a.Sessions.CommandLine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = during(t, a, by, func(tx *db.Tx) error {
		u, err := user.Hold(tx, cast.Rory.ID)
		if err != nil {
			return err
		}
		return user.Bar(tx, u)
	}, func() error {
		_, err := a.Users.Reactivate(context.Background(), a.By(cast.Pia), cast.Northwind, seatOf(cast.Rory))
		return err
	})
	if n := count(t, a, "SELECT count(*) FROM users WHERE id = 'cast-rory' AND status = 'deactivated'"); n != 1 {
		t.Errorf("%d disabled, %v", n, err)
	}
}
