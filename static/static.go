// Package static holds the files that a browser fetches besides pages: style
// sheets, scripts, icons and the font. All of them live under one version,
// taken from their content, so that an address never changes its meaning and
// can be kept for ever, and files can name each other by relative address.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

//go:embed css js img font
var embedded embed.FS

// Prefix is where Handler is mounted; every address of Path begins with it.
const Prefix = "/static/"

var (
	files   = load(embedded)
	version = hash(files)
)

// Path is the address of a file: Path("css/app.css") is
// "/static/<version>/css/app.css". It panics when there is no such file.
func Path(name string) string {
	if _, ok := files[name]; !ok {
		panic(fmt.Sprintf("static: there is no file %q", name))
	}
	return Prefix + version + "/" + name
}

// Has reports whether there is a file of this name.
func Has(name string) bool {
	_, ok := files[name]
	return ok
}

// Icons lists the names of the icons in img/icons.svg.
func Icons() []string {
	var names []string
	for _, m := range symbol.FindAllSubmatch(files["img/icons.svg"], -1) {
		names = append(names, string(m[1]))
	}
	return names
}

// Handler answers every address that Path gives, for keeping for ever, and 404 for all others.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, Prefix+version+"/")
	content, found := files[name]
	if !ok || !found {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "A file can only be read.", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind(name))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// kinds are the media types of our files; the tables of the machine are not asked.
var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml; charset=utf-8",
	".png":   "image/png",
	".woff2": "font/woff2",
}

func kind(name string) string {
	if k := kinds[path.Ext(name)]; k != "" {
		return k
	}
	return "application/octet-stream"
}

// load reads every file and joins the style sheets into css/app.css.
func load(src fs.FS) map[string][]byte {
	out := map[string][]byte{}
	err := fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[name], err = fs.ReadFile(src, name)
		return err
	})
	if err != nil {
		panic(err)
	}
	out["css/app.css"] = join(out)
	return out
}

var (
	imported = regexp.MustCompile(`(?m)^@import "([^"]+)" layer\(([a-z]+)\);$`)
	symbol   = regexp.MustCompile(`<symbol id="([^"]+)"`)
)

// join puts the imported sheets in place of their imports: one request instead of forty.
func join(all map[string][]byte) []byte {
	return imported.ReplaceAllFunc(all["css/app.css"], func(line []byte) []byte {
		m := imported.FindSubmatch(line)
		sheet, ok := all["css/"+string(m[1])]
		if !ok {
			panic(fmt.Sprintf("static: css/app.css imports %q, which is not there", m[1]))
		}
		return fmt.Appendf(nil, "@layer %s {\n%s}\n", m[2], sheet)
	})
}

// hash is a short name for the content of all files.
func hash(all map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(h, "%s %d\n", name, len(all[name]))
		h.Write(all[name])
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
