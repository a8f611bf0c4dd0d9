package house

import (
	"go/ast"
	"go/parser"
	"slices"
	"strings"
	"testing"
)

// planted are ways to the number, or around whom it may be shown to, each with
// words of what must be said of it.
var planted = []struct{ says, imports, code string }{
	{"uses Value", "", `func f(s service.Service) { v, _ := s.MonthlyRetail.Value(); _ = v }`},
	{"uses Scan", "", `func f(s *service.Service) { _ = s.MonthlyRetail.Scan(int64(1)) }`},
	{"uses Value", "", `var f = price.Retail.Value`},
	{"uses MarshalJSON", "", `func f(s service.Service) { _, _ = s.MonthlyCost.MarshalJSON() }`},
	{"uses Text", "", `func f(by access.Caller, s service.Service) string { return s.MonthlyCost.Text(by) }`},
	{"uses NewRetail", "", `var f = price.NewRetail("AUD", 1)`},
	{"imports database/sql/driver", `"database/sql/driver"`, `func f(v any) { _, _ = v.(driver.Valuer).Value() }`},
	{"imports unsafe", `"unsafe"`, `func f(s service.Service) unsafe.Pointer { return unsafe.Pointer(&s) }`},
	{"given to fmt.Sprint", `"fmt"`, `func f(s service.Service) string { return fmt.Sprint(s.MonthlyRetail) }`},
	{"given to encoding/json.Marshal", `"encoding/json"`, `func f(p service.Page) { _, _ = json.Marshal(p.Cost) }`},
	{"converted to any", "", `func f(s service.Service) any { return any(s.MonthlyRetail) }`},
	{"holds a price and is not in the list", "", `type quote struct{ of *price.Retail }`},
	{"embeds a price", "", `type quote struct{ price.Cost }`},
	{"would read a column of prices as int64", "", `type row struct{ MonthlyRetail int64 }`},
	{"name the column monthly_cost", "", `const order = "monthly_cost DESC"`},
	{"name the column once_retail", "", `var by = []string{"services.once_retail"}`},
	{"name the column fee_cost", "", `func f() string { return "COALESCE(fee_cost, 0)" }`},
}

func TestTheLawNoticesWhoOpensAPrice(t *testing.T) {
	c, _ := compile(t)
	for _, p := range planted {
		text := "package planted\nimport (\n\t\"" + pricing + "\"\n\t\"" + Module + "internal/access\"\n\t\"" + Module + "internal/service\"\n\t" + p.imports +
			"\n)\nvar (\n\t_ price.Currency\n\t_ access.Caller\n\t_ service.Status\n)\n" + p.code + "\n"
		f, err := parser.ParseFile(c.fset, "planted.go", text, 0)
		if err != nil {
			t.Fatal(err)
		}
		breaches, err := c.look("internal/planted", []*ast.File{f})
		if err != nil {
			t.Fatalf("%s: %v", p.code, err)
		}
		if !slices.ContainsFunc(breaches, func(b string) bool { return strings.Contains(b, p.says) }) {
			t.Errorf("%s: %q, and not that it %s", p.code, breaches, p.says)
		}
	}
	good := `package planted
import ("` + pricing + `"; "` + Module + `internal/access"; "` + Module + `internal/service")
func f(by access.Caller, s service.Service) bool { return s.MonthlyRetail.In("AUD").For(by).Shown(by) }
func g(ss []service.Service) (ps []price.Cost) { for _, s := range ss { ps = append(ps, s.MonthlyCost) }; return price.Sum(ps...) }
`
	f, err := parser.ParseFile(c.fset, "planted.go", good, 0)
	if err != nil {
		t.Fatal(err)
	}
	if breaches, err := c.look("internal/planted", []*ast.File{f}); err != nil || len(breaches) > 0 {
		t.Errorf("%q, %v", breaches, err)
	}
}

// A file that calls something of a form like a column asks the database nothing.
func TestTheLawNoticesAQueryBesideTheNamesOfColumns(t *testing.T) {
	c, _ := compile(t)
	for name, want := range map[string]bool{"../../internal/pricing/edit.go": true, "../../internal/service/store.go": false} {
		text := "package planted\nimport \"" + Module + "internal/db\"\nfunc f(tx *db.Tx) { _ = tx.Own().Order(\"id\") }\n"
		f, err := parser.ParseFile(c.fset, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if breaches, err := c.look("internal/planted", []*ast.File{f}); err != nil || (len(breaches) > 0) != want {
			t.Errorf("%s: %q, %v", name, breaches, err)
		}
	}
}
