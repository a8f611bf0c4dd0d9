// Package support says whom the people of an account ask for help, and takes
// what they ask there: a letter to those who support the account. The support
// model decides who that is: the partner of a managed account, or the operator.
package support

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Card is whom to ask for help.
type Card struct {
	Here   account.Account // whose people ask
	Helper account.Account // who supports them: the partner, or the operator
	Phone  string          // E.164, or ""
	Email  string          // or ""
}

// Bare reports whether there is nothing to call or to write to but the form.
func (c Card) Bare() bool { return c.Phone == "" && c.Email == "" }

// cardOf is the card of the caller's account. People of a partner-supported
// account ask the partner, at the contacts that it entered for them; everybody
// else asks the operator, and so does a partner's person who views an account:
// the card is theirs, and not the customer's.
func cardOf(tx *db.Tx) (c Card, err error) {
	if c.Here, err = account.Here(tx); err != nil {
		return c, err
	}
	if c.Here.Kind == access.Managed && c.Here.Support == account.ByPartner && !tx.By.Viewing() {
		c.Helper, err = account.Above(tx, c.Here)
		c.Phone, c.Email = c.Here.SupportPhone, c.Here.SupportEmail
		return c, err
	}
	c.Helper, err = account.Operator(tx)
	c.Phone, c.Email = c.Helper.SupportPhone, c.Helper.SupportEmail
	return c, err
}

// Limits of what is typed.
const (
	LongestSubject = 120
	LongestText    = 4000
)

// Draft is what somebody types to ask for help.
type Draft struct {
	Subject string `form:"subject"`
	Text    string `form:"text"`
	Service string `form:"service"` // id of one of the account's services, or ""
	Token   string `form:"token"`
}

// check reads the draft; what is typed comes back as it is stored. What the
// service is called is "" where none was chosen.
func (d *Draft) check(tx *db.Tx) (called string, fs fault.Fields, err error) {
	d.Subject = account.Tidy(d.Subject)
	if p := account.CheckText("Subject", d.Subject, LongestSubject); p != "" {
		fs.Add("subject", "%s", p)
	}
	if d.Text = account.Prose(d.Text); d.Text == "" {
		fs.Add("text", "Write what happened")
	} else if p := account.CheckProse("The description", d.Text, LongestText); p != "" {
		fs.Add("text", "%s", p)
	}
	if d.Service == "" {
		return "", fs, nil
	}
	s, err := service.NameOf(tx, d.Service)
	if fault.Is(err, fault.NotFound) {
		fs.Add("service", "Choose a service of this account, or none")
		return "", fs, nil
	}
	return s.Name, fs, err
}
