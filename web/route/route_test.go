package route

import (
	"net/url"
	"strings"
	"testing"
)

func FuzzLocalNeverLeavesTheSite(f *testing.F) {
	for _, s := range []string{"/", "/a/nrthw3nd/accounts?sort=-name", "//evil.example", "/\\evil", "https://evil.example", "/%2f/evil", "javascript:alert(1)", "/\t/evil", ""} {
		f.Add(s)
	}
	site, _ := url.Parse("https://portal.example/sign-in")
	f.Fuzz(func(t *testing.T, next string) {
		got := Local(next, "/fallback")
		if got == "/fallback" {
			return
		}
		if !strings.HasPrefix(got, "/") || strings.ContainsAny(got, "\\\r\n") {
			t.Fatalf("Local(%q) is %q", next, got)
		}
		to, err := site.Parse(got)
		if err != nil || to.Host != site.Host || to.Scheme != site.Scheme {
			t.Fatalf("Local(%q) leads to %v (%v)", next, to, err)
		}
	})
}
