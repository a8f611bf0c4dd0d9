package password

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/ccojocar/zxcvbn-go/data"
	"github.com/ccojocar/zxcvbn-go/entropy"
	"github.com/ccojocar/zxcvbn-go/match"
)

// words are words and names, each with its rank in the list where it is most
// frequent: the most frequent one is 1. They are read when first asked for,
// because a portal that starts has nobody's new password before it.
var words = sync.OnceValue(func() map[string]int {
	ranks := make(map[string]int, 80_000)
	for _, name := range []string{"English", "FemaleNames", "MaleNames", "Surnames"} {
		rank(ranks, listed(name))
	}
	return ranks
})

// longestWord is how many characters an entry has at most that is looked for.
const longestWord = 22

// listed are the entries of a list that comes with zxcvbn-go, the most frequent first.
func listed(name string) []string {
	var l struct{ List []string }
	text, err := data.Asset("data/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(text, &l)
	}
	if err != nil {
		panic(fmt.Sprintf("password: read the list %s: %v", name, err))
	}
	return l.List
}

// rank adds the entries of a list to those that are there, and keeps the better
// rank of one that is there already.
func rank(ranks map[string]int, list []string) {
	for i, entry := range list {
		entry = strings.ToLower(entry)
		if has := ranks[entry]; has == 0 || has > i+1 {
			ranks[entry] = i + 1
		}
	}
}

// wordsIn are the words and names that a text contains as it stands.
func wordsIn(text string) (found []match.Match) {
	ranks, lower := words(), strings.ToLower(text)
	for i := range lower {
		for j := i + 1; j <= min(len(lower), i+longestWord); j++ {
			if rank := ranks[lower[i:j]]; rank > 0 {
				m := match.Match{Pattern: "dictionary", I: i, J: j - 1, Token: text[i:j]}
				m.Entropy = entropy.DictionaryEntropy(m, float64(rank))
				found = append(found, m)
			}
		}
	}
	return found
}
