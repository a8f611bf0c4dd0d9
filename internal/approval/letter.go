package approval

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/internal/outbox"
)

// tellApprovers writes to those of the partner who decide that a managed account
// asks, or that they let it wait. No letter holds an amount.
func tellApprovers(tx *db.Tx, here account.Account, r Request, kind outbox.Kind) error {
	seats, err := notice.Approvers(tx, r.ParentID, r.AccountID)
	if err != nil {
		return err
	}
	operator, err := account.Operator(tx)
	if err != nil {
		return err
	}
	f := r.said(here)
	f.Partner, f.By, f.Note, f.Key = operator.Name, r.AskedByName, r.Comment, r.ParentID
	for _, s := range seats {
		if err := outbox.Put(tx, r.ParentID, kind, outbox.Reader{Name: s.Name, Address: s.Email}, f); err != nil {
			return err
		}
	}
	return nil
}

// outcomes are the letters that tell whoever asked. Who withdrew a request knows.
var outcomes = map[State]outbox.Kind{
	Approved: outbox.RequestApproved, Rejected: outbox.RequestRejected, Expired: outbox.RequestExpired, Failed: outbox.RequestFailed,
}

// tellAsker writes to whoever asked what became of it, where their account is
// told about orders; everybody of the account reads it in the portal.
func tellAsker(tx *db.Tx, r Request) error {
	kind, ok := outcomes[r.State]
	if !ok {
		return nil
	}
	here, err := account.Find(tx, r.AccountID)
	if err != nil {
		return err
	}
	seats, err := notice.Asker(tx, here, r.Asker())
	if err != nil {
		return err
	}
	partner, err := account.Above(tx, here)
	if err != nil {
		return err
	}
	f := r.said(here)
	f.Partner, f.By, f.Note, f.Key, f.Text = partner.Name, r.DecidedByName, r.Answer, here.ID, r.Problem
	if r.State == Failed && r.DecidedBy == "" {
		f.By = ""
	}
	for _, s := range seats {
		if err := outbox.Put(tx, here.ID, kind, outbox.Reader{Name: s.Name, Address: s.Email}, f); err != nil {
			return err
		}
	}
	return nil
}

// said are the facts that all letters about a request have in common.
func (r Request) said(here account.Account) outbox.Facts {
	return outbox.Facts{Account: here.Name, Reference: here.Reference, What: r.Name(), Role: r.Kind.Word(), Service: r.Summary, Request: r.ID}
}
