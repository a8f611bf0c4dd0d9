package main

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/config"
)

func TestTheDemoRefusesAFolderThatItDidNotMake(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "tenantry.db"), []byte("somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := (&demo{Data: folder}).folder(); err == nil || !strings.Contains(err.Error(), "no demonstration made") {
		t.Errorf("the demo takes a folder of somebody else: %v", err)
	}
}

func TestTheDemoComesBackToItsOwnFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "kept")
	o := &demo{Data: folder}
	if _, fresh, _, err := o.folder(); err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	d, err := open(t.Context(), config.Config{Data: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := o.fill(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if _, fresh, _, err := o.folder(); err != nil || fresh {
		t.Errorf("fresh %t, %v", fresh, err)
	}
}

func TestThePortalsKeyIsMadeOnceAndKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	one, err := portalKeys(folder)
	if err != nil || len(one) != 1 || len(one[0]) != 32 {
		t.Fatal(len(one), err)
	}
	two, err := portalKeys(folder)
	if err != nil || !bytes.Equal(one[0], two[0]) {
		t.Errorf("the key changed: %v", err)
	}
	info, err := os.Stat(filepath.Join(folder, "session.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file is %v, %v", info.Mode(), err)
	}
	newer := strings.Repeat("ab", 32) + "\n" + hex.EncodeToString(one[0]) + "\n"
	if err := os.WriteFile(filepath.Join(folder, "session.key"), []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	if both, err := portalKeys(folder); err != nil || len(both) != 2 || !bytes.Equal(both[1], one[0]) {
		t.Errorf("a new key before the old one: %d keys, %v", len(both), err)
	}
	if err := os.WriteFile(filepath.Join(folder, "session.key"), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := portalKeys(folder); err == nil {
		t.Error("a damaged key is taken")
	}
}

func TestTheDemoIsReachedWhereItListens(t *testing.T) {
	for _, c := range []struct{ addr, public, want string }{
		{"127.0.0.1:8080", "", "http://127.0.0.1:8080"},
		{":8080", "", "http://127.0.0.1:8080"},
		{"0.0.0.0:80", "", "http://127.0.0.1:80"},
		{"[::]:8080", "", "http://127.0.0.1:8080"},
		{"[::1]:8080", "", "http://[::1]:8080"},
		{"192.0.2.7:8080", "", "http://192.0.2.7:8080"},
		{"0.0.0.0:8080", "http://demo.example:8080", "http://demo.example:8080"},
	} {
		if got, err := (&demo{Addr: c.addr, PublicURL: c.public}).public(); err != nil || got != c.want {
			t.Errorf("%s %q: %q, %v", c.addr, c.public, got, err)
		}
	}
	if _, err := (&demo{Addr: "8080"}).public(); err == nil {
		t.Error("8080 is taken for an address")
	}
}
