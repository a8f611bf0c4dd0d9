package site_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAFileOfTheLargestSizeIsImportedAfterItWasTriedOut(t *testing.T) {
	a := apptest.New(t)
	text := "name,reference\nLast of Many,R-1\n"
	for len(text)+1024 <= account.MostBytes {
		text += strings.Repeat("x", 1022) + ",\n"
	}
	text += strings.Repeat("x", account.MostBytes-len(text)-2) + ",\n"
	form := url.Values{"text": {strings.ReplaceAll(text, "\n", "\r\n")}, "go": {"1"}} // as browsers send it back
	a.Browser(cast.Pia).Post(route.AccountsImport(cast.Northwind), form).Answers(http.StatusOK).Sees("1 account was created.")
}

func TestAnExportedFileCanBeImportedAsItIs(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.AccountsExport(cast.Northwind))
	file := pia.Body
	pia.Post(route.AccountsImport(cast.Northwind), url.Values{"text": {file}, "go": {"1"}})
	pia.Answers(http.StatusOK).Sees("No account was created.").Sees("46 are there already.").SeesNo("left out")
	a.CheckNumbers()
}

func TestAnExportThatFailsAnswersAPageAndNotAFile(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	if _, err := a.Raw().Exec("ALTER TABLE accounts RENAME COLUMN created_by TO gone; ALTER TABLE accounts RENAME COLUMN support_phone TO lost"); err != nil {
		t.Fatal(err)
	}
	pia.Open(route.AccountsExport(cast.Northwind)).Answers(http.StatusInternalServerError).Sees("Something went wrong here")
	if d := pia.Header.Get("Content-Disposition"); d != "" {
		t.Errorf("the page is offered as a file: %s", d)
	}
}

func TestWhatWaitsStandsInTheListAndInTheFile(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Accounts(cast.Northwind) + "?q=Blue+Bottle")
	pia.Sees("Approvals waiting").Click("2 of Blue Bottle Logistics").Sees("2 requests").Sees("Blue Bottle Logistics").SeesNo("Cobalt Health")
	pia.Open(route.Accounts(cast.Northwind) + "?q=Blue+Bottle&hide=waiting")
	if n := pia.Count(`td[data-l="Approvals waiting"]`); n != 0 {
		t.Errorf("%d cells of a hidden column", n)
	}
	pia.Open(route.Accounts(cast.Northwind) + "?sort=waiting").Answers(http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(pia.Open(route.AccountsExport(cast.Northwind)).Body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], "approvals_waiting")
	of := map[string]string{}
	for _, row := range rows[1:] {
		of[row[0]] = row[at]
	}
	if len(rows) != 47 || of["Acme Robotics"] != "1" || of["Blue Bottle Logistics"] != "2" || of["Cobalt Health"] != "2" {
		t.Errorf("%d rows, %v", len(rows), of)
	}
}
