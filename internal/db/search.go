package db

import (
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Accounts are found by any part of three bytes or more of their search text.
//
// SQLite: account_parts is a full-text table without content. Each run of
// three bytes becomes one token, written as the parent's key and the bytes in
// hexadecimal, so that one partner's postings are never read for another; a
// part of the text is a phrase of such tokens. A posting's number is the
// account's key and a hash of the text: it is worked out, not looked up, and
// renaming adds a posting and leaves the old one, which every query then
// drops by looking at the account itself.
//
// PostgreSQL: a trigram index over the search column does the same.
//
// How services are found is in servicesearch.go.

// shortest is how many bytes a part must have to be looked up.
const shortest = 3

// MakeFindable writes text to the index of the accounts below parent.
func (tx *Tx) MakeFindable(parent, id, text string) error {
	if tx.postgres || len(text) < shortest {
		return nil
	}
	return tx.g.Set(fenceKey, open).Exec(
		"INSERT INTO account_parts (docid, parts) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM account_parts_docsize WHERE docid = ?)",
		posting(id, text), parts(parent, text), posting(id, text)).Error
}

// Findable are the keys of at most limit accounts below the caller's whose
// search text may contain part. ok is false when part is too short to look up.
// The answer can name accounts that do not contain part, or were renamed
// since: the query that uses it looks at the text again.
func (tx *Tx) Findable(part string, limit int) (keys []string, ok bool, err error) {
	if len(part) < shortest {
		return nil, false, nil
	}
	if tx.postgres {
		keys, err = tx.list("SELECT id FROM accounts WHERE parent_id = ? AND search LIKE ? ESCAPE '\\' LIMIT ?", tx.By.Account, likePart(part), limit)
		return keys, true, err
	}
	for _, p := range pieces(part) {
		keys, err = tx.postings(p, limit)
		if err != nil || len(keys) < limit {
			break
		}
	}
	return keys, true, err
}

// longest is how many bytes are looked up as one phrase: four tokens, the most
// that SQLite reads no further than it must.
const longest = shortest + 3

// pieces are the beginning, the end and the middle of a part that is too long
// to look up in one go. One of them is rare enough, or the part is common.
func pieces(part string) []string {
	if len(part) <= longest {
		return []string{part}
	}
	middle := (len(part) - longest) / 2
	return []string{part[:longest], part[len(part)-longest:], part[middle : middle+longest]}
}

// postings are the keys of at most limit accounts that were written with piece.
func (tx *Tx) postings(piece string, limit int) ([]string, error) {
	keys, err := tx.list("SELECT docid FROM account_parts WHERE account_parts MATCH ? LIMIT ?", `"`+parts(tx.By.Account, piece)+`"`, limit)
	for i, k := range keys {
		n, err := strconv.ParseInt(k, 10, 64)
		if err != nil {
			return nil, err
		}
		keys[i] = keyOf(n >> hashBits)
	}
	return keys, err
}

// Keys are the values of one column, whose texts hold no space, in the rows
// that q finds; q must be a scoped query of this transaction with a limit.
func (tx *Tx) Keys(q *gorm.DB, column string) ([]string, error) {
	if _, scoped := q.Get(fenceKey); !scoped {
		return nil, errUnscoped
	}
	return tx.list("?", q.Select(column))
}

// Distinct are the different values of one column, whose texts hold no space, in
// the rows of a scoped query of this transaction, in their order and at most most
// of them. Each is one step along an index that begins with what rows asks for
// and goes on with the column: the rows may be many.
func (tx *Tx) Distinct(rows func() *gorm.DB, column string, most int) ([]string, error) {
	if _, scoped := rows().Get(fenceKey); !scoped {
		return nil, errUnscoped
	}
	at := clause.Column{Name: column}
	first := rows().Select(column).Order(clause.OrderByColumn{Column: at}).Limit(1)
	next := rows().Where("? > w.v", at).Select(column).Order(clause.OrderByColumn{Column: at}).Limit(1)
	return tx.fields("WITH RECURSIVE w (v, n) AS (SELECT (?), 1 UNION ALL SELECT (?), w.n + 1 FROM w WHERE w.v IS NOT NULL AND w.n < ?)", first, next, most)
}

// list is a query's only column.
func (tx *Tx) list(query string, values ...any) ([]string, error) {
	return tx.fields("WITH w (v) AS ("+query+")", values...)
}

// fields are the values v of a table w, fetched as one text: a row costs more to
// fetch than to find, and a look-up finds thousands.
func (tx *Tx) fields(with string, values ...any) ([]string, error) {
	join := "group_concat(w.v, ' ')"
	if tx.postgres {
		join = "string_agg(w.v, ' ')"
	}
	var all *string
	err := tx.g.Set(fenceKey, open).Raw(with+" SELECT "+join+" FROM w", values...).Scan(&all).Error
	if err != nil || all == nil {
		return nil, err
	}
	return strings.Fields(*all), nil
}

// hashBits is how much of a posting's number is the hash of its text; the key
// takes the forty bits above.
const hashBits = 23

func posting(id, text string) int64 {
	n, _ := keyNumber(id)
	h := fnv.New32a()
	_, _ = h.Write([]byte(text))
	return n<<hashBits | int64(h.Sum32()>>(32-hashBits))
}

// parts writes text as tokens of three bytes, one for each place it has.
func parts(parent, text string) string {
	var b strings.Builder
	b.Grow((len(text) - shortest + 1) * (len(parent) + 2*shortest + 1))
	for i := 0; i+shortest <= len(text); i++ {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(parent)
		b.WriteString(hex.EncodeToString([]byte(text[i : i+shortest])))
	}
	return b.String()
}

// Contains is the condition that a column, already folded, contains part.
// SQLite's LIKE takes half the time of its instr.
func (tx *Tx) Contains(column, part string) clause.Expression {
	return clause.Expr{SQL: `? LIKE ? ESCAPE '\'`, Vars: []any{clause.Column{Name: column}, likePart(part)}}
}

// ContainsBefore is the condition that what a column, already folded, holds
// before an end contains part. The column holds the end once.
func (tx *Tx) ContainsBefore(column, part, end string) clause.Expression {
	return clause.Expr{SQL: `? LIKE ? ESCAPE '\'`, Vars: []any{clause.Column{Name: column}, likePart(part) + end + "%"}}
}

// Among is the condition that a column, a constant of the code, holds one of some
// texts. They are one value, so that the statement is the same for two of them as
// for two thousand.
func (tx *Tx) Among(column string, some []string) clause.Expression {
	return tx.among(clause.Column{Name: column}, some)
}

func (tx *Tx) among(column clause.Column, some []string) clause.Expression {
	some = append([]string{}, some...) // of none, too
	if tx.postgres {
		return clause.Expr{SQL: "? = ANY(CAST(? AS text[]))", Vars: []any{column, &some}} // a pointer is not taken apart
	}
	list, _ := json.Marshal(some) // texts never fail
	return clause.Expr{SQL: "? IN (SELECT value FROM json_each(?))", Vars: []any{column, string(list)}}
}

// likePart is a LIKE pattern for texts that contain part.
func likePart(part string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(part) + "%"
}

// Key is one column that a page is sorted by, and its value in the row that
// the page starts from.
type Key struct {
	Column string // a constant of the code, never input
	Value  any
}

// Past narrows q to the rows beyond the row with these keys, forwards in
// ascending order or, descending, towards the smaller ones.
func Past(q *gorm.DB, keys []Key, descending bool) *gorm.DB {
	columns, values := make([]string, len(keys)), make([]any, len(keys))
	for i, k := range keys {
		columns[i], values[i] = k.Column, k.Value
	}
	sign := ">"
	if descending {
		sign = "<"
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(keys)), ", ")
	return q.Where("("+strings.Join(columns, ", ")+") "+sign+" ("+marks+")", values...)
}
