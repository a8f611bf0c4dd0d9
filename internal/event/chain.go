package event

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/db"
)

// Chain is where the facts of an account end. Each fact's hash covers the fact,
// its place and the hash of the one before it, so that none can be changed,
// removed or moved without all after it (reference: security A.8, audit chain).
type Chain struct {
	AccountID string `gorm:"primaryKey"`
	Place     int64  // of the last fact; the first has 1
	Hash      string // of the last fact
}

// Checkpoint is where a chain ended at a time. What is missing after it was cut off.
type Checkpoint struct {
	AccountID string    `gorm:"primaryKey" json:"account"`
	Place     int64     `gorm:"primaryKey" json:"place"`
	Hash      string    `json:"hash"`
	At        time.Time `json:"at"`
}

// Owner is the account of the chain.
func (c Checkpoint) Owner() string { return c.AccountID }

// sealed is what a fact's hash covers. Its fields and their order never change:
// whoever adds a column to the record adds a field at the end that is left out
// where it is empty.
type sealed struct {
	Before      string  `json:"before"`
	Place       int64   `json:"place"`
	ID          string  `json:"id"`
	AccountID   string  `json:"account"`
	ParentID    string  `json:"parent"`
	Kind        Kind    `json:"kind"`
	UserID      string  `json:"user"`
	UserName    string  `json:"user_name"`
	AsID        string  `json:"as"`
	AsName      string  `json:"as_name"`
	VisitID     string  `json:"visit"`
	SeatID      string  `json:"seat"`
	SubjectID   string  `json:"subject"`
	SubjectName string  `json:"subject_name"`
	Topic       string  `json:"topic"`
	Changes     Changes `json:"changes"`
	RequestID   string  `json:"request"`
	Address     string  `json:"address"`
	Device      string  `json:"device"`
	At          int64   `json:"at"` // milliseconds since 1970, UTC
}

// text is what the hash of the fact covers, after one with the hash before.
func (e Event) text(before string) []byte {
	text, err := json.Marshal(sealed{
		before, e.Place, e.ID, e.AccountID, e.ParentID, e.Kind, e.UserID, e.UserName, e.AsID, e.AsName, e.VisitID, e.SeatID,
		e.SubjectID, e.SubjectName, e.Topic, e.Changes, e.RequestID, e.Address, e.Device, e.At.UnixMilli(),
	})
	if err != nil {
		panic(fmt.Sprintf("a fact that is no JSON: %v", err)) // texts and numbers always are
	}
	return text
}

// Seal is the hash of the fact after one with the hash before.
func (e Event) Seal(before string) string { return sum(e.text(before)) }

func sum(text []byte) string {
	s := sha256.Sum256(text)
	return hex.EncodeToString(s[:])
}

const whyChain = "the chain of an account in which a fact was recorded within reach"

// chain writes the facts that a transaction has recorded, at its very end, each
// at the end of its account's chain. The ends are held from here to the commit,
// in the order of accounts, and nothing is asked for after them: so writers wait
// for each other briefly, and never in a ring.
func chain(tx *db.Tx) error {
	facts := map[string][]Event{}
	for _, what := range tx.Said() {
		if e, ok := what.(Event); ok {
			facts[e.AccountID] = append(facts[e.AccountID], e)
		}
	}
	for accounts := range slices.Chunk(slices.Sorted(maps.Keys(facts)), eachBatch) {
		if err := chainEach(tx, accounts, facts); err != nil {
			return fmt.Errorf("record facts: %w", err)
		}
	}
	return nil
}

// chainEach is chain for some accounts.
func chainEach(tx *db.Tx, accounts []string, facts map[string][]Event) error {
	ends, err := holdEnds(tx, accounts)
	if err != nil {
		return err
	}
	var es []Event
	for i := range ends {
		for _, e := range facts[ends[i].AccountID] {
			e.Place = ends[i].Place + 1
			e.Hash = e.Seal(ends[i].Hash)
			ends[i].Place, ends[i].Hash = e.Place, e.Hash
			es = append(es, e)
		}
	}
	for batch := range slices.Chunk(es, eachBatch) {
		if err := tx.Put(whyChain, &batch); err != nil {
			return err
		}
	}
	return tx.Upsert(whyChain, &ends)
}

// holdEnds are the ends of the chains of some accounts, in the order of their
// keys, held until the transaction ends.
func holdEnds(tx *db.Tx, accounts []string) ([]Chain, error) {
	find := func() (ends []Chain, err error) {
		q := tx.Lock(tx.Everywhere(whyChain)).Where("account_id IN ?", accounts).Order("account_id")
		return ends, q.Find(&ends).Error
	}
	ends, err := find()
	if err != nil || len(ends) == len(accounts) {
		return ends, err
	}
	var fresh []Chain
	for _, a := range accounts {
		if !slices.ContainsFunc(ends, func(c Chain) bool { return c.AccountID == a }) {
			fresh = append(fresh, Chain{AccountID: a})
		}
	}
	if err := tx.PutNew(whyChain, &fresh); err != nil {
		return nil, err
	}
	return find()
}
