package site_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/mail"
	"github.com/tenantry/tenantry/internal/mailtest"
	"github.com/tenantry/tenantry/internal/outbox"
	letters "github.com/tenantry/tenantry/templates/mail"
	"github.com/tenantry/tenantry/web/route"
)

// secret is that of the invitation that invite puts.
const secret = "tvkqsecretsecretsecret"

// invite puts an invitation for Nora into the outbox, and answers its id.
func invite(t *testing.T, a *apptest.App) string {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return outbox.Put(tx, cast.Acme, outbox.Invitation, outbox.Reader{Name: "Nora Field", Address: "nora@acme.example"},
			outbox.Facts{Account: "Acme Robotics", Reference: "CRM-1001", Partner: "Northwind Partners", By: "Pia Larsen", Role: "Read Only", Secret: secret})
	})
	ls, err := a.Outbox.Newest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return ls[0].ID
}

// carry delivers what is due.
func carry(t *testing.T, a *apptest.App, post outbox.Post) {
	t.Helper()
	if _, err := a.Outbox.Deliver(t.Context(), letters.Writer{Public: "http://portal.test"}.Draw, post); err != nil {
		t.Fatal(err)
	}
}

func TestOliveSeesLettersAndSendsOneAgain(t *testing.T) {
	a := apptest.New(t)
	id := invite(t, a)
	olive := a.Browser(cast.Olive)
	olive.Open(route.Letters(cast.Meridian)).Sees("No mail server is set up: letters wait.")
	olive.Sees("Nora Field").Sees("nora@acme.example").Sees("Invitation").Sees("Acme Robotics").Sees("CRM-1001").Sees("Waits for a mail server")
	carry(t, a, refusing{})
	olive.Open(route.Letters(cast.Meridian)).Sees("Failed").Sees("The mail server refused the address: 550 no such user")
	olive.Click("Nora Field").At(route.Letter(cast.Meridian, id)).Sees("Pia Larsen invites you to Acme Robotics").Sees("/invitation/…")
	if strings.Contains(olive.Body, secret) {
		t.Error("the operator can read the link")
	}
	olive.Press("Send again").At(route.Letter(cast.Meridian, id)).Sees("The letter to Nora Field waits for a mail server.").Sees("Waiting")
	carry(t, a, leaving{})
	olive.Open(route.Letter(cast.Meridian, id)).Sees("Sent").Sees("no longer known here. Send the person a new invitation instead.")
	if olive.Count("form[action$='/again']") != 0 || olive.Count("button[aria-disabled]") != 1 {
		t.Error("there is a button that can only fail")
	}
	olive.Post(route.LetterAgain(cast.Meridian, id), url.Values{}).Answers(http.StatusConflict).Sees("Send the person a new invitation instead.")
}

func TestSamSeesLettersAndWhyHeSendsNone(t *testing.T) {
	a := apptest.New(t)
	id := invite(t, a)
	sam := a.Browser(cast.Sam)
	sam.Click("Company").At(route.Letters(cast.Meridian)).Sees("Nora Field")
	sam.Click("Nora Field").Sees("Sending a letter again takes the role Operator Admin.")
	if sam.Count("form[action$='/again']") != 0 {
		t.Error("Sam has a button")
	}
	sam.Post(route.LetterAgain(cast.Meridian, id), url.Values{}).Answers(http.StatusForbidden)
}

func TestPressingSendAgainTwiceAtOnceSendsOnce(t *testing.T) {
	a := apptest.New(t)
	id := invite(t, a)
	carry(t, a, refusing{})
	olive := a.Browser(cast.Olive)
	var wg sync.WaitGroup
	for range 4 {
		tab := olive.Tab()
		wg.Go(func() {
			if res := tab.Send(http.MethodPost, route.LetterAgain(cast.Meridian, id), url.Values{}, nil); res.StatusCode != http.StatusSeeOther {
				t.Errorf("answered %d", res.StatusCode)
			}
		})
	}
	wg.Wait()
	l, err := a.Outbox.Open(t.Context(), id)
	if err != nil || l.Again != 1 || l.Status != outbox.Waiting {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestTheListOfLettersIsNarrowedAndTurned(t *testing.T) {
	a := apptest.New(t)
	invite(t, a)
	a.Tx(func(tx *db.Tx) error {
		for range 55 {
			if err := outbox.Put(tx, cast.Solo, outbox.NewDevice, outbox.Reader{Name: "Sol Ito", Address: cast.Sol.Email}, outbox.Facts{Account: "Solo Systems"}); err != nil {
				return err
			}
		}
		return nil
	})
	list := route.Letters(cast.Meridian)
	olive := a.Browser(cast.Olive).Open(list).Sees("The newest 50 letters").SeesNo("Nora Field")
	olive.Click("Older").Sees("6 older letters").Sees("Nora Field")
	olive.Open(list + "?q=NORA").Sees("1 letter").Sees("Nora Field").SeesNo("Sol Ito")
	olive.Open(list + "?kind=new_device&status=waiting").Sees("Letter: New browser").Sees("Status: Waiting").SeesNo("Nora Field")
	olive.Open(list + "?kind=locked&q=zzz").Sees("No letter matches “zzz” with letter Locked").Click("Clear filters").At(list)
	olive.Open(list + "?kind=%27&status=x&after=%00").Answers(http.StatusBadRequest)
	olive.Open(list + "?kind=%27&status=x&after=zz").Sees("50 older letters")
	olive.Open(route.Letter(cast.Meridian, "nosuch")).Answers(http.StatusNotFound)
}

func TestNobodyElseReadsLetters(t *testing.T) {
	a := apptest.New(t)
	id := invite(t, a)
	for _, p := range []cast.Person{cast.Pia, cast.Alice, cast.Dina, cast.Sol} {
		b := a.Browser(p)
		b.Open(route.Letters(p.Account)).Answers(http.StatusForbidden)
		b.Open(route.Letter(p.Account, id)).Answers(http.StatusForbidden).SeesNo("Nora")
		b.Open(route.Letters(cast.Meridian)).Answers(http.StatusNotFound)
		b.Open(route.Letter(cast.Meridian, id)).Answers(http.StatusNotFound).SeesNo("Nora")
	}
}

func TestInTheDemonstrationAnybodyReadsLettersAndFollowsTheirLinks(t *testing.T) {
	a := apptest.New(t)
	id := invite(t, a)
	carry(t, a, mail.Keep{})
	b := a.Demo().Open(route.SignIn).Click("Letters of the demonstration").At(route.DemoLetters)
	b.Sees("Nora Field").Click("Pia Larsen invites you to Acme Robotics").At(route.DemoLetter(id)).Sees("Your role is Read Only.")
	b.Click("As mail programs show it").At(route.DemoLetterPage(id)).Sees("Accept the invitation")
	if csp := b.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'unsafe-inline';") || strings.Contains(csp, "script") {
		t.Error(csp)
	}
	b.Open(route.DemoLetter(id))
	if link := "http://portal.test" + route.Invitation(secret); !strings.Contains(b.Body, `<a href="`+link+`">`+link+`</a>`) || !strings.Contains(b.Text("pre"), "Accept the invitation: "+link+" Account: Acme Robotics") {
		t.Errorf("the link is not there: %s", b.Text("pre"))
	}
	b.Open(route.DemoLetter("nosuch")).Answers(http.StatusNotFound)

	for range 60 {
		a.Tx(func(tx *db.Tx) error {
			return outbox.Put(tx, cast.Solo, outbox.Locked, outbox.Reader{Name: "Sol Ito", Address: cast.Sol.Email}, outbox.Facts{})
		})
	}
	if n := b.Open(route.DemoLetters).Count("tbody tr"); n != 50 {
		t.Errorf("%d letters are listed", n)
	}
}

func TestAPortalThatIsNoDemonstrationHasNoSuchPages(t *testing.T) {
	a := apptest.New(t)
	id := invite(t, a)
	for _, b := range []*apptest.Browser{a.Stranger(), a.Browser(cast.Olive)} {
		read := func(address string) string {
			res := b.Send(http.MethodGet, address, nil, nil)
			if res.StatusCode != http.StatusNotFound {
				t.Errorf("%s answers %d", address, res.StatusCode)
			}
			body, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			return string(body)
		}
		never := read("/no-such-page")
		for _, address := range []string{route.DemoLetters, route.DemoLetter(id), route.DemoLetterPage(id), route.DemoLetter("x")} {
			if read(address) != never {
				t.Errorf("%s is not what a page that is not there is", address)
			}
		}
		b.Open(route.SignIn).SeesNo("Letters of the demonstration")
	}
}

func TestInvitationsArriveOverSMTPAndTheirLinksWork(t *testing.T) {
	a := apptest.New(t)
	server := mailtest.New(t, "none")
	post, err := mail.New(server.Config())
	if err != nil {
		t.Fatal(err)
	}
	pia := a.Browser(cast.Pia).Open(route.NewUser(route.ManagedUsers(cast.Northwind, cast.Acme))).Press("Add another person", ada...)
	pia.Press("Send invitations", "person.1.first_name", "Cy", "person.1.last_name", "Okoro", "person.1.email", "cy@acme.example", "person.1.role", "Read Only").Sees("2 people are invited.")
	carry(t, a, post)
	ms := server.Mails()
	if len(ms) != 2 {
		t.Fatalf("%d letters arrived", len(ms))
	}
	for _, m := range ms {
		text := m.Part(t, "text/plain")
		_, link, _ := strings.Cut(text, "http://portal.test")
		link, _, _ = strings.Cut(link, "\r\n")
		for _, says := range []string{"Pia Larsen invites you", "Acme Robotics", "Northwind Partners", "[CRM-1001]"} {
			if !strings.Contains(text, says) || !strings.Contains(m.Part(t, "text/html"), strings.Trim(says, "[]")) {
				t.Errorf("the letter to %s does not say %q", m.To, says)
			}
		}
		a.Stranger().Open(link).Sees("Join Acme Robotics").Press("Accept", "password", longEnough).At(route.Services(cast.Acme))
	}
	pia.Open(route.ManagedUsers(cast.Northwind, cast.Acme)).Sees("Ada Holm").Sees("Cy Okoro")
	pia.Open(route.Managed(cast.Northwind, cast.Acme)).Sees("in letters to the account’s people")
	pia.Open(route.History(cast.Northwind, cast.Acme)).Sees("Invited Ada Holm").Sees("Invited Cy Okoro").Sees("Pia Larsen")
	a.Browser(cast.Olive).Open(route.Letters(cast.Meridian)).Sees("Ada Holm").Sees("cy@acme.example").Sees("Sent")
	var secrets int
	if err := a.Raw().QueryRow("SELECT count(*) FROM letters WHERE facts LIKE '%\"secret\"%'").Scan(&secrets); err != nil || secrets != 0 {
		t.Errorf("%d letters that left still have their secret, %v", secrets, err)
	}
}

// refusing is a post whose server knows no reader.
type refusing struct{ leaving }

func (refusing) Send(context.Context, outbox.Message) error {
	return &outbox.Trouble{Text: "The mail server refused the address: 550 no such user", ForGood: true}
}

// leaving is a post that takes everything.
type leaving struct{}

func (leaving) Send(context.Context, outbox.Message) error { return nil }
func (leaving) Keeps() bool                                { return false }
