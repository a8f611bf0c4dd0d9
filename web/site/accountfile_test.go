package site_test

import (
	"net/http"
	"net/url"
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
