package record

import (
	"strings"

	"github.com/tenantry/tenantry/internal/event"
)

// Fact is a fact with what a page says beside it.
type Fact struct {
	event.Event
	By          string // address of what this person did, or ""
	From        string // name of the company in whose name it was done, or ""
	Account     string // name of the account it happened to
	AccountHref string // address of what happened there, or ""
	Act         string // what can be done about it, or ""
	ActHref     string // where
	Default     bool   // a default of the partner changed, which the account of the page follows
}

// origin is from where it was done, and in which request.
func (f Fact) origin() string {
	var parts []string
	for _, text := range []string{f.Address, f.Device} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if f.RequestID != "" {
		parts = append(parts, "request "+f.RequestID)
	}
	return strings.Join(parts, ", ")
}

// what says what was done.
func (f Fact) what() string {
	if f.Default {
		return Default(f.Event)
	}
	return What(f.Event)
}

func (f Fact) details() []line {
	if f.Default {
		return nil
	}
	return details(f.Event)
}

// Ledger is a table of facts, newest first.
type Ledger struct {
	Caption  string
	Facts    []Fact
	Accounts bool // the facts are of several accounts
	People   bool // the facts are of several people
	Plain    bool // the sentences tell all that changed
	Acts     bool // something can be done about some facts
	Origins  bool // it says from where each was done
}
