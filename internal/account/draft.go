package account

import (
	"strings"

	"github.com/tenantry/tenantry/internal/fault"
)

// Draft is what a person types to create or edit a managed account. The form,
// the file import and the demo all fill in this.
type Draft struct {
	Name      string `form:"name"`
	Reference string `form:"reference"`
	Phone     string `form:"phone"`
	Email     string `form:"email"`
	OurTeam   bool   `form:"our_team"` // the address is of another domain and belongs to the partner's support team all the same
	Tags      string `form:"tags"`     // separated by commas; only when editing
	Token     string `form:"token"`    // names one showing of the form, so that sending it twice creates once
	Version   int64  `form:"version"`  // the version that was shown for editing
}

// contact is what a draft says of support, read and checked.
type contact struct {
	phone, email string
	foreign      bool // the address is of another domain than the partner's
}

// check reads the draft for an account of partner. It answers the contacts as
// they are stored, and every problem at its field.
func (d *Draft) check(partner Account, support Support) (c contact, fs fault.Fields) {
	d.Name, d.Reference = strings.TrimSpace(d.Name), strings.TrimSpace(d.Reference)
	if p := CheckLine("Account Name", d.Name); p != "" {
		fs.Add("name", "%s", p)
	}
	if p := CheckLine("Account Reference", d.Reference); p != "" {
		fs.Add("reference", "%s", p)
	}
	c.phone = d.checkPhone(partner, support, &fs)
	c.email, c.foreign = d.checkEmail(partner, support, &fs)
	return c, fs
}

func (d *Draft) checkPhone(partner Account, support Support, fs *fault.Fields) string {
	d.Phone = strings.TrimSpace(d.Phone)
	if d.Phone == "" {
		if support == ByOperator {
			fs.Add("phone", "Enter the Technical Support Phone Number. It is required, because the operator supports this account")
		}
		return ""
	}
	e164, problem := Phone(d.Phone, partner.Numbers())
	if problem != "" {
		fs.Add("phone", "%s", problem)
	}
	return e164
}

func (d *Draft) checkEmail(partner Account, support Support, fs *fault.Fields) (address string, foreign bool) {
	d.Email = strings.TrimSpace(d.Email)
	if d.Email == "" {
		if support == ByOperator {
			fs.Add("email", "Enter the Technical Support Email. It is required, because the operator supports this account")
		}
		return "", false
	}
	address, problem := Email(d.Email)
	if problem != "" {
		fs.Add("email", "%s", problem)
		return "", false
	}
	foreign = partner.Domain != "" && Domain(address) != partner.Domain
	if foreign && !d.OurTeam {
		fs.Add(FieldOurTeam, "The e-mail address is not at %s. Tick the box if it belongs to your support team", partner.Domain)
	}
	return address, foreign
}

// FieldOurTeam is the field whose problem asks for the tick.
const FieldOurTeam = "our_team"

// MostTags is how many tags an account has at most.
const MostTags = 20

// ReadTags reads the draft's tags: trimmed, each once, in the order they were typed.
func (d *Draft) ReadTags(fs *fault.Fields) (names []string) {
	seen := map[string]bool{}
	for _, t := range strings.Split(d.Tags, ",") {
		t = Tidy(t)
		if t == "" || seen[Fold(t)] {
			continue
		}
		if p := CheckLine("A tag", t); p != "" || length(t) > 40 {
			fs.Add("tags", "A tag has at most 40 plain characters")
			return nil
		}
		seen[Fold(t)] = true
		names = append(names, t)
	}
	if len(names) > MostTags {
		fs.Add("tags", "An account has at most %d tags", MostTags)
	}
	return names
}
