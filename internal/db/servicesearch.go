package db

// Services are found by parts of their search text, as accounts are; see search.go.
//
// SQLite: service_texts gives the text of each service a number, and service_parts
// has the tokens of that number. A service with a new text gets a new number, so
// what is left of the old one leads nowhere. The text stands beside the number:
// what is found is looked at again, and sorted, without a look at the services.
//
// PostgreSQL: a trigram index over the search column does the same.

// MakeServiceFindable writes the search text of a service of an account below
// parent to the index, in place of an earlier one.
func (tx *Tx) MakeServiceFindable(parent, id, text string) error {
	if tx.postgres {
		return nil
	}
	g := tx.g.Set(fenceKey, open)
	if err := g.Exec("INSERT OR REPLACE INTO service_texts (service_id, search) VALUES (?, ?)", id, text).Error; err != nil {
		return err
	}
	return g.Exec("INSERT INTO service_parts (docid, parts) SELECT number, ? FROM service_texts WHERE service_id = ?", parts(parent, text), id).Error
}

// FindServices are the ids of at most limit services of the accounts below the
// caller's whose search text contains part, in the order of these texts; whether
// the caller enters these accounts is left to who asks. ok is false when part is
// too short to look up, or made of what is common.
func (tx *Tx) FindServices(part string, limit int) (ids []string, ok bool, err error) {
	if len(part) < shortest {
		return nil, false, nil
	}
	found, values := "SELECT id, search FROM services WHERE parent_id = ?", []any{tx.By.Account}
	if !tx.postgres {
		phrase, err := tx.rare(part, limit)
		if err != nil || phrase == "" {
			return nil, false, err
		}
		found = "SELECT t.service_id AS id, t.search FROM service_parts AS p CROSS JOIN service_texts AS t ON t.number = p.docid WHERE p.parts MATCH ?"
		values = []any{phrase}
	}
	// Both limits are needed: with one alone SQLite sorts all that it finds.
	found = "SELECT id FROM (" + found + ` AND search LIKE ? ESCAPE '\' LIMIT ?) AS f ORDER BY search LIMIT ?`
	ids, err = tx.list(found, append(values, likePart(part), limit, limit)...)
	return ids, true, err
}

// rare is the phrase of a piece of part that fewer than limit texts were written
// with, or of part as a whole where that is one piece; "" when all are common.
func (tx *Tx) rare(part string, limit int) (phrase string, err error) {
	all := pieces(part)
	for _, piece := range all {
		phrase := `"` + parts(tx.By.Account, piece) + `"`
		if len(all) == 1 {
			return phrase, nil
		}
		some, err := tx.list("SELECT docid FROM service_parts WHERE service_parts MATCH ? LIMIT ?", phrase, limit)
		if err != nil || len(some) < limit {
			return phrase, err
		}
	}
	return "", nil
}

// FindableServices writes the texts of new services to the index.
func (b *Bulk) FindableServices(texts []Text) error {
	if b.d.postgres || len(texts) == 0 {
		return nil
	}
	var number int64
	if err := b.conn.QueryRowContext(b.ctx, "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'service_texts'").Scan(&number); err != nil {
		return err
	}
	for len(texts) > 0 {
		some := texts[:min(perStatement, len(texts))]
		texts = texts[len(some):]
		rows, tokens := make([]any, 0, 3*len(some)), make([]any, 0, 2*len(some))
		for _, t := range some {
			number++
			rows, tokens = append(rows, number, t.ID, t.Text), append(tokens, number, parts(t.Parent, t.Text))
		}
		if err := b.insert("service_texts", []string{"number", "service_id", "search"}, len(some), rows); err != nil {
			return err
		}
		if err := b.insert("service_parts", []string{"docid", "parts"}, len(some), tokens); err != nil {
			return err
		}
	}
	return nil
}
