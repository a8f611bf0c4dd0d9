package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
)

// forged changes the record of a portal behind its back.
func forged(t *testing.T, folder, statement string) {
	t.Helper()
	raw, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, "tenantry.db")+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, text := range []string{
		"DROP TRIGGER IF EXISTS events_no_update", "DROP TRIGGER IF EXISTS events_no_delete",
		"DROP TRIGGER IF EXISTS checkpoints_no_update", "DROP TRIGGER IF EXISTS checkpoints_no_delete", statement,
	} {
		if _, err := raw.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

// written is a file with a text in it.
func written(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestTheCommandLineVerifiesTheRecord(t *testing.T) {
	_, folder := serving(t)
	if out, err := command(t, "audit", "verify", "--data", folder); err != nil || !strings.HasSuffix(out, " facts, each as it was written.\n") {
		t.Fatal(out, err)
	}
	kept, err := command(t, "audit", "checkpoint", "--data", folder)
	if err != nil || strings.Count(kept, "\n") < 5 {
		t.Fatal(kept, err)
	}
	var c event.Checkpoint
	for line := range strings.Lines(kept) {
		if err := json.Unmarshal([]byte(line), &c); err != nil || c.Place < 1 || len(c.Hash) != 64 {
			t.Fatal(line, err)
		}
	}
	if again, err := command(t, "audit", "checkpoint", "--data", folder); err != nil || again != kept {
		t.Error(again, err)
	}
	marks := written(t, kept)
	if out, err := command(t, "audit", "verify", "--data", folder, "--checkpoints", marks); err != nil {
		t.Error(out, err)
	}
	forged(t, folder, "UPDATE events SET user_name = 'Nobody' WHERE account_id = '"+cast.Acme+"' AND place = 2")
	for _, args := range [][]string{{}, {"--account", cast.Acme}, {"--checkpoints", marks}} {
		out, err := command(t, append([]string{"audit", "verify", "--data", folder}, args...)...)
		if err == nil || !strings.HasPrefix(out, "account "+cast.Acme+", fact 2 (") || !strings.Contains(out, "it is not what was written") {
			t.Errorf("%v: %s, %v", args, out, err)
		}
	}
	if out, err := command(t, "audit", "verify", "--data", folder, "--account", cast.Northwind); err != nil {
		t.Error(out, err)
	}
}

func TestTheCommandLineMissesAnEndThatWasCutOff(t *testing.T) {
	_, folder := serving(t)
	kept, err := command(t, "audit", "checkpoint", "--data", folder)
	if err != nil {
		t.Fatal(err)
	}
	forged(t, folder, "DELETE FROM checkpoints")
	forged(t, folder, "DELETE FROM events WHERE account_id = '"+cast.Acme+"' AND place > 1")
	forged(t, folder, "UPDATE chains SET place = 1, hash = (SELECT hash FROM events WHERE account_id = '"+cast.Acme+"') WHERE account_id = '"+cast.Acme+"'")
	if out, err := command(t, "audit", "verify", "--data", folder); err != nil {
		t.Error(out, err)
	}
	out, err := command(t, "audit", "verify", "--data", folder, "--checkpoints", written(t, kept))
	if err == nil || !strings.HasPrefix(out, "account "+cast.Acme+", fact 2: it is not there, nor what followed it") {
		t.Error(out, err)
	}
	if out, err := command(t, "audit", "verify", "--data", folder, "--checkpoints", written(t, "no JSON")); err == nil {
		t.Error(out)
	}
}

func TestTheCommandLineMissesAnAccountThatIsGone(t *testing.T) {
	_, folder := serving(t)
	kept, err := command(t, "audit", "checkpoint", "--data", folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"events WHERE account_id", "chains WHERE account_id", "checkpoints WHERE account_id", "accounts WHERE id"} {
		forged(t, folder, "DELETE FROM "+statement+" = '"+cast.Acme+"'")
	}
	for _, args := range [][]string{{}, {"--account", cast.Acme}} {
		out, err := command(t, append([]string{"audit", "verify", "--data", folder, "--checkpoints", written(t, kept)}, args...)...)
		if err == nil || !strings.HasPrefix(out, "account "+cast.Acme+", fact 1: it is not there, nor what followed it") {
			t.Errorf("%v: %s, %v", args, out, err)
		}
	}
	for _, account := range []string{cast.Acme, "nosuchac"} {
		if out, err := command(t, "audit", "verify", "--data", folder, "--account", account); err == nil || out != "" || !strings.Contains(err.Error(), "No account has the key "+account) {
			t.Errorf("%s: %s, %v", account, out, err)
		}
	}
	for what, text := range map[string]string{"an empty file": "", "a file of an empty line": "\n"} {
		if out, err := command(t, "audit", "verify", "--data", folder, "--checkpoints", written(t, text)); err == nil {
			t.Errorf("%s of checkpoints: %s", what, out)
		}
	}
}

func TestTheCommandLineExportsAPartThatItVerifiesByItself(t *testing.T) {
	_, folder := serving(t)
	kept, err := command(t, "audit", "checkpoint", "--data", folder)
	if err != nil {
		t.Fatal(err)
	}
	part, err := command(t, "audit", "export", "--data", folder, "--account", cast.Acme)
	if err != nil || strings.Count(part, "\n") < 4 {
		t.Fatal(part, err)
	}
	out, err := command(t, "audit", "check", written(t, part), "--checkpoints", written(t, kept))
	if err != nil || !strings.Contains(out, " facts of account "+cast.Acme+", each in its place and chained to the one before.") ||
		!strings.Contains(out, "Compared with the checkpoints kept, up to the last one.") {
		t.Error(out, err)
	}
	out, err = command(t, "audit", "check", written(t, part))
	if err != nil || strings.Contains(out, "as it was written") || !strings.Contains(out, "Compared with no checkpoint: ") {
		t.Error(out, err)
	}
	other := strings.Replace(part, `"user_name":"`, `"user_name":"Not `, 1)
	if out, err := command(t, "audit", "check", written(t, other)); err == nil || !strings.Contains(out, "it is not what was written") {
		t.Error(out, err)
	}
	if out, err := command(t, "audit", "check", written(t, part[:len(part)-20])); err == nil {
		t.Error(out)
	}
	if out, err := command(t, "audit", "export", "--data", folder, "--account", cast.Acme, "--from", "2001-01-01", "--to", "2001-12-31"); err != nil || strings.Count(out, "\n") != 2 {
		t.Error(out, err)
	}
	if out, err := command(t, "audit", "verify", "--data", t.TempDir()); err == nil || !strings.Contains(err.Error(), "there is no database") {
		t.Error(out, err)
	}
}

func TestTheCommandLineSaysHowFarAPartWasCompared(t *testing.T) {
	a, folder := serving(t)
	kept, err := command(t, "audit", "checkpoint", "--data", folder)
	if err != nil {
		t.Fatal(err)
	}
	var c event.Checkpoint
	var others []string
	for line := range strings.Lines(kept) {
		if strings.Contains(line, `"`+cast.Acme+`"`) {
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
		} else {
			others = append(others, line)
		}
	}
	if _, err := a.Accounts.Suspend(t.Context(), cast.Pia.Caller(), cast.Acme); err != nil {
		t.Fatal(err)
	}
	part, err := command(t, "audit", "export", "--data", folder, "--account", cast.Acme)
	if err != nil {
		t.Fatal(err)
	}
	out, err := command(t, "audit", "check", written(t, part), "--checkpoints", written(t, kept))
	if err != nil || !strings.Contains(out, fmt.Sprintf("Compared with the checkpoints kept, up to fact %d. What follows it is chained to it, and nobody else vouches for it.", c.Place)) {
		t.Error(out, err)
	}
	out, err = command(t, "audit", "check", written(t, part), "--checkpoints", written(t, strings.Join(others, "")))
	if err == nil || !strings.Contains(err.Error(), "No checkpoint of the file names a fact of this part") {
		t.Error(out, err)
	}
}

func TestAServedPortalWritesCheckpointsOnce(t *testing.T) {
	a, _ := serving(t)
	run := func(a *app.App) string {
		var out bytes.Buffer
		if !checkpoint(t.Context(), a, slog.New(slog.NewTextHandler(&out, nil))) {
			t.Error("it is not done")
		}
		return out.String()
	}
	if first := run(a); strings.Count(first, "checkpoint of the record") < 5 || !strings.Contains(first, "account="+cast.Acme+" place=") {
		t.Error(first)
	}
	if again := run(a); again != "" {
		t.Error(again)
	}
}
