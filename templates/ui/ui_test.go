package ui

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/static"
)

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func wants(t *testing.T, got string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(got, p) {
			t.Errorf("no %s in\n%s", p, got)
		}
	}
}

func TestEveryIconThatTemplatesNameIsThere(t *testing.T) {
	icons := static.Icons()
	named := regexp.MustCompile(`Icon(?:\(|: *)"([^"]*)"`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".templ" {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range named.FindAllSubmatch(text, -1) {
			if !slices.Contains(icons, string(m[1])) {
				t.Errorf("%s names the icon %q, which is not in img/icons.svg", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFieldTiesHintAndErrorToItsInput(t *testing.T) {
	got := draw(t, Field(Input{Label: "Reference", Name: "ref", Value: `"><b>`, Hint: "Your own.", Error: "C-1 is taken by Acme", Linked: "Acme", LinkHref: "/acme"}))
	wants(t, got, `for="field-ref"`, `id="field-ref"`, `id="hint-ref"`, `id="error-ref"`, `aria-describedby="hint-ref error-ref"`,
		`aria-invalid="true"`, `<a href="/acme">Acme</a>`, `value="&#34;&gt;&lt;b&gt;"`)
	if plain := draw(t, Field(Input{Label: "Name", Name: "name"})); strings.Contains(plain, "aria-") {
		t.Errorf("a plain field describes itself: %s", plain)
	}
}

func TestErrorSummaryLinksToTheFields(t *testing.T) {
	var p fault.Fields
	if got := draw(t, ErrorSummary(p)); got != "" {
		t.Errorf("no problems, and yet %s", got)
	}
	p.Add("name", "Enter a name")
	wants(t, draw(t, ErrorSummary(p)), "One thing to put right", `href="#field-name"`)
	p.Add("email", "Enter an address")
	wants(t, draw(t, ErrorSummary(p)), "Two things to put right", `href="#field-email"`)
}

func TestARefusedButtonSaysWhyAndIsNotDisabled(t *testing.T) {
	got := draw(t, Button(Press{Label: "Order", Refused: "why"}))
	wants(t, got, `aria-disabled="true"`, `aria-describedby="why"`)
	if regexp.MustCompile(` disabled`).MatchString(got) {
		t.Error("it is disabled")
	}
}

func TestFigures(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1200: "\u22121,200"} {
		if got := Figure(n); got != want {
			t.Errorf("Figure(%d) is %s, want %s", n, got, want)
		}
	}
}

func TestPaperSaysWhatAListWasNarrowedTo(t *testing.T) {
	if got := narrowed("9 of 46 accounts", "crm-100", []Condition{{Label: "Status", Value: "Active"}, {Label: "Tag", Value: "Australia"}}); got != "9 of 46 accounts for “crm-100”. Status: Active. Tag: Australia." {
		t.Error(got)
	}
}

func TestCutFindsTheMatchedLetters(t *testing.T) {
	for _, c := range []struct{ name, q, before, hit, after string }{
		{"Cobalt Health", "co", "", "Co", "balt Health"},
		{"Pine Cove", "COVE", "Pine ", "Cove", ""},
		{"Acme", "x", "Acme", "", ""},
		{"Acme", "", "Acme", "", ""},
		{"İstanbul Ltd", "ltd", "İstanbul Ltd", "", ""},
	} {
		if b, h, a := cut(c.name, c.q); b != c.before || h != c.hit || a != c.after {
			t.Errorf("cut(%q, %q) is %q, %q, %q", c.name, c.q, b, h, a)
		}
	}
}

func TestEveryStateOfTheProductHasAShape(t *testing.T) {
	for _, w := range []string{"Active", "Suspended", "Closed", "Live", "Provisioning", "Design", "Termination scheduled", "Pending", "Approved", "Rejected", "Withdrawn", "Expired", "Failed", "Configured", "Ordered"} {
		if _, ok := shapes[strings.ToLower(w)]; !ok {
			t.Errorf("%s has none", w)
		}
		wants(t, draw(t, Status(w)), "<svg", w)
	}
}
