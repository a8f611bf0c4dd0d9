// Package crash kills the portal while it writes, and takes its space away. It
// has tests only. The portal runs in a process of its own, which is this test
// once more, and is spoken to over loopback.
package crash_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/web"
	"github.com/tenantry/tenantry/web/route"
)

// victim is the variable that makes this test the portal on the database that
// it names.
const victim = "TENANTRY_CRASH_DATABASE"

func TestMain(m *testing.M) {
	address := os.Getenv(victim)
	if address == "" {
		os.Exit(m.Run())
	}
	if err := serve(context.Background(), address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve is the portal. It says where it listens and ends with its standard
// input, so that it never outlives the test.
func serve(ctx context.Context, address string) error {
	d, err := db.Open(ctx, db.Options{Address: address})
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server, _, err := web.New(app.New(d, auth.Limits{Idle: time.Hour, Absolute: 12 * time.Hour}, seal.New([]byte("a key for tests, thirty-two bytes"))), web.Options{
		Config: config.Config{PublicURL: "http://" + l.Addr().String(), Absolute: 12 * time.Hour},
		Keys:   [][]byte{[]byte("a key for tests, thirty-two bytes")}, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	go func() { _ = server.Serve(l) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
	return errors.Join(server.Close(), d.Close())
}

// portal is the portal in its process.
type portal struct {
	t      *testing.T
	cmd    *exec.Cmd
	in     io.Closer
	origin string
	client *http.Client
	cookie string // Pia's
	gone   bool
}

// start runs the portal on a database.
func start(t *testing.T, database, cookie string) *portal {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &portal{t: t, cmd: exec.Command(self), cookie: cookie, client: &http.Client{
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: writers},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	p.cmd.Env = append(os.Environ(), victim+"="+database)
	p.cmd.Stderr = os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the portal did not start: %v", err)
	}
	p.origin = "http://" + strings.TrimSpace(line)
	return p
}

// kill ends the portal as nothing else can: at once, in the middle of whatever
// it does.
func (p *portal) kill() {
	if p.gone {
		return
	}
	p.gone = true
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	_ = p.in.Close()
	p.client.CloseIdleConnections()
}

// answer is what the portal answered.
type answer struct {
	status   int
	location string
	body     string
}

// send sends a request as Pia. An error means that no answer came.
func (p *portal) send(method, path string, form url.Values) (a answer, err error) {
	r, err := http.NewRequest(method, p.origin+path, strings.NewReader(form.Encode()))
	if err != nil {
		return a, err
	}
	r.Header.Set("Origin", p.origin)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if p.cookie != "" {
		r.Header.Set("Cookie", p.cookie)
	}
	res, err := p.client.Do(r)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return a, err
	}
	if cs := res.Cookies(); len(cs) > 0 && p.cookie == "" {
		p.cookie = cs[0].Name + "=" + cs[0].Value
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(text)}, nil
}

// must is send for what has to be answered.
func (p *portal) must(status int, method, path string, form url.Values) answer {
	p.t.Helper()
	a, err := p.send(method, path, form)
	if err != nil {
		p.t.Fatalf("%s %s: %v", method, path, err)
	}
	if a.status != status {
		p.t.Fatalf("%s %s answers %d, not %d: %s", method, path, a.status, status, words(a.body))
	}
	return a
}

// signIn signs Pia in.
func (p *portal) signIn() {
	p.t.Helper()
	p.must(http.StatusSeeOther, http.MethodPost, route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {cast.Password}})
}

// attempt is one form that was sent.
type attempt struct{ name, token string }

func (a attempt) form() url.Values {
	return url.Values{"name": {a.name}, "reference": {"ref " + a.name}, "token": {a.token}}
}

// create sends the form that creates a managed account. The key is "" when it
// was not created.
func (p *portal) create(a attempt) (key string, got answer, err error) {
	got, err = p.send(http.MethodPost, route.Accounts(cast.Northwind), a.form())
	if err != nil || got.status != http.StatusSeeOther {
		return "", got, err
	}
	key, ok := strings.CutPrefix(strings.TrimSuffix(got.location, "/prompt"), route.Accounts(cast.Northwind)+"/")
	if !ok {
		return "", got, fmt.Errorf("created, and sent to %s", got.location)
	}
	return key, got, nil
}

// numbers are what must be nowhere: accounts that are half there, and numbers
// that differ from what they count. $1 is the time from which on it is looked for.
var numbers = map[string]string{
	"accounts without their lineage": `SELECT count(*) FROM accounts a WHERE a.kind = 'managed' AND a.created_at >= $1 AND
		(SELECT count(*) FROM lineage l WHERE l.account_id = a.id) <> 3`,
	"accounts without the record of their creation": `SELECT count(*) FROM accounts a WHERE a.kind = 'managed' AND a.created_at >= $1 AND
		(SELECT count(*) FROM events e WHERE e.account_id = a.id AND e.kind = 'account.created') <> 1`,
	"created accounts without a receipt": `SELECT count(*) FROM accounts a LEFT JOIN
		(SELECT subject_id, count(*) AS n FROM receipts WHERE created_at >= $1 GROUP BY subject_id) r ON r.subject_id = a.id
		WHERE a.name LIKE 'Crash %' AND a.created_at >= $1 AND COALESCE(r.n, 0) <> 1`,
	"events of no account":   `SELECT count(*) FROM events e WHERE e.at >= $1 AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = e.account_id)`,
	"receipts of no account": `SELECT count(*) FROM receipts r WHERE r.created_at >= $1 AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = r.subject_id)`,
	"wrong numbers of managed accounts": `SELECT count(*) FROM accounts a WHERE ` + touched + ` AND a.managed <>
		(SELECT count(*) FROM accounts m WHERE m.parent_id = a.id AND m.kind = 'managed')`,
	"wrong numbers of active accounts": `SELECT count(*) FROM accounts a WHERE ` + touched + ` AND a.managed_active <>
		(SELECT count(*) FROM accounts m WHERE m.parent_id = a.id AND m.kind = 'managed' AND m.status = 'active')`,
}

// touched are the accounts whose numbers have changed, and all new ones.
const touched = `(a.created_at >= $1 OR a.id IN (SELECT n.parent_id FROM accounts n WHERE n.created_at >= $1))`

// check looks at what came into the database since a time, while no portal runs
// on it: nothing is half there, and the accounts that were acknowledged since
// then, by key, are there under their names.
func check(t *testing.T, database string, acknowledged map[string]string, since time.Time) {
	t.Helper()
	raw := apptest.Raw(t, database)
	defer raw.Close()
	for what, query := range numbers {
		nowhere(t, raw, what, query, since)
	}
	there := names(t, raw, since)
	for key, name := range acknowledged {
		if there[key] != name {
			t.Errorf("lost: %q was answered with success under %s, where %q is", name, key, there[key])
		}
	}
}

// checkAll is check for everything there is, and the database is sound.
func checkAll(t *testing.T, database string, acknowledged map[string]string) {
	t.Helper()
	check(t, database, acknowledged, time.Time{})
	raw := apptest.Raw(t, database)
	defer raw.Close()
	nowhere(t, raw, "lineage of no account", `SELECT count(*) FROM lineage l WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = l.account_id)`)
	if strings.HasPrefix(database, "postgres") {
		return
	}
	var verdict string
	if err := raw.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity check: %s %v", verdict, err)
	}
	rows, err := raw.Query("PRAGMA foreign_key_check")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if rows.Next() {
		t.Error("a foreign key leads nowhere")
	}
}

// nowhere fails the test where a query counts something.
func nowhere(t *testing.T, raw *sql.DB, what, query string, values ...any) {
	t.Helper()
	var n int
	if err := raw.QueryRow(query, values...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if n > 0 {
		t.Errorf("%s: %d", what, n)
	}
}

// names are the accounts that were made since a time, by key.
func names(t *testing.T, raw *sql.DB, since time.Time) map[string]string {
	t.Helper()
	rows, err := raw.Query("SELECT id, name FROM accounts WHERE created_at >= $1", since)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	there := map[string]string{}
	for rows.Next() {
		var key, name string
		if err := rows.Scan(&key, &name); err != nil {
			t.Fatal(err)
		}
		there[key] = name
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return there
}

// database is the address of a database with the cast that nobody has open.
func database(t *testing.T) string {
	t.Helper()
	a := apptest.New(t)
	if err := a.DB.Close(); err != nil {
		t.Fatal(err)
	}
	return a.Address
}

var (
	tags   = regexp.MustCompile(`(?s)<head.*?</head>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// words are what a page says.
func words(page string) string {
	return spaces.ReplaceAllString(tags.ReplaceAllString(page, " "), " ")
}
