package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
)

// The bare transaction writes what creating an account writes, by statements
// prepared once, and looks nothing up.

// written are its statements. The second one is SQLite's index of accounts.
var written = []struct{ name, text string }{
	{"receipt", "INSERT INTO receipts (account_id, token, subject_id, created_at) VALUES (?, ?, ?, ?)"},
	{"account", `INSERT INTO accounts (id, kind, parent_id, name, name_fold, reference, reference_fold, search, support, status, country, domain,
		support_phone, support_email, contact, created_at, created_by) VALUES (?, 'managed', ?, ?, ?, ?, ?, ?, 'partner', 'active', '', '', ?, ?, ?, ?, ?)`},
	{"lineage", "INSERT INTO lineage (ancestor_id, account_id, depth) VALUES (?, ?, 0), (?, ?, 1), (?, ?, 2)"},
	{"parts", "INSERT INTO account_parts (docid, parts) VALUES (?, ?)"},
	{"count", "UPDATE accounts SET managed = managed + 1, managed_active = managed_active + 1 WHERE id = ?"},
	{"event", `INSERT INTO events (id, account_id, parent_id, kind, user_id, user_name, as_id, as_name, visit_id, seat_id, subject_id, subject_name, topic, changes, request_id,
		address, device, at, place, hash) VALUES (?, ?, ?, 'account.created', ?, ?, '', '', '', ?, ?, ?, '', ?, 'bench', '', '', ?, 1, ?)`},
	{"chain", "INSERT INTO chains (account_id, place, hash) VALUES (?, 1, ?)"},
}

// transaction repeats the bare transaction, with the record of it or without.
func transaction(recorded bool) func(context.Context, *world) (work, error) {
	return func(ctx context.Context, w *world) (work, error) {
		statements := map[string]*sql.Stmt{}
		done := func() {
			for _, s := range statements {
				_ = s.Close()
			}
		}
		for _, s := range written {
			if s.name == "parts" && w.house.DB.Postgres() || (s.name == "event" || s.name == "chain") && !recorded {
				continue
			}
			stmt, err := w.raw.PrepareContext(ctx, numbered(s.text, w.house.DB.Postgres()))
			if err != nil {
				return work{done: done}, fmt.Errorf("%s: %w", s.name, err)
			}
			statements[s.name] = stmt
		}
		return work{func() error { return w.writeBare(ctx, statements) }, done}, nil
	}
}

func (w *world) writeBare(ctx context.Context, statements map[string]*sql.Stmt) error {
	in, key, now := w.newDraft(), db.NewKey(), time.Now().UTC().Truncate(time.Millisecond)
	fold, reference := strings.ToLower(in.Name), strings.ToLower(in.Reference)
	search := fold + "\n" + reference + "\n" + key
	changes := fmt.Sprintf(`[{"field":"Account Name","was":"","now":%q},{"field":"Account Reference","was":"","now":%q},`+
		`{"field":"Technical Support Phone Number","was":"","now":%q},{"field":"Technical Support Email","was":"","now":%q}]`, in.Name, in.Reference, in.Phone, in.Email)
	fact := event.Event{
		ID: db.NewID(now), AccountID: key, ParentID: cast.Lakeside, Kind: event.AccountCreated, UserID: cast.Leo.ID, UserName: cast.Leo.Name, SeatID: cast.Lakeside,
		SubjectID: key, SubjectName: in.Name, RequestID: "bench", At: now, Place: 1,
	}
	if err := json.Unmarshal([]byte(changes), &fact.Changes); err != nil {
		return err
	}
	hash := fact.Seal("")
	values := map[string][]any{
		"receipt": {cast.Lakeside, in.Token, key, now},
		"account": {key, cast.Lakeside, in.Name, fold, in.Reference, reference, search, in.Phone, in.Email, true, now, cast.Leo.Name},
		"lineage": {key, key, cast.Lakeside, key, cast.Meridian, key},
		"parts":   {posting(search), tokens(cast.Lakeside, search)},
		"count":   {cast.Lakeside},
		"event":   {fact.ID, key, cast.Lakeside, cast.Leo.ID, cast.Leo.Name, cast.Lakeside, key, in.Name, changes, now, hash},
		"chain":   {key, hash},
	}
	tx, err := w.raw.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, s := range written {
		if stmt := statements[s.name]; stmt != nil {
			if _, err := tx.StmtContext(ctx, stmt).ExecContext(ctx, values[s.name]...); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	return tx.Commit()
}

// numbered writes the places of values as a database wants them.
func numbered(text string, postgres bool) string {
	if !postgres {
		return text
	}
	var b strings.Builder
	n := 0
	for _, c := range text {
		if c == '?' {
			n++
			fmt.Fprintf(&b, "$%d", n)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// tokens are as many words for the index of accounts as the portal writes.
func tokens(parent, text string) string {
	words := make([]string, 0, len(text))
	for i := 0; i+3 <= len(text); i++ {
		words = append(words, parent+hex.EncodeToString([]byte(text[i:i+3])))
	}
	return strings.Join(words, " ")
}

// posting is a number for the index of accounts that no account of the portal has.
func posting(text string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return int64(h.Sum64() >> 1)
}
