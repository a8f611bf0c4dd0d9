//go:build ignore

// Makes blocklist.txt.gz from the list of common passwords of zxcvbn-ts; see
// blocklist.md.
package main

import (
	"compress/gzip"
	"encoding/json"
	"log"
	"os"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("go run blocklist_make.go passwords.json blocklist.txt.gz")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal(text, &all); err != nil {
		log.Fatal(err)
	}
	var kept []string
	seen := map[string]bool{}
	for _, p := range all {
		if p = strings.ToLower(p); len(p) >= 4 && !seen[p] && !strings.ContainsFunc(p, func(r rune) bool { return r <= ' ' || r > '~' }) {
			seen[p], kept = true, append(kept, p)
		}
	}
	out, err := os.Create(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	zip, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := zip.Write([]byte(strings.Join(kept, "\n") + "\n")); err != nil {
		log.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
}
