package password

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// What the two files are, where they come from and how they are made is said
// in blocklist.md.
var (
	//go:embed blocklist.txt.gz
	blocklist []byte
	//go:embed phrases.txt
	phrases string
)

// common are the passwords that many people have, each with its rank: the most
// frequent one is 1. Phrases rank last. They are read when first asked for, as
// words are.
var common = sync.OnceValue(func() map[string]int {
	zip, err := gzip.NewReader(bytes.NewReader(blocklist))
	if err != nil {
		panic(fmt.Sprintf("password: read the blocklist: %v", err))
	}
	ranks := make(map[string]int, 50_000)
	for lines := bufio.NewScanner(zip); lines.Scan(); {
		ranks[lines.Text()] = len(ranks) + 1
	}
	for p := range strings.Lines(phrases) {
		if p = strings.TrimSpace(p); ranks[p] == 0 {
			ranks[p] = len(ranks) + 1
		}
	}
	rank(ranks, listed("Passwords"))
	return ranks
})

// longestCommon is how many characters an entry has at most that is looked for
// inside a password.
const longestCommon = 40
