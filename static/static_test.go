package static

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, method, address string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(method, address, nil))
	return w.Result()
}

func TestEveryFileIsServedForEver(t *testing.T) {
	for name := range files {
		res := get(t, "GET", Path(name))
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", name, res.StatusCode)
		}
		want := map[string]string{
			"Cache-Control":          "public, max-age=31536000, immutable",
			"X-Content-Type-Options": "nosniff",
			"Content-Type":           kinds[path.Ext(name)],
		}
		for h, v := range want {
			if got := res.Header.Get(h); got != v || v == "" {
				t.Errorf("%s: %s is %q, want %q", name, h, got, v)
			}
		}
	}
}

func TestOtherAddressesAreNotFound(t *testing.T) {
	for _, address := range []string{
		Prefix, Prefix + version, Prefix + version + "/", Prefix + version + "/css", Prefix + "0123456789ab/css/app.css",
		Prefix + "css/app.css", Prefix + version + "/NOTICE", Prefix + version + "/css/../static.go",
	} {
		if res := get(t, "GET", address); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", address, res.StatusCode)
		}
	}
	if res := get(t, "POST", Path("css/app.css")); res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", res.StatusCode)
	}
}

func TestPathRefusesAMissingFile(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Path("css/none.css")
}

func TestVersionFollowsTheContent(t *testing.T) {
	a := hash(map[string][]byte{"a": []byte("1"), "b": []byte("2")})
	b := hash(map[string][]byte{"a": []byte("1"), "b": []byte("3")})
	if a == b || len(a) != 12 {
		t.Errorf("%q, %q", a, b)
	}
}

func TestSheetsAreJoinedAndStayWithinThePolicy(t *testing.T) {
	app := string(files["css/app.css"])
	if strings.Contains(app, "@import") {
		t.Error("css/app.css still imports")
	}
	if n := strings.Count(app, "@layer reset, tokens, base, layout, parts, pages, utilities;"); n != 1 {
		t.Errorf("the layers are declared %d times", n)
	}
	entry, err := embedded.ReadFile("css/app.css")
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		base, isSheet := strings.CutPrefix(name, "css/")
		if isSheet && base != "app.css" && !strings.Contains(string(entry), `"`+base+`"`) {
			t.Errorf("%s is in no layer", name)
		}
	}
	for _, m := range regexp.MustCompile(`url\("([^"]+)"\)`).FindAllStringSubmatch(app, -1) {
		if !Has(path.Join("css", m[1])) {
			t.Errorf("css/app.css wants %s, which is not there", m[1])
		}
	}
}

func TestScriptsAreSmallAndImportWhatIsThere(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^import .*"\./([^"]+)";`)
	for name, content := range files {
		if path.Ext(name) != ".js" || strings.HasSuffix(name, ".min.js") {
			continue
		}
		if len(content) >= 2048 {
			t.Errorf("%s has %d bytes", name, len(content))
		}
		for _, m := range imports.FindAllSubmatch(content, -1) {
			if !Has("js/" + string(m[1])) {
				t.Errorf("%s imports %s, which is not there", name, m[1])
			}
		}
		for _, banned := range []string{"eval(", "new Function", "innerHTML", "localStorage", "sessionStorage", `setAttribute("style"`} {
			if strings.Contains(string(content), banned) {
				t.Errorf("%s uses %s", name, banned)
			}
		}
	}
}

func TestThirdPartyFilesAreTheOnesInTheNotice(t *testing.T) {
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(notice), -1)
	if len(lines) != 3 {
		t.Fatalf("%d hashes", len(lines))
	}
	for _, l := range lines {
		sum := sha256.Sum256(files[l[2]])
		if got := hex.EncodeToString(sum[:]); got != l[1] {
			t.Errorf("%s is %s, the notice says %s", l[2], got, l[1])
		}
	}
}
