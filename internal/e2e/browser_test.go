package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// patience is how long a page may take to become what a test expects.
const patience = 15 * time.Second

// chromium is the one browser of all tests, or an error that says why there is none.
var chromium = sync.OnceValues(func() (context.Context, error) {
	name, err := exec.LookPath("chromium-headless-shell") // without the windows of a browser, which nobody sees
	if err != nil {
		name, err = exec.LookPath("chromium")
	}
	if err != nil {
		return nil, err
	}
	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(name), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun}
	for _, f := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-renderer-backgrounding", "disable-background-timer-throttling", "disable-backgrounding-occluded-windows", "disable-dev-shm-usage"} {
		flags = append(flags, chromedp.Flag(f, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, _ = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {}))
	stopChromium = func() {
		_ = chromedp.Cancel(ctx)
		stop()
	}
	return ctx, chromedp.Do(ctx)
})

var stopChromium = func() {}

func TestMain(m *testing.M) {
	code := m.Run()
	stopChromium()
	os.Exit(code)
}

// tab is one tab of Chromium.
type tab struct {
	*portal
	t   testing.TB
	ctx context.Context

	scripts bool // run
	serial  int  // of the document that is shown
	leave   bool // answer to the question whether to leave a changed form

	mu       sync.Mutex
	asked    []string // by the page, in dialogs
	wrong    []string // what went wrong beside the test
	expected []string // beginnings of what may go wrong
	names    map[network.RequestID]string
}

// browser is a tab with cookies of its own.
func (p *portal) browser(t testing.TB) *tab {
	t.Helper()
	root, err := chromium()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") != "true" {
		t.Skip("no chromium on PATH: the portal was not tried in a browser")
	}
	if err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return p.tab(t, root, chromedp.WithNewBrowserContext(), chromedp.WithNewWindow(true))
}

// quiet is a browser in which scripts don't run.
func (p *portal) quiet(t testing.TB) *tab {
	b := p.browser(t)
	b.noScripts()
	return b
}

func (b *tab) noScripts() {
	b.t.Helper()
	b.run(false)
}

// run says whether scripts run on the pages to come.
func (b *tab) run(scripts bool) {
	b.t.Helper()
	b.scripts = scripts
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
}

// another is another tab of the same browser, with the same cookies.
func (b *tab) another() *tab {
	b.t.Helper()
	return b.sibling(chromedp.WithNewWindow(true))
}

func (b *tab) sibling(o ...chromedp.ContextOption) *tab {
	b.t.Helper()
	n := b.tab(b.t, b.ctx, o...)
	if !b.scripts {
		n.noScripts()
	}
	return n
}

func (p *portal) tab(t testing.TB, parent context.Context, o ...chromedp.ContextOption) *tab {
	t.Helper()
	b := &tab{portal: p, t: t, scripts: true, leave: true, names: map[network.RequestID]string{}}
	ctx, stop := chromedp.NewContext(parent, append(o, chromedp.WithListener(b.notice))...)
	b.ctx = ctx
	t.Cleanup(func() {
		b.t = t
		b.blame()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as this context
		t.Fatalf("no tab opens: %v", err)
	}
	call(b, audits.Enable, cdp.Empty{})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.size(1280, 900)
	return b
}

// call sends a command to the browser.
func call[P, R any](b *tab, cmd cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	r, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		b.t.Fatalf("%s: %v", cmd.Method, err)
	}
	return r
}

// size makes the window as wide and as high as that.
func (b *tab) size(wide, high int64) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: wide, Height: high, DeviceScaleFactor: 1})
}

// media is what the page is shown on: "screen" or "print", "light" or "dark".
func (b *tab) media(on, scheme string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: on, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
}

// expect says beforehand what will go wrong: "404 /nowhere", "lost /a/b".
func (b *tab) expect(wrong ...string) *tab {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = append(b.expected, wrong...)
	return b
}

// notice hears what happens in the tab.
func (b *tab) notice(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.names[e.RequestID] = strings.TrimPrefix(e.Request.URL, b.URL)
	case *network.EventResponseReceived:
		if e.Response.Status >= http.StatusBadRequest {
			b.wrong = append(b.wrong, fmt.Sprintf("%d %s", e.Response.Status, strings.TrimPrefix(e.Response.URL, b.URL)))
		}
	case *network.EventLoadingFailed:
		if name := b.names[e.RequestID]; name != "" && !e.Canceled && e.ErrorText != "net::ERR_ABORTED" {
			b.wrong = append(b.wrong, fmt.Sprintf("lost %s: %s %s", name, e.ErrorText, e.BlockedReason))
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		b.wrong = append(b.wrong, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning && e.Type != runtime.ConsoleAPICalledTypeAssert {
			return
		}
		text := ""
		for _, a := range e.Args {
			text += " " + string(a.Value) + a.Description
		}
		b.wrong = append(b.wrong, "console:"+text)
	case *log.EventEntryAdded:
		// What the network source says is heard above, with its address.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			b.wrong = append(b.wrong, fmt.Sprintf("log: %s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *audits.EventIssueAdded:
		if e.Issue.Code == audits.InspectorIssueCodeContentSecurityPolicyIssue {
			d := e.Issue.Details.ContentSecurityPolicyIssueDetails
			b.wrong = append(b.wrong, fmt.Sprintf("policy: %s stopped %s", d.ViolatedDirective, d.BlockedURL))
		}
	case *page.EventJavascriptDialogOpening:
		b.asked = append(b.asked, string(e.Type))
		leave := b.leave
		go func() {
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: leave})
		}()
	}
}

// blame fails the test for what went wrong unexpectedly.
func (b *tab) blame() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range b.wrong {
		fine := false
		for _, e := range b.expected {
			fine = fine || strings.HasPrefix(w, e)
		}
		if !fine {
			b.t.Errorf("beside the test: %s", w)
		}
	}
	b.wrong = nil
}

// questions is how many times the page has asked something in a dialog.
func (b *tab) questions() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.asked)
}

// hears waits until the page has asked that many times.
func (b *tab) hears(n int) *tab {
	b.t.Helper()
	for end := time.Now().Add(patience); b.questions() < n; time.Sleep(15 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("the page asked %d times, not %d", b.questions(), n)
		}
	}
	return b
}

// kit is what the snippets of the tests find things with.
const kit = `
const squeeze = (s) => (s ?? "").replace(/\s+/g, " ").trim();
const words = (e) => squeeze(e.getAttribute("aria-label") ?? e.innerText);
const room = () => document.querySelector("dialog:modal") ?? document;
const seen = (e) => e.checkVisibility({ visibilityProperty: true });
const first = (es, text) => es.find((e) => words(e) === text) ?? es.find((e) => words(e).startsWith(text));
const button = (text) => first([...room().querySelectorAll("a[href], button, summary, [role=button]")].filter(seen), text);
const field = (text) => {
	const named = first([...room().querySelectorAll("label")].filter(seen), text)?.control;
	return named ?? [...room().querySelectorAll("[aria-label]")].filter(seen).find((e) => words(e).startsWith(text));
};
const at = (css) => [...room().querySelectorAll(css)].find(seen) ?? document.querySelector(css);
const spot = (e) => {
	if (!e) return { why: "it is not there" };
	let why = "it is not shown";
	for (const block of ["nearest", "center"]) { // no further than it must: what is beside a button jumps when the page moves
		e.scrollIntoView({ block, inline: block, behavior: "instant" });
		const r = e.getClientRects()[0];
		if (!r) continue;
		const x = r.x + Math.min(r.width / 2, 60), y = r.y + r.height / 2;
		const top = document.elementFromPoint(x, y);
		const label = top?.closest("label");
		if (top && (e.contains(top) || top.contains(e) && top.matches("label, a, button") || label?.control === e)) return { x, y };
		why = "it is covered by " + top?.outerHTML.slice(0, 120);
	}
	return { why };
};
`

// eval runs a function of JavaScript in the page; it runs with scripts switched off as well.
func eval[T any](b *tab, fn string, args ...any) (T, error) {
	list, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T]("(() => {"+kit+"; return ("+fn+")(..."+string(list)+"); })()", chromedp.EvalAwaitPromise))
}

// look is eval for a page that stands still.
func look[T any](b *tab, fn string, args ...any) T {
	b.t.Helper()
	v, err := eval[T](b, fn, args...)
	if err != nil {
		b.t.Fatalf("%s: %v", fn, err)
	}
	return v
}

// until waits for a function to answer true.
func (b *tab) until(what, fn string, args ...any) *tab {
	b.t.Helper()
	var err error
	ok := false
	for end := time.Now().Add(patience); time.Now().Before(end) && b.ctx.Err() == nil; time.Sleep(15 * time.Millisecond) {
		if ok, err = eval[bool](b, fn, args...); ok && err == nil {
			return b
		}
	}
	text, _ := eval[string](b, `() => location.pathname + location.search + ": " + squeeze(document.body.innerText).slice(0, 1500)`)
	b.t.Fatalf("waited in vain: %s (%v); at %s", what, err, text)
	return b
}

// mark gives the document that is shown a number, and turn waits for another one.
func (b *tab) mark() {
	b.t.Helper()
	b.serial++
	look[bool](b, `(n) => { window.tenantryDocument = n; return true; }`, b.serial)
}

func (b *tab) turn(what string) *tab {
	b.t.Helper()
	return b.until("another page after "+what, `(n) => window.tenantryDocument !== n && document.readyState === "complete"`, b.serial)
}

// through does something that leads to another page, and waits for it.
func (b *tab) through(what string, do func()) *tab {
	b.t.Helper()
	b.mark()
	do()
	return b.turn(what)
}

// open goes to an address as if it were typed.
func (b *tab) open(address string) *tab {
	b.t.Helper()
	return b.through("opening "+address, func() {
		r := call(b, page.Navigate, page.NavigateParams{URL: b.URL + address, TransitionType: page.TransitionTypeTyped})
		if r.ErrorText != "" {
			b.t.Fatalf("open %s: %s", address, r.ErrorText)
		}
	})
}

// reload is F5, or Shift with F5 when hard.
func (b *tab) reload(hard bool) *tab {
	b.t.Helper()
	return b.through("a reload", func() { call(b, page.Reload, page.ReloadParams{IgnoreCache: &hard}) })
}

// back and forward are the browser's buttons.
func (b *tab) back() *tab    { b.t.Helper(); return b.travel(-1) }
func (b *tab) forward() *tab { b.t.Helper(); return b.travel(1) }

func (b *tab) travel(by int64) *tab {
	b.t.Helper()
	h := call(b, page.GetNavigationHistory, cdp.Empty{})
	to := h.Entries[h.CurrentIndex+by]
	return b.through("travelling", func() {
		call(b, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: to.ID})
	})
}

// place is where a thing is, or why it cannot be pressed.
type place struct {
	X, Y float64
	Why  string
}

// click presses the mouse where a function finds something.
func (b *tab) click(what, find string, arg string, m ...chromedp.Modifier) *tab {
	b.t.Helper()
	var p place
	for end := time.Now().Add(patience); ; time.Sleep(15 * time.Millisecond) {
		var err error
		p, err = eval[place](b, "(arg) => spot(("+find+")(arg))", arg)
		if err == nil && p.Why == "" {
			break
		}
		if time.Now().After(end) || b.ctx.Err() != nil {
			text, _ := eval[string](b, `() => location.pathname + location.search + ": " + squeeze(document.body.innerText).slice(0, 1500)`)
			b.t.Fatalf("%s cannot be pressed: %s %v; at %s", what, p.Why, err, text)
		}
	}
	var held int64
	for _, k := range m {
		held |= int64(k)
	}
	for _, kind := range []input.DispatchMouseEventType{chromedp.MouseMoved, chromedp.MousePressed, chromedp.MouseReleased} {
		e := input.DispatchMouseEventParams{Type: kind, X: p.X, Y: p.Y, Modifiers: held}
		if kind != chromedp.MouseMoved {
			e.Button, e.ClickCount = input.MouseButtonLeft, 1
		}
		call(b, input.DispatchMouseEvent, e)
	}
	return b
}

// press presses a button or a link by its text, follow does and waits for the page it leads to.
func (b *tab) press(text string, m ...chromedp.Modifier) *tab {
	b.t.Helper()
	return b.click("“"+text+"”", "button", text, m...)
}

func (b *tab) follow(text string) *tab {
	b.t.Helper()
	return b.through("pressing "+text, func() { b.press(text) })
}

// tick presses a box, a switch or a field by its label.
func (b *tab) tick(label string) *tab {
	b.t.Helper()
	return b.click("“"+label+"”", "field", label)
}

// touch presses what a selector points at.
func (b *tab) touch(css string) *tab {
	b.t.Helper()
	return b.click(css, "at", css)
}

// keys presses keys one by one.
func (b *tab) keys(keys string, m ...chromedp.Modifier) *tab {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys, chromedp.KeyModifiers(m...))); err != nil {
		b.t.Fatalf("keys %q: %v", keys, err)
	}
	return b
}

// fill puts a text into a field, in place of what is there.
func (b *tab) fill(label, text string) *tab {
	b.t.Helper()
	b.tick(label)
	look[bool](b, `() => { document.activeElement.select(); return true; }`)
	if text == "" {
		return b.keys("\b")
	}
	call(b, input.InsertText, input.InsertTextParams{Text: text})
	return b
}

// at fails the test unless the tab is, or soon comes, at an address.
func (b *tab) at(address string) *tab {
	b.t.Helper()
	return b.until("being at "+address, `(a) => location.pathname + location.search === a && document.readyState === "complete"`, address)
}

// address is where the tab is.
func (b *tab) address() string {
	b.t.Helper()
	return look[string](b, `() => location.pathname + location.search`)
}

// title of the page.
func (b *tab) title() string {
	b.t.Helper()
	return look[string](b, `() => document.title`)
}

// sees fails the test unless the page says, or soon says, text.
func (b *tab) sees(text string) *tab {
	b.t.Helper()
	return b.until("reading “"+text+"”", `(t) => squeeze(document.body.innerText).includes(t)`, text)
}

// seesNo fails the test if the page says text.
func (b *tab) seesNo(text string) *tab {
	b.t.Helper()
	if look[bool](b, `(t) => squeeze(document.body.innerText).includes(t)`, text) {
		b.t.Fatalf("%s says “%s”", b.address(), text)
	}
	return b
}

// text is what can be read where a selector points.
func (b *tab) text(css string) string {
	b.t.Helper()
	return look[string](b, `(css) => squeeze(document.querySelector(css)?.innerText)`, css)
}

// has reports whether a selector points at anything.
func (b *tab) has(css string) bool {
	b.t.Helper()
	return look[bool](b, `(css) => !!document.querySelector(css)`, css)
}

// focused fails the test unless what has the focus, or soon has it, matches a selector.
func (b *tab) focused(css string) *tab {
	b.t.Helper()
	return b.until("the focus on "+css, `(css) => document.activeElement.matches(css)`, css)
}

// signIn signs a person in as they do it.
func (b *tab) signIn(p cast.Person) *tab {
	b.t.Helper()
	b.open(route.SignIn).fill("E-mail address", p.Email).fill("Password", cast.Password)
	b.follow("Sign in")
	if strings.HasPrefix(b.address(), route.SignIn) {
		b.t.Fatalf("%s could not sign in: %s", p.Name, b.text("main"))
	}
	return b
}

// as gives the browser a session of a person, without the page.
func (b *tab) as(p cast.Person) *tab {
	b.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(b.URL+route.SignIn, url.Values{"email": {p.Email}, "password": {cast.Password}})
	if err != nil {
		b.t.Fatal(err)
	}
	_ = res.Body.Close()
	for _, c := range res.Cookies() {
		call(b, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: b.URL, HTTPOnly: &c.HttpOnly, SameSite: network.CookieSameSiteLax})
	}
	return b
}

// enter steps into a managed account from the partner's list.
func (b *tab) enter(partner, key string) *tab {
	b.t.Helper()
	b.open(route.Managed(partner, key)).follow("View Services")
	return b.at(route.Services(key))
}

// opened is the tab that doing something opens.
func (b *tab) opened(do func()) *tab {
	b.t.Helper()
	known := map[target.ID]bool{}
	for _, i := range b.pages() {
		known[i.TargetID] = true
	}
	do()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(15 * time.Millisecond) {
		for _, i := range b.pages() {
			// A page with its own title has begun to be read; before that there is nothing to talk to.
			if !known[i.TargetID] && strings.HasPrefix(i.URL, b.URL) && strings.Contains(i.Title, " - ") {
				n := b.sibling(chromedp.WithTargetID(i.TargetID))
				return n.until("the new tab's page", `() => document.readyState === "complete"`)
			}
		}
	}
	b.t.Fatal("no new tab opened")
	return nil
}

// pages are the tabs of this browser.
func (b *tab) pages() []*target.Info {
	b.t.Helper()
	all, err := chromedp.Targets(b.ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	own := chromedp.FromContext(b.ctx).BrowserContextID
	return slices.DeleteFunc(all, func(i *target.Info) bool { return i.Type != "page" || i.BrowserContextID != own })
}
