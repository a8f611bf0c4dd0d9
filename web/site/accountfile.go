package site

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/ui"
)

// exportBatch is how many accounts of a file have their requests counted at once.
const exportBatch = 500

// exportAccounts is the list, with its filters, as a CSV file.
func (s *Site) exportAccounts(r *Request) error {
	l := readListing(r.query())
	defaults, err := s.Settings.Defaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	l.filter.Inherited = setting.InheritedFrom(defaults)
	return s.sendFile(r, "managed-accounts.csv", func(w *csv.Writer) error { return s.writeAccounts(r, w, l.filter) })
}

// writeAccounts answers the accounts that a filter leaves, as CSV.
func (s *Site) writeAccounts(r *Request, w *csv.Writer, f account.Filter) error {
	if err := w.Write(slices.Concat(account.FileColumns, account.ExportColumns)); err != nil {
		return err
	}
	batch := make([]account.Account, 0, exportBatch)
	flush := func() error {
		waiting, err := s.Approvals.WaitingIn(r.ctx(), r.By, keysOf(batch))
		if err != nil {
			return err
		}
		for _, a := range batch {
			if err := w.Write(exportRow(a, f.Inherited, waiting[a.ID])); err != nil {
				return err
			}
		}
		batch = batch[:0]
		return nil
	}
	err := s.Accounts.Export(r.ctx(), r.By, f, func(a account.Account) error {
		if batch = append(batch, a); len(batch) < exportBatch {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return err
}

// exportRow is an account, with how many of its requests wait, under FileColumns and ExportColumns.
func exportRow(a account.Account, i account.Inherited, waiting int64) []string {
	ourTeam := ""
	if a.SupportEmail != "" {
		ourTeam = "yes"
	}
	row := []string{
		a.Name, a.Reference, a.SupportPhone, a.SupportEmail, ourTeam, a.ID, string(a.Support), itoa(int(a.Services)), itoa(int(waiting)),
		ui.OnOffWord(a.PricingOwn.Else(i.Pricing)), ui.OnOffWord(a.ApprovalOwn.Else(i.Approval)), ui.OnOffWord(a.RenewalOwn.Else(i.Renewal)),
		string(a.Status), a.CreatedAt.UTC().Format(time.DateOnly),
	}
	for n := range row {
		row[n] = account.Cell(row[n])
	}
	return row
}

// askImport takes a file of accounts.
func (s *Site) askImport(r *Request) error {
	if err := r.By.Must(access.CreateAccounts); err != nil {
		return err
	}
	return r.page(http.StatusOK, accounts.Import(s.importPage(r)))
}

func (s *Site) importPage(r *Request) accounts.ImportPage {
	return accounts.ImportPage{Shell: s.shell(r, "Import CSV"), Partner: r.Visitor.Account}
}

// importAccounts first shows what a file would do, and creates the accounts
// when it is sent again from there.
func (s *Site) importAccounts(r *Request) error {
	if err := r.By.Must(access.CreateAccounts); err != nil {
		return err
	}
	p := s.importPage(r)
	var in struct {
		Text string `form:"text"`
		Go   bool   `form:"go"`
	}
	err := r.decode(&in)
	if err == nil && in.Text == "" {
		in.Text, err = r.upload("file", account.MostBytes)
	}
	in.Text = strings.ReplaceAll(in.Text, "\r\n", "\n") // a form's text comes back with longer ends of lines
	var rows []account.Row
	if err == nil {
		rows, err = account.ReadFile(strings.NewReader(in.Text))
	}
	if p.Problems = fault.FieldsOf(err); p.Problems != nil {
		p.Shell.Invalid = true
		return r.page(http.StatusUnprocessableEntity, accounts.Import(p))
	}
	if err == nil {
		p.Text, p.Done = in.Text, in.Go
		p.Rows, err = s.Accounts.Import(r.ctx(), r.By, rows, !in.Go)
	}
	if err != nil {
		return err
	}
	for _, row := range p.Rows {
		switch {
		case row.Problems != nil:
			p.Wrong++
		case row.Known:
			p.Known++
		default:
			p.Fresh++
		}
	}
	return r.page(http.StatusOK, accounts.Import(p))
}
