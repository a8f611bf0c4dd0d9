package changes

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// Target names what a setting becomes.
func Target(t setting.Target) string {
	if t == setting.ToInherited {
		return "Inherited"
	}
	return string(t)
}

// Title names a change: "Show Pricing to On".
func Title(b setting.Batch) string {
	text := b.Setting().Label
	switch {
	case b.RevertsID != "":
		text += " back to what it was"
	case b.Whom == setting.TheDefault && b.Target == setting.ToInherited:
		text += " as the system has it"
	case b.Target == setting.ToInherited:
		text += " inherited again"
	default:
		text += " to " + string(b.Target)
	}
	return text
}

// Whom says for whom a change is meant.
func Whom(b setting.Batch) string {
	switch {
	case b.Whom == setting.TheDefault:
		return "The default, and accounts that follow it"
	case b.Whom == setting.Matching && b.StartedAt == nil:
		return matching(b.Filter) + " at that time"
	case b.Whom == setting.Matching:
		return ui.Counted(b.Total, "account") + with(b.Filter)
	}
	return ui.Counted(b.Total, "account")
}

// matching names the accounts that a filter leaves.
func matching(f account.Filter) string {
	if !f.Narrow() {
		return "All managed accounts"
	}
	return "Accounts" + with(f)
}

// with is what a filter asks for, behind the noun.
func with(f account.Filter) string {
	cs := conditions(f)
	switch len(cs) {
	case 0:
		return ""
	case 1:
		return " with " + cs[0]
	}
	return " with " + strings.Join(cs[:len(cs)-1], ", ") + " and " + cs[len(cs)-1]
}

// conditions are what a filter asks for, in words.
func conditions(f account.Filter) (cs []string) {
	add := func(name, value string) {
		if value != "" {
			cs = append(cs, name+" "+value)
		}
	}
	if f.Find != "" {
		cs = append(cs, "“"+f.Find+"” in name, reference or key")
	}
	add("status", string(f.Status))
	add("support by the", string(f.Support))
	add("pricing", string(f.Pricing))
	add("approval queue", string(f.Approval))
	add("renewal", string(f.Renewal))
	if f.Tag != "" {
		add("the tag", "“"+f.Tag+"”")
	}
	if f.NoContact {
		cs = append(cs, "no support contact")
	}
	return cs
}

var statusWords = map[setting.BatchStatus]string{
	setting.Scheduled: "Scheduled", setting.Running: "Under way", setting.Finished: "Done",
	setting.Cancelled: "Cancelled", setting.Refused: "Not carried out",
}

// Status is how far a change has come, in a word.
func Status(b setting.Batch) string {
	if b.RevertedAt != nil {
		return "Reverted"
	}
	return statusWords[b.Status]
}

var itemWords = map[setting.ItemStatus]string{
	setting.ItemWaiting: "Waiting", setting.ItemDone: "Changed", setting.ItemSame: "As it was",
	setting.ItemFailed: "Not changed", setting.ItemSpared: "Left alone",
}

// ItemStatus is what became of an account, in a word.
func ItemStatus(s setting.ItemStatus) string { return itemWords[s] }

// outcome is what became of a change, in a sentence.
func outcome(b setting.Batch) string {
	if b.Whom == setting.TheDefault && b.Status == setting.Finished {
		return ui.Counted(b.Done, "account") + " changed with it."
	}
	var parts []string
	for _, c := range []struct {
		n    int64
		text string
	}{{b.Done, "changed"}, {b.Same, "as before"}, {b.Failed, "not changed"}, {b.Spared, "left alone"}} {
		if c.n > 0 {
			parts = append(parts, ui.Figure(int(c.n))+" "+c.text)
		}
	}
	return strings.Join(parts, ", ")
}

// when says when a change was, or is to be, carried out.
func when(ctx context.Context, b setting.Batch) string {
	switch {
	case b.Status == setting.Scheduled:
		return "From " + ui.Moment(ctx, b.DueAt)
	case b.StartedAt != nil:
		return ui.Moment(ctx, *b.StartedAt)
	}
	return ui.Moment(ctx, b.DueAt)
}

// who says who asked for a change.
func who(b setting.Batch) string {
	if b.Scheduled {
		return "Scheduled by " + b.MadeByName
	}
	return b.MadeByName
}

// result is what the list says of a change in its last column.
func result(b setting.Batch) string {
	switch {
	case b.Status == setting.Running:
		return ui.Figure(int(b.Total-b.Left())) + " of " + ui.Figure(int(b.Total))
	case b.Status == setting.Cancelled:
		return "By " + b.EndedBy
	case b.Problem != "":
		return b.Problem
	case b.RevertedAt != nil:
		return "By " + b.RevertedBy
	}
	return outcome(b)
}

// title is the h1 of a new change.
func (p NewPage) title() string {
	switch {
	case p.Whom == setting.TheDefault:
		return "Schedule a change of a default"
	case p.Whom == setting.Matching && p.Count == 0:
		return "Change a setting of all that match"
	case p.TooMany:
		return "Change a setting of over " + ui.Figure(setting.MostAtOnce) + " accounts"
	}
	return "Change a setting of " + ui.Counted(p.Count, "account")
}

// scope says for whom the change is.
func (p NewPage) scope() string {
	switch p.Whom {
	case setting.TheDefault:
		return "From a day on, for every managed account of " + p.Partner.Name + " without its own value."
	case setting.Matching:
		return matching(p.Filter) + "."
	}
	return p.First
}

// verdict is what a change would do, in a sentence.
func (p NewPage) verdict() string {
	n := p.Plan.Changing
	switch {
	case p.Plan.TooMany:
		return "More than " + ui.Figure(setting.MostAtOnce) + " accounts match."
	case n == 0:
		return "No account changes."
	case n == 1:
		return "1 account changes."
	}
	return ui.Figure(int(n)) + " accounts change."
}

// rest says what becomes of the others, and which change on paper only.
func (p NewPage) rest() string {
	var parts []string
	if p.Plan.TooMany {
		return "Narrow the list, or change the default instead."
	}
	if n := p.Plan.Quiet; n > 0 {
		parts = append(parts, ui.Figure(int(n))+" of them "+one(n, "stays", "stay")+" at the same value and only "+one(n, "takes", "take")+" it from elsewhere.")
	}
	if n := p.Plan.Same; n > 0 {
		parts = append(parts, ui.Figure(int(n))+" "+one(n, "has", "have")+" it already.")
	}
	if n := p.Plan.Refused; n > 0 {
		parts = append(parts, ui.Figure(int(n))+" can’t be changed.")
	}
	return strings.Join(append(parts, "Nothing has been written yet."), " ")
}

func one(n int64, singular, plural string) string {
	if n == 1 {
		return singular
	}
	return plural
}

func (p NewPage) tone() string {
	if p.Plan.TooMany || p.Plan.Changing == 0 {
		return "warn"
	}
	return "info"
}

// typed reports whether the number has to be typed.
func (p NewPage) typed() bool { return p.Plan != nil && p.Plan.Changing > setting.TypedAbove }

// possible reports whether there is anything to confirm: a change to come may
// find accounts to change when it is due.
func (p NewPage) possible() bool {
	return p.Default != nil || p.Plan != nil && !p.Plan.TooMany && (p.Plan.Changing > 0 || p.Whom == setting.Matching)
}

// button says what is done, with the number.
func (p NewPage) button() string {
	if p.Default != nil {
		return "Schedule the change"
	}
	return "Change " + ui.Counted(p.Plan.Changing, "account")
}

func (p NewPage) whens() []ui.Option {
	later := "The chosen accounts change at that time, whatever they have then."
	if p.Whom == setting.Matching {
		later = "Those that match at that time change, which may be others than now."
	}
	return []ui.Option{
		{Value: "now", Label: "Now", Chosen: !p.Later},
		{Value: "later", Label: "From a day on", Hint: later, Chosen: p.Later},
	}
}

// zoneHint says in which zone the moment is read.
func zoneHint(zone string) string { return "Times are in " + zone + ". At most two years ahead." }

// becomes is what a line's account has afterwards.
func becomes(l setting.Line) string {
	switch l.Source {
	case setting.FromAccount:
		return "Set here"
	case setting.FromPartner:
		return "Inherited from the default"
	}
	return "Inherited from the system"
}

// comes is where a line's value comes from now.
func comes(v setting.Value) string {
	switch v.Source {
	case setting.FromAccount:
		return "Set here by " + v.SetBy
	case setting.FromPartner:
		return "Inherited from the default"
	case setting.Locked:
		return "Locked by the operator"
	case setting.Fixed:
		return "Fixed for managed accounts"
	}
	return "Inherited from the system"
}

// file is the CSV's row heads for a plan, and for a result.
var (
	PlanColumns   = []string{"name", "reference", "key", "status", "now", "now_from", "becomes", "becomes_from", "problem"}
	ResultColumns = []string{"name", "reference", "key", "was", "becomes", "result", "problem"}
)

// PlanRow is a line under PlanColumns.
func PlanRow(l setting.Line) []string {
	row := []string{l.Account.Name, l.Account.Reference, l.Account.ID, string(l.Account.Status), ui.OnOffWord(l.Was.On), string(l.Was.Source), "", "", l.Problem}
	if l.Problem == "" {
		row[6], row[7] = ui.OnOffWord(l.On), string(l.Source)
	}
	return cells(row)
}

// ResultRow is an account of a change under ResultColumns.
func ResultRow(r setting.Row) []string {
	return cells([]string{r.Account.Name, r.Account.Reference, r.Account.ID, string(r.Was), string(r.Target), string(r.Status), r.Problem})
}

func cells(row []string) []string {
	for n := range row {
		row[n] = account.Cell(row[n])
	}
	return row
}

// asked is the label of who asked for a change.
func asked(b setting.Batch) string {
	if b.Scheduled {
		return "Scheduled by"
	}
	return "By"
}

func retry(n int64) string {
	if n == 1 {
		return "Retry the 1 that failed"
	}
	return "Retry the " + ui.Figure(int(n)) + " that failed"
}

func revert(b setting.Batch) string {
	if b.Whom == setting.TheDefault {
		return "Revert the default"
	}
	return "Revert " + ui.Counted(b.Done, "account")
}

// chooseLook is primary as long as nothing else is.
func (p NewPage) chooseLook() ui.Look {
	if p.possible() {
		return ui.Secondary
	}
	return ui.Primary
}

// cancel leads back to where the change came from.
func (p NewPage) cancel() string {
	if p.Whom == setting.TheDefault {
		return route.Changes(p.By.Account)
	}
	return route.Accounts(p.By.Account)
}

func accountsChange(n int64) string {
	if n == 0 {
		return "no account changes"
	}
	return ui.Counted(n, "account") + one(n, " changes", " change")
}

func keep(n int64) string {
	if n == 0 {
		return ""
	}
	return ui.Counted(n, "account") + one(n, " keeps its", " keep their") + " own value."
}

// names are the first accounts, and how many more there are.
func names(first []account.Account, all int64) string {
	var ns []string
	for _, a := range first {
		ns = append(ns, a.Name)
	}
	text := strings.Join(ns, ", ")
	if rest := all - int64(len(ns)); rest > 0 {
		text += " and " + ui.Figure(int(rest)) + " more"
	}
	return text + "."
}

func accountStatus(a account.Account) string {
	s := string(a.Status)
	return strings.ToUpper(s[:1]) + s[1:]
}
