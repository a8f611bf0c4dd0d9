package account_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
)

func contextWithin(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), d)
}

const file = "\ufeffName,Reference,Phone,Email,Our team\r\n" +
	"Bright Sparks,CRM-2000,02 9374 4000,noc@northwind.example,\r\n" +
	"Dim Sparks,CRM-2001,,,\r\n" +
	"\"Quoted, Inc\",CRM-2002,'+61 2 9374 4000,noc@elsewhere.example,yes\r\n" +
	"acme robotics,CRM-1001,,,\r\n" + // known
	"Acme Robotics,CRM-2003,,,\r\n" + // the name is in use
	"Other,crm-1002,,,\r\n" + // the reference is in use
	"Bright sparks,CRM-2004,,,\r\n" + // the name is in use since line 2
	",CRM-2005,,,\r\n" +
	"Bad Phone,CRM-2006,123,,\r\n" +
	"Foreign,CRM-2007,,noc@elsewhere.example,no\r\n" +
	"Short,CRM-2008\r\n"

// outcome is what became of each row, in short.
func outcome(rows []account.Row) (out []string) {
	for _, r := range rows {
		s := fmt.Sprint(r.Line, " ")
		switch {
		case r.Problems != nil:
			s += "problem " + r.Problems[0].Field
		case r.Known:
			s += "known " + r.Account.Name
		default:
			s += "created " + r.Account.Name
		}
		out = append(out, s)
	}
	return out
}

func TestAFileIsImportedByTheRulesOfTheForm(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	in, err := account.ReadFile(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := "2 created Bright Sparks|3 created Dim Sparks|4 created Quoted, Inc|5 known Acme Robotics|6 problem name|7 problem reference|8 problem name|9 problem name|10 problem phone|11 problem our_team|12 created Short"
	before := rows(t, a)
	dry, err := a.Accounts.Import(t.Context(), by, in, true)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(outcome(dry), "|"); got != want {
		t.Errorf("the dry run says\n%s, not\n%s", got, want)
	}
	if after := rows(t, a); after != before {
		t.Errorf("the dry run wrote: there were %s and are %s", before, after)
	}
	wet, err := a.Accounts.Import(t.Context(), by, in, false)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(outcome(wet), "|"); got != want {
		t.Errorf("the import says\n%s, not\n%s", got, want)
	}
	if got := a.Account(cast.Northwind).Managed; got != 50 {
		t.Errorf("Northwind counts %d accounts", got)
	}
	before = rows(t, a)
	again, err := a.Accounts.Import(t.Context(), by, in, false)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(outcome(again), "|"); got != strings.ReplaceAll(want, "created", "known") {
		t.Errorf("the second import says %s", got)
	}
	if after := rows(t, a); after != before {
		t.Errorf("the second import wrote: there were %s and are %s", before, after)
	}
	a.CheckNumbers()
}

func TestAnExportedFileIsKnownWhenItIsImported(t *testing.T) {
	a := apptest.New(t)
	var b strings.Builder
	b.WriteString("name,reference,phone,email,our_team\n")
	err := a.Accounts.Export(t.Context(), a.By(cast.Pia), account.Filter{}, func(x account.Account) error {
		fmt.Fprintf(&b, "\"%s\",%s,%s,%s,yes\n", account.Cell(x.Name), account.Cell(x.Reference), account.Cell(x.SupportPhone), account.Cell(x.SupportEmail))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	in, err := account.ReadFile(strings.NewReader(b.String()))
	if err != nil || len(in) != 46 {
		t.Fatal(len(in), err)
	}
	out, err := a.Accounts.Import(t.Context(), a.By(cast.Pia), in, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range out {
		if !r.Known {
			t.Errorf("%s: %v", r.Draft.Name, r.Problems)
		}
	}
}

func TestAFileThatIsNoneIsRefusedAsAWhole(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"nothing":           {"", "empty or no CSV file"},
		"only a mark":       {"\ufeff", "empty or no CSV file"},
		"only a head":       {"name,reference\n", "has no accounts"},
		"no reference":      {"name,phone\nA,1\n", `no column "reference"`},
		"an unknown column": {"name,reference,colour\nA,1,red\n", `a column "colour"`},
		"a stray quote":     {"name,reference\nA,1\n\"B,2\nC,3\n", "Line 3 has a quotation mark in the wrong place"},
		"a column twice":    {"name,reference,Name\nA,1,B\n", "two columns \"name\""},
		"another encoding":  {"name,reference\nCaf\xe9,1\n", "no UTF-8 text"},
		"no text":           {"name,reference\nA\x00,1\n", "no UTF-8 text"},
		"a picture":         {"\x89PNG\r\n\x1a\n\x00\x00", "no UTF-8 text"},
		"too many rows":     {"name,reference\n" + strings.Repeat("A,1\n", account.MostRows+1), "too long"},
		"too many bytes":    {"name,reference\n" + strings.Repeat(strings.Repeat("A", 2000)+",1\n", 700), "too long"},
	} {
		_, err := account.ReadFile(strings.NewReader(c.text))
		if got := fault.FieldsOf(err).At("file"); !strings.Contains(got, c.says) {
			t.Errorf("%s: %q (%v)", name, got, err)
		}
	}
	a := apptest.New(t)
	if _, err := a.Accounts.Import(t.Context(), a.By(cast.Pia), make([]account.Row, account.MostRows+1), true); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := a.Accounts.Import(t.Context(), a.By(cast.Rory), nil, true); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}

func TestTwoImportsOfOneFileAtOnceMakeEachAccountOnce(t *testing.T) {
	a := apptest.New(t)
	in, err := account.ReadFile(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	by := a.By(cast.Pia)
	atOnce(4, func(int) {
		if _, err := a.Accounts.Import(context.Background(), by, in, false); err != nil {
			t.Error(err)
		}
	})
	if got := a.Account(cast.Northwind).Managed; got != 50 {
		t.Errorf("Northwind counts %d accounts", got)
	}
	a.CheckNumbers()
}
