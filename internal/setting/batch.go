package setting

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
)

// Target is what a change makes of a setting at an account; also what was
// stored there before.
type Target string

// The closed list of targets.
const (
	ToOn        Target = "On"
	ToOff       Target = "Off"
	ToInherited Target = "Inherited" // no value of its own
)

// Targets lists them in the order in which people choose.
var Targets = []Target{ToOn, ToOff, ToInherited}

// targetOf is an own value as a target.
func targetOf(own account.Own) Target {
	switch own {
	case account.OwnOn:
		return ToOn
	case account.OwnOff:
		return ToOff
	}
	return ToInherited
}

// own is a target as an own value.
func (t Target) own() account.Own {
	if t == ToInherited {
		return account.OwnNone
	}
	return account.OwnOf(t == ToOn)
}

// Whom says for which accounts a change is meant.
type Whom string

// The closed list.
const (
	Chosen     Whom = "chosen"  // those that were ticked
	Matching   Whom = "filter"  // all that a filter leaves when the change is carried out
	TheDefault Whom = "default" // the partner's default, and so all that follow it
)

// BatchStatus is how far a change has come.
type BatchStatus string

// The closed list of statuses.
const (
	Scheduled BatchStatus = "scheduled"
	Running   BatchStatus = "running"
	Finished  BatchStatus = "finished"
	Cancelled BatchStatus = "cancelled"
	Refused   BatchStatus = "refused" // it could not be carried out
)

// Batch is a change of one setting for many accounts, or of a partner's default
// from a moment on.
type Batch struct {
	ID         string
	AccountID  string // the partner
	Name       Name
	Target     Target // "" where each account gets back what it had
	Whom       Whom
	Filter     account.Filter `gorm:"serializer:json"`
	Status     BatchStatus
	Scheduled  bool
	DueAt      time.Time
	LeasedTo   *time.Time // somebody has it in hand
	MadeBy     string
	MadeByName string
	MadeAt     time.Time
	ActBy      string // in whose name it is carried out: whoever pressed last
	StartedAt  *time.Time
	EndedAt    *time.Time
	EndedBy    string // name of who cancelled it, or ""
	Total      int64  // accounts
	Tallied
	Problem    string // why it was not carried out, or ""
	Recorded   string // id of the fact by which a default changed, or ""
	RevertsID  string // the change that this one takes back, or ""
	RevertID   string // the change that took this one back, or ""
	RevertedBy string // name of who did
	RevertedAt *time.Time
}

// Tallied says how many accounts have come to what.
type Tallied struct {
	Done   int64 // changed
	Same   int64 // had it already
	Failed int64 // could not be changed
	Spared int64 // changed again meanwhile, and left alone
}

// Owner is the partner.
func (b Batch) Owner() string { return b.AccountID }

// Left is how many accounts are still to come.
func (b Batch) Left() int64 { return b.Total - b.Done - b.Same - b.Failed - b.Spared }

// Setting is what is changed.
func (b Batch) Setting() Setting {
	s, _ := Find(b.Name)
	return s
}

// Retryable is how many accounts would be tried again.
func (b Batch) Retryable() int64 {
	if b.Status != Finished && b.Status != Refused || b.RevertedAt != nil {
		return 0
	}
	return b.Failed
}

// Revertible reports whether the change can be taken back as a whole.
func (b Batch) Revertible() bool {
	return b.Status == Finished && b.RevertedAt == nil && (b.Done > 0 || b.Recorded != "")
}

// about is the batch as the record names it.
func (b Batch) about() event.Subject {
	text := b.Setting().Label
	switch {
	case b.RevertsID != "":
		text += " back"
	default:
		text += " to " + string(b.Target)
	}
	switch {
	case b.Whom == TheDefault:
		text = "the default of " + text
	case b.Total > 0:
		text += " for " + counted(b.Total)
	default:
		text += " for the accounts that match then"
	}
	return event.Subject{ID: b.ID, Name: text}
}

func (b Batch) record(tx *db.Tx, kind event.Kind, changes ...event.Change) error {
	return event.Record(tx, kind, b.AccountID, b.about(), changes...)
}

// ItemStatus is what became of one account.
type ItemStatus string

// The closed list of statuses.
const (
	ItemWaiting ItemStatus = "waiting"
	ItemDone    ItemStatus = "done"
	ItemSame    ItemStatus = "same"   // it had the value already
	ItemFailed  ItemStatus = "failed" // it could not be changed
	ItemSpared  ItemStatus = "spared" // changed again meanwhile, and left alone
)

// ItemStatuses lists them, those that need somebody first.
var ItemStatuses = []ItemStatus{ItemFailed, ItemSpared, ItemWaiting, ItemDone, ItemSame}

// Item is one account of a batch.
type Item struct {
	BatchID    string `gorm:"primaryKey"`
	AccountID  string `gorm:"primaryKey"`
	ParentID   string // the partner
	Position   int64
	Target     Target
	Expected   Target     // the own value that it must have, or "" for any
	ExpectedAt *time.Time // and since when, or nil
	Status     ItemStatus
	Was        Target // its own value before
	DoneAt     *time.Time
	Problem    string // why it was not changed, or ""
}

// TableName is batch_items.
func (Item) TableName() string { return "batch_items" }

// Owner is the account that is changed.
func (i Item) Owner() string { return i.AccountID }

// settle notes what became of an account.
func (i *Item) settle(status ItemStatus, problem string) { i.Status, i.Problem = status, problem }

// add counts items that came to something.
func (t *Tallied) add(items []Item) {
	for _, i := range items {
		switch i.Status {
		case ItemDone:
			t.Done++
		case ItemSame:
			t.Same++
		case ItemFailed:
			t.Failed++
		case ItemSpared:
			t.Spared++
		}
	}
}

// Row is an item as a page shows it.
type Row struct {
	Item
	Account account.Account
}

// rowsOf are items with their accounts, for a page.
func rowsOf(tx *db.Tx, items []Item) (rs []Row, err error) {
	keys := make([]string, len(items))
	for i, item := range items {
		keys[i] = item.AccountID
	}
	var as []account.Account
	if len(keys) > 0 {
		err = tx.Named(keys).Find(&as).Error
	}
	for _, item := range items {
		r := Row{Item: item, Account: account.Account{ID: item.AccountID, Name: item.AccountID}}
		if i := slices.IndexFunc(as, func(a account.Account) bool { return a.ID == item.AccountID }); i >= 0 {
			r.Account = as[i]
		}
		rs = append(rs, r)
	}
	return rs, err
}
