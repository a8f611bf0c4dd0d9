package user

import (
	"cmp"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// Expiring are the invitations of the caller's account, and for a partner of
// those below it, that are over or will be before a moment; the oldest first.
func Expiring(tx *db.Tx, before time.Time) (g account.Glance, err error) {
	invited := before.Add(-lifetimes[Invitation])
	var first []Seat
	for _, scope := range around(tx) {
		q := func() *gorm.DB {
			return scope().Model(&Seat{}).Where("status = 'invited' AND invited_at < ?", invited).Order("invited_at, id")
		}
		here, err := account.Count(tx, q())
		if err != nil {
			return g, err
		}
		g.Number, g.More = g.Number+here.Number, g.More || here.More
		var seats []Seat
		if err := q().Limit(account.NamedFirst).Find(&seats).Error; err != nil {
			return g, err
		}
		first = append(first, seats...)
	}
	slices.SortFunc(first, func(a, b Seat) int { return cmp.Or(a.InvitedAt.Compare(b.InvitedAt), cmp.Compare(a.ID, b.ID)) })
	g.First = named(first[:min(len(first), account.NamedFirst)])
	return g, nil
}

// LockedOut are the people of the caller's account, and for a partner of those
// below it, whom wrong codes have locked.
func LockedOut(tx *db.Tx) (g account.Glance, err error) {
	var locked []string
	err = tx.Everywhere("who is locked is looked up first, and then who of them has a seat here").
		Model(&User{}).Where("status = 'locked'").Order("id").Limit(account.Glanced).Pluck("id", &locked).Error
	if err != nil || len(locked) == 0 {
		return g, err
	}
	var seats []Seat
	for _, scope := range around(tx) {
		var here []Seat
		if err := scope().Where("user_id IN ? AND status = ?", locked, Seated).Order("search, id").Limit(account.Glanced).Find(&here).Error; err != nil {
			return g, err
		}
		seats = append(seats, here...)
	}
	g.Number, g.First = int64(len(seats)), named(seats[:min(len(seats), account.NamedFirst)])
	return g, nil
}

// Vacant are the accounts that were created below the caller's since a moment
// and have nobody, not even somebody invited; the newest account.Glanced are
// looked at. A closed account needs nobody.
func Vacant(tx *db.Tx, since time.Time) (g account.Glance, err error) {
	q := func() *gorm.DB {
		return tx.Window(account.Newest(tx, since).Select("id", "status", "created_at").Limit(account.Glanced)).
			Where("status <> 'closed' AND NOT EXISTS (SELECT 1 FROM seats s WHERE s.account_id = w.id)")
	}
	if err := q().Count(&g.Number).Error; err != nil || g.Number == 0 {
		return g, err
	}
	var ids []string
	if err := q().Order("created_at DESC, id DESC").Limit(account.NamedFirst).Pluck("id", &ids).Error; err != nil {
		return g, err
	}
	names, err := account.NamesIn(tx, ids)
	for _, id := range ids {
		g.First = append(g.First, account.Named{ID: id, Name: names[id], Account: id})
	}
	return g, err
}

// around are the scopes of what the caller's account oversees: its own people,
// and for a partner those of its managed accounts.
func around(tx *db.Tx) []func() *gorm.DB {
	if tx.By.Kind == access.Partner {
		return []func() *gorm.DB{tx.Own, tx.Children}
	}
	return []func() *gorm.DB{tx.Own}
}

func named(seats []Seat) (ns []account.Named) {
	for _, s := range seats {
		ns = append(ns, account.Named{ID: s.ID, Name: s.Name, Account: s.AccountID})
	}
	return ns
}
