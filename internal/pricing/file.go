package pricing

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// MostRows and MostBytes bound a file of prices.
const (
	MostRows  = 5000
	MostBytes = 1 << 20
)

// FileColumns are the columns of a file of prices. The last two may be missing.
var FileColumns = []string{"product", "speed", "term", "currency", "retail", "cost", "once_retail", "once_cost"}

// FileRow is one line of a file of prices.
type FileRow struct {
	Line                           int // in the file, counted from 1
	Product, Speed, Term, Currency string
	Draft                          RowDraft
	Problems                       fault.Fields // why nothing of the file is taken
}

// ReadFile reads a CSV file of prices. What is wrong with the file as a whole is
// a problem at the field "file".
func ReadFile(text string) (rows []FileRow, err error) {
	if len(text) > MostBytes || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return nil, badFile("The file is longer than 1 MB, or is no UTF-8 text. In a spreadsheet, save it as “CSV UTF-8”")
	}
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	c.FieldsPerRecord, c.TrimLeadingSpace = -1, true
	head, err := c.Read()
	if err != nil {
		return nil, badFile("The file is empty or no CSV file. Its first line names the columns: " + strings.Join(FileColumns, ", "))
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
			return nil, badFile("The file has a quotation mark in the wrong place. Inside a text, write it twice: \"\"")
		}
		line, _ := c.FieldPos(0)
		rows = append(rows, rowOf(line, columns, cells))
		if len(rows) > MostRows {
			return nil, badFile("The file is too long. Import at most " + strconv.Itoa(MostRows) + " prices at a time")
		}
	}
	if len(rows) == 0 {
		return nil, badFile("The file names columns and has no prices")
	}
	return rows, nil
}

func badFile(text string) error { return fault.Fields{{Field: "file", Text: text}}.Err() }

// columnsOf says which column each name of the head stands over.
func columnsOf(head []string) (map[string]int, error) {
	columns := map[string]int{}
	for i, name := range head {
		name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_")
		if _, twice := columns[name]; twice || !slices.Contains(FileColumns, name) {
			return nil, badFile("The file has a column " + strconv.Quote(name) + " too many. It can have: " + strings.Join(FileColumns, ", "))
		}
		columns[name] = i
	}
	for _, name := range FileColumns[:6] {
		if _, ok := columns[name]; !ok {
			return nil, badFile("The file has no column " + strconv.Quote(name))
		}
	}
	return columns, nil
}

func rowOf(line int, columns map[string]int, cells []string) FileRow {
	cell := func(name string) string {
		if i, ok := columns[name]; ok && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	return FileRow{
		Line: line, Product: cell("product"), Speed: cell("speed"), Term: cell("term"), Currency: cell("currency"),
		Draft: RowDraft{Retail: cell("retail"), Cost: cell("cost"), OnceRetail: cell("once_retail"), OnceCost: cell("once_cost")},
	}
}

// read turns a row into a price of a market.
func (r *FileRow) read(m catalog.Market, ps []catalog.Product) (want Price) {
	r.Problems = nil
	at := slices.IndexFunc(ps, func(p catalog.Product) bool {
		return p.ID == r.Product || account.Fold(p.Name) == account.Fold(r.Product) || account.Fold(p.Short) == account.Fold(r.Product)
	})
	if at < 0 {
		r.Problems.Add("product", "There is no product with this name")
		return want
	}
	want = Price{MarketID: m.ID, ProductID: ps[at].ID}
	if speed, err := strconv.ParseInt(r.Speed, 10, 64); err == nil && slices.Contains(ps[at].Speeds, speed) {
		want.Speed = speed
	} else {
		r.Problems.Add("speed", "%s is not sold at this speed", ps[at].Name)
	}
	if term, err := strconv.Atoi(r.Term); err == nil && slices.Contains(Terms(ps[at]), term) {
		want.Term = term
	} else if r.Term != "" && account.Fold(r.Term) != "any" {
		r.Problems.Add("term", "%s is not sold for this term. Write any, or a number of months", ps[at].Name)
	}
	if r.Currency != string(m.Currency) {
		r.Problems.Add("currency", "The prices of %s are in %s", m.Name, m.Currency)
		return want
	}
	r.Draft.amounts(m.Currency, &want, "", &r.Problems)
	return want
}

// ImportDraft says how a file is taken.
type ImportDraft struct {
	Book  int64 `form:"book"` // of the market, when the preview was drawn
	Below bool  `form:"below"`
	Go    bool  `form:"go"`
}

// Import sets the prices of a file, all or none. What the file does not name
// stays; a row of empty amounts removes its price. Without Go it only says what
// would change. Rows with problems come back with them, and nothing is written.
func (s *Prices) Import(ctx context.Context, by access.Caller, market string, rows []FileRow, in ImportDraft) (p Preview, bad []FileRow, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return p, nil, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		p, bad = Preview{}, nil
		if p.Market, err = marketOf(tx, market); err != nil {
			return err
		}
		ps, err := catalog.Products(tx)
		if err != nil {
			return err
		}
		var want []Price
		want, bad = readRows(p.Market, ps, rows)
		if len(bad) > 0 {
			return errDry
		}
		return p.carry(tx, want, in.Book, in.Below, in.Go, event.Change{Field: "Imported", Now: strconv.Itoa(len(rows)) + " lines"})
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return p, bad, fault.Wrap("import prices", err)
}

// readRows turns the rows of a file into prices, and answers those with problems.
func readRows(m catalog.Market, ps []catalog.Product, rows []FileRow) (want []Price, bad []FileRow) {
	lines := map[place]int{}
	for _, r := range rows {
		w := r.read(m, ps)
		if line := lines[w.place()]; line > 0 && len(r.Problems) == 0 {
			r.Problems.Add("product", "This price stands in line %d already", line)
		}
		if len(r.Problems) == 0 {
			lines[w.place()] = r.Line
		}
		if want = append(want, w); len(r.Problems) > 0 {
			bad = append(bad, r)
		}
	}
	return want, bad
}

// Export is every price of a market, by product, speed and term.
func (s *Prices) Export(ctx context.Context, by access.Caller, market string) (m catalog.Market, ps []Price, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return m, nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if m, err = marketOf(tx, market); err != nil {
			return err
		}
		ps, err = all(tx, m)
		for i := range ps {
			ps[i] = ps[i].Shown(by)
		}
		return err
	})
	return m, ps, fault.Wrap("export prices", err)
}
