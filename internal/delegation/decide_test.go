package delegation_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

func TestDelegationsEqualTheirTable(t *testing.T) {
	apptest.New(t).Mirror(t, delegation.Delegation{})
}

func TestWhoEntersWhat(t *testing.T) {
	now := apptest.Start
	over, later := now, now.Add(time.Second)
	for _, c := range []struct {
		name    string
		ds      []delegation.Delegation
		tags    []string
		enters  bool
		limited bool
	}{
		{"nobody limits them", nil, nil, true, false},
		{"the account is named", []delegation.Delegation{{ManagedID: "acme"}}, nil, true, true},
		{"another is named", []delegation.Delegation{{ManagedID: "cobalt"}}, nil, false, true},
		{"it is named until a second from now", []delegation.Delegation{{ManagedID: "acme", Until: &later}}, nil, true, true},
		{"it was named until now", []delegation.Delegation{{ManagedID: "acme", Until: &over}}, nil, false, true},
		{"one of two ran out", []delegation.Delegation{{ManagedID: "acme", Until: &over}, {TagFold: "vip"}}, []string{"vip"}, true, true},
		{"its tag is named", []delegation.Delegation{{TagFold: "vip"}}, []string{"health", "vip"}, true, true},
		{"it has another tag", []delegation.Delegation{{TagFold: "vip"}}, []string{"health"}, false, true},
		{"it has no tag", []delegation.Delegation{{TagFold: "vip"}}, nil, false, true},
		{"all are named", []delegation.Delegation{{}}, nil, true, false},
		{"all were named", []delegation.Delegation{{Until: &over}}, nil, false, true},
		{"all are named for a second", []delegation.Delegation{{Until: &later}, {ManagedID: "cobalt"}}, nil, true, false},
	} {
		if got := delegation.May(c.ds, "acme", c.tags, now); got != c.enters {
			t.Errorf("%s: enters %t", c.name, got)
		}
		if got := delegation.Limited(c.ds, now); got != c.limited {
			t.Errorf("%s: limited %t", c.name, got)
		}
	}
}

// What every query lets through is what May says, whatever the delegations.
func TestEachQueryAsksTheSame(t *testing.T) {
	a := apptest.New(t)
	dice := rand.New(rand.NewPCG(6, 11))
	var all []account.Account
	tags := map[string][]string{}
	a.Tx(func(tx *db.Tx) error {
		if err := tx.Everywhere("a test looks at everything").Where("kind = ?", access.Managed).Order("id").Find(&all).Error; err != nil {
			return err
		}
		for _, at := range all {
			for _, name := range []string{"vip", "health", "north"} {
				if dice.IntN(4) > 0 || at.ParentID != cast.Northwind {
					continue
				}
				if err := tx.PutNew("a test", &account.Tag{AccountID: at.ID, ParentID: at.ParentID, Tag: name, TagFold: name}); err != nil {
					return err
				}
			}
		}
		var rows []account.Tag
		err := tx.Everywhere("a test looks at everything").Find(&rows).Error
		for _, r := range rows {
			tags[r.AccountID] = append(tags[r.AccountID], r.TagFold)
		}
		return err
	})
	pick := func(at time.Time) *time.Time {
		switch dice.IntN(3) {
		case 0:
			return nil
		case 1:
			at = at.Add(time.Hour)
		}
		return &at
	}
	for round := range 150 {
		var ds []delegation.Delegation
		a.Tx(func(tx *db.Tx) error {
			if err := tx.Everywhere("a test").Where("user_id = ?", cast.Tariq.ID).Delete(&delegation.Delegation{}).Error; err != nil {
				return err
			}
			for range dice.IntN(5) {
				d := delegation.Delegation{ID: db.NewID(tx.Now), AccountID: cast.Northwind, UserID: cast.Tariq.ID, Until: pick(tx.Now), MadeAt: tx.Now, Version: 1}
				switch dice.IntN(9) {
				case 0:
				case 1, 2, 3:
					d.Tag = []string{"vip", "health", "north", "gone"}[dice.IntN(4)]
					d.TagFold = d.Tag
				default:
					d.ManagedID = all[dice.IntN(len(all))].ID // also of another partner
				}
				if slices.ContainsFunc(ds, func(o delegation.Delegation) bool { return o.TagFold == d.TagFold && o.ManagedID == d.ManagedID }) {
					continue
				}
				ds = append(ds, d)
				if err := tx.Put("a test", &d); err != nil {
					return err
				}
			}
			return nil
		})
		by, err := a.Sessions.Standing(t.Context(), cast.Tariq.ID, cast.Northwind)
		if err != nil {
			t.Fatal(err)
		}
		if want := delegation.Limited(ds, a.DB.Now()); by.Limited != want {
			t.Fatalf("round %d: limited %t with %+v", round, by.Limited, ds)
		}
		err = a.DB.Do(t.Context(), by, func(tx *db.Tx) error { return compare(t, tx, ds, all, tags) })
		if err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.Fatalf("round %d with %+v", round, ds)
		}
	}
}

func compare(t *testing.T, tx *db.Tx, ds []delegation.Delegation, all []account.Account, tags map[string][]string) error {
	t.Helper()
	var want, keys []string
	for _, at := range all {
		keys = append(keys, at.ID)
		if at.ParentID == cast.Northwind && delegation.May(ds, at.ID, tags[at.ID], tx.Now) {
			want = append(want, at.ID)
		}
	}
	found := map[string][]string{}
	pluck := func(name string, q *gorm.DB) error {
		var got []string
		err := q.Pluck("id", &got).Error
		slices.Sort(got)
		found[name] = slices.Compact(got)
		return err
	}
	errs := []error{
		pluck("children", tx.Children().Model(&account.Account{})),
		pluck("named", tx.Named(keys).Model(&account.Account{})),
		pluck("reach", tx.Reach().Model(&account.Account{}).Where("kind = ?", access.Managed)),
		pluck("up", tx.Up(keys...).Model(&account.Account{}).Where("kind = ?", access.Managed)),
	}
	if tx.By.Narrowed() {
		errs = append(errs, pluck("entered", tx.Entered().Model(&account.Account{}).Where("kind = ?", access.Managed)))
	}
	var can []string
	for _, key := range keys {
		switch err := tx.MustReach(key); {
		case err == nil:
			can = append(can, key)
		case !fault.Is(err, fault.NotFound):
			errs = append(errs, err)
		}
	}
	found["must"] = can
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	for name, keys := range found {
		if strings.Join(keys, " ") != strings.Join(want, " ") {
			t.Errorf("%s finds %v, and not %v", name, keys, want)
		}
	}
	return nil
}
