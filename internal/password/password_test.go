package password

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ccojocar/zxcvbn-go/match"
)

// known of the person whose passwords are judged.
var pia = []string{"Pia", "Larsen", "pia.larsen@northwind.example", "Northwind Partners", "Meridian Networks", "Tenantry"}

func TestPasswordsAreJudged(t *testing.T) {
	const (
		taken    = ""
		short    = "characters. Use at least 15"
		long     = "more than 256 characters"
		no       = "cannot be typed or shown"
		common   = "This is a common password"
		parts    = "It is made of common passwords"
		words    = "It is made of few and common words"
		keys     = "It is a row of keys"
		sequence = "It is a sequence"
		repeats  = "It repeats itself"
		own      = "which others know of you"
		weak     = "Use a few words that have nothing to do with each other"
	)
	for _, c := range []struct{ password, want string }{
		{"", "Enter a password"},
		{"a", short},
		{"correct horse", short},
		{strings.Repeat("e\u0301", 14), short},
		{"              ", short},
		{"xK9#mQ2$vL7&pR4", taken}, // 15
		{"correct horse battery", taken},
		{"  three wooden ladders  ", taken},
		{"a long enough password", taken},
		{"an equally long password", taken},
		{"another horse battery", taken},
		{"demo-portal-2026", taken},
		{"quiet otter umbrella 9", taken},
		{"Gürtel-Zimt-Ochsenkarren", taken},
		{"ветер ломает ставни", taken},
		{"雨が降る前に帰りましょうね今日は", taken},
		{"안녕하세요 우산을 챙기세요 내일은", taken},
		{"🦔🌂🚜🧦🪁🍋🛶🧲🎈🪴🧂🚡🦑🧊🪵", taken},
		{"837465019283746", taken},
		{"19901212xK9#mQ2$vL7&pR4", taken},
		{"12121990 lantern otter gravel", taken},
		{strings.Repeat("lantern otter gravel pickle. ", 8)[:200], taken},
		{strings.Repeat("xK9#mQ2$vL7&pR4z", 16), taken}, // 256
		{strings.Repeat("xK9#mQ2$vL7&pR4z", 16) + "a", long},
		{strings.Repeat("a", 1<<20), long},
		{"three wooden\x00ladders", no},
		{"three wooden\tladders", no},
		{"three wooden\nladders", no},
		{"three wooden\u0085ladders", no},
		{"three wooden\uFFFDladders", no},
		{"three wooden\xffladders", no},
		{"passwordpassword", common},
		{"Password Password", common},
		{"P@ssw0rdP@ssw0rd", common},
		{"123456789987654321", common},
		{"qazwsxedcrfvtgb", common},
		{"1qaz2wsx3edc4rfv", common},
		{"correcthorsebatterystaple", common},
		{"Correct-Horse-Battery-Staple", common},
		{"May the 4th be with you!", common},
		{"iloveyouforever2026", common},
		{"drowssapdrowssap", weak},
		{"letmein123letmein123", weak},
		{"football baseball", parts},
		{"monkeydragonshadow", parts},
		{"password12345678", parts},
		{"Password2026!!!!", weak},
		{"aaaaaaaaaaaaaaaa", sequence},
		{"abcdefghijklmnopq", sequence},
		{"zyxwvutsrqponmlk", sequence},
		{"123456789012345", weak},
		{"αβγδεζηθικλμνξοπ", sequence},
		{"東東東東東東東東東東東東東東東", sequence},
		{"東京東京東京東京東京東京東京東京", repeats},
		{"abc1abc1abc1abc1", repeats},
		{"otterotterotterotter", repeats},
		{strings.Repeat("qx7 ", 60), repeats},
		{"qwertyuiopasdfgh", common},
		{"poiuytrewqlkjhgf", common},
		{"asdfghjkl;'asdfgh", weak},
		{"zaq12wsxcde34rfvb", keys},
		{"йцукенгшщзхъфыва", weak},
		{"парольпароль123", weak},
		{"northwind-partners", own},
		{"N0rthw1nd Partners", own},
		{"PiaLarsen2026!!", own},
		{"nesral-aip-nesral", own},
		{"pia.larsen@northwind.example", own},
		{"Tenantry Tenantry", weak},
		{"meridiannetworks1", own},
		{"birthday 01.01.1980", weak},
		{"date 2026-12-31", weak},
		{"extraterrestrial", words},
	} {
		got := Check(c.password, pia...)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%.40q: %q, not %q (%.1f bits)", c.password, got, c.want, guess(c.password, pia).bits)
		}
	}
}

func TestDatesAreFoundWhereTheyStand(t *testing.T) {
	for text, want := range map[string]string{
		"19901212 lantern otter": "19901212",
		"born on 24121999":       "24121999",
		"2026-11-22 otter":       "2026-11-22",
		"1980 20/12/2031":        "20/12/2031",
		"born 311299":            "311299",
		"45.45.1999 99990000":    "",
		"no date at all":         "",
	} {
		found := datesIn(text)
		for _, m := range found {
			if text[m.I:m.J+1] != m.Token {
				t.Errorf("%q: %q is said to be %q", text, text[m.I:m.J+1], m.Token)
			}
		}
		if want == "" && len(found) > 0 || want != "" && !slices.ContainsFunc(found, func(m match.Match) bool { return m.Token == want }) {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

func TestWhatOthersKnowIsJudgedByPerson(t *testing.T) {
	const password = "northwind partners"
	if p := Check(password); p != "" {
		t.Errorf("to a stranger: %q", p)
	}
	if p := Check(password, pia...); !strings.Contains(p, "“northwind”") && !strings.Contains(p, "“Northwind”") {
		t.Errorf("to Pia: %q", p)
	}
}

func TestStrengthIsSaidInSteps(t *testing.T) {
	for password, want := range map[string]Strength{
		"":                        {0, "", "At least 15 characters", false},
		"three":                   {1, "Too short", "5 of at least 15 characters", false},
		"three\x01wooden ladders": {1, "Not usable", "The password contains a character that cannot be typed or shown", false},
		"passwordpassword":        {2, "Easy to guess", "This is a common password. Use a few words that have nothing to do with each other", false},
		"correct horse battery":   {3, "Good", "", true},
		"xK9#mQ2$vL7&pR4":         {4, "Strong", "", true},
	} {
		if got := StrengthOf(password); got != want {
			t.Errorf("%q: %+v", password, got)
		}
	}
}

func TestEstimatingTakesLittleTime(t *testing.T) {
	common()
	words()
	for _, password := range []string{
		strings.Repeat("a4@8({[<3691!|1|7", 16)[:Longest], strings.Repeat("1/1/1 ", 50)[:Longest], strings.Repeat("12345678", 32), strings.Repeat("ab", 128),
		strings.Repeat("password", 32), strings.Repeat("ﷺ", Longest), strings.Repeat("é", Longest), strings.Repeat("a1", 40) + strings.Repeat("1a1", 30),
	} {
		start := time.Now()
		StrengthOf(password, pia...)
		if d := time.Since(start); d > 2*time.Second {
			t.Errorf("%.20q: %v", password, d)
		}
	}
}

func FuzzStrength(f *testing.F) {
	for _, seed := range []string{"", "p4$$w0rd 12/12/2012", "東京abc\x00", "ﷺﷺ1234", "йцукен\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, password string) {
		s := StrengthOf(password, password, "Pia")
		if s.Ok != (Check(password, password, "Pia") == "") {
			t.Errorf("%q: %+v", password, s)
		}
		_ = guess(password, nil)
	})
}
