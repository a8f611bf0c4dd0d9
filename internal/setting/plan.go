package setting

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Limits of a change of many accounts.
const (
	MostAtOnce = 10_000           // accounts that match a filter
	MostTicked = 100              // accounts that are ticked
	TypedAbove = 25               // more than these are confirmed by typing their number
	planTime   = 10 * time.Second // for looking at all of them
	perLook    = 500              // accounts that are looked at with one query
)

// mostAtOnce is MostAtOnce; tests make it smaller.
var mostAtOnce = MostAtOnce

// Bulk is a change of one setting: for the chosen accounts, for all that a
// filter leaves, or, with neither, for the partner's default.
type Bulk struct {
	Name   Name
	To     Target
	Keys   []string
	Filter *account.Filter
}

// Whom says for which accounts the change is meant.
func (in Bulk) Whom() Whom {
	switch {
	case in.Filter != nil:
		return Matching
	case len(in.Keys) > 0:
		return Chosen
	}
	return TheDefault
}

// check finds the setting and answers the problems of the change.
func (in Bulk) check() (s Setting, fs fault.Fields) {
	s, ok := Find(in.Name)
	if !ok {
		fs.Add("setting", "Choose a setting")
	}
	if !slices.Contains(Targets, in.To) {
		fs.Add("value", "Choose a value")
	}
	in.few(&fs)
	return s, fs
}

// few answers a problem where too many accounts are chosen one by one.
func (in Bulk) few(fs *fault.Fields) {
	if len(in.Keys) > MostTicked {
		fs.Add("act", "Tick at most %d accounts, or choose all that match", MostTicked)
	}
}

// Line is what a change would do to one account.
type Line struct {
	Account account.Account
	Was     Value
	On      bool   // what it becomes
	Source  Source // and where that comes from
	Same    bool   // it has that already
	Problem string // why it can't be changed, or ""
}

// Changes reports whether anything would be stored or removed.
func (l Line) Changes() bool { return !l.Same && l.Problem == "" }

// Plan is what a change of many accounts would do, before it is done.
type Plan struct {
	Setting  Setting
	To       Target
	Lines    []Line // by name, or in the filter's order
	Changing int64
	Quiet    int64 // of these, accounts whose value stays and only comes from elsewhere
	Same     int64
	Refused  int64
	TooMany  bool   // more than MostAtOnce match; nothing is done
	Seen     string // names what was shown, so that a change of something else is noticed
}

// Plan says what a change of many accounts would do: for each of them what it
// has, what it becomes, or why it can't be changed.
func (s *Settings) Plan(ctx context.Context, by access.Caller, in Bulk) (p Plan, err error) {
	if err := mayConfigureAll(by); err != nil {
		return p, err
	}
	set, problems := in.check()
	if err := problems.Err(); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, planTime)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p, err = plan(tx, set, in)
		return err
	})
	return p, fault.Wrap("plan change", err)
}

func plan(tx *db.Tx, set Setting, in Bulk) (p Plan, err error) {
	p = Plan{Setting: set, To: in.To}
	keys, err := keysOf(tx, in)
	if err != nil {
		return p, err
	}
	if len(keys) > mostAtOnce {
		p.TooMany = true
		return p, nil
	}
	look, err := lookAt(tx, set)
	if err != nil {
		return p, err
	}
	for chunk := range slices.Chunk(keys, perLook) {
		lines, err := look.lines(tx, chunk, in.To)
		if err != nil {
			return p, err
		}
		p.Lines = append(p.Lines, lines...)
	}
	if in.Whom() == Chosen {
		slices.SortStableFunc(p.Lines, func(a, b Line) int { return strings.Compare(a.Account.Search, b.Account.Search) })
	}
	p.count()
	return p, nil
}

// keysOf are the accounts that a change is for: the chosen ones, each once, or
// those that the filter leaves now, and one more than MostAtOnce at most.
func keysOf(tx *db.Tx, in Bulk) ([]string, error) {
	if in.Filter == nil {
		keys := slices.Clone(in.Keys)
		slices.Sort(keys)
		return slices.Compact(keys), nil
	}
	f, err := compared(tx, *in.Filter)
	if err != nil {
		return nil, err
	}
	return account.Match(tx, f, mostAtOnce+1)
}

// compared is a filter that compares own values with what the defaults are now.
func compared(tx *db.Tx, f account.Filter) (account.Filter, error) {
	here, err := account.Here(tx)
	if err != nil {
		return f, err
	}
	v, err := defaults(tx, here)
	f.Inherited = InheritedFrom(v)
	return f, err
}

// look is what the values of many accounts are resolved from: the default and
// the locks that all of them have in common.
type look struct {
	set    Setting
	stored []Stored
	locks  []Lock
}

func lookAt(tx *db.Tx, s Setting) (look, error) {
	here, err := account.Here(tx)
	if err != nil {
		return look{}, err
	}
	stored, locks, err := rows(tx, Bare(here.ID, here.Support))
	return look{
		s,
		slices.DeleteFunc(stored, func(r Stored) bool { return r.Name != s.Name }),
		slices.DeleteFunc(locks, func(l Lock) bool { return l.Name != s.Name }),
	}, err
}

// lines are some accounts, in the order of their keys, and what a change makes
// of each: three queries, however many they are. One that is not the partner's
// is missing.
func (k look) lines(tx *db.Tx, keys []string, to Target) (lines []Line, err error) {
	var as []account.Account
	if err := tx.Named(keys).Where("kind = ?", access.Managed).Find(&as).Error; err != nil {
		return nil, err
	}
	var own []Stored
	if err := tx.Children().Where("name = ? AND account_id IN ?", k.set.Name, keys).Find(&own).Error; err != nil {
		return nil, err
	}
	var locks []Lock
	if err := tx.Children().Where("name = ? AND account_id IN ?", k.set.Name, keys).Find(&locks).Error; err != nil {
		return nil, err
	}
	accounts, stored, locked := map[string]account.Account{}, map[string]Stored{}, map[string]Lock{}
	for _, a := range as {
		accounts[a.ID] = a
	}
	for _, r := range own {
		stored[r.AccountID] = r
	}
	for _, l := range locks {
		locked[l.AccountID] = l
	}
	for _, key := range keys {
		a, ok := accounts[key]
		if !ok {
			return nil, fault.Missing()
		}
		v := Resolve(k.set, About(a), append(slices.Clip(k.stored), stored[key]), append(slices.Clip(k.locks), locked[key]))
		lines = append(lines, decide(a, v, to))
	}
	return lines, nil
}

// decide says what a change makes of an account with a value.
func decide(a account.Account, v Value, to Target) Line {
	l := Line{Account: a, Was: v, On: to == ToOn, Source: FromAccount, Same: targetOf(v.Own) == to}
	if to == ToInherited {
		l.On, l.Source = v.Inherited, v.InheritedSource
	}
	if err := openTo(a, v); err != nil {
		l.Problem, l.Same, l.On, l.Source = err.Error(), false, v.On, v.Source
	}
	return l
}

// openTo is nil when the value may be changed at the account.
func openTo(a account.Account, v Value) error {
	if a.Status == account.Closed {
		return fault.New(fault.Conflict, "%s is closed. Nothing in it can be changed.", a.Name)
	}
	return settable(v)
}

// count sums the lines up, and names them.
func (p *Plan) count() {
	seen := sha256.New()
	seen.Write([]byte(p.To))
	for _, l := range p.Lines {
		switch {
		case l.Problem != "":
			p.Refused++
		case l.Same:
			p.Same++
		default:
			p.Changing++
			if l.On == l.Was.On {
				p.Quiet++
			}
		}
		seen.Write([]byte(l.Account.ID + " " + l.Was.Seen() + " " + strconv.Itoa(int(l.Was.Own)) + "\n"))
	}
	p.Seen = hex.EncodeToString(seen.Sum(nil)[:12])
}
