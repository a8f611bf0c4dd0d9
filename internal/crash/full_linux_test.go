package crash_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/web/route"
)

// small is a file system of a few megabytes, in memory.
func small(t *testing.T) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can mount the small file system that this test fills")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("root cannot mount a small file system: %v", err)
		}
		t.Skipf("root cannot mount a small file system here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill leaves no space on a disk and answers the file that takes it.
func fill(t *testing.T, dir string) string {
	t.Helper()
	name := filepath.Join(dir, "ballast")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for range 16 << 20 / len(block) {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			return name
		} else if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the disk does not fill up")
	return ""
}

// A full disk refuses writes in words that help, loses nothing, and lets
// people read; with space again, writing goes on.
func TestAFullDiskRefusesWritesAndNothingElse(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL has a disk of its own")
	}
	dir := small(t)
	address := filepath.Join(dir, "portal.db")
	file, err := os.ReadFile(database(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(address, file, 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, address, "")
	p.signIn()
	acknowledged := map[string]string{}
	made, refused := 0, 0
	send := func() (attempt, answer) {
		a := attempt{fmt.Sprintf("Crash full-%d", made+refused), db.NewToken()}
		key, got, err := p.create(a)
		if err != nil {
			t.Fatal(err)
		}
		if key != "" {
			acknowledged[key] = a.name
			made++
		} else {
			refused++
		}
		return a, got
	}
	if _, got := send(); got.status != http.StatusSeeOther {
		t.Fatalf("with space left, creating answers %d: %s", got.status, words(got.body))
	}

	ballast := fill(t, dir)
	var unsaved []attempt
	for refused < 10 && made < 2000 { // the journal may have room for a while
		if a, got := send(); refusal(t, got) {
			unsaved = append(unsaved, a)
		}
	}
	if refused == 0 {
		t.Fatal("the disk was full and nothing was refused")
	}
	missing(t, address, unsaved)
	for _, page := range []string{
		route.Accounts(cast.Northwind), route.Services(cast.Northwind), route.Managed(cast.Northwind, cast.Acme),
		route.History(cast.Northwind, cast.Acme), route.Defaults(cast.Northwind), route.Switch,
	} {
		p.must(http.StatusOK, http.MethodGet, page, nil)
	}
	for key := range acknowledged { // the page that a form led to, with its notice still waiting
		p.must(http.StatusOK, http.MethodGet, route.Prompt(cast.Northwind, key), nil)
	}

	for range 60 { // room for a part of what a form writes, and then for more
		shrink(t, ballast, 4096)
		if a, got := send(); refusal(t, got) {
			unsaved = append(unsaved, a)
		}
	}
	missing(t, address, unsaved)

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	for _, a := range unsaved { // the same forms, sent again
		key, got, err := p.create(a)
		if key == "" {
			t.Fatalf("with space again, creating answers %d: %v %s", got.status, err, words(got.body))
		}
		acknowledged[key] = a.name
	}
	p.kill()
	checkAll(t, address, acknowledged)
	t.Logf("%d accounts made, %d refused while the disk was full, and made when there was space again", made, refused)
}

// refusal reports whether a form was refused, and fails the test unless it was
// carried out or refused in clear words.
func refusal(t *testing.T, got answer) bool {
	t.Helper()
	if got.status == http.StatusSeeOther {
		return false
	}
	if got.status != http.StatusServiceUnavailable || !strings.Contains(words(got.body), "cannot save") {
		t.Fatalf("with a full disk, creating answers %d: %s", got.status, words(got.body))
	}
	return true
}

// shrink takes some bytes from the end of a file.
func shrink(t *testing.T, name string, bytes int64) {
	t.Helper()
	f, err := os.Stat(name)
	if err == nil {
		err = os.Truncate(name, f.Size()-bytes)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// missing fails the test where a refused form has made an account.
func missing(t *testing.T, address string, refused []attempt) {
	t.Helper()
	raw := apptest.Raw(t, address)
	defer raw.Close()
	for _, name := range names(t, raw, time.Time{}) {
		for _, a := range refused {
			if a.name == name {
				t.Errorf("%q was refused and is there all the same", name)
			}
		}
	}
}
