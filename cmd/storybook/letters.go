package main

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/templates/letters"
	"github.com/tenantry/tenantry/templates/mail"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func letterStories() []story {
	waits := lettersPage(written()...)
	waits.Waits = true
	none := lettersPage()
	noMatch := lettersPage()
	noMatch.Filter, noMatch.Result = outbox.Filter{Find: "zora", Status: outbox.Failed}, "0 letters"
	noMatch.Chips = []ui.Condition{{Label: "Status", Value: "Failed", Remove: noMatch.Clear}}
	demo := letters.DemoIndexPage{Shell: stranger("Letters of the demonstration")}
	for _, l := range written() {
		demo.Entries = append(demo.Entries, letters.Entry{Letter: l, Subject: drawn(l).Subject})
	}
	return []story{
		{"letters-operator", route.Letters("{key}"), letters.Index(lettersPage(written()...))},
		{"letters-wait", "", letters.Index(waits)},
		{"letters-no-match", "", letters.Index(noMatch)},
		{"letters-empty", "", letters.Index(none)},
		{"letter", route.Letter("{key}", "{letter}"), letters.Show(letterPage(cast.Olive, written()[1]))},
		{"letter-sent", "", letters.Show(letterPage(cast.Olive, written()[2]))},
		{"letter-support", "", letters.Show(letterPage(cast.Sam, written()[1]))},
		{"letters", "", letters.DemoIndex(demo)},
		{"letters-demo-empty", "", letters.DemoIndex(letters.DemoIndexPage{Shell: demo.Shell})},
		{"letter-demo", route.DemoLetter("{letter}"), letters.DemoShow(openLetter(written()[0]))},
	}
}

// bookWriter writes letters for the portal of the book.
var bookWriter = mail.Writer{Public: "https://portal.meridian.example"}

// written are letters in each state, newest first.
func written() []outbox.Letter {
	ben := outbox.Facts{Account: acme.Name, Reference: acme.Reference, Partner: northwind.Name, By: cast.Pia.Name, Role: string(access.TechnicalContact), Secret: "gk4x9m2tq7rw5h8d", At: now}
	sent := now.Add(-2 * time.Hour)
	next := now.Add(25 * time.Minute)
	line := func(minutes int, kind outbox.Kind, to cast.Person, f outbox.Facts) outbox.Letter {
		at := now.Add(-time.Duration(minutes) * time.Minute)
		f.At = at
		return outbox.Letter{ID: "0m2k7" + string(kind), AccountID: cast.Acme, Kind: kind, ToName: to.Name, ToAddress: to.Email, Facts: f, Status: outbox.Sent, Tries: 1, SentAt: &sent, DueAt: next, CreatedAt: at}
	}
	waiting := line(0, outbox.Invitation, cast.Ben, ben)
	waiting.Status, waiting.Tries, waiting.SentAt = outbox.Waiting, 0, nil
	failed := line(9, outbox.Invitation, cast.Alice, ben)
	failed.Status, failed.SentAt, failed.Problem, failed.Again = outbox.Failed, nil, "The mail server refused the address: 550 5.1.1 the address is unknown", 1
	again := line(48, outbox.PasswordChanged, cast.Dev, outbox.Facts{Account: "Delta Freight", Reference: "C-77", Partner: "Cascade Telecom", By: cast.Dev.Name})
	again.Status, again.Tries, again.SentAt, again.Problem = outbox.Waiting, 3, nil, "The mail server cannot be reached: connection refused"
	gone := line(121, outbox.Reset, cast.Sol, outbox.Facts{Account: "Solo Systems", Partner: meridian.Name, Device: "Firefox on Linux", Place: "203.0.113.7"})
	return []outbox.Letter{
		waiting, failed, gone, again,
		line(122, outbox.NewDevice, cast.Leo, outbox.Facts{Account: "Lakeside Cloud", Partner: meridian.Name, Device: "Safari on iOS", Place: "198.51.100.23"}),
		line(125, outbox.FactorChanged, cast.Tariq, outbox.Facts{Account: northwind.Name, Partner: meridian.Name, By: cast.Pia.Name, What: "Your second factors, passkeys and recovery codes were removed."}),
		line(130, outbox.Locked, cast.Rory, outbox.Facts{Account: northwind.Name, Partner: meridian.Name, Place: "198.51.100.99"}),
	}
}

func drawn(l outbox.Letter) mail.Page {
	p, err := bookWriter.Page(l)
	if err != nil {
		panic(err)
	}
	return p
}

func lettersPage(ls ...outbox.Letter) letters.IndexPage {
	p := letters.IndexPage{
		Shell: shell(cast.Olive, companyRoom, "Letters"), Letters: ls, Clear: route.Letters(cast.Meridian),
		Result: ui.Counted(len(ls), "letter"), Keep: map[string]string{},
		More: []ui.Choice{
			{Label: "Letter", Name: "kind", Options: []ui.Option{{Label: "Any"}, {Value: "invitation", Label: "Invitation"}}},
			{Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}, {Value: "failed", Label: "Failed"}}},
		},
	}
	p.Faces = companyFaces(p.By, "Letters")
	return p
}

func letterPage(who cast.Person, l outbox.Letter) letters.ShowPage {
	refusal := l.Refusal(now)
	l.Facts.Secret = outbox.Hidden
	page := drawn(l)
	return letters.ShowPage{Shell: shell(who, companyRoom, page.Subject), Letter: l, Subject: page.Subject, Text: page.Flowing(), Refusal: refusal}
}

func openLetter(l outbox.Letter) letters.DemoShowPage {
	page := drawn(l)
	p := letters.DemoShowPage{Shell: stranger(page.Subject), Letter: l, Subject: page.Subject, Before: page.Flowing()}
	if link := page.Button.Href; link != "" {
		p.Before, p.After, _ = strings.Cut(p.Before, link)
		p.Link = link
	}
	return p
}

// mails hangs each letter as mail programs show it beside the book's pages,
// under the policy that the demonstration has for them.
func mails(mux *http.ServeMux) {
	const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
	for _, kind := range outbox.Kinds {
		l := written()[0]
		l.Kind, l.Facts.Device, l.Facts.Place, l.Facts.What = kind, "Firefox on Linux", "203.0.113.7", ""
		if kind == outbox.AddressCode {
			l.Facts.Secret = "40718263"
		}
		l.Facts = told(kind, l.Facts)
		draw := templ.Handler(mail.Letter(drawn(l)))
		mux.HandleFunc("GET /mail/"+string(kind), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			draw.ServeHTTP(w, r)
		})
	}
}
