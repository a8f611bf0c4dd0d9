package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/consents"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

func consentStories() []story {
	return []story{
		{"consent", route.Consent("{key}"), consents.Show(consentPage(cast.Alice))},
		{"consent-first", "", consents.Show(firstConsent())},
		{"consent-viewed", "", consents.Show(viewedConsent())},
		{"consent-direct", "", consents.Show(directConsent())},
		{"consent-late", "", consents.Show(lateConsent())},
		{"consent-request", route.ConsentRequest("{key}", "{request}"), consents.Request(consentRequest(0))},
		{"consent-request-errors", "", consents.Request(wrongConsentAnswer())},
		{"consent-request-granted", "", consents.Request(consentRequest(1))},
		{"consent-request-late", "", consents.Request(lateConsentAnswer())},
		{"consent-defaults", route.ConsentDefaults("{key}"), consents.Defaults(consentDefaults(cast.Pia))},
		{"consent-defaults-operator", "", consents.Defaults(consentDefaults(cast.Olive))},
		{"access-ask", route.AskAccess("{key}", "{account}"), consents.Ask(accessAsk(consent.Ask, consent.Request{}))},
		{"access-ask-errors", "", consents.Ask(wrongAccessAsk())},
		{"access-ask-waits", "", consents.Ask(accessAsk(consent.Ask, consentRequests()[0]))},
		{"access-ask-granted", "", consents.Ask(accessAsk(consent.Ask, grantedToSam()))},
		{"access-ask-never", "", consents.Ask(accessAsk(consent.Never, consent.Request{}))},
		{"access-glass", route.BreakGlass("{key}", "{account}"), consents.Ask(glassAsk())},
		{"access-asked", route.AskedAccess("{key}"), consents.Asked(askedAccess(consentRequests()))},
		{"access-asked-none", "", consents.Asked(askedAccess(nil))},
		{"glass", route.Glass("{key}"), consents.Glass(glassPage(glassRequests()))},
		{"glass-none", "", consents.Glass(glassPage(nil))},
		{"glass-request", route.GlassRequest("{key}", "{request}"), consents.Request(glassRequest(cast.Olive, 0))},
		{"glass-request-own", "", consents.Request(ownGlassRequest())},
		{"glass-request-broken", "", consents.Request(glassRequest(cast.Olive, 1))},
	}
}

// accessSides are the sides of Access that somebody sees.
func accessSides(by access.Caller, current string) (ts []layout.Tab) {
	for _, t := range []struct {
		label, href string
		may         access.Permission
	}{
		{"Visits", route.Access(by.Account), access.ViewAccess},
		{"Who may step in", route.Consent(by.Account), access.ViewAccess},
		{"Who enters what", route.Delegations(by.Account), access.Delegate},
		{"Live visits", route.Visits(by.Account), access.WatchVisits},
		{"Emergency access", route.Glass(by.Account), access.WatchVisits},
		{"Defaults", route.ConsentDefaults(by.Account), access.DefaultAccess},
		{"Asked by you", route.AskedAccess(by.Account), access.ActAs},
	} {
		if by.May(t.may) {
			ts = append(ts, layout.Tab{Label: t.label, Href: t.href, Current: t.label == current})
		}
	}
	return ts
}

// ago is a time before now.
func ago(d time.Duration) *time.Time { t := now.Add(-d); return &t }

// consentRequests are what people asked of Acme: one waits, one is let in, others are over.
func consentRequests() []consent.Request {
	r := consent.Request{
		ID: "0request", AccountID: cast.Acme, SeatID: cast.Meridian, UserID: cast.Sam.ID, UserName: cast.Sam.Name, FromName: meridian.Name, AccountName: acme.Name, Reference: acme.Reference,
		Reason: "The renewal of the Sydney line fails, and nobody at the desk can see why.", Ticket: "MER-4821", State: consent.Pending, AskedAt: *ago(40 * time.Minute), ExpiresAt: now.Add(7*24*time.Hour - 40*time.Minute),
	}
	in, refused, over, late := r, r, r, r
	until := now.Add(3 * time.Hour)
	in.ID, in.SeatID, in.UserID, in.UserName, in.FromName = "0granted", cast.Northwind, cast.Pia.ID, cast.Pia.Name, northwind.Name
	in.Reason, in.Ticket, in.State, in.AnsweredBy, in.AnsweredAt, in.AnswerWhy, in.Until = "Set the VLAN together with Ben, as he asked on the phone.", "", consent.Granted, cast.Alice.Name, ago(time.Hour), "Thank you. Ben is in until noon.", &until
	refused.ID, refused.Reason, refused.Ticket, refused.State, refused.AskedAt = "0refused", "A look at the new cloud router.", "MER-4797", consent.Refused, *ago(30 * time.Hour)
	refused.AnsweredBy, refused.AnsweredAt, refused.AnswerWhy = cast.Alice.Name, ago(29*time.Hour), "Not this week: we freeze changes."
	over.ID, over.Reason, over.Ticket, over.State, over.AskedAt = "0over", "Port flapping since 09:00", "MER-4688", consent.Ended, *ago(200 * time.Hour)
	over.AnsweredBy, over.AnsweredAt, over.Until = cast.Alice.Name, ago(199*time.Hour), ago(195*time.Hour)
	late.ID, late.State, late.AskedAt, late.Ticket, late.Reason = "0late", consent.Expired, *ago(400 * time.Hour), "", "Check the cross connects after the move."
	return []consent.Request{r, in, refused, over, late}
}

func consentPage(who cast.Person) consents.ShowPage {
	rs := consentRequests()
	by := who.Caller()
	return consents.ShowPage{
		Shell: shell(who, companyRoom, "Access"), Faces: companyFaces(by, "Access"), Sides: accessSides(by, "Who may step in"),
		View: consent.View{
			Account: acme,
			Rows: []consent.Row{
				{Side: consent.OfPartner, Company: northwind.Name, Decider: northwind.Name, Inherited: consent.InForce{Answer: consent.Ask, Source: consent.Initial},
					InForce: consent.InForce{Answer: consent.Always, Source: consent.Inherited, By: consent.Consent{SetBy: cast.Pia.Name, SetAt: *ago(900 * time.Hour)}}},
				{Side: consent.OfOperator, Company: meridian.Name, Decider: northwind.Name, Inherited: consent.InForce{Answer: consent.Never}, Version: 1,
					InForce: consent.InForce{Answer: consent.Ask, Source: consent.Chosen, By: consent.Consent{SetBy: cast.Alice.Name, SetAt: *ago(100 * time.Hour)}}},
			},
			Waiting: rs[:1], LetIn: rs[1:2], Past: rs[2:],
		},
	}
}

func firstConsent() consents.ShowPage {
	p := consentPage(cast.Alice)
	p.View.Waiting, p.View.LetIn, p.View.Past = nil, nil, nil
	for i := range p.View.Rows {
		p.View.Rows[i].InForce = consent.InForce{Answer: consent.Ask, Source: consent.Initial}
	}
	return p
}

func viewedConsent() consents.ShowPage {
	p := consentPage(cast.Alice)
	p.Shell = viewing(acme, cast.Pia)
	p.Shell.Title, p.Faces, p.Sides = "Access", nil, accessSides(p.By, "Who may step in")
	return p
}

func directConsent() consents.ShowPage {
	p := consentPage(cast.Sol)
	p.View.Account, p.View.Rows, p.View.Waiting, p.View.LetIn, p.View.Past = cast.Account(cast.Solo), p.View.Rows[1:], nil, nil, nil
	p.View.Rows[0].Decider, p.View.Rows[0].InForce.Answer, p.View.Rows[0].InForce.By.SetBy = meridian.Name, consent.Never, cast.Sol.Name
	return p
}

func lateConsent() consents.ShowPage {
	p := consentPage(cast.Alice)
	p.Late = "Alice Novak changed it meanwhile: now it is “Ask me”. Choose once more."
	return p
}

func consentRequest(i int) consents.RequestPage {
	r := consentRequests()[i]
	return consents.RequestPage{
		Shell: shell(cast.Alice, companyRoom, r.UserName+" asks to be let in"), Request: r, List: route.Consent(cast.Acme),
		Action: route.ConsentRequest(cast.Acme, r.ID), End: route.ConsentTakeBack(cast.Acme, r.ID),
	}
}

func wrongConsentAnswer() consents.RequestPage {
	p := consentRequest(0)
	p.Shell.Invalid, p.Draft.For = true, consent.Refuse
	p.Problems = fault.Fields{{Field: "note", Text: "Say why in a word or two. Whoever asked reads it"}}
	return p
}

func lateConsentAnswer() consents.RequestPage {
	p := consentRequest(2)
	p.Late = p.Request.Closed()
	return p
}

func consentDefaults(who cast.Person) consents.DefaultsPage {
	p := consents.DefaultsPage{
		Shell: shell(who, companyRoom, consents.Heading(who.Caller())), Sides: accessSides(who.Caller(), "Defaults"), Account: cast.Account(who.Account), Operator: meridian.Name,
		Defaults: []consent.Default{
			{Side: consent.OfPartner, Version: 1, Accounts: 46, InForce: consent.InForce{Answer: consent.Always, Source: consent.Inherited, By: consent.Consent{SetBy: who.Name, SetAt: *ago(900 * time.Hour)}}},
			{Side: consent.OfOperator, InForce: consent.InForce{Answer: consent.Ask, Source: consent.Initial}, Accounts: 46, Chosen: 1},
		},
	}
	if who.Kind == access.Partner {
		p.Faces = companyFaces(who.Caller(), "Access")
	} else {
		p.Shell = shell(who, visitsRoom, p.Title)
	}
	return p
}

// visitsRoom is the operator's room of visits.
const visitsRoom = "Visits"

func accessAsk(answer consent.Answer, r consent.Request) consents.AskPage {
	w := consent.Way{Account: acme, From: meridian, InForce: consent.InForce{Answer: answer}, Request: r, Glass: answer == consent.Never}
	w.Open = r.State == consent.Granted
	who := cast.Sam
	if w.Glass {
		who = cast.Olive
	}
	return consents.AskPage{Shell: shell(who, partnersRoom, consents.AskTitle(w, false)), Way: w, Back: route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Acme)}
}

func wrongAccessAsk() consents.AskPage {
	p := accessAsk(consent.Ask, consent.Request{})
	p.Shell.Invalid, p.Problems = true, fault.Fields{{Field: "reason", Text: "Say why. The customer reads it"}}
	return p
}

func grantedToSam() consent.Request {
	r, until := consentRequests()[0], now.Add(3*time.Hour)
	r.State, r.AnsweredBy, r.AnsweredAt, r.Until = consent.Granted, cast.Alice.Name, ago(10*time.Minute), &until
	return r
}

func glassAsk() consents.AskPage {
	p := accessAsk(consent.Never, consent.Request{})
	p.Glass, p.Shell.Title = true, "Break the glass of "+acme.Name
	return p
}

func askedAccess(rs []consent.Request) consents.AskedPage {
	var mine []consent.Request
	for _, r := range rs {
		if r.UserID == cast.Sam.ID {
			mine = append(mine, r)
		}
	}
	return consents.AskedPage{Shell: shell(cast.Sam, visitsRoom, "Visits"), Sides: accessSides(cast.Sam.Caller(), "Asked by you"), Requests: mine}
}

// glassRequests are what was asked to break the glass: one waits, one is broken.
func glassRequests() []consent.Request {
	r := consentRequests()[0]
	r.Glass, r.Reason, r.Ticket, r.ExpiresAt = true, "The plant stands still and their admins don’t answer.", "MER-4901", now.Add(23*time.Hour)
	broken, until := r, now.Add(20*time.Minute)
	broken.ID, broken.State, broken.AnsweredBy, broken.AnsweredAt, broken.Until = "0broken", consent.Granted, cast.Olive.Name, ago(40*time.Minute), &until
	return []consent.Request{r, broken}
}

func glassPage(rs []consent.Request) consents.GlassPage {
	return consents.GlassPage{Shell: shell(cast.Olive, visitsRoom, "Visits"), Sides: accessSides(cast.Olive.Caller(), "Emergency access"), Requests: rs}
}

func glassRequest(who cast.Person, i int) consents.RequestPage {
	r := glassRequests()[i]
	return consents.RequestPage{
		Shell: shell(who, visitsRoom, "Break the glass of "+r.AccountName), Request: r, List: route.Glass(cast.Meridian),
		Action: route.GlassRequest(cast.Meridian, r.ID), End: route.GlassEnd(cast.Meridian, r.ID),
	}
}

func ownGlassRequest() consents.RequestPage {
	p := glassRequest(cast.Olive, 0)
	p.Mine, p.Request.UserName, p.Request.UserID = true, cast.Olive.Name, cast.Olive.ID
	return p
}
