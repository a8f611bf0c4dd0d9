package main

import (
	"fmt"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/web/route"
)

func manyStories() []story {
	return []story{
		{"import", route.AccountsImport("{key}"), accounts.Import(importPage())},
		{"import-refused", "", accounts.Import(refused())},
		{"import-tried", "", accounts.Import(tried(false))},
		{"import-done", "", accounts.Import(tried(true))},
		{"bulk-tag", "", accounts.Bulk(bulk("tag", "Tag", "Save for", five...))},
		{"bulk-suspend", "", accounts.Bulk(bulk("suspend", "Suspend", "Suspend", five...))},
		{"bulk-none", "", accounts.Bulk(none())},
		{"bulk-done", "", accounts.Bulk(done())},
	}
}

func importPage() accounts.ImportPage {
	return accounts.ImportPage{Shell: admin("Import CSV"), Partner: northwind}
}

// refused is the answer to a file that cannot be used.
func refused() accounts.ImportPage {
	p := importPage()
	_, err := account.ReadFile(strings.NewReader("name\n" + acme.Name))
	p.Problems, p.Shell.Invalid = fault.FieldsOf(err), true
	return p
}

// tried is what a file would do, or what it did.
func tried(done bool) accounts.ImportPage {
	p, dunlin, cobalt := importPage(), cast.Account(cast.Named(1004)), cast.Account(cast.Cobalt)
	p.Rows = []account.Row{
		{Line: 2, Draft: account.Draft{Name: dunlin.Name, Reference: dunlin.Reference}, Known: true, Account: dunlin},
		{Line: 3, Draft: account.Draft{Name: "Wattle & Finch Veterinary", Reference: "CRM-1047"}},
		{Line: 4, Draft: account.Draft{Reference: cobalt.Reference}, Problems: fault.Fields{{Field: "name", Text: account.CheckLine("Account Name", "")}, taken(cobalt)}},
		{Line: 5, Draft: account.Draft{Name: "Yarra Valley Orchards", Reference: "CRM-1048"}},
	}
	p.Text, p.Fresh, p.Known, p.Wrong, p.Done = "name,reference\n", 2, 1, 1, done
	return p
}

// five are the accounts that are ticked.
var five = []string{cast.BlueBottle, cast.Cobalt, cast.Ember, cast.IronBark, cast.Queensland}

func bulk(act, title, button string, keys ...string) accounts.BulkPage {
	n := fmt.Sprintf(" %d accounts", len(keys))
	p := accounts.BulkPage{
		Shell: admin(title + n), Partner: northwind, Act: act, Title: title + n, Button: button + n, Keys: keys,
	}
	for _, key := range keys {
		p.Accounts = append(p.Accounts, cast.Account(key))
	}
	return p
}

func none() accounts.BulkPage {
	p := bulk("suspend", "Suspend", "Suspend")
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "act", Text: "Tick at least one account in the list"}}, true
	return p
}

// done is the result; one of the five was suspended before.
func done() accounts.BulkPage {
	p := bulk("suspend", "Suspend", "Suspend", five...)
	for _, a := range p.Accounts {
		r := accounts.BulkResult{Account: a}
		if a.Status == account.Suspended {
			r.Problem = a.Name + " is already suspended."
		}
		p.Results = append(p.Results, r)
	}
	return p
}
