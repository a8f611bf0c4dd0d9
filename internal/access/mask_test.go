package access_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
)

var (
	inOwnName = access.Caller{User: "sam", Name: "Sam Okafor"}
	acting    = access.Caller{User: "sam", Name: "Sam Okafor", As: "alice", AsName: "Alice Novak", Acting: access.Reading}
	previews  = access.Caller{User: "pia", Name: "Pia Larsen", As: "alice", Preview: true}
)

func TestWhoActsSeesPersonalDataMasked(t *testing.T) {
	for _, c := range []struct {
		mask     func(string) string
		of, want string
	}{
		{acting.MaskEmail, "alice@acme.example", "a•••@acme.example"},
		{acting.MaskEmail, "é.b@acme.example", "é•••@acme.example"},
		{acting.MaskEmail, "a@acme.example", "•••@acme.example"},
		{acting.MaskEmail, "nothing of the kind", "•••"},
		{acting.MaskEmail, "", ""},
		{acting.MaskEmails, "a.b@acme.example, c.d@acme.example", "a•••@acme.example, c•••@acme.example"},
		{acting.MaskNumber, "+61293744000", "••• 00"},
		{acting.MaskNumber, "1234", "•••"},
		{acting.MaskNumber, "", ""},
		{acting.MaskSecret, "3f2a-11", "•••"},
		{acting.MaskText, "", ""},
		{acting.MaskText, "E-mail: ben@acme.example (was b@x.example)", "E-mail: b•••@acme.example (was •••@x.example)"},
		{acting.MaskText, "Firefox from 203.0.113.7. And 2001:db8::1, ::1", "Firefox from •••. And •••, •••"},
		{acting.MaskText, "Called +61 2 9374 4000 at 10:30, 2.5 Gbps, version 1.2.3", "Called ••• 00 at 10:30, 2.5 Gbps, version 1.2.3"},
		{acting.MaskText, "Renamed face: bad to 12:30:15", "Renamed face: bad to 12:30:15"},
		{inOwnName.MaskEmail, "alice@acme.example", "alice@acme.example"},
		{inOwnName.MaskEmails, "a@b.example,c@d.example", "a@b.example,c@d.example"},
		{inOwnName.MaskNumber, "+61293744000", "+61293744000"},
		{inOwnName.MaskSecret, "3f2a-11", "3f2a-11"},
		{inOwnName.MaskText, "from 203.0.113.7", "from 203.0.113.7"},
		{previews.MaskEmail, "alice@acme.example", "alice@acme.example"},
	} {
		if got := c.mask(c.of); got != c.want {
			t.Errorf("%q becomes %q, not %q", c.of, got, c.want)
		}
	}
}

func TestHandsAndPlace(t *testing.T) {
	if got := acting.Signature(); got != "Sam Okafor (support) on behalf of Alice Novak" {
		t.Error(got)
	}
	if inOwnName.Signature() != "Sam Okafor" || previews.Signature() != "Pia Larsen" {
		t.Error("in one's own name, one's own name")
	}
	if acting.Place() != "alice" || inOwnName.Place() != "" || previews.Place() != "" {
		t.Error("only who acts is in somebody’s place")
	}
	for _, c := range []struct {
		by     access.Caller
		people []string
		want   bool
	}{
		{acting, []string{"ben", "sam"}, true}, {acting, []string{"alice", ""}, true}, {acting, []string{"ben", ""}, false},
		{inOwnName, []string{"sam", ""}, true}, {inOwnName, []string{"alice", ""}, false}, {access.Caller{}, []string{""}, false},
	} {
		if c.by.Either(c.people...) != c.want {
			t.Errorf("%s among %q", c.by.Name, c.people)
		}
	}
	if err := inOwnName.InPerson("Saving a view"); err != nil {
		t.Error(err)
	}
	if err := acting.InPerson("Saving a view"); !fault.Is(err, fault.Forbidden) || err.Error() != "Saving a view is not done in somebody’s place. Alice Novak has to do it." {
		t.Error(err)
	}
}
