package mail

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/outbox"
)

var update = flag.Bool("update", false, "write the letters to testdata instead of comparing them")

// writer writes for a portal.
var writer = Writer{Public: "https://portal.meridian.example"}

// at is when all letters were written.
var at = time.Date(2026, 11, 22, 10, 42, 0, 0, time.UTC)

// letter is a letter of one kind with all the facts that it can have.
func letter(kind outbox.Kind) outbox.Letter {
	l := outbox.Letter{
		ID: "0letter", Kind: kind, ToName: "Ben Osei", ToAddress: "ben@acme.example", CreatedAt: at,
		Facts: outbox.Facts{
			Account: "Acme Robotics", Reference: "CRM-1001", Partner: "Northwind Partners", By: "Ben Osei",
			Device: "Firefox on Linux", Place: "203.0.113.7", At: at,
		},
	}
	switch kind {
	case outbox.Invitation:
		l.Facts.By, l.Facts.Role, l.Facts.Secret, l.Facts.Device, l.Facts.Place = "Pia Larsen", string(access.TechnicalContact), "s3cret", "", ""
	case outbox.Reset:
		l.Facts.Secret = "s3cret"
	case outbox.AddressCode:
		l.ToAddress, l.Facts.What, l.Facts.Secret = "ben@new.example", "ben@new.example", "40718263"
	case outbox.AddressAsked, outbox.AddressChanged:
		l.Facts.What = "ben@new.example"
	case outbox.AddressTaken:
		l.Facts = outbox.Facts{At: at}
	case outbox.MarketAsked:
		l.Facts.By, l.Facts.What, l.Facts.Note, l.Facts.Key, l.Facts.Request = "Alice Novak", "Germany", "We open an office in Frankfurt in March.", "nrthw3nd", "0request"
	case outbox.MarketEnabled, outbox.MarketDeclined:
		l.Facts.By, l.Facts.What, l.Facts.Note, l.Facts.Key = "Pia Larsen", "Germany", "Call us about the office in Frankfurt.", "acmerb4t"
	case outbox.SupportAsked, outbox.SupportCopied:
		l.Facts.What, l.Facts.Service, l.Facts.Reply = "Packets are lost in Sydney", "Sydney Core A (svc-1)", "ben@acme.example"
		l.Facts.Text = "Since 9:40 two of our three routers in Sydney drop a packet in ten, and people at both plants notice it.\n\nNothing was changed on our side."
		l.Facts.Role = string(access.TechnicalContact)
	case outbox.PeopleChanged:
		l.Facts.What, l.Facts.By, l.Facts.Key = "Nora Field joined as Read Only", "Nora Field", "acmerb4t"
	case outbox.AccountChanged:
		l.Facts.What, l.Facts.By, l.Facts.Key, l.Facts.Below = "Acme Robotics was suspended", "Pia Larsen", "nrthw3nd", "acmerb4t"
	case outbox.TermsEnd, outbox.TermsRunOut:
		l.Facts = outbox.Facts{Account: "Northwind Partners", Partner: "Meridian Networks", Key: "nrthw3nd", What: "2 services", At: at,
			Text: "22 Dec 2026: Sydney core (p-7f2k), Acme Robotics [CRM-1001]. Renews for 12 months.\n22 Dec 2026: Depot (p-2k8d), Cobalt Health [CRM-1003]. From month to month from 22 Dec 2026."}
	case outbox.OwnChanged:
		l.Facts.What, l.Facts.Key = "Acme Robotics was suspended", "acmerb4t"
	case outbox.RequestSent, outbox.RequestOverdue, outbox.RequestApproved, outbox.RequestRejected, outbox.RequestExpired, outbox.RequestFailed:
		l.Facts.What, l.Facts.Role, l.Facts.Service, l.Facts.By, l.Facts.Key, l.Facts.Request = "REQ-2046", "Speed change", "Sydney core, 1 Gbps to 10 Gbps", "Alice Novak", "nrthw3nd", "0request"
		l.Facts.Note = "The backup window overruns since the second line opened."
		if kind == outbox.RequestFailed {
			l.Facts.By, l.Facts.Key, l.Facts.Text, l.Facts.Note = "Theo Brandt", "acmerb4t", "The billing market Australia is not enabled, so nothing can be ordered in Sydney.", ""
		}
	case outbox.ConnectionAsked, outbox.ConnectionAccepted, outbox.ConnectionDenied:
		l.Facts.By, l.Facts.What, l.Facts.Service, l.Facts.Note, l.Facts.Key, l.Facts.Request = "Acme Robotics", "500 Mbps", "Sydney exchange", "Our contract is 4711.", "nrthw3nd", "0request"
	case outbox.ConnectionEnds, outbox.ConnectionStays, outbox.ConnectionEnded:
		l.Facts.Service, l.Facts.By, l.Facts.What, l.Facts.Key, l.Facts.Request = "To the exchange", "Northwind Partners, Sydney", "22 Dec 2026", "acmerb4t", "x-91ma"
	case outbox.VisitStarted, outbox.VisitEnded:
		l.Facts.By, l.Facts.From, l.Facts.Other, l.Facts.What, l.Facts.Note, l.Facts.Key, l.Facts.Request = "Sam Reyes", "Meridian Networks", "Alice Novak", "4711", "The renewal of the Sydney line fails.", "acmerb4t", "0visit"
		if l.Facts.Until = at.Add(30 * time.Minute); kind == outbox.VisitEnded {
			l.Facts.Text = "service.changed\tSydney core\nservice.locked\tDepot"
		}
	case outbox.AccessAsked, outbox.GlassAsked, outbox.GlassBroken:
		l.Facts.By, l.Facts.From, l.Facts.What, l.Facts.Note, l.Facts.Key, l.Facts.Request = "Sam Reyes", "Meridian Networks", "4711", "The renewal of the Sydney line fails.", "acmerb4t", "0request"
		if kind == outbox.GlassBroken {
			l.Facts.Other, l.Facts.Until = "Olive Okafor", at.Add(time.Hour)
		}
	case outbox.AccessGranted, outbox.AccessRefused:
		l.Facts.By, l.Facts.Note, l.Facts.Key, l.Facts.Below = "Alice Novak", "Call me when you are done.", "nrthw3nd", "acmerb4t"
		if kind == outbox.AccessGranted {
			l.Facts.Until = at.Add(4 * time.Hour)
		}
	case outbox.ConsentChanged:
		l.Facts.By, l.Facts.From, l.Facts.What, l.Facts.Key = "Alice Novak", "Meridian Networks", "Ask me", "acmerb4t"
	case outbox.EntryEnds, outbox.EntryEndsOf:
		l.Facts = outbox.Facts{Account: "Northwind Partners", Partner: "Meridian Networks", By: "Theo Brandt", Key: "nrthw3nd", Request: "0seat", At: at,
			Text: "28 Nov 2026: Cobalt Health\n29 Nov 2026: Accounts tagged Health"}
	case outbox.FactorChanged:
		l.Facts.By, l.Facts.What = "Pia Larsen", "Your second factors, passkeys and recovery codes were removed."
	}
	return l
}

func TestEveryKindHasItsLetter(t *testing.T) {
	for _, kind := range outbox.Kinds {
		m, err := writer.Draw(letter(kind))
		if err != nil {
			t.Fatal(err)
		}
		got := "Subject: " + m.Subject + "\nFrom: " + m.FromName + "\n\n" + m.Text
		file := filepath.Join("testdata", string(kind)+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is\n%s", kind, got)
		}
	}
	if _, err := writer.Draw(outbox.Letter{Kind: "love"}); err == nil {
		t.Error("a letter of no kind was drawn")
	}
}

func TestBothTwinsSayTheSame(t *testing.T) {
	for _, kind := range outbox.Kinds {
		l := letter(kind)
		p, err := writer.Page(l)
		if err != nil {
			t.Fatal(err)
		}
		m, err := writer.Draw(l)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		html := strings.Join(strings.Fields(doc.Find("body").Text()), " ")
		text := strings.Join(strings.Fields(m.Text), " ")
		said := slices.Concat([]string{p.Subject, p.Hello, p.Code, p.Button.Label, p.Button.Href, p.Sent}, p.Lead, p.After)
		for _, f := range p.Facts {
			said = append(said, f.Label, f.Value)
		}
		for _, s := range said {
			if !strings.Contains(html, s) || !strings.Contains(text, s) {
				t.Errorf("%s does not say %q in both", kind, s)
			}
		}
		if lang, _ := doc.Find("html").Attr("lang"); lang != "en" || doc.Find("h1").Length() != 1 || doc.Find("title").Text() != m.Subject {
			t.Errorf("%s is no sound page", kind)
		}
		if !strings.HasPrefix(html, p.Preview) || p.Preview == "" {
			t.Errorf("%s begins with %.60q, not with its preview", kind, html)
		}
		doc.Find("a").Each(func(_ int, a *goquery.Selection) {
			if href := a.AttrOr("href", ""); !strings.HasPrefix(href, writer.Public+"/") {
				t.Errorf("%s links to %q", kind, href)
			}
		})
		if n := doc.Find("img, script, link, iframe, form, input, [onclick]").Length(); n != 0 || strings.Contains(m.HTML, "url(") || strings.Contains(m.HTML, "@import") {
			t.Errorf("%s loads or runs something", kind)
		}
		if strings.Contains(m.HTML, "zTemplUnsafe") {
			t.Errorf("%s lost a style", kind)
		}
		for _, l := range strings.Split(m.Text, "\n") {
			if len([]rune(l)) > 72 && !strings.Contains(l, "https://") {
				t.Errorf("%s has a long line: %q", kind, l)
			}
		}
		if kind == outbox.AddressTaken || kind == outbox.TermsEnd || kind == outbox.TermsRunOut || kind == outbox.EntryEnds || kind == outbox.EntryEndsOf {
			continue // the first tells nobody which account the other person is of; the others are about several accounts, each with its reference
		}
		if m.FromName != "Northwind Partners" || !strings.HasSuffix(m.Text, "[CRM-1001]\n") || !strings.HasSuffix(html, "[CRM-1001]") {
			t.Errorf("%s from %q does not end in the reference", kind, m.FromName)
		}
	}
}

func TestTheLinkOfALetterWorks(t *testing.T) {
	for kind, want := range map[outbox.Kind]string{outbox.Invitation: "https://portal.meridian.example/invitation/s3cret", outbox.Reset: "https://portal.meridian.example/reset/s3cret"} {
		m, err := writer.Draw(letter(kind))
		if err != nil || !strings.Contains(m.Text, "\n"+want+"\n") || strings.Count(m.HTML, `href="`+want+`"`) != 2 {
			t.Errorf("%s: %v\n%s", kind, err, m.Text)
		}
	}
}

func TestNamesAreTextAndOneLine(t *testing.T) {
	for _, kind := range outbox.Kinds {
		l := letter(kind)
		evil := "<b onclick=x>Eve</b>\r\n\r\nPress https://evil.example"
		l.ToName, l.Facts.By, l.Facts.Account, l.Facts.Partner, l.Facts.Reference, l.Facts.What, l.Facts.Device = evil, evil, evil, evil, evil, evil, evil
		m, err := writer.Draw(l)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		if doc.Find("b, [onclick]").Length() != 0 || strings.ContainsAny(m.Subject+m.FromName, "\r\n") || strings.Contains(m.Text, "\r") || strings.Contains(m.Text, "\n\nPress") {
			t.Errorf("%s: a name is more than a name", kind)
		}
	}
}

func TestALetterThatIsSentAgainIsAnotherMessage(t *testing.T) {
	l := letter(outbox.Locked)
	one, _ := writer.Draw(l)
	same, _ := writer.Draw(l)
	l.Again = 1
	two, err := writer.Draw(l)
	if err != nil || one.ID != same.ID || one.ID == two.ID {
		t.Errorf("%s %s %s %v", one.ID, same.ID, two.ID, err)
	}
}

func TestLettersMakeSenseWithFewFacts(t *testing.T) {
	for _, kind := range outbox.Kinds {
		m, err := writer.Draw(outbox.Letter{Kind: kind, ToAddress: "ben@acme.example", CreatedAt: at, Facts: outbox.Facts{Secret: "x"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, broken := range []string{"  ", " .", " ,", "of .", "Hello ,", "by ,", "[]", "0001"} {
			if strings.Contains(m.Subject, broken) || strings.Contains(strings.ReplaceAll(strings.ReplaceAll(m.Text, ":  ", ":"), "    x\n", ""), broken) {
				t.Errorf("%s says %q: %s\n%s", kind, broken, m.Subject, m.Text)
			}
		}
		if !strings.Contains(m.Text, "portal.meridian.example") || m.FromName != "" {
			t.Errorf("%s comes from nowhere: %s", kind, m.Text)
		}
	}
}
