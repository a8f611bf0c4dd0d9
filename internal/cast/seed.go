package cast

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

const why = "the cast is written whole, before anybody is there to reach it"

// hash is the one hash of everybody's password, worked out once.
var hash = sync.OnceValues(func() (string, error) { return user.HashPassword(context.Background(), Password) })

// Seed writes the cast into an empty, migrated database, all of it or nothing.
func Seed(ctx context.Context, d *db.DB) error {
	hash, err := hash()
	if err != nil {
		return fmt.Errorf("seed the cast: %w", err)
	}
	err = d.Do(ctx, Olive.Caller(), func(tx *db.Tx) error {
		for _, write := range []func(*db.Tx) error{plantAccounts, plantServices, plantApprovals, plantSettings, plantCompanies, func(tx *db.Tx) error { return plantPeople(tx, hash) }, plantConsents, record} {
			if err := write(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("seed the cast: %w", err)
	}
	return nil
}

func plantAccounts(tx *db.Tx) error {
	as := top()
	var tags []account.Tag
	for _, l := range lines {
		for i, m := range l.of {
			as = append(as, m.account(l, i))
			tags = append(tags, m.tagged(l)...)
		}
	}
	if err := account.Plant(tx, as); err != nil {
		return err
	}
	return tx.Put(why, &tags)
}

// plantApprovals writes what waits for approval, and what did.
func plantApprovals(tx *db.Tx) error {
	queues, rules, asked := Queues(), ApprovalRules(), Approvals(tx.Now)
	for _, rows := range []any{&queues, &rules, &asked} {
		if err := tx.Put(why, rows); err != nil {
			return err
		}
	}
	return nil
}

func plantServices(tx *db.Tx) error {
	if err := catalog.Add(tx, bundled()); err != nil {
		return err
	}
	ps, ds := book()
	ms := BillingMarkets()
	if err := pricing.Plant(tx, ps); err != nil {
		return err
	}
	for _, rows := range []any{&ds, &ms} {
		if err := tx.Put(why, rows); err != nil {
			return err
		}
	}
	ss := acmeServices(tx.Now)
	for _, l := range lines {
		ss = append(ss, newMaker(l.partner, l.partner, day("2025-03-03"), tx.Now).make(map[string]int{Northwind: 5, Cascade: 3, Lakeside: 2}[l.partner])...)
		for _, m := range l.of {
			if m.key != Acme {
				ss = append(ss, newMaker(m.keyIn(l), l.partner, day(m.on), tx.Now).make(m.services)...)
			}
		}
	}
	ss = append(ss, newMaker(Solo, Meridian, day("2025-05-01"), tx.Now).make(4)...)
	open(ss, tx.Now)
	asked := slices.DeleteFunc(Connections(tx.Now), func(r connection.Request) bool { return r.State != connection.Asked })
	asked = connect(ss, asked, tx.Now)
	ss = append(ss, gone(tx.Now)...)
	if err := service.Plant(tx, ss); err != nil {
		return err
	}
	if err := recordServices(tx, ss); err != nil {
		return err
	}
	keys := Keys(tx.Now)
	if err := tx.Put(why, &keys); err != nil {
		return err
	}
	return tx.Put(why, &asked)
}

// gone are services that have ended and are kept for the record.
func gone(now time.Time) []service.Service {
	m := newMaker(BlueBottle, Northwind, day("2025-03-20"), now)
	ss := m.make(11)[9:]
	ended := day("2026-03-31")
	for i := range ss {
		s := &ss[i]
		s.ID, s.Term = prefixes[Port]+s.ID[1:], 12
		s.ProductID, s.PortID, s.Status, s.Renews = Port, nil, service.Live, false
		s.Name, s.FarKind, s.FarID, s.FarEnd = cities[s.LocationID]+" pilot", service.NoFar, "", ""
		s.Speed, s.CreatedAt, s.TermEndsOn = sold(Port, s.Speed), day("2025-03-31"), midnight("2026-03-31")
		*s = priced(lead(detailed(*s, 0), Tariq, Tariq, day("2026-03-30")))
		s.Status, s.EndedAt, s.EndReason, s.Version = service.Decommissioned, &ended, "It was a trial", s.Version+1
	}
	return ss
}

// founded is when the partners set their defaults.
var founded = day("2025-03-10")

func plantSettings(tx *db.Tx) error {
	rows := northwindDefaults()
	for _, l := range lines {
		for i, m := range l.of {
			rows = append(rows, ownValues(m.account(l, i), l.admin)...)
		}
	}
	if err := tx.Put(why, &rows); err != nil {
		return err
	}
	held := locks()
	return tx.Put(why, &held)
}

// northwindDefaults are what Northwind set for all its managed accounts.
func northwindDefaults() []setting.Stored {
	by := func(name setting.Name, on account.Own) setting.Stored {
		return setting.Stored{
			AccountID: Northwind, ParentID: Meridian, Name: name, Value: onOff(on), SetBy: Pia.ID, SetByName: Pia.Name, SetAt: founded,
		}
	}
	return []setting.Stored{by(setting.ServiceApprovalQueue, account.OwnOn), by(setting.CompanyProfile, account.OwnOff)}
}

// locks are what the operator holds at a value.
func locks() []setting.Lock {
	return []setting.Lock{{
		AccountID: Cobalt, ParentID: Northwind, Name: setting.SupportChat, Version: "cast", Value: onOff(account.OwnOff),
		Reason: "Cobalt Health reports faults by telephone, as its contract says.", SetBy: Olive.ID, SetByName: Olive.Name, SetAt: day("2025-07-01"),
	}}
}

// ownValues are the stored settings that an account's row says it has.
func ownValues(a account.Account, by Person) (rows []setting.Stored) {
	for _, f := range setting.Features {
		if own := f.OwnOf(a); own != account.OwnNone {
			rows = append(rows, setting.Stored{
				AccountID: a.ID, ParentID: a.ParentID, Name: f.Name, Value: onOff(own), SetBy: by.ID, SetByName: by.Name, SetAt: a.CreatedAt,
			})
		}
	}
	return rows
}

// onOff is an own value as settings store it.
func onOff(o account.Own) string {
	if o == account.OwnOn {
		return "On"
	}
	return "Off"
}

func plantPeople(tx *db.Tx, hash string) error {
	var users []user.User
	var seats []user.Seat
	for i, p := range Everyone() {
		at := day("2025-02-03").AddDate(0, 0, i)
		u := p.user()
		u.PasswordHash, u.CreatedAt = hash, at
		users = append(users, u)
		seat := user.SeatOf(u, "seat-"+p.ID, p.Account, p.Role, "", at)
		seat.ParentID = Account(p.Account).ParentID
		seats = append(seats, seat)
	}
	if err := tx.Put(why, &users); err != nil {
		return err
	}
	return tx.Put(why, &seats)
}

// user is a person as they stand among the people.
func (p Person) user() user.User {
	first, last, _ := strings.Cut(p.Name, " ")
	return user.User{ID: p.ID, FirstName: first, LastName: last, Name: p.Name, Email: p.Email, EmailFold: user.FoldEmail(p.Email), Status: user.Active}
}

// record writes down what happened so far, each fact at its time and by whoever did it.
func record(tx *db.Tx) error {
	by, now := tx.By, tx.Now
	defer func() { tx.By, tx.Now = by, now }()
	for _, a := range top() {
		tx.By, tx.Now = Olive.Caller(), a.CreatedAt
		kind := map[access.Kind]event.Kind{access.Operator: event.OperatorCreated, access.Distributor: event.DistributorCreated}[a.Kind]
		if kind == "" {
			kind = event.PartnerCreated
		}
		if a.Kind == access.Direct {
			kind = event.AccountCreated
		}
		if err := event.Record(tx, kind, a.ID, event.Subject{ID: a.ID, Name: a.Name}, event.Change{Field: "Name", Now: a.Name}); err != nil {
			return err
		}
	}
	tx.By, tx.Now = Pia.Caller(), founded
	err := event.Record(tx, event.DefaultChanged, Northwind, event.Subject{ID: Northwind, Name: "Northwind Partners"},
		event.Change{Field: "Service Approval Queue", Was: "Not set", Now: "On"})
	if err != nil {
		return err
	}
	for _, l := range lines {
		for i, m := range l.of {
			tx.By = l.admin.Caller()
			if err := recordOne(tx, l, m.account(l, i)); err != nil {
				return err
			}
		}
	}
	return recordRequests(tx)
}

// recordOne writes down the life of one managed account.
func recordOne(tx *db.Tx, l line, a account.Account) error {
	about := event.Subject{ID: a.ID, Name: a.Name}
	tx.Now = a.CreatedAt
	created := []event.Change{{Field: "Account Name", Now: a.Name}, {Field: "Account Reference", Now: a.Reference}}
	if a.SupportPhone != "" {
		created = append(created, event.Change{Field: "Technical Support Phone Number", Now: a.SupportPhone}, event.Change{Field: "Technical Support Email", Now: a.SupportEmail})
	}
	if err := event.Record(tx, event.AccountCreated, a.ID, about, created...); err != nil {
		return err
	}
	for _, s := range ownValues(a, l.admin) {
		f, _ := setting.Find(s.Name)
		if err := event.Record(tx, event.SettingChanged, a.ID, about, event.Change{Field: f.Label, Was: "Inherited (" + inheritedWord(a, f) + ")", Now: s.Value}); err != nil {
			return err
		}
	}
	kind := map[account.Status]event.Kind{account.Suspended: event.AccountSuspended, account.Closed: event.AccountClosed}[a.Status]
	if kind == "" {
		return nil
	}
	tx.Now = day("2026-08-31")
	return event.Record(tx, kind, a.ID, about, event.Change{Field: "Status", Was: string(account.Active), Now: string(a.Status)})
}

// inheritedWord is what a partner's accounts have of a feature without own values.
func inheritedWord(a account.Account, f setting.Setting) string {
	v := setting.Resolve(f, setting.About(a), northwindDefaults(), nil)
	return onOff(account.OwnOf(v.Inherited))
}
