package accounts

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/templates/ui"
)

// example is a file that can be imported.
const example = `name,reference,phone,email
Acme Robotics,CRM-1001,,
Cobalt Health,CRM-1003,02 9374 4000,`

// optional marks the columns that may stay empty.
func optional(p ImportPage) string {
	if p.Partner.Support == account.ByOperator {
		return ""
	}
	return ", optional"
}

func orNothing(s string) string {
	if s == "" {
		return "(nothing)"
	}
	return s
}

func (p ImportPage) tone() string {
	switch {
	case p.Done && p.Wrong == 0:
		return "ok"
	case p.Wrong > 0:
		return "warn"
	}
	return "info"
}

// verdict is the result in one sentence.
func (p ImportPage) verdict() string {
	switch {
	case p.Done && p.Fresh == 0:
		return "No account was created."
	case p.Done && p.Fresh == 1:
		return "1 account was created."
	case p.Done:
		return ui.Counted(p.Fresh, "account") + " were created."
	case p.Fresh == 0 && p.Wrong == 0:
		return "There is nothing to do."
	case p.Fresh == 0:
		return "No account can be created from this file."
	case p.Fresh == 1:
		return "1 account will be created."
	}
	return ui.Counted(p.Fresh, "account") + " will be created."
}

// rest says what happens to the other lines.
func (p ImportPage) rest() string {
	text := ""
	switch p.Known {
	case 0:
	case 1:
		text = "1 is there already. "
	default:
		text = ui.Figure(p.Known) + " are there already. "
	}
	switch p.Wrong {
	case 0:
	case 1:
		text += "1 line has a problem and is left out. "
	default:
		text += ui.Figure(p.Wrong) + " lines have problems and are left out. "
	}
	if !p.Done && p.Fresh > 0 {
		text += "Nothing has been written yet."
	}
	return text
}

// mostNamed is how many accounts a change of many names.
const mostNamed = 20

func (p BulkPage) first() []account.Account { return p.Accounts[:min(mostNamed, len(p.Accounts))] }

// more is how many accounts are not named.
func (p BulkPage) more() int { return max(len(p.Keys), len(p.Accounts)) - len(p.first()) }

func (p BulkPage) look() ui.Look {
	if p.Act == "suspend" {
		return ui.Solid
	}
	return ui.Primary
}

func (p BulkPage) hows() []ui.Option {
	how := p.How
	if how == "" {
		how = "tag"
	}
	return []ui.Option{
		{Value: "tag", Label: "Add the tag", Chosen: how == "tag"},
		{Value: "untag", Label: "Remove the tag", Chosen: how == "untag"},
	}
}

func (p BulkPage) failed() []BulkResult  { return p.where(false) }
func (p BulkPage) changed() []BulkResult { return p.where(true) }

func (p BulkPage) where(good bool) (out []BulkResult) {
	for _, r := range p.Results {
		if (r.Problem == "") == good {
			out = append(out, r)
		}
	}
	return out
}

func (p BulkPage) tone() string {
	switch {
	case len(p.failed()) == 0:
		return "ok"
	case len(p.changed()) == 0:
		return "bad"
	}
	return "warn"
}

// verdict is the result in one sentence.
func (p BulkPage) verdict() string {
	good, bad := len(p.changed()), len(p.failed())
	text := ui.Counted(good, "account") + " changed"
	if good == 0 {
		text = "No account changed"
	}
	if bad > 0 {
		text += ", " + ui.Figure(bad) + " did not"
	}
	return text + "."
}

// what says what the changed accounts have now.
func (p BulkPage) what() string {
	if len(p.changed()) == 0 {
		return ""
	}
	switch {
	case p.Act == "tag" && p.How == "untag":
		return "They don’t have the tag “" + p.Tag + "” any more."
	case p.Act == "tag":
		return "They have the tag “" + p.Tag + "”."
	}
	return ""
}
