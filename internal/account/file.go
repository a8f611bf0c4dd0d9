package account

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// MostRows and MostBytes bound a file of accounts.
const (
	MostRows  = 2000
	MostBytes = 1 << 20
)

// FileColumns are the columns that a file of accounts may have; the first two
// must be there.
var FileColumns = []string{"name", "reference", "phone", "email", "our_team"}

// ExportColumns are those that an export has besides. An import passes over
// them, so that it takes an exported file as it is.
var ExportColumns = []string{"key", "support", "services", "approvals_waiting", "pricing", "approval_queue", "renewal", "status", "created"}

// Row is one line of a file of accounts, and what became of it.
type Row struct {
	Line     int // in the file, counted from 1
	Draft    Draft
	Problems fault.Fields // why it is left out
	Known    bool         // an account like this is there already; nothing to do
	Account  Account      // the account that was created, or is known
}

// ReadFile reads a CSV file of accounts. What is wrong with the file as a
// whole is a problem at the field "file"; what is wrong with a row comes later,
// from Import.
func ReadFile(r io.Reader) (rows []Row, err error) {
	text, err := textOf(r)
	if err != nil {
		return nil, err
	}
	c := csv.NewReader(bytes.NewReader(text))
	c.FieldsPerRecord, c.TrimLeadingSpace = -1, true
	head, err := c.Read()
	if err != nil {
		return nil, badFile("The file is empty or no CSV file. Its first line names the columns: %s", strings.Join(FileColumns, ", "))
	}
	columns, err := columnsOf(head)
	if err != nil {
		return nil, err
	}
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, badLine(err)
		}
		line, _ := c.FieldPos(0)
		rows = append(rows, Row{Line: line, Draft: draftOf(columns, cells)})
		if len(rows) > MostRows {
			return nil, tooLong()
		}
	}
	if len(rows) == 0 {
		return nil, badFile("The file names columns and has no accounts")
	}
	return rows, nil
}

// textOf reads a file that should be text, and leaves the mark at its beginning out.
func textOf(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, MostBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > MostBytes:
		return nil, tooLong()
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0:
		return nil, badFile("The file is no UTF-8 text. In a spreadsheet, save it as “CSV UTF-8”")
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

func badLine(err error) error {
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return err
	}
	return badFile(`Line %d has a quotation mark in the wrong place. Inside a text, write it twice: ""`, bad.StartLine)
}

func tooLong() error {
	return badFile("The file is too long. Import at most %d accounts and 1 MB at a time", MostRows)
}

func badFile(format string, args ...any) error {
	return fault.Fields{{Field: "file", Text: fmt.Sprintf(format, args...)}}.Err()
}

// columnsOf says which column each name of the head stands over.
func columnsOf(head []string) (map[string]int, error) {
	columns := map[string]int{}
	for i, name := range head {
		name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_")
		if slices.Contains(ExportColumns, name) {
			continue
		}
		if !slices.Contains(FileColumns, name) {
			return nil, badFile("The file has a column %q. It can have: %s", name, strings.Join(FileColumns, ", "))
		}
		if _, twice := columns[name]; twice {
			return nil, badFile("The file has two columns %q", name)
		}
		columns[name] = i
	}
	for _, name := range FileColumns[:2] {
		if _, ok := columns[name]; !ok {
			return nil, badFile("The file has no column %q", name)
		}
	}
	return columns, nil
}

func draftOf(columns map[string]int, cells []string) Draft {
	cell := func(name string) string {
		if i, ok := columns[name]; ok && i < len(cells) {
			return Plain(strings.TrimSpace(cells[i]))
		}
		return ""
	}
	yes := slices.Contains([]string{"yes", "true", "1", "x"}, strings.ToLower(cell("our_team")))
	return Draft{Name: cell("name"), Reference: cell("reference"), Phone: cell("phone"), Email: cell("email"), OurTeam: yes}
}

// errDry ends a dry run's transaction, so that it leaves nothing behind.
var errDry = errors.New("dry run")

// Import creates the accounts of a file that have no problem, by the rules of
// the form, and says of every row what became of it. A row whose reference and
// name an account has already is known, so importing a file twice changes
// nothing. A dry run answers the same and writes nothing.
func (s *Accounts) Import(ctx context.Context, by access.Caller, rows []Row, dry bool) ([]Row, error) {
	if err := by.Must(access.CreateAccounts); err != nil {
		return nil, err
	}
	if len(rows) > MostRows {
		return nil, badFile("Import at most %d accounts at a time", MostRows)
	}
	var out []Row
	err := s.db.Do(ctx, by, func(tx *db.Tx) error {
		out = slices.Clone(rows)
		partner, err := lockOwn(tx)
		if err != nil {
			return err
		}
		for i := range out {
			if err := importRow(tx, partner, &out[i]); err != nil {
				return fmt.Errorf("line %d: %w", out[i].Line, err)
			}
		}
		if dry {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return out, fault.Wrap("import accounts", err)
}

func importRow(tx *db.Tx, partner Account, r *Row) error {
	var known Account
	err := tx.Children().Where("reference_fold = ? AND name_fold = ?", Fold(r.Draft.Reference), Fold(r.Draft.Name)).Take(&known).Error
	if err == nil && r.Draft.Name != "" {
		r.Known, r.Account = true, known
		return nil
	}
	if err != nil && !db.Missing(err) {
		return err
	}
	a, err := create(tx, partner, r.Draft)
	if r.Problems = fault.FieldsOf(err); r.Problems != nil {
		return nil
	}
	r.Account = a
	return err
}

// Cell is a text as a cell of a CSV file, such that no spreadsheet takes it for
// a formula.
func Cell(s string) string {
	if formula(s) {
		return "'" + s
	}
	return s
}

// Plain takes back what Cell did.
func Plain(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && formula(rest) {
		return rest
	}
	return s
}

// formula reports whether a spreadsheet would take s for a formula.
func formula(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", first)
}

// exportPage is how many accounts an export reads at a time.
const exportPage = 1000

// Export calls each with every managed account that a filter leaves, in its
// order. It reads page by page, so what changes meanwhile may show.
func (s *Accounts) Export(ctx context.Context, by access.Caller, f Filter, each func(Account) error) error {
	if err := by.Must(access.ListAccounts); err != nil {
		return err
	}
	f.Size, f.After, f.Before = exportPage, "", ""
	for {
		p, err := s.List(ctx, by, f)
		if err != nil {
			return err
		}
		for _, a := range p.Accounts {
			if err := each(a); err != nil {
				return err
			}
		}
		if !p.Later {
			return nil
		}
		f.After = p.Accounts[len(p.Accounts)-1].ID
	}
}
