package setting_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// The model knows the documents and nothing of the code that it is compared with.

// spot is an account of the model: the operator, a partner, or a managed account.
type spot struct {
	key      string
	above    *spot
	support  account.Support
	referred bool
	values   map[setting.Name]entry // own values of a managed account, defaults of a partner
	locks    map[setting.Name]catch
}

type entry struct {
	on bool
	at int // the write that it is of
}

type catch struct {
	on      bool
	version string // of the lock in the database
}

// told is a recorded change of a default, which can be undone.
type told struct {
	id       string
	at       int
	partner  *spot
	name     setting.Name
	was, now *bool
	gaveUp   *spot // the account that gave up its own value
	own      bool  // which was this
}

// tree is a random tree: the operator, three partners, their managed accounts.
type tree struct {
	operator *spot
	partners []*spot
	accounts []*spot
	facts    []told
	writes   int
}

func newSpot(key string, above *spot, support account.Support) *spot {
	return &spot{key: key, above: above, support: support, values: map[setting.Name]entry{}, locks: map[setting.Name]catch{}}
}

// newTree has a partner of each support model and a referred one.
func newTree(r *rand.Rand, name string) *tree {
	t := &tree{operator: newSpot(cast.Meridian, nil, account.ByOperator)}
	models := []account.Support{account.ByPartner, account.ByOperator}
	for n, support := range append(models, models[r.IntN(2)]) {
		p := newSpot(db.KeyFrom(fmt.Sprint(name, n)), t.operator, support)
		p.referred = n == 2
		t.partners = append(t.partners, p)
		for i := range 1 + r.IntN(4) {
			a := newSpot(db.KeyFrom(fmt.Sprint(name, n, "-", i)), p, support)
			if r.IntN(3) == 0 {
				a.support = models[r.IntN(2)]
			}
			t.accounts = append(t.accounts, a)
		}
	}
	return t
}

// system is the table of the document for managed accounts: what holds where
// nobody set anything, and whether that is for ever.
func system(support account.Support, name setting.Name) (on, never bool) {
	switch byOperator := support == account.ByOperator; name {
	case setting.MinimumTermRenewal:
		return true, false
	case setting.SupportChat:
		return byOperator, false
	case setting.Notifications:
		return byOperator, !byOperator
	case setting.MarketplaceProfile, setting.BillingMarkets:
		return false, true
	}
	return false, false
}

// shown is what an account has, from where, and what is stored at it.
type shown struct {
	on     bool
	source setting.Source
	own    account.Own
}

// has works out what an account has, by the five steps of the document.
func (a *spot) has(name setting.Name) (s shown) {
	own, set := a.values[name]
	if set {
		s.own = account.OwnOf(own.on)
	}
	on, never := system(a.support, name)
	if never {
		s.on, s.source = on, setting.Fixed
		return s
	}
	for _, at := range []*spot{a.above.above, a.above, a} {
		if l, ok := at.locks[name]; ok {
			s.on, s.source = l.on, setting.Locked
			return s
		}
	}
	s.on, s.source = on, setting.FromSystem
	if d, ok := a.above.values[name]; ok {
		s.on, s.source = d.on, setting.FromPartner
	}
	if set {
		s.on, s.source = own.on, setting.FromAccount
	}
	return s
}

func (s shown) settable() bool { return s.source != setting.Fixed && s.source != setting.Locked }

// mayDefault reports whether any account could follow a partner's default.
func (p *spot) mayDefault(name setting.Name) bool {
	_, held := p.locks[name]
	_, all := p.above.locks[name]
	_, never := system(account.ByPartner, name)
	_, neverBy := system(account.ByOperator, name)
	return !held && !all && !(never && neverBy)
}

// scene is what all accounts of a tree have.
type scene map[*spot]map[setting.Name]shown

func (t *tree) scene() scene {
	s := scene{}
	for _, a := range t.accounts {
		s[a] = map[setting.Name]shown{}
		for _, set := range setting.All {
			s[a][set.Name] = a.has(set.Name)
		}
	}
	return s
}

// changed are the accounts that have something else, in force.
func (s scene) changed(now scene) (as []*spot) {
	for a := range now {
		if !maps.EqualFunc(s[a], now[a], func(x, y shown) bool { return x.on == y.on }) {
			as = append(as, a)
		}
	}
	return as
}

// write is one random write.
type write struct {
	kind    string
	partner *spot
	account *spot
	at      *spot // where a lock lies
	name    setting.Name
	on      bool
	fact    *told
}

// kinds are the writes, the frequent ones more than once.
var kinds = []string{"own", "own", "own", "all", "all", "default", "default", "inherit", "inherit", "clear", "undo", "undo", "lock", "lift", "lift", "support", "support of a partner"}

// next is a random write: half of them about two settings, so that they meet.
func (t *tree) next(r *rand.Rand) write {
	a := t.accounts[r.IntN(len(t.accounts))]
	w := write{kind: kinds[r.IntN(len(kinds))], account: a, partner: a.above, name: setting.All[r.IntN(len(setting.All))].Name, on: r.IntN(2) == 0}
	if r.IntN(2) == 0 {
		w.name = []setting.Name{setting.SupportChat, setting.Notifications}[r.IntN(2)]
	}
	w.at = []*spot{a, a, a, a.above, a.above, t.operator}[r.IntN(6)]
	if w.kind == "undo" {
		if len(t.facts) == 0 {
			w.kind = "default"
			return w
		}
		last := len(t.facts) - 1
		w.fact = &t.facts[max(0, last-r.IntN(3))]
		w.partner, w.name = w.fact.partner, w.fact.name
	}
	return w
}

func (w write) String() string {
	return fmt.Sprintf("%s of %s at %s below %s (lock at %s), %t", w.kind, w.name, w.account.key, w.partner.key, w.at.key, w.on)
}

// expect carries a write out on the model; the kind of fault that is due
// instead is answered, or 0. It is told what the database recorded later.
func (t *tree) expect(w write) (refused fault.Kind) {
	t.writes++
	here := w.account.has(w.name)
	switch w.kind {
	case "own":
		if !here.settable() {
			return fault.Forbidden
		}
		w.account.values[w.name] = entry{w.on, t.writes}
	case "inherit":
		if !here.settable() {
			return fault.Forbidden
		}
		delete(w.account.values, w.name)
	case "all":
		if !here.settable() {
			return fault.Forbidden
		}
		t.setDefault(w, &w.on, w.account)
	case "default", "clear":
		if !w.partner.mayDefault(w.name) {
			return fault.Forbidden
		}
		to := &w.on
		if w.kind == "clear" {
			to = nil
		}
		t.setDefault(w, to, nil)
	case "undo":
		return t.undo(w.partner, w.name, *w.fact)
	case "lock":
		return t.lock(w)
	case "lift":
		if _, ok := w.at.locks[w.name]; !ok {
			return fault.Conflict
		}
		delete(w.at.locks, w.name)
	case "support", "support of a partner":
		at, to := w.account, account.ByPartner
		if w.kind != "support" {
			at = w.partner
		}
		if w.on {
			to = account.ByOperator
		}
		if at.support == to {
			return fault.Conflict
		}
		at.support = to
	}
	return 0
}

func (p *spot) stored(name setting.Name) *bool {
	if e, ok := p.values[name]; ok {
		return &e.on
	}
	return nil
}

func same(a, b *bool) bool { return a == b || a != nil && b != nil && *a == *b }

// setDefault notes what can be undone, without its id.
func (t *tree) setDefault(w write, to *bool, edited *spot) {
	f := told{at: t.writes, partner: w.partner, name: w.name, was: w.partner.stored(w.name), now: to}
	if edited != nil {
		if own, ok := edited.values[w.name]; ok {
			f.gaveUp, f.own = edited, own.on
			delete(edited.values, w.name)
		}
	}
	if same(f.was, to) && f.gaveUp == nil {
		return
	}
	t.store(w.partner, w.name, f.was, to)
	t.facts = append(t.facts, f)
}

func (t *tree) store(p *spot, name setting.Name, was, to *bool) {
	switch {
	case same(was, to):
	case to == nil:
		delete(p.values, name)
	default:
		p.values[name] = entry{*to, t.writes}
	}
}

func (t *tree) undo(p *spot, name setting.Name, f told) fault.Kind {
	if !p.mayDefault(name) {
		return fault.Forbidden
	}
	if e, ok := p.values[name]; !same(p.stored(name), f.now) || ok && e.at > f.at {
		return fault.Conflict
	}
	t.store(p, name, f.now, f.was)
	if a := f.gaveUp; a != nil {
		if _, has := a.values[name]; !has && a.has(name).settable() {
			a.values[name] = entry{f.own, t.writes}
		}
	}
	return 0
}

func (t *tree) lock(w write) fault.Kind {
	_, never := system(account.ByPartner, w.name)
	_, neverBy := system(account.ByOperator, w.name)
	fixed := never && neverBy
	if w.at == w.account {
		_, fixed = system(w.at.support, w.name)
	}
	if fixed {
		return fault.Forbidden
	}
	l := w.at.locks[w.name]
	l.on = w.on
	w.at.locks[w.name] = l
	return 0
}

// check compares the values of the accounts with the model's, and the five
// properties with what was before.
func (t *tree) check(was scene, w write, refused fault.Kind, values func(*spot) setting.View) error {
	now := t.scene()
	for _, a := range t.accounts {
		view := values(a)
		for n, set := range setting.All {
			v, want := view[n], now[a][set.Name]
			if got := (shown{v.On, v.Source, v.Own}); got != want {
				return fmt.Errorf("%s: %s at %s is %+v, not %+v", w, set.Name, a.key, got, want)
			}
			if on, never := system(a.support, set.Name); never && (v.On != on || v.Source != setting.Fixed) {
				return fmt.Errorf("%s: %s is fixed at %s, and %+v", w, set.Name, a.key, v)
			}
		}
	}
	return now.properties(was, w, refused, t)
}

func (s scene) properties(was scene, w write, refused fault.Kind, t *tree) error {
	changed := was.changed(s)
	if refused != 0 && len(changed) > 0 {
		return fmt.Errorf("%s: refused, and %d accounts changed", w, len(changed))
	}
	switch w.kind {
	case "own", "inherit", "support":
		if slices.ContainsFunc(changed, func(a *spot) bool { return a != w.account }) {
			return fmt.Errorf("%s: others than the account changed", w)
		}
	case "all", "default":
		if refused != 0 {
			break
		}
		for _, a := range t.accounts {
			follows := a.above == w.partner && was[a][w.name].settable() && (was[a][w.name].own == account.OwnNone || w.kind == "all" && a == w.account)
			if follows && s[a][w.name].on != w.on || !follows && s[a][w.name] != was[a][w.name] {
				return fmt.Errorf("%s: %s has %+v and had %+v", w, a.key, s[a][w.name], was[a][w.name])
			}
		}
	}
	if w.kind != "lock" && w.kind != "lift" && slices.ContainsFunc(changed, func(a *spot) bool { return a.above != w.partner }) {
		return fmt.Errorf("%s: accounts of another partner changed", w)
	}
	return nil
}

// sequences is how many sequences of writes every property test runs.
const sequences = 10_000

// perTree is how many of them follow each other in one tree.
const perTree = 50

func TestTheResolutionIsThatOfTheDocuments(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 1))
	for n := range sequences / perTree {
		tr := newTree(r, fmt.Sprint("pure", n))
		for range perTree {
			for range 3 + r.IntN(4) {
				was, w := tr.scene(), tr.next(r)
				refused := tr.expect(w)
				if err := tr.check(was, w, refused, tr.resolved()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// resolved is what Resolve makes of the rows that the model would store, with
// those of all other accounts among them.
func (t *tree) resolved() func(*spot) setting.View {
	var stored []setting.Stored
	var locks []setting.Lock
	for _, at := range slices.Concat(t.accounts, t.partners, []*spot{t.operator}) {
		parent := t.operator.key
		if at.above != nil {
			parent = at.above.key
		}
		for name, e := range at.values {
			stored = append(stored, setting.Stored{AccountID: at.key, ParentID: parent, Name: name, Value: onOff(e.on)})
		}
		for name, l := range at.locks {
			locks = append(locks, setting.Lock{AccountID: at.key, ParentID: parent, Name: name, Value: onOff(l.on)})
		}
	}
	return func(a *spot) (v setting.View) {
		who := setting.Subject{ID: a.key, ParentID: a.above.key, Kind: access.Managed, Support: a.support}
		for _, s := range setting.All {
			v = append(v, setting.Resolve(s, who, stored, locks))
		}
		return v
	}
}

func onOff(on bool) string { return map[bool]string{true: "On", false: "Off"}[on] }

// TestNoSequenceOfWritesLeavesTheDocuments runs the sequences by their verbs,
// half of them in each of two databases at once. With the race detector, which
// makes them take minutes and finds nothing in writes that follow each other, it
// runs one in fifty: .ci/test runs them without it, all on SQLite and a tenth on PostgreSQL.
func TestNoSequenceOfWritesLeavesTheDocuments(t *testing.T) {
	for half := range 2 {
		t.Run(fmt.Sprint("half ", half+1), func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			r := rand.New(rand.NewPCG(4, uint64(2+half)))
			began, trees := time.Now(), apptest.Tries(sequences/2/perTree)
			if racing {
				trees /= 50
			}
			for n := range trees {
				tr := newTree(r, fmt.Sprint("tree", half, n))
				tr.plant(a)
				for range perTree {
					if err := tr.sequence(t, a, r); err != nil {
						t.Fatal(err)
					}
				}
				tr.uproot(t, a)
			}
			t.Logf("%d sequences in %s", trees*perTree, time.Since(began).Round(time.Second))
			a.CheckNumbers()
		})
	}
}

// sequence makes three to six writes by their verbs.
func (t *tree) sequence(tt *testing.T, a *apptest.App, r *rand.Rand) error {
	for range 3 + r.IntN(4) {
		was, w := t.scene(), t.next(r)
		var preview setting.Preview
		if r.IntN(4) == 0 {
			preview, _ = t.preview(a, w)
		} else {
			preview.Changed = -1
		}
		a.Clock.Advance(time.Second)
		facts := len(t.facts)
		version := w.at.locks[w.name].version
		refused := t.expect(w)
		out, err := t.act(a, w, version)
		if f := fault.Of(err); err != nil && f == nil || f != nil && f.Kind != refused || f == nil && refused != 0 {
			return fmt.Errorf("%s: %w, where %d is due", w, errors.Join(err), refused)
		}
		if len(t.facts) > facts {
			t.facts[facts].id = out.Recorded
		}
		views, err := t.look(a)
		if err != nil {
			return err
		}
		if err := t.check(was, w, refused, func(s *spot) setting.View { return views[s] }); err != nil {
			return err
		}
		changed := int64(len(was.changed(t.scene())))
		if counted := w.kind == "all" || w.kind == "default" || w.kind == "clear"; counted && refused == 0 && (out.Changed != changed || preview.Changed >= 0 && preview.Changed != changed) {
			return fmt.Errorf("%s: %d changed, it says %d and the preview %d", w, changed, out.Changed, preview.Changed)
		}
	}
	return nil
}

// by is somebody who configures a partner's accounts.
func (p *spot) by() access.Caller {
	by := cast.Leo.Caller()
	by.Account, by.Seat = p.key, p.key
	return by
}

func (t *tree) preview(a *apptest.App, w write) (setting.Preview, error) {
	switch w.kind {
	case "all":
		return a.Settings.Preview(context.Background(), w.partner.by(), w.account.key, w.name, w.on)
	case "default":
		return a.Settings.Preview(context.Background(), w.partner.by(), "", w.name, w.on)
	case "clear":
		return a.Settings.PreviewClear(context.Background(), w.partner.by(), w.name)
	}
	return setting.Preview{Changed: -1}, nil
}

// act makes a write by its verb.
func (t *tree) act(a *apptest.App, w write, version string) (out setting.Outcome, err error) {
	ctx, by, olive := context.Background(), w.partner.by(), cast.Olive.Caller()
	support := account.SupportDraft{Support: account.ByPartner}
	if w.on {
		support.Support = account.ByOperator
	}
	switch w.kind {
	case "own":
		return a.Settings.Change(ctx, by, w.account.key, w.name, setting.Draft{On: w.on, Scope: setting.ThisAccount})
	case "all":
		return a.Settings.Change(ctx, by, w.account.key, w.name, setting.Draft{On: w.on, Scope: setting.AllAccounts})
	case "default":
		return a.Settings.ChangeDefault(ctx, by, w.name, setting.Draft{On: w.on})
	case "clear":
		return a.Settings.ClearDefault(ctx, by, w.name, setting.Draft{})
	case "inherit":
		return a.Settings.Inherit(ctx, by, w.account.key, w.name, "")
	case "undo":
		_, err = a.Settings.Undo(ctx, by, w.fact.id)
	case "lock":
		var l setting.Lock
		l, err = a.Settings.Lock(ctx, olive, w.at.key, w.name, setting.LockDraft{Value: map[bool]string{true: "on", false: "off"}[w.on], Reason: "It is so.", Seen: version})
		if err == nil {
			w.at.locks[w.name] = catch{w.on, l.Version}
		}
	case "lift":
		_, err = a.Settings.Lift(ctx, olive, w.at.key, w.name, version)
	case "support":
		_, err = a.Accounts.SetManagedSupport(ctx, olive, w.partner.key, w.account.key, support)
	case "support of a partner":
		_, _, err = a.Accounts.SetSupport(ctx, olive, w.partner.key, support)
	}
	return out, err
}

// look is what the database says of all accounts of the tree.
func (t *tree) look(a *apptest.App) (map[*spot]setting.View, error) {
	who := make([]setting.Subject, len(t.accounts))
	for i, s := range t.accounts {
		who[i] = setting.Subject{ID: s.key, ParentID: s.above.key, Kind: access.Managed, Support: s.support}
	}
	views := map[*spot]setting.View{}
	err := a.DB.Read(context.Background(), cast.Olive.Caller(), func(tx *db.Tx) error {
		vs, err := setting.OfEach(tx, who)
		for i, v := range vs {
			views[t.accounts[i]] = v
		}
		return err
	})
	return views, err
}

// plant writes the tree's accounts.
func (t *tree) plant(a *apptest.App) {
	harbour := cast.Harbour
	var as []account.Account
	for _, p := range t.partners {
		row := account.Account{ID: p.key, Kind: access.Partner, ParentID: p.above.key, Name: "Partner " + p.key, Support: p.support, Status: account.Active, CreatedAt: apptest.Start}
		if p.referred {
			row.ReferredBy = &harbour
		}
		as = append(as, row)
	}
	for _, s := range t.accounts {
		as = append(as, account.Account{ID: s.key, Kind: access.Managed, ParentID: s.above.key, Name: "Account " + s.key, Support: s.support, Status: account.Active, CreatedAt: apptest.Start})
	}
	a.Tx(func(tx *db.Tx) error { return account.Plant(tx, as) })
}

// uproot lifts the locks that hold other trees too, and looks whether the
// support models are the model's.
func (t *tree) uproot(tt *testing.T, a *apptest.App) {
	tt.Helper()
	for name, l := range t.operator.locks {
		if _, err := a.Settings.Lift(tt.Context(), cast.Olive.Caller(), t.operator.key, name, l.version); err != nil {
			tt.Fatal(err)
		}
	}
	for _, s := range slices.Concat(t.partners, t.accounts) {
		if got := a.Account(s.key).Support; got != s.support {
			tt.Errorf("%s is supported by %s, not %s", s.key, got, s.support)
		}
	}
}
