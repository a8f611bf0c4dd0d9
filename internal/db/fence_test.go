package db_test

import (
	"context"
	"errors"
	"fmt"
	"github.com/tenantry/tenantry/internal/visit"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// owned is one kind of row that belongs to an account.
type owned struct {
	name   string
	model  func() any // a fresh row
	list   func() any // a fresh slice
	table  string
	column string // one that may be set to a text
	owner  string // the column that names the account
}

func kind[T any](table, column string) owned {
	return owned{
		name: fmt.Sprintf("%T", *new(T)), table: table, column: column, owner: "account_id",
		model: func() any { return new(T) }, list: func() any { return &[]T{} },
	}
}

// ownedRows are all kinds of rows that belong to an account.
var ownedRows = []owned{
	func() owned { o := kind[account.Account]("accounts", "created_by"); o.owner = "id"; return o }(),
	kind[account.Lineage]("lineage", ""),
	kind[account.Tag]("tags", "tag"),
	kind[account.View]("views", "name"),
	kind[user.Seat]("seats", "role"),
	kind[outbox.Letter]("letters", "problem"),
	kind[visit.Visit]("visits", "left_why"),
	kind[event.Event]("events", ""),
	kind[setting.Stored]("settings", "set_by_name"),
	kind[service.Service]("services", "far_end"),
}

// furnish gives both Northwind and Cascade, and a managed account of each, a
// row of every kind.
func furnish(t *testing.T) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	ctx := t.Context()
	for _, at := range []struct {
		by  cast.Person
		key string
	}{{cast.Pia, cast.Acme}, {cast.Cara, cast.Delta}} {
		if _, err := a.Views.Save(ctx, a.By(at.by), account.ViewDraft{Name: "Mine", Query: "sort=name"}); err != nil {
			t.Fatal(err)
		}
		secret, err := a.Sessions.SignIn(ctx, at.by.Email, cast.Password, auth.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		v, _, err := a.Sessions.Resume(ctx, secret, access.Origin{Request: "r"})
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{at.by.Account, at.key} {
			a.Tx(func(tx *db.Tx) error {
				return outbox.Put(tx, key, outbox.Locked, outbox.Reader{Name: at.by.Name, Address: at.by.Email}, outbox.Facts{})
			})
		}
		if _, err := a.Sessions.Enter(ctx, v, at.key); err != nil {
			t.Fatal(err)
		}
		if err := a.Settings.ChooseRefresh(ctx, a.By(at.by), setting.StayInAccount); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Settings.Change(ctx, a.By(at.by), at.key, setting.MinimumTermRenewal, setting.Draft{On: false, Scope: setting.ThisAccount}); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// within are the accounts that the scopes of Cara may touch.
func within(t *testing.T, a *apptest.App, scope string) map[string]bool {
	t.Helper()
	query := map[string]string{
		"own":      "SELECT id FROM accounts WHERE id = '" + cast.Cascade + "'",
		"reach":    "SELECT account_id FROM lineage WHERE ancestor_id = '" + cast.Cascade + "'",
		"above":    "SELECT ancestor_id FROM lineage WHERE account_id = '" + cast.Cascade + "'",
		"up":       "SELECT ancestor_id FROM lineage WHERE account_id = '" + cast.Delta + "'",
		"children": "SELECT id FROM accounts WHERE parent_id = '" + cast.Cascade + "'",
	}[scope]
	keys := map[string]bool{}
	for _, k := range texts(t, a, query) {
		keys[k] = true
	}
	return keys
}

// texts are the values of a query with one column.
func texts(t *testing.T, a *apptest.App, query string) (out []string) {
	t.Helper()
	rows, err := a.Raw().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// foreign are all rows of a table that a scope may not touch, in words.
func foreign(t *testing.T, a *apptest.App, o owned, scope string) string {
	t.Helper()
	allowed := []string{"''"}
	for k := range within(t, a, scope) {
		allowed = append(allowed, "'"+k+"'")
	}
	where := " WHERE r." + o.owner + " NOT IN (" + strings.Join(allowed, ",") + ")"
	row := "r"
	if !apptest.Postgres() {
		var columns []string
		for _, c := range texts(t, a, "SELECT name FROM pragma_table_info('"+o.table+"')") {
			columns = append(columns, "quote(r."+c+")")
		}
		row = strings.Join(columns, " || ',' || ")
	} else {
		row = "r::text"
	}
	return strings.Join(texts(t, a, "SELECT "+row+" FROM "+o.table+" r"+where+" ORDER BY 1"), "\n")
}

var scopes = map[string]func(*db.Tx) *gorm.DB{
	"own": (*db.Tx).Own, "reach": (*db.Tx).Reach, "above": (*db.Tx).Above,
	"up": func(tx *db.Tx) *gorm.DB { return tx.Up(cast.Delta, cast.Acme, cast.Northwind, "nobodyxx") },
}

// reads are the ways to read that a rival could try; each answers the owners
// of the rows it was given.
var reads = map[string]func(q func() *gorm.DB, o owned) ([]string, error){
	"Pluck": func(q func() *gorm.DB, o owned) (keys []string, err error) {
		return keys, q().Model(o.model()).Pluck(o.table+"."+o.owner, &keys).Error
	},
	"Find": func(q func() *gorm.DB, o owned) ([]string, error) {
		list := o.list()
		err := q().Find(list).Error
		return owners(list), err
	},
	"First": func(q func() *gorm.DB, o owned) ([]string, error) {
		row := o.model()
		err := q().Order(o.owner).Limit(1).Take(row).Error
		return owners(row), err
	},
	"Or": func(q func() *gorm.DB, o owned) ([]string, error) {
		list := o.list()
		err := q().Where(o.owner+" = ?", cast.Cascade).Or("1 = 1").Find(list).Error
		return owners(list), err
	},
	"Or in a group": func(q func() *gorm.DB, o owned) ([]string, error) {
		list := o.list()
		err := q().Where("1 = 0").Or(o.owner+" IN ?", []string{cast.Acme, cast.Northwind}).Or("1 = 1").Find(list).Error
		return owners(list), err
	},
	"Not": func(q func() *gorm.DB, o owned) ([]string, error) {
		list := o.list()
		err := q().Not("1 = 0").Find(list).Error
		return owners(list), err
	},
	"a condition that closes a bracket": func(q func() *gorm.DB, o owned) ([]string, error) {
		list := o.list()
		err := q().Where("1 = 1 OR 1 = 1").Find(list).Error
		return owners(list), err
	},
	"a zero struct": func(q func() *gorm.DB, o owned) ([]string, error) {
		list := o.list()
		err := q().Where(o.model()).Find(list).Error
		return owners(list), err
	},
	"Joins": func(q func() *gorm.DB, o owned) (keys []string, err error) {
		join := "JOIN lineage j ON j.account_id = " + o.table + "." + o.owner + " AND j.depth = 0"
		return keys, q().Model(o.model()).Joins(join).Where("1 = 1").Or("1 = 1").Pluck(o.table+"."+o.owner, &keys).Error
	},
	"Rows": func(q func() *gorm.DB, o owned) (keys []string, err error) {
		rows, err := q().Model(o.model()).Select(o.owner).Rows()
		if err != nil {
			return nil, err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var k string
			if err := rows.Scan(&k); err != nil {
				return nil, err
			}
			keys = append(keys, k)
		}
		return keys, rows.Err()
	},
	"a subquery": func(q func() *gorm.DB, o owned) ([]string, error) {
		list := o.list()
		inner := q().Model(o.model()).Select(o.owner)
		err := q().Where(o.owner+" IN (?)", inner).Or("1 = 1").Find(list).Error
		return owners(list), err
	},
}

// owners are the owning accounts of a row or of a slice of rows.
func owners(rows any) (keys []string) {
	switch l := rows.(type) {
	case *account.Account:
		return []string{l.ID}
	case *account.Lineage:
		return []string{l.AccountID}
	case *[]account.Account:
		for _, a := range *l {
			keys = append(keys, a.ID)
		}
	case *[]account.Lineage:
		for _, a := range *l {
			keys = append(keys, a.AccountID)
		}
	case *[]account.Tag:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case *[]account.View:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case *[]user.Seat:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case *[]outbox.Letter:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case *[]visit.Visit:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case *[]event.Event:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case *[]setting.Stored:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case *[]service.Service:
		for _, r := range *l {
			keys = append(keys, r.Owner())
		}
	case db.Owned:
		return []string{l.Owner()}
	default:
		panic(fmt.Sprintf("no owners of %T", rows))
	}
	return keys
}

func TestARivalReadsNothingWhateverTheQuery(t *testing.T) {
	a := furnish(t)
	for _, o := range ownedRows {
		for scope, open := range scopes {
			allowed := within(t, a, scope)
			for name, read := range reads {
				t.Run(o.name+" by "+name+" with "+scope, func(t *testing.T) {
					var keys []string
					err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) (err error) {
						keys, err = read(func() *gorm.DB { return open(tx) }, o)
						return err
					})
					if err != nil && !db.Missing(err) {
						t.Fatal(err)
					}
					for _, k := range keys {
						if err == nil && !allowed[k] {
							t.Errorf("read a row of %s", k)
						}
					}
					if name == "Find" && scope == "reach" && len(keys) == 0 {
						t.Error("read nothing at all, so this proves nothing")
					}
				})
			}
		}
	}
}

func TestASubqueryHasTheFenceOfItsOwnScope(t *testing.T) {
	a := furnish(t)
	allowed := within(t, a, "reach")
	for _, o := range ownedRows {
		var keys []string
		err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error {
			inner := tx.Reach().Model(o.model()).Select(o.owner).Where("1 = 0").Or("1 = 1")
			return tx.Everywhere("only the inner query is scoped").Model(o.model()).Where(o.owner+" IN (?)", inner).Pluck(o.owner, &keys).Error
		})
		if err != nil || len(keys) == 0 {
			t.Errorf("%s: %d rows, %v", o.name, len(keys), err)
		}
		for _, k := range keys {
			if !allowed[k] {
				t.Errorf("%s: read a row of %s", o.name, k)
			}
		}
	}
}

func TestARivalCountsOnlyTheirOwn(t *testing.T) {
	a := furnish(t)
	for _, o := range ownedRows {
		var got, all int64
		err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error {
			if err := tx.Reach().Model(o.model()).Where("1 = 0").Or("1 = 1").Count(&got).Error; err != nil {
				return err
			}
			return tx.Everywhere("to compare with").Model(o.model()).Count(&all).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		if got == 0 || got >= all {
			t.Errorf("%s: counted %d of %d", o.name, got, all)
		}
	}
}

// writes are the ways to change rows that a rival could try.
var writes = map[string]func(q *gorm.DB, o owned) error{
	"Update": func(q *gorm.DB, o owned) error {
		return q.Model(o.model()).Where("1 = 1").Update(o.column, "taken").Error
	},
	"Updates after Or": func(q *gorm.DB, o owned) error {
		return q.Model(o.model()).Where(o.owner+" = ?", cast.Cascade).Or("1 = 1").Updates(map[string]any{o.column: "taken"}).Error
	},
	"UpdateColumn": func(q *gorm.DB, o owned) error {
		return q.Model(o.model()).Where(o.owner+" IN ?", []string{cast.Acme, cast.Northwind}).UpdateColumn(o.column, "taken").Error
	},
	"Updates of a zero struct": func(q *gorm.DB, o owned) error {
		return q.Where(o.model()).Where("1 = 1").Model(o.model()).Updates(map[string]any{o.column: "taken"}).Error
	},
}

func TestARivalChangesNothingWhateverTheQuery(t *testing.T) {
	a := furnish(t)
	for _, o := range ownedRows {
		for scope, open := range scopes {
			before := foreign(t, a, o, scope)
			for name, write := range writes {
				if o.column == "" {
					continue
				}
				t.Run(o.name+" by "+name+" with "+scope, func(t *testing.T) {
					err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error { return write(open(tx), o) })
					if err != nil && !errors.Is(err, gorm.ErrMissingWhereClause) && !errors.Is(err, gorm.ErrDuplicatedKey) {
						t.Fatal(err)
					}
					if foreign(t, a, o, scope) != before {
						t.Error("another tenant's rows changed")
					}
				})
			}
		}
	}
}

func TestARivalDeletesNothingWhateverTheQuery(t *testing.T) {
	for _, o := range ownedRows {
		t.Run(o.name, func(t *testing.T) {
			a := furnish(t)
			before := foreign(t, a, o, "reach")
			for _, q := range []func(*gorm.DB) *gorm.DB{
				func(q *gorm.DB) *gorm.DB { return q.Where("1 = 1").Delete(o.model()) },
				func(q *gorm.DB) *gorm.DB { return q.Where(o.owner+" = ?", cast.Cascade).Or("1 = 1").Delete(o.model()) },
				func(q *gorm.DB) *gorm.DB { return q.Where(o.model()).Where("1 = 1").Delete(o.model()) },
				func(q *gorm.DB) *gorm.DB { return q.Delete(o.model()) },
			} {
				_ = a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error { return q(tx.Reach()).Error })
			}
			if foreign(t, a, o, "reach") != before {
				t.Error("another tenant's rows are gone")
			}
		})
	}
}

func TestChildrenOfAnAccountAreOnlyItsOwn(t *testing.T) {
	a := furnish(t)
	allowed := within(t, a, "children")
	for _, o := range ownedRows {
		if o.table != "accounts" && o.table != "tags" {
			continue
		}
		for name, read := range reads {
			var keys []string
			err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) (err error) {
				keys, err = read(tx.Children, o)
				return err
			})
			if err != nil {
				t.Fatalf("%s by %s: %v", o.name, name, err)
			}
			for _, k := range keys {
				if !allowed[k] {
					t.Errorf("%s by %s: read a row of %s", o.name, name, k)
				}
			}
		}
	}
	err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error { return tx.Children().Find(&[]outbox.Letter{}).Error })
	if err == nil {
		t.Error("rows without a parent were read as children")
	}
}

func TestTheOperatorIsNobodysChild(t *testing.T) {
	a := apptest.New(t)
	var keys []string
	err := a.DB.Do(t.Context(), a.By(cast.Olive), func(tx *db.Tx) error {
		return tx.Children().Model(&account.Account{}).Pluck("id", &keys).Error
	})
	if err != nil || len(keys) != 5 {
		t.Errorf("children of the operator: %v, %v", keys, err)
	}
}

func TestNobodyReachesNothing(t *testing.T) {
	a := furnish(t)
	for _, o := range ownedRows {
		var n int64
		err := a.DB.Do(t.Context(), access.Caller{}, func(tx *db.Tx) error {
			return tx.Reach().Model(o.model()).Where("1 = 1").Or("1 = 1").Count(&n).Error
		})
		if err != nil || n != 0 {
			t.Errorf("%s: nobody counts %d, %v", o.name, n, err)
		}
	}
}

func TestAQueryWithoutAScopeIsRefused(t *testing.T) {
	a := furnish(t)
	for name, query := range map[string]func(tx *db.Tx) error{
		"Everywhere without a reason": func(tx *db.Tx) error { return tx.Everywhere("").Find(&[]account.Account{}).Error },
		"Count":                       func(tx *db.Tx) error { var n int64; return tx.Everywhere("").Model(&account.Tag{}).Count(&n).Error },
		"Update": func(tx *db.Tx) error {
			return tx.Everywhere("").Model(&account.Account{}).Where("1 = 1").Update("name", "x").Error
		},
		"Delete":               func(tx *db.Tx) error { return tx.Everywhere("").Where("1 = 1").Delete(&account.Tag{}).Error },
		"Create":               func(tx *db.Tx) error { return tx.Everywhere("").Create(&account.Tag{AccountID: cast.Acme}).Error },
		"Put without a reason": func(tx *db.Tx) error { return tx.Put("", &account.Tag{AccountID: cast.Acme}) },
		"Raw":                  func(tx *db.Tx) error { var n int; return tx.Everywhere("").Raw("SELECT 1").Scan(&n).Error },
		"Exec":                 func(tx *db.Tx) error { return tx.Everywhere("").Exec("DELETE FROM tags").Error },
		"a window over nothing scoped": func(tx *db.Tx) error {
			var n int64
			return tx.Window(tx.Everywhere("").Model(&account.Account{})).Count(&n).Error
		},
		"keys of nothing scoped": func(tx *db.Tx) error {
			_, err := tx.Keys(tx.Everywhere("").Model(&account.Account{}), "id")
			return err
		},
		"people by their accounts": func(tx *db.Tx) error { return tx.Reach().Find(&[]user.User{}).Error },
	} {
		if err := a.DB.Do(t.Context(), a.By(cast.Olive), query); err == nil {
			t.Errorf("%s was not refused", name)
		}
	}
}

func TestARowForAForeignAccountIsAnsweredAsMissing(t *testing.T) {
	a := apptest.New(t)
	now := a.DB.Now()
	for name, row := range map[string]db.Owned{
		"tag":     &account.Tag{AccountID: cast.Acme, ParentID: cast.Northwind, Tag: "x", TagFold: "x"},
		"view":    &account.View{ID: "v", AccountID: cast.Northwind, UserID: cast.Cara.ID, Name: "x", NameFold: "x", CreatedAt: now},
		"seat":    &user.Seat{ID: "s-1", AccountID: cast.Northwind, Role: access.CompanyAdmin, Status: user.Invited, InvitedAt: now, CreatedAt: now},
		"setting": &setting.Stored{AccountID: cast.Acme, ParentID: cast.Northwind, Name: setting.ShowPricing, Value: "On", SetAt: now},
		"event":   &event.Event{ID: "e", AccountID: cast.Acme, Kind: event.AccountEdited, Changes: event.Changes{}, At: now},
		"account": &account.Account{ID: "xxxxxxxx", Kind: access.Managed, ParentID: cast.Northwind, Name: "x", NameFold: "x", Support: account.ByPartner, Status: account.Active, CreatedAt: now},
		"service": &service.Service{ID: "s", AccountID: cast.Acme, Top: 1, ProductID: cast.Port, LocationID: "syd1", Speed: 1, Term: 1, CreatedAt: now},
		"nowhere": &account.Tag{AccountID: "nobodyxx", ParentID: cast.Cascade, Tag: "x", TagFold: "x"},
	} {
		err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error { return tx.Insert(row) })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnUpdateOfAForeignRowIsMissingAndChangesNothing(t *testing.T) {
	a := apptest.New(t)
	acme := a.Account(cast.Acme)
	taken := acme
	taken.Name = "Taken"
	err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error { return tx.Update(&taken) })
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("update: %v", err)
	}
	theirs := setting.Stored{AccountID: cast.Acme, ParentID: cast.Northwind, Name: setting.ShowPricing, Value: "Off", SetBy: "x", SetByName: "x", SetAt: a.DB.Now()}
	err = a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error { return tx.Replace(&theirs) })
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("replace: %v", err)
	}
	if a.Account(cast.Acme).Name != acme.Name {
		t.Error("the account has another name")
	}
}

func TestReplaceWritesOrRewritesOneRow(t *testing.T) {
	a := apptest.New(t)
	for _, value := range []string{"On", "Off"} {
		err := a.DB.Do(t.Context(), a.By(cast.Pia), func(tx *db.Tx) error {
			return tx.Replace(&setting.Stored{AccountID: cast.Ember, ParentID: cast.Northwind, Name: setting.ShowPricing, Value: value, SetAt: tx.Now})
		})
		if err != nil {
			t.Fatal(err)
		}
		got := texts(t, a, "SELECT value FROM settings WHERE account_id = '"+cast.Ember+"' AND name = 'show_pricing'")
		if len(got) != 1 || got[0] != value {
			t.Errorf("stored %v, not %s", got, value)
		}
	}
}

func TestAFormSentAgainFindsWhatItMade(t *testing.T) {
	a := apptest.New(t)
	once := func(p cast.Person, token, subject string) (earlier string) {
		err := a.DB.Do(t.Context(), a.By(p), func(tx *db.Tx) (err error) {
			earlier, err = tx.Once(token, subject)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return earlier
	}
	for _, c := range []struct {
		by             cast.Person
		token, subject string
		want           string
	}{
		{cast.Pia, "t1", "first", ""},
		{cast.Pia, "t1", "second", "first"},
		{cast.Pia, "t1", "third", "first"},
		{cast.Pia, "t2", "other", ""},
		{cast.Cara, "t1", "hers", ""},
		{cast.Cara, "t1", "again", "hers"},
		{cast.Pia, "", "untold", ""},
		{cast.Pia, "", "untold", ""},
	} {
		if got := once(c.by, c.token, c.subject); got != c.want {
			t.Errorf("%s sent %q for %q: earlier %q, not %q", c.by.Name, c.token, c.subject, got, c.want)
		}
	}
}

func TestATransactionThatLostARaceIsRunAgain(t *testing.T) {
	a := apptest.New(t)
	runs := 0
	err := a.DB.Do(t.Context(), a.By(cast.Pia), func(*db.Tx) error {
		if runs++; runs < 3 {
			return fmt.Errorf("insert: %w", gorm.ErrDuplicatedKey)
		}
		return nil
	})
	if err != nil || runs != 3 {
		t.Errorf("ran %d times, %v", runs, err)
	}
	runs = 0
	err = a.DB.Do(t.Context(), a.By(cast.Pia), func(*db.Tx) error {
		runs++
		return gorm.ErrDuplicatedKey
	})
	if !errors.Is(err, gorm.ErrDuplicatedKey) || runs != 4 {
		t.Errorf("ran %d times, %v", runs, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	runs = 0
	_ = a.DB.Do(ctx, a.By(cast.Pia), func(*db.Tx) error {
		runs++
		cancel()
		return gorm.ErrDuplicatedKey
	})
	if runs != 1 {
		t.Errorf("went on %d times after everybody had left", runs)
	}
}

func TestAnErrorLeavesNothingBehind(t *testing.T) {
	a := apptest.New(t)
	boom := errors.New("boom")
	err := a.DB.Do(t.Context(), a.By(cast.Pia), func(tx *db.Tx) error {
		if err := tx.Insert(&account.Tag{AccountID: cast.Ember, ParentID: cast.Northwind, Tag: "x", TagFold: "x"}); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Error(err)
	}
	if got := texts(t, a, "SELECT tag FROM tags WHERE tag = 'x'"); len(got) != 0 {
		t.Error("a tag was left behind")
	}
}

func TestReadingNeverWrites(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL reads and writes over the same connections")
	}
	a := apptest.New(t)
	err := a.DB.Read(t.Context(), a.By(cast.Pia), func(tx *db.Tx) error {
		return tx.Insert(&account.Tag{AccountID: cast.Ember, ParentID: cast.Northwind, Tag: "x", TagFold: "x"})
	})
	if err == nil {
		t.Error("a reading connection wrote")
	}
}

func TestARowNeverChangesItsOwner(t *testing.T) {
	a := furnish(t)
	raw := a.Raw()
	if _, err := raw.Exec("INSERT INTO receipts (account_id, token, subject_id, created_at) VALUES ('" + cast.Northwind + "', 't', 's', '2026-01-01')"); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"lineage", "receipts", "tags", "views", "seats", "letters", "visits", "settings", "services"} {
		_, err := raw.Exec("UPDATE " + table + " SET account_id = '" + cast.Solo + "' WHERE account_id <> '" + cast.Solo + "'")
		if err == nil || !strings.Contains(err.Error(), "never changes its owner") {
			t.Errorf("%s: %v", table, err)
		}
	}
	_, err := raw.Exec("UPDATE accounts SET parent_id = '" + cast.Cascade + "' WHERE id = '" + cast.Acme + "'")
	if err == nil || !strings.Contains(err.Error(), "never changes its owner") {
		t.Errorf("accounts: %v", err)
	}
}

func TestARecordedFactNeverChanges(t *testing.T) {
	a := apptest.New(t)
	statements := []string{"UPDATE events SET user_name = 'nobody'", "UPDATE events SET account_id = '" + cast.Solo + "'", "DELETE FROM events", "DELETE FROM events WHERE kind = 'account.created'"}
	if apptest.Postgres() {
		statements = append(statements, "TRUNCATE events")
	}
	for _, s := range statements {
		if _, err := a.Raw().Exec(s); err == nil || !strings.Contains(err.Error(), "a recorded fact never changes") {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestAChildCannotPointAcrossAccounts(t *testing.T) {
	a := furnish(t)
	at := time.Now().UTC().Format(time.DateTime)
	for name, s := range map[string]string{
		"a connection under another account's port": `INSERT INTO services (id, account_id, parent_id, port_id, top, product_id, location_id, far_end, name, name_fold, search, speed, term, renews, term_ends_on, status, created_at)
			VALUES ('x-1', '` + cast.Delta + `', '` + cast.Cascade + `', 'p-7f2k', 0, 'vxc', 'syd1', '', 'x', 'x', 'x', 1, 1, TRUE, '` + at + `', 'live', '` + at + `')`,
		"a visit from a seat that is not above": `INSERT INTO visits (id, session_hash, user_id, account_id, seat_id, entered_at)
			SELECT 'c-1', hash, user_id, '` + cast.Acme + `', '` + cast.Cascade + `', '` + at + `' FROM sessions LIMIT 1`,
		"a service that is both top and under": `INSERT INTO services (id, account_id, parent_id, port_id, top, product_id, location_id, far_end, name, name_fold, search, speed, term, renews, term_ends_on, status, created_at)
			VALUES ('x-2', '` + cast.Acme + `', '` + cast.Northwind + `', 'p-7f2k', 1, 'vxc', 'syd1', '', 'x', 'x', 'x', 1, 1, TRUE, '` + at + `', 'live', '` + at + `')`,
		"a second operator": `INSERT INTO accounts (id, kind, parent_id, name, name_fold, reference, reference_fold, search, support, status, country, domain, support_phone, support_email, contact, created_at, created_by)
			VALUES ('second22', 'operator', 'second22', 'x', 'x', '', '', 'x', 'operator', 'active', '', '', '', '', FALSE, '` + at + `', '')`,
		"an account below nobody": `INSERT INTO accounts (id, kind, parent_id, name, name_fold, reference, reference_fold, search, support, status, country, domain, support_phone, support_email, contact, created_at, created_by)
			VALUES ('second22', 'managed', 'nobodyxx', 'x', 'x', '', '', 'x', 'operator', 'active', '', '', '', '', FALSE, '` + at + `', '')`,
		"a seat of nobody": `INSERT INTO seats (id, account_id, parent_id, user_id, first_name, last_name, name, search, email, email_fold, phone, role, sees_billing, edits_contact, status, invited_by, invited_at, created_at)
			VALUES ('s-2', '` + cast.Acme + `', '` + cast.Northwind + `', 'nobody', 'x', 'x', 'x', 'x', 'x', 'x', '', 'Read Only', FALSE, FALSE, 'active', '', '` + at + `', '` + at + `')`,
	} {
		if _, err := a.Raw().Exec(s); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}
