package users

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// scope says how much the list covers.
func scope(p IndexPage) string {
	n := p.List.All
	if n == 1 {
		return "1 person in " + p.Room.Company.Name + "."
	}
	return ui.Figure(int(n)) + " people in " + p.Room.Company.Name + "."
}

// moreKeep is what the filter form beside the field keeps of the address.
func (p IndexPage) moreKeep() map[string]string {
	if p.Filter.Find == "" {
		return nil
	}
	return map[string]string{"q": p.Filter.Find}
}

// findKeep is what the filter field keeps of the address.
func (p IndexPage) findKeep() map[string]string {
	keep := map[string]string{"role": string(p.Filter.Role), "status": string(p.Filter.State)}
	maps.DeleteFunc(keep, func(_, value string) bool { return value == "" })
	return keep
}

// rights are the flags of a seat in words, or "".
func rights(s user.Seat) string {
	var rs []string
	if s.SeesBilling {
		rs = append(rs, "sees billing")
	}
	if s.EditsContact {
		rs = append(rs, "edits the contact card")
	}
	text := strings.Join(rs, ", ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// fromList tells a row's act to come back to the list.
var fromList = map[string]string{"from": "list"}

// again is the act that a row offers for a state, or "".
func again(s user.State) string {
	switch s {
	case user.StateInvited:
		return "Send again"
	case user.StateLocked, user.StateDeactivated:
		return "Reactivate"
	}
	return ""
}

// people are the rows of the form; there is at least one.
func (p NewPage) people() []user.SeatDraft {
	if len(p.Draft.People) == 0 {
		return make([]user.SeatDraft, 1)
	}
	return p.Draft.People
}

func (p NewPage) full() bool { return len(p.people()) >= user.MostInvited }

// at is the name of a row's field.
func at(row int, field string) string { return user.InviteField(row, field) }

func (p NewPage) wrong(row int, field string) string { return p.Problems.At(at(row, field)) }

// legend names a row.
func legend(row int) string { return "Person " + number(row) }

// number is a row as people count.
func number(row int) string { return strconv.Itoa(row + 1) }

// focus gives the first field of a row that was just added the focus.
func (p NewPage) focus(row int) templ.Attributes {
	if row+1 == p.Added {
		return templ.Attributes{"required": true, "autofocus": true}
	}
	return templ.Attributes{"required": true}
}

// send is the word of the button that sends the form.
func (p NewPage) send() string {
	if len(p.people()) == 1 {
		return "Send invitation"
	}
	return "Send invitations"
}

// guard says whether the form holds what was never saved from the moment it is shown.
func (p NewPage) guard() string {
	if p.Problems != nil || p.Added > 0 {
		return "changed"
	}
	return ""
}

// phoneHint says how a phone number is written.
func phoneHint(country string) string {
	if country == "" {
		return "With the country code."
	}
	return country + ", or with another country code."
}

// roleOptions are the roles of an account, each with what it may do. Nothing is
// chosen until somebody chooses.
func roleOptions(kind access.Kind, chosen access.Role) []ui.Option {
	options := []ui.Option{{Label: "Choose a role"}}
	for _, r := range access.RolesIn(kind) {
		sentence := strings.TrimSuffix(r.Sentence(), ".")
		options = append(options, ui.Option{
			Value: string(r), Label: string(r) + ": " + strings.ToLower(sentence[:1]) + sentence[1:], Chosen: r == chosen,
		})
	}
	return options
}

// roleAnswers are the roles as answers to a question.
func roleAnswers(kind access.Kind, chosen access.Role) (options []ui.Option) {
	for _, r := range access.RolesIn(kind) {
		options = append(options, ui.Option{Value: string(r), Label: string(r), Hint: r.Sentence(), Chosen: r == chosen})
	}
	return options
}

// over reports whether the link of an invitation stopped working by its time.
func over(s layout.Shell, h user.Holder) bool {
	return h.Status == user.Invited && !s.Now.Before(h.Until())
}

func (p ShowPage) version() string { return strconv.FormatInt(p.Draft.Version, 10) }

func (p ShowPage) invited() bool { return p.Holder.Status == user.Invited }

// actable reports whether somebody may want to act in the person's place: who is
// in an account below the reader's own.
func (p ShowPage) actable() bool {
	return p.By.May(access.ActAs) && p.Holder.AccountID != p.By.Account && p.Holder.State() == user.StateActive
}

// self reports whether the seat is the reader's own.
func (p ShowPage) self() bool { return p.Holder.Is(p.By.Self()) }

// guard says whether the form holds what was never saved from the moment it is shown.
func (p ShowPage) guard() string {
	if p.Problems != nil {
		return "changed"
	}
	return ""
}

// crumbs are the pages above one of the room's, and itself.
func (r Room) crumbs(more ...ui.Crumb) []ui.Crumb { return append(slices.Clone(r.Crumbs), more...) }
