// Command storybook draws every part and every pattern of a page with invented
// data and no database, for looking at them while they change.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/static"
)

// story is a page of the book: its address is /<name>.
type story struct {
	name string
	page templ.Component
}

// stories are the pages of the book in reading order.
func stories() []story {
	return append([]story{
		{"parts", parts()},
		{"list", list()},
		{"list-empty", listEmpty()},
		{"list-no-match", listNoMatch()},
		{"form", form(nil)},
		{"form-errors", form(wrong)},
		{"details", details(nil)},
		{"features", details(features(false))},
		{"features-page", featuresPage()},
		{"settings", settings()},
		{"services", services()},
		{"switch", switchPage("co")},
		{"sign-in", signIn()},
		{"not-found", notFound()},
	}, pages()...)
}

// policy is the content security policy under which the portal runs; the book keeps to it as well.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+static.Prefix, static.Handler())
	book := stories()
	for _, s := range book {
		mux.Handle("GET /"+s.name, templ.Handler(s.page))
	}
	mux.Handle("GET /{$}", templ.Handler(index(book)))
	mux.HandleFunc("POST /feature/{row}", saveFeature)
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusSeeOther) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		mux.ServeHTTP(w, r)
	})
}

// saveFeature answers as the portal does when a switch is turned; the last row always fails.
func saveFeature(w http.ResponseWriter, r *http.Request) {
	for _, row := range featureRows() {
		if row.ID != r.PathValue("row") {
			continue
		}
		if row.ID == "setting-show_pricing" {
			http.Error(w, "The book does not save this one.", http.StatusInternalServerError)
			return
		}
		row = turned(row, r.FormValue("value") == "on", r.FormValue("inherit") != "")
		templ.Handler(featureRow(row)).ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "address to listen on")
	flag.Parse()
	fmt.Printf("The storybook is open at http://%s/\n", *addr)
	srv := &http.Server{Addr: *addr, Handler: handler(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
