package account_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tenantry/tenantry/internal/account"
)

func TestANameHasOneToOneHundredAndTwentyEightCharactersAsAReaderCountsThem(t *testing.T) {
	family := "👨‍👩‍👧‍👦" // one character to a reader, eleven to a machine
	for name, c := range map[string]struct {
		text string
		want string // part of the sentence, or "" for none
	}{
		"nothing":                         {"", "Enter the Account Name"},
		"one character":                   {"A", ""},
		"128 characters":                  {strings.Repeat("a", 128), ""},
		"129 characters":                  {strings.Repeat("a", 129), "has 129 characters. The most is 128"},
		"128 with combining marks":        {strings.Repeat("e\u0301\u0323", 128), ""},
		"129 with combining marks":        {strings.Repeat("e\u0301", 129), "has 129 characters"},
		"64 families":                     {strings.Repeat(family, 64), ""},
		"128 flags":                       {strings.Repeat("🇦🇺", 128), ""},
		"129 flags":                       {strings.Repeat("🇦🇺", 129), "has 129 characters"},
		"128 letters of Hebrew":           {strings.Repeat("ש", 128), ""},
		"129 letters of Arabic":           {strings.Repeat("س", 129), "has 129 characters"},
		"128 of Chinese":                  {strings.Repeat("東", 128), ""},
		"a character of a thousand marks": {"a" + strings.Repeat("\u0301", 1200), "combined characters"},
		"a line break":                    {"Acme\nRobotics", "control characters"},
		"a tab":                           {"Acme\tRobotics", "control characters"},
		"a null":                          {"Acme\x00", "control characters"},
		"a delete":                        {"Acme\x7f", "control characters"},
		"a C1 control":                    {"Acme\u0085", "control characters"},
		"a bidi override":                 {"Acme\u202eexe.fdp", "control characters"},
		"a bidi isolate":                  {"Acme\u2066x\u2069", "control characters"},
		"a line separator":                {"Acme\u2028", "control characters"},
		"a paragraph separator":           {"Acme\u2029", "control characters"},
		"broken bytes":                    {"Acme\xff", "control characters"},
		"a replacement character":         {"Acme\ufffd", "control characters"},
		"only a zero width space":         {"\u200b", "Enter the Account Name"},
		"only joiners":                    {"\u200d\u200c\u2060", "Enter the Account Name"},
		"only spaces of all kinds":        {"\u00a0\u2003\u3000", "Enter the Account Name"},
		"a right-to-left name":            {"شركة النور", ""},
		"a mark of direction":             {"שלום\u200f", ""},
		"an ampersand and quotes":         {`<b>"O'Neil" & Sons</b>`, ""},
	} {
		got := account.CheckLine("Account Name", c.text)
		if c.want == "" && got != "" || c.want != "" && !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestALabelInASentenceIsSmallUnlessItIsADocumentedName(t *testing.T) {
	for label, want := range map[string]string{"Last name": "Enter the last name", "Name": "Enter the name", "Account Reference": "Enter the Account Reference"} {
		if got := account.CheckLine(label, ""); got != want {
			t.Errorf("%s: %q, not %q", label, got, want)
		}
	}
}

func TestTextIsTidiedBeforeItIsKept(t *testing.T) {
	for in, want := range map[string]string{
		"  Acme  Robotics ":        "Acme Robotics",
		"Acme\u00a0Robotics":       "Acme Robotics",
		"Cafe\u0301":               "Café",
		"\u3000東海\u3000精密 ":        "東海 精密",
		"":                         "",
		" ":                        "",
		"A\u2003\u2003B":           "A B",
		"ﬁne":                      "ﬁne", // NFC keeps what NFKC would not
		"\u1112\u1161\u11ab\u1100": "한ᄀ",
	} {
		if got := account.Tidy(in); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}

func TestNamesAreComparedWithoutCase(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Acme Robotics", "ACME robotics", true},
		{"Acme Robotics", " Acme   Robotics ", true},
		{"Café", "CAFÉ", true},
		{"Cafe\u0301", "café", true},
		{"STRASSE", "straße", true},
		{"Σίσυφος", "ΣΊΣΥΦΟΣ", true},
		{"Café", "Cafe", false}, // an accent makes another name
		{"Acme Robotics", "AcmeRobotics", false},
		{"İstanbul", "istanbul", false},
	} {
		if got := account.Fold(c.a) == account.Fold(c.b); got != c.same {
			t.Errorf("%q and %q are the same name: %t (%q, %q)", c.a, c.b, got, account.Fold(c.a), account.Fold(c.b))
		}
	}
}

func TestFoldingTwiceChangesNothingMore(t *testing.T) {
	for _, s := range []string{"Acme", "STRAẞE", "ŉ", "ǰ", "ΐ", "İ", "Ǆ", "한국", "ﬀ", "K", "Å", "ΰ"} {
		if account.Fold(account.Fold(s)) != account.Fold(s) {
			t.Errorf("Fold(%q) = %q, again %q", s, account.Fold(s), account.Fold(account.Fold(s)))
		}
		if account.Bare(account.Bare(s)) != account.Bare(s) {
			t.Errorf("Bare(%q) = %q, again %q", s, account.Bare(s), account.Bare(account.Bare(s)))
		}
	}
}

func TestNamesAreFoundWithoutCaseAndAccents(t *testing.T) {
	for in, want := range map[string]string{
		"Café Zürich": "cafe zurich", "Łódź": "lodz", "Østergaard": "ostergaard", "Ngāti": "ngati", "東海 Tōkai": "東海 tokai",
		"ACME": "acme", "Señor": "senor", "Straße": "strasse", "Çelik": "celik",
	} {
		if got := account.Bare(in); got != want {
			t.Errorf("%q is searched as %q, not %q", in, got, want)
		}
	}
}

func TestASearchTextIsCutBetweenCharacters(t *testing.T) {
	long := strings.Repeat("é東", 400)
	got := account.SearchText(long, long, "acmerb4t")
	if !utf8.ValidString(got) || !strings.HasSuffix(got, "\nacmerb4t") || strings.Count(got, "\n") != 2 {
		t.Errorf("%q", got)
	}
	if len(got) > 2*500+10 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestAPhoneNumberIsReadAsItIsGivenInItsCountry(t *testing.T) {
	for _, c := range []struct{ in, country, want, problem string }{
		{"02 9374 4000", "AU", "+61293744000", ""},
		{"(02) 9374-4000", "AU", "+61293744000", ""},
		{"+61 2 9374 4000", "AU", "+61293744000", ""},
		{"0011 61 2 9374 4000", "AU", "+61293744000", ""},
		{"0293744000", "AU", "+61293744000", ""},
		{"1300 655 506", "AU", "+611300655506", ""},
		{"+1 408 234 5678", "AU", "", "not a phone number in Australia. Example: 02 9374 4000"},
		{"123", "AU", "", "not a phone number in Australia"},
		{"no digits", "AU", "", "not a phone number in Australia"},
		{"", "AU", "", "not a phone number in Australia"},
		{"408 234 5678", "US", "+14082345678", ""},
		{"+1 604 234 5678", "US", "", "not a phone number in United States"}, // Canada shares the code
		{"030 901820", "DE", "+4930901820", ""},
		{"+61 2 9374 4000", "", "+61293744000", ""},
		{"02 9374 4000", "", "", "not an international phone number. Example: +61 2 9374 4000"},
		{"+999 123", "", "", "not an international phone number"},
		{"+", "", "", "not an international phone number"},
		{strings.Repeat("1", 300), "AU", "", "not a phone number"},
		{"٠٢ ٩٣٧٤ ٤٠٠٠", "AU", "+61293744000", ""},
	} {
		got, problem := account.Phone(c.in, c.country)
		if got != c.want || c.problem == "" && problem != "" || !strings.Contains(problem, c.problem) {
			t.Errorf("%q in %q: %q, %q; not %q, %q", c.in, c.country, got, problem, c.want, c.problem)
		}
	}
}

func TestEveryExamplePhoneNumberIsANumberOfItsCountry(t *testing.T) {
	for _, country := range account.Countries {
		_, problem := account.Phone("x", country)
		_, example, ok := strings.Cut(problem, "Example: ")
		if !ok || example == "" {
			t.Errorf("%s has no example: %q", country, problem)
		}
		if _, p := account.Phone(example, country); p != "" {
			t.Errorf("the example of %s: %s", country, p)
		}
		if account.CountryName(country) == country || account.DialCode(country) == "" {
			t.Errorf("%s has no name or code: %q %q", country, account.CountryName(country), account.DialCode(country))
		}
	}
}

func TestAStoredPhoneNumberIsShownAsItsCountryWritesIt(t *testing.T) {
	for _, c := range []struct{ in, country, want string }{
		{"+61293744000", "AU", "(02) 9374 4000"},
		{"+61293744000", "US", "+61 2 9374 4000"},
		{"+61293744000", "", "+61 2 9374 4000"},
		{"+14082345678", "US", "(408) 234-5678"},
		{"nonsense", "US", "nonsense"},
		{"", "AU", ""},
	} {
		if got := account.ReadPhone(c.in, c.country); got != c.want {
			t.Errorf("%q in %q: %q, not %q", c.in, c.country, got, c.want)
		}
	}
}

func TestAnEMailAddressIsOneThatLettersCanReach(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"noc@northwind.example", "noc@northwind.example"},
		{" noc@northwind.example ", "noc@northwind.example"},
		{"noc@NORTHWIND.Example", "noc@northwind.example"},
		{"Noc+Alerts@northwind.example", "Noc+Alerts@northwind.example"},
		{"o'neil@northwind.example", "o'neil@northwind.example"},
		{"a@b.co", "a@b.co"},
		{"noc@bücher.example", "noc@bücher.example"},
		{"noc@xn--bcher-kva.example", "noc@bücher.example"},
		{"noc@BÜCHER.example", "noc@bücher.example"},
		{"jörg@bücher.example", "jörg@bücher.example"},
		{"noc@northwind.example.", "noc@northwind.example"},
		{strings.Repeat("a", 64) + "@b.example", strings.Repeat("a", 64) + "@b.example"},

		{"", ""}, {"noc", ""}, {"@northwind.example", ""}, {"noc@", ""}, {"noc@localhost", ""}, {"noc@.example", ""},
		{"noc@northwind..example", ""}, {"noc@northwind.x", ""}, {"noc@127.0.0.1", ""}, {"noc@[127.0.0.1]", ""},
		{"a b@northwind.example", ""}, {`"a b"@northwind.example`, ""}, {"Noc <noc@northwind.example>", ""},
		{"noc@northwind.example, b@c.example", ""}, {"noc@@northwind.example", ""}, {".noc@northwind.example", ""},
		{"noc.@northwind.example", ""}, {"n..oc@northwind.example", ""}, {"noc@-northwind.example", ""},
		{"noc@north_wind.example", ""}, {"noc@north wind.example", ""}, {"noc\n@northwind.example", ""},
		{"noc\r\nBcc: x@y.example", ""}, {"noc\u202e@northwind.example", ""}, {strings.Repeat("a", 65) + "@b.example", ""},
		{"a@" + strings.Repeat("b.", 130) + "example", ""}, {"mailto:noc@northwind.example", ""}, {"noc@northwind.example\x00", ""},
		{"noc(comment)@northwind.example", ""},
	} {
		got, problem := account.Email(c.in)
		if got != c.want || (problem == "") != (c.want != "") {
			t.Errorf("%q: %q (%s), not %q", c.in, got, problem, c.want)
		}
	}
}

func TestTheDomainOfAnAddressIsInLowerCase(t *testing.T) {
	for in, want := range map[string]string{"a@B.Example": "b.example", "a@b@c.example": "c.example", "none": "none"} {
		if got := account.Domain(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestNoCellIsTakenForAFormula(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+61": "'+61", "-1": "'-1", "@SUM": "'@SUM", "\tx": "'\tx", "\rx": "'\rx", "＝1": "'＝1",
		"Acme": "Acme", "": "", "'quoted": "'quoted", "1=1": "1=1",
	} {
		got := account.Cell(in)
		if got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
		if back := account.Plain(got); back != in {
			t.Errorf("%q comes back as %q", in, back)
		}
	}
}

func FuzzACellComesBackAndIsNoFormula(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "''=1", "Acme", "", "＋", "\x00=", " =1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := account.Cell(s)
		if account.Cell(c) != c {
			t.Errorf("%q becomes %q, which is a formula", s, c)
		}
		if !strings.HasPrefix(s, "'") && account.Plain(c) != s {
			t.Errorf("%q becomes %q and comes back as %q", s, c, account.Plain(c))
		}
	})
}

func FuzzAnyFileIsReadOrRefused(f *testing.F) {
	for _, s := range []string{"name,reference\nAcme,C-1\n", "\ufeffName;Reference\n", "name\n", "", "name,reference\n\"", "name,reference,phone,email,our_team\na,b,c,d,yes,extra\n", "reference,name\r\nx,y\r\n\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rows, err := account.ReadFile(strings.NewReader(s))
		if err == nil && len(rows) == 0 {
			t.Error("a file without rows was read")
		}
		for _, r := range rows {
			if r.Line < 2 {
				t.Errorf("a row at line %d", r.Line)
			}
		}
	})
}

func FuzzAnyTextIsTidyFoldedAndSearchable(f *testing.F) {
	for _, s := range []string{"Acme", "İ", "ẞ", "e\u0301\u0323", "\xff", "👨‍👩‍👧‍👦", "\u0345", "ΐ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if account.CheckLine("x", s) != "" {
			return
		}
		tidy := account.Tidy(s)
		if account.Tidy(tidy) != tidy || account.Fold(tidy) != account.Fold(s) {
			t.Errorf("%q: tidy %q, again %q; folded %q and %q", s, tidy, account.Tidy(tidy), account.Fold(s), account.Fold(tidy))
		}
		if !utf8.ValidString(account.SearchText(s, s, "acmerb4t")) {
			t.Errorf("%q: broken search text", s)
		}
	})
}
