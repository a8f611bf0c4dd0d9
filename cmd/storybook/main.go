// Command storybook draws every part and every page from the cast, without a
// database, for looking at them while they change. Nothing in it is saved.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/static"
)

// story is a page of the book: its address is /<name>.
type story struct {
	name string
	at   string // pattern of the portal's addresses that lead to it inside the book, or ""
	page templ.Component
}

// stories are the pages of the book in reading order.
func stories() []story {
	return slices.Concat(
		[]story{{"parts", "", parts()}},
		signInStories(), passwordStories(), dashboardStories(), accountStories(), featureStories(), settingStories(), manyStories(), changeStories(), serviceStories(), oneServiceStories(), orderStories(), renewalStories(), partnerStories(), companyStories(), billingStories(), connectionStories(), keyStories(), supportStories(), consentStories(), delegationStories(), visitStories(), catalogueStories(), priceStories(), notificationStories(), approvalStories(), lockStories(), switcherStories(), previewStories(), actingStories(), userStories(), roleStories(), meStories(), securityStories(), passkeyStories(), letterStories(), activityStories(), failureStories(),
	)
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
		if s.at != "" {
			mux.Handle("GET "+s.at, http.RedirectHandler("/"+s.name, http.StatusSeeOther))
		}
	}
	mux.Handle("GET /{$}", templ.Handler(index(book)))
	mails(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		mux.ServeHTTP(w, r)
	})
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "address to listen on")
	flag.Parse()
	fmt.Printf("The storybook is open at http://%s/\n", *addr)
	srv := &http.Server{Addr: *addr, Handler: handler(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
