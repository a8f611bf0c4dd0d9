package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

func TestDevAsksForHelp(t *testing.T) {
	a := apptest.New(t)
	dev := a.Browser(cast.Dev).Open(route.Services(cast.Delta))
	dev.Click("Support").At(route.Support(cast.Delta)).Sees("Meridian Networks helps the people of Delta Freight.").Sees("No phone number or e-mail address is entered.")
	dev.Press("Send to Meridian Networks", "subject", "", "text", "Two routers lose packets.").Answers(http.StatusUnprocessableEntity).Sees("Enter the subject")
	if got := dev.Value("text"); got != "Two routers lose packets." {
		t.Errorf("what was typed is %q", got)
	}
	dev.Press("Send to Meridian Networks", "subject", "Packets", "text", "Two routers lose packets.").At(route.Support(cast.Delta)).Sees("Sent to Meridian Networks.")
	ls, err := a.Outbox.Newest(t.Context())
	if err != nil || len(ls) != 2 || ls[0].Kind != outbox.SupportCopied || ls[1].ToAddress != cast.Olive.Email {
		t.Errorf("%+v, %v", ls, err)
	}
}

func TestSupportIsThereWhereTheSettingShowsIt(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.Services(cast.Acme))
	if n := len(alice.Links("Support")); n != 0 {
		t.Errorf("Alice has %d links", n)
	}
	alice.Open(route.Support(cast.Acme)).Answers(http.StatusForbidden).Sees("Asking for help is turned off for this account.")
	pia := a.Browser(cast.Pia)
	pia.Post(route.Setting(cast.Northwind, cast.Acme, "support_chat"), url.Values{"on": {"on"}, "scope": {"account"}})
	acme := a.Account(cast.Acme)
	alice.Open(route.Support(cast.Acme)).Answers(http.StatusOK).Sees("Northwind Partners helps the people of Acme Robotics.").Sees(acme.SupportEmail)
	if alice.Count("a[href='tel:"+acme.SupportPhone+"']") != 1 || alice.Count("a[href='mailto:"+acme.SupportEmail+"']") != 1 {
		t.Error("the card has no links")
	}
	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Open(route.Support(cast.Acme)).Sees("You ask Meridian Networks about Acme Robotics.").SeesNo(acme.SupportEmail)
}

func TestNotificationsAreChosen(t *testing.T) {
	a := apptest.New(t)
	tariq := a.Browser(cast.Tariq).Open(route.Services(cast.Northwind))
	tariq.Click("Notifications").At(route.Notifications(cast.Northwind)).Sees("Security").Sees("Always on").Sees("Only Company Admins are told.")
	if tariq.Count("input[name=accounts][checked]") != 0 {
		t.Error("Tariq is told unasked")
	}
	tariq.Press("Save notifications", "accounts", "true").At(route.Notifications(cast.Northwind)).Sees("Notifications saved.")
	if tariq.Count("input[name=accounts][checked]") != 1 {
		t.Error("what Tariq chose is not kept")
	}
	pia := a.Browser(cast.Pia)
	pia.Post(route.Notifications(cast.Northwind), url.Values{}).Sees("Notifications saved.")
	tariq.Open(route.Notifications(cast.Northwind)).Sees("You are the only one of Northwind Partners who is told")
	if tariq.Count("input[type=checkbox][name=accounts]") != 0 {
		t.Error("Tariq, the last one, may stop")
	}
	tariq.Post(route.Notifications(cast.Northwind), url.Values{"accounts": {"true"}}).Sees("Notifications saved.").Sees("You are the only one of Northwind Partners who is told")
	tariq.Post(route.Notifications(cast.Northwind), url.Values{}).Answers(http.StatusConflict).Sees("Not saved.")
	alice := a.Browser(cast.Alice).Open(route.Services(cast.Acme))
	if strings.Contains(alice.Body, route.Notifications(cast.Acme)) {
		t.Error("Alice is led to a page that she has not")
	}
	alice.Open(route.Notifications(cast.Acme)).Answers(http.StatusForbidden).Sees("Notifications about an account that its partner supports go to the partner.")
	a.Browser(cast.Sol).Open(route.Notifications(cast.Solo)).Sees("Always on").SeesNo("Save notifications")
}

func TestTheOperatorEntersWhereItIsAskedForHelp(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive).Open(route.Users(cast.Meridian)).Click("Support contacts").At(route.Contacts(cast.Meridian))
	olive.Press("Save support contacts", "phone", "call us", "email", "help@meridian.example").Answers(http.StatusUnprocessableEntity).Sees("not an international phone number")
	if got := olive.Value("email"); got != "help@meridian.example" {
		t.Errorf("what was typed became %q", got)
	}
	olive.Press("Save support contacts", "phone", "+44 20 7946 0991").At(route.Contacts(cast.Meridian)).Sees("Support contacts saved.")
	olive.Press("Save support contacts").Sees("Nothing changed.")
	a.Browser(cast.Dev).Open(route.Support(cast.Delta)).Sees("+44 20 7946 0991").Sees("This writes to help@meridian.example.")
	olive.Open(route.Activity(cast.Meridian)).Sees("Technical Support Phone Number")
	a.Browser(cast.Sam).Open(route.Users(cast.Meridian)).SeesNo("Support contacts")
}

// Whoever acts in accounts below reads their names in what they did.
func TestTheOperatorsOwnActivityNamesCompanies(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive)
	olive.Post(route.Lock(cast.Meridian, cast.Northwind, "dashboard"), url.Values{"value": {"on"}, "reason": {"By contract"}})
	olive.Open(route.MyActivity).Sees("Northwind Partners").Sees("Solo Systems").SeesNo("An account that you have left")
	olive.Open(route.Activity(cast.Meridian) + "?kind=settings").Sees("Locked Dashboard at On").Sees("Northwind Partners")
}
