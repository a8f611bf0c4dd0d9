package service_test

import (
	"fmt"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// Few and many services have a tag: each list finds those, and no others.
func TestAListFindsWhatHasATag(t *testing.T) {
	a := apptest.New(t)
	var ss []service.Service
	want := map[string]map[string]bool{"bulk": {}, "bulk=yes": {}, "rare": {}}
	a.Tx(func(tx *db.Tx) error {
		var tags []service.Tag
		on := func(s service.Service, scope service.TagScope, name, value string) {
			tags = append(tags, service.Tag{ServiceID: s.ID, AccountID: s.AccountID, ParentID: s.ParentID, Scope: scope, Name: name, NameFold: name, Value: value})
			want[name][s.ID] = true
			if value != "" {
				want[name+"="+value][s.ID] = true
			}
		}
		for i := range 3600 {
			account, parent, scope := cast.Solo, cast.Meridian, service.OwnTag
			if i%2 == 1 {
				account, parent, scope = cast.Ember, cast.Northwind, service.PartnerTag
			}
			s := drawn(fmt.Sprintf("t-%04d", i), account, parent, cast.Port, []service.Status{service.Live, service.Failed}[i/2%2])
			ss = append(ss, s)
			if i%6 < 4 {
				on(s, scope, "bulk", []string{"", "yes"}[i/4%2])
			}
			if i%600 < 2 {
				on(s, scope, "rare", "")
			}
		}
		if err := service.Plant(tx, ss); err != nil {
			return err
		}
		for len(tags) > 0 {
			batch := tags[:min(len(tags), 200)]
			tags = tags[len(batch):]
			if err := tx.Put("a test arranges it", &batch); err != nil {
				return err
			}
		}
		return nil
	})
	for tag, ids := range want {
		for _, status := range []service.Status{"", service.Live} {
			expected := map[string]map[string]bool{cast.Solo: {}, cast.Ember: {}}
			for _, s := range ss {
				if ids[s.ID] && (status == "" || s.Status == status) {
					expected[s.AccountID][s.ID] = true
				}
			}
			own, below := map[string]bool{}, map[string]bool{}
			for f := (service.Filter{Tag: tag, Status: status}); ; {
				p, err := a.Services.List(t.Context(), a.By(cast.Sol), f)
				if err != nil {
					t.Fatal(err)
				}
				for _, g := range p.Groups {
					own[g.ID] = true
				}
				if !p.Later {
					break
				}
				f.After = p.Groups[len(p.Groups)-1].ID
			}
			for f := (service.BelowFilter{Tag: tag, Status: status, Sort: service.BelowByTerm}); ; {
				p, err := a.Services.Below(t.Context(), a.By(cast.Pia), f)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range p.Services {
					below[s.ID] = true
				}
				if !p.Later {
					break
				}
				f.After = p.Services[len(p.Services)-1].ID
			}
			for list, found := range map[string]map[string]bool{cast.Solo: own, cast.Ember: below} {
				wrong := len(expected[list]) - len(found)
				for id := range found {
					if !expected[list][id] {
						wrong++
					}
				}
				if wrong != 0 || len(found) == 0 {
					t.Errorf("%s, %q %s: %d found of %d", list, tag, status, len(found), len(expected[list]))
				}
			}
		}
	}
}
