package consents

import (
	"context"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// grants reports whether the reader decides who comes in.
func (p ShowPage) grants() bool { return p.By.May(access.GrantAccess) }

// fixed says why the reader does not, or "".
func (p ShowPage) fixed() string {
	if p.By.Viewing() {
		return "Only the people of " + p.View.Account.Name + " choose who may act there. You can read what they chose."
	}
	if err := p.By.Must(access.GrantAccess); err != nil {
		return err.Error()
	}
	return ""
}

// answers are those to choose from, the one in force chosen.
func answers(in consent.Answer) (os []ui.Option) {
	for _, a := range consent.Answers {
		os = append(os, ui.Option{Value: string(a), Label: a.Word(), Chosen: a == in})
	}
	return os
}

// defaults are those to choose from for others, who are then the ones to be asked.
func defaults(in consent.Answer) []ui.Option {
	os := answers(in)
	for i := range os {
		if os[i].Value == string(consent.Ask) {
			os[i].Label = "Ask them"
		}
	}
	return os
}

// Heading is that of the pages about access: the operator has them under Visits.
func Heading(by access.Caller) string {
	if by.Kind == access.Operator {
		return "Visits"
	}
	return "Access"
}

// means is what an answer means for people of a company.
func (p ShowPage) means(a consent.Answer, company string) string {
	told := "You get a letter"
	if !p.grants() {
		told = "Its Company Admins get a letter"
	}
	switch a {
	case consent.Always:
		return "People of " + company + " may act here whenever they have a reason. " + told + " each time."
	case consent.Never:
		return "Nobody of " + company + " may act here."
	}
	return told + " when somebody of " + company + " wants to come in. They are let in for a time, or refused."
}

// question asks what an account says to people of a company.
func (p ShowPage) question(company string) string {
	if p.grants() {
		return "May people of " + company + " act as one of your people?"
	}
	return "May people of " + company + " act as one of its people?"
}

// waitingHead stands over the requests that wait.
func (p ShowPage) waitingHead() string {
	if p.grants() {
		return "Waiting for your answer"
	}
	return "Waiting for an answer"
}

// rung is where an answer comes from, as the ladder draws it.
func rung(r consent.Row) ui.Source {
	switch r.InForce.Source {
	case consent.Chosen:
		return ui.FromAccount
	case consent.Inherited:
		return ui.FromPartner
	}
	return ui.FromSystem
}

// source says it in words.
func source(ctx context.Context, r consent.Row) string {
	switch r.InForce.Source {
	case consent.Chosen:
		return "Set here by " + r.InForce.By.SetBy + ", " + ui.Moment(ctx, r.InForce.By.SetAt)
	case consent.Inherited:
		return "Inherited from " + r.Decider
	}
	return "Nobody has chosen yet"
}

// number is a version as forms carry it.
func number(n int64) string { return strconv.FormatInt(n, 10) }

// inherit is what the form sends by which an account goes back to what it inherits.
func inherit(r consent.Row) map[string]string {
	return map[string]string{"side": string(r.Side), string(r.Side): string(consent.Inherit), "version": number(r.Version)}
}

// state is what became of a request, in a word.
func state(r consent.Request) string { return r.State.Word() }

// how is for which ticket somebody asked to come in, and that they break the glass.
func how(r consent.Request) string {
	if r.Glass {
		return r.Ticket + ", by breaking the glass"
	}
	return r.Ticket
}

// answered says who answered a request.
func answered(r consent.Request) string {
	switch {
	case r.AnsweredBy != "" && r.Glass && r.Until != nil:
		return "Agreed: " + r.AnsweredBy
	case r.AnsweredBy != "":
		return r.AnsweredBy
	case r.State == consent.Pending:
		return "Nobody yet"
	case r.State == consent.Withdrawn:
		return r.UserName
	}
	return "Nobody in time"
}

// closer is who answered the request, before the time at which they did.
func (p RequestPage) closer() string {
	if p.Request.AnsweredAt == nil {
		return answered(p.Request)
	}
	return answered(p.Request) + ", "
}

// title names a request.
func (p RequestPage) title() string {
	if p.Request.Glass {
		return p.Request.UserName + " asks to break the glass of " + p.Request.AccountName
	}
	return p.Request.UserName + " of " + p.Request.FromName + " asks to be let in"
}

// crumb is the list that the request stands in.
func (p RequestPage) crumb() string {
	if p.Request.Glass && p.By.Kind == access.Operator {
		return "Emergency access"
	}
	return "Who may step in"
}

// fixed says why the reader can't answer, or "".
func (p RequestPage) fixed() string {
	switch {
	case p.Request.Glass && p.By.Kind != access.Operator:
		return "Two Operator Admins of " + p.Request.FromName + " decide this. You are told at once when they let somebody in."
	case p.Request.Glass && p.Mine:
		return "You asked for it yourself. A second Operator Admin has to answer."
	case p.Request.Glass:
		return refusal(p.By.Must(access.BreakGlass))
	case p.By.Viewing():
		return "Only the people of " + p.Request.AccountName + " answer this."
	}
	return refusal(p.By.Must(access.GrantAccess))
}

func refusal(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// waits reports whether the request can still be answered.
func (p RequestPage) waits() bool {
	return p.Request.State == consent.Pending && p.Request.Open(p.Now)
}

// holds reports whether what was granted still holds.
func (p RequestPage) holds() bool {
	return p.Request.State == consent.Granted && p.Request.Open(p.Now)
}

// ends reports whether the reader may end what was granted.
func (p RequestPage) ends() bool {
	return p.holds() && (p.fixed() == "" || p.Mine && p.By.May(access.BreakGlass))
}

// endWord is what ends it.
func (p RequestPage) endWord() string {
	if p.Request.Glass {
		return "End it now"
	}
	return "Take it back"
}

// question is what is asked of whoever answers.
func (p RequestPage) question() string {
	if p.Request.Glass {
		return "Do you agree that " + p.Request.UserName + " goes in?"
	}
	return "Let " + p.Request.UserName + " in for"
}

// choices are the answers to choose from.
func (p RequestPage) choices() (os []ui.Option) {
	spans := consent.Spans
	if p.Request.Glass {
		spans = consent.GlassSpans
	}
	for _, s := range spans {
		o := ui.Option{Value: s.Name, Label: s.Text, Chosen: p.Draft.For == s.Name}
		if p.Request.Glass {
			o.Label, o.Hint = "I agree: for 1 hour", "The Company Admins of "+p.Request.AccountName+" get a letter at once, with both your names."
		}
		os = append(os, o)
	}
	return append(os, ui.Option{Value: consent.Refuse, Label: "Not at all", Hint: "Say why below. " + p.Request.UserName + " reads it.", Chosen: p.Draft.For == consent.Refuse})
}

// people are whose people a default is about.
func (p DefaultsPage) people(s consent.Side) string {
	if s == consent.OfOperator {
		return "people of " + p.Operator
	}
	if p.Account.Kind == access.Partner {
		return "people of " + p.Account.Name
	}
	return "people of their partner"
}

// scope says for whom the defaults hold.
func (p DefaultsPage) scope() string {
	if p.Account.Kind == access.Partner {
		return "What holds in the managed accounts that you support, as long as they choose nothing themselves."
	}
	return "What holds in the accounts that " + p.Account.Name + " supports, as long as they choose nothing themselves."
}

// holds says what a default means.
func (p DefaultsPage) holds(d consent.Default) string {
	who := p.people(d.Side)
	switch d.InForce.Answer {
	case consent.Always:
		return "In these accounts " + who + " may act whenever they have a reason. The account’s Company Admins get a letter each time."
	case consent.Never:
		return "In these accounts none of the " + who + " may act."
	}
	return "Before " + who + " act in one of these accounts, its Company Admins are asked, and let them in for a time or refuse."
}

// reach says how many accounts follow a default.
func reach(d consent.Default) string {
	follow := ui.Counted(d.Accounts-d.Chosen, "account") + " follow this. "
	if d.Accounts-d.Chosen == 1 {
		follow = "1 account follows this. "
	}
	switch d.Chosen {
	case 0:
		return follow + "None has chosen for itself."
	case 1:
		return follow + "1 has chosen for itself, and keeps that."
	}
	return follow + ui.Figure(int(d.Chosen)) + " have chosen for themselves, and keep that."
}

// setBy says who chose a default.
func setBy(ctx context.Context, d consent.Default) string {
	if d.InForce.Source == consent.Initial {
		return "Nobody has chosen yet"
	}
	return "Set by " + d.InForce.By.SetBy + ", " + ui.Moment(ctx, d.InForce.By.SetAt)
}

// AskTitle names the page of a way.
func AskTitle(w consent.Way, glass bool) string {
	switch {
	case glass:
		return "Break the glass of " + w.Account.Name
	case w.Open || w.InForce.Answer == consent.Never:
		return "Act in " + w.Account.Name
	}
	return "Ask " + w.Account.Name + " to let you in"
}

// form reports whether the page is a form, and not only what stands in its place.
func (p AskPage) form() bool { return p.Glass && p.Way.Glass || !p.Glass && p.Way.Asks() }

// action is where the form is sent.
func (p AskPage) action() string {
	if p.Glass {
		return route.BreakGlass(p.By.Account, p.Way.Account.ID)
	}
	return route.AskAccess(p.By.Account, p.Way.Account.ID)
}

// lead and text are what the way says.
func (p AskPage) lead() string { lead, _ := p.Way.Says(); return lead }
func (p AskPage) text() string { _, text := p.Way.Says(); return text }

// tone is how good that is.
func (p AskPage) tone() string {
	if p.Way.Open {
		return "ok"
	}
	return "info"
}

// send is the word on the button.
func (p AskPage) send() string {
	if p.Glass {
		return "Ask a second Operator Admin"
	}
	return "Send request"
}

// reasonHint says who reads the reason.
func (p AskPage) reasonHint() string {
	if p.Glass {
		return "What the emergency is. The customer reads it, too. At most 300 characters."
	}
	return "The customer reads it. At most 300 characters."
}

// withdraws reports whether a request can be withdrawn.
func withdraws(r consent.Request, p AskedPage) bool {
	return r.State == consent.Pending && r.Open(p.Now) && p.By.May(access.ActAs)
}

// act is what is pressed at a request of the list.
func (p GlassPage) act(r consent.Request) string {
	if r.State == consent.Pending && r.Open(p.Now) && r.UserID != p.By.User && p.By.May(access.BreakGlass) {
		return "Answer"
	}
	return "View"
}

// guard keeps a form that was refused from being left unseen.
func guard(refused bool) string {
	if refused {
		return "changed"
	}
	return ""
}
