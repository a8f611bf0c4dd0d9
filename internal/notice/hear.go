package notice

import (
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// hear reads the facts of one transaction. The same act in many accounts of a
// partner is one letter to each of its people.
func hear(tx *db.Tx, es []event.Event) error {
	type act struct {
		kind    event.Kind
		partner string
	}
	together := map[act][]event.Event{}
	var order []act
	for _, e := range es {
		switch e.Kind {
		case event.InvitationAccepted, event.UserDeactivated, event.UserEdited:
			if err := tellAdmins(tx, e); err != nil {
				return err
			}
		case event.VisitStarted, event.VisitEnded:
			if err := tellVisit(tx, e); err != nil {
				return err
			}
		case event.AccountSuspended, event.AccountReactivated, event.AccountClosed, event.SupportChanged, event.LockPut, event.LockLifted,
			event.ChangeCarriedOut, event.ChangeRefused:
			at := act{e.Kind, partnerOf(e)}
			if together[at] == nil {
				order = append(order, at)
			}
			together[at] = append(together[at], e)
		}
	}
	for _, at := range order {
		if err := tellPartner(tx, at.kind, at.partner, together[at]); err != nil {
			return err
		}
	}
	return tellOfServices(tx, es)
}

// ofPartner are the facts that are recorded in the partner's own account.
var ofPartner = []event.Kind{event.ChangeCarriedOut, event.ChangeRefused}

// partnerOf is the key of the account whose people are told of a fact about
// managed accounts: of a managed account, the one above. What is recorded in a
// partner's own account lies below the operator, as the operator itself does.
func partnerOf(e event.Event) string {
	if slices.Contains(ofPartner, e.Kind) {
		return e.AccountID
	}
	return e.ParentID
}

const about = "a letter names the account that it is about, and the one above it"

// find is an account that a letter is about or goes to.
func find(tx *db.Tx, key string) (a account.Account, err error) {
	return a, tx.Everywhere(about).Where("id = ?", key).Take(&a).Error
}

// tellAdmins writes to the admins of an account that somebody joined it, left
// it or has another role now.
func tellAdmins(tx *db.Tx, e event.Event) error {
	if e.Kind == event.UserDeactivated {
		if err := forget(tx, e); err != nil {
			return err
		}
	}
	what := joined(e)
	if what == "" {
		return nil
	}
	here, err := find(tx, e.AccountID)
	if err != nil {
		return err
	}
	above, err := find(tx, here.ParentID)
	if err != nil {
		return err
	}
	admins, err := user.AdminsOf(tx, here.ID, here.Kind, mostAdmins)
	if err != nil {
		return err
	}
	return put(tx, here.ID, outbox.PeopleChanged, admins, e, outbox.Facts{
		Account: here.Name, Reference: here.Reference, Partner: above.Name, By: e.Signature(), What: what, Key: here.ID,
	})
}

// joined says what happened to a person of an account, or "" for what no letter tells.
func joined(e event.Event) string {
	switch e.Kind {
	case event.InvitationAccepted:
		return e.SubjectName + " joined as " + changed(e, "Role").Now
	case event.UserDeactivated:
		return e.SubjectName + " was deactivated"
	}
	if role := changed(e, "Role"); role.Now != "" {
		return e.SubjectName + " is " + role.Now + " now"
	}
	return ""
}

// changed is the change of one field, or none.
func changed(e event.Event, field string) event.Change {
	for _, c := range e.Changes {
		if c.Field == field {
			return c
		}
	}
	return event.Change{}
}

// forget keeps letters from leaving to somebody who was just deactivated.
func forget(tx *db.Tx, e event.Event) error {
	var seats []user.Seat
	if err := tx.Everywhere(subscribed).Where("id = ? AND account_id = ?", e.SubjectID, e.AccountID).Limit(1).Find(&seats).Error; err != nil {
		return err
	}
	for _, s := range seats {
		if err := stop(tx, s, slices.Concat(aboutAccounts, aboutOrders)); err != nil {
			return err
		}
	}
	return nil
}

// The letters of each category.
var (
	aboutAccounts = []outbox.Kind{outbox.AccountChanged, outbox.OwnChanged}
	aboutOrders   = []outbox.Kind{outbox.RequestSent, outbox.RequestOverdue, outbox.RequestApproved, outbox.RequestRejected, outbox.RequestExpired, outbox.RequestFailed}
)

// stop keeps letters from leaving to somebody who is told no more.
func stop(tx *db.Tx, s user.Seat, kinds []outbox.Kind) error {
	for _, kind := range kinds {
		if err := outbox.Stop(tx, s.AccountID, kind, s.Email); err != nil {
			return err
		}
	}
	return nil
}

// tellPartner writes what happened to managed accounts of one partner to its
// people, and to those of the accounts themselves where it concerns them.
func tellPartner(tx *db.Tx, kind event.Kind, key string, es []event.Event) error {
	above, err := find(tx, key)
	if err != nil {
		return err
	}
	for _, e := range es {
		if above.Kind == access.Operator { // the fact is about a partner, or about all of them
			if err := tellBelow(tx, e); err != nil {
				return err
			}
		}
	}
	if above.Kind != access.Partner {
		return nil
	}
	operator, err := account.Operator(tx)
	if err != nil {
		return err
	}
	f := outbox.Facts{Partner: operator.Name, By: es[0].Signature(), Key: above.ID, Note: changed(es[0], "Reason").Now + changed(es[0], "Why").Now}
	if err = writePartner(tx, above, kind, es, f); err != nil || kind != event.AccountSuspended && kind != event.AccountReactivated {
		return err
	}
	for _, e := range es {
		if err := tellOwn(tx, above, e); err != nil {
			return err
		}
	}
	return nil
}

// name fills in which accounts a letter is about: one by its name, several in a list.
func name(tx *db.Tx, f *outbox.Facts, es []event.Event) error {
	keys := make([]string, 0, mostNamed)
	for _, e := range es[:min(len(es), mostNamed)] {
		keys = append(keys, e.AccountID)
	}
	var as []account.Account
	if err := tx.Everywhere(about).Where("id IN ?", keys).Order("search, id").Find(&as).Error; err != nil {
		return err
	}
	subject := strconv.Itoa(len(es)) + " managed accounts"
	if len(es) == 1 && len(as) == 1 {
		f.Account, f.Reference, f.Below, subject = as[0].Name, as[0].Reference, as[0].ID, as[0].Name
	} else {
		for _, a := range as {
			f.Text += a.Name + " (" + a.Reference + ")\n"
		}
		if more := len(es) - len(as); more > 0 {
			f.Text += "and " + strconv.Itoa(more) + " more"
		}
	}
	f.What = happened(es[0], subject, len(es) > 1)
	return nil
}

// happened says what happened to managed accounts.
func happened(e event.Event, subject string, many bool) string {
	was := " was "
	if many {
		was = " were "
	}
	switch e.Kind {
	case event.AccountSuspended:
		return subject + was + "suspended"
	case event.AccountReactivated:
		return subject + was + "reactivated"
	case event.AccountClosed:
		return subject + was + "closed"
	case event.SupportChanged:
		return "The support model of " + subject + " is " + changed(e, "Support model").Now + " now"
	}
	return lock(e) + " for " + subject
}

// lock says which setting was locked or let go of.
func lock(e event.Event) string {
	for _, c := range e.Changes {
		switch {
		case c.Field == "Reason":
		case e.Kind == event.LockLifted:
			return c.Field + " is locked no more"
		default:
			return c.Field + " is locked at " + c.Now
		}
	}
	return "A setting was locked"
}

// carriedOut says what became of a scheduled change.
func carriedOut(e event.Event) string {
	if e.Kind == event.ChangeRefused {
		return "The scheduled change of " + e.SubjectName + " could not be carried out"
	}
	return "The scheduled change of " + e.SubjectName + " was carried out"
}

// writePartner writes to each of a partner's people what happened to those
// accounts that they enter.
func writePartner(tx *db.Tx, above account.Account, kind event.Kind, es []event.Event, f outbox.Facts) error {
	var keys []string
	if !slices.Contains(ofPartner, kind) {
		for _, e := range es {
			keys = append(keys, e.AccountID)
		}
	}
	readers, err := toldOf(tx, above, keys)
	for _, r := range readers {
		if err != nil {
			return err
		}
		theirs, f := es, f
		if r.Accounts != nil {
			theirs = slices.DeleteFunc(slices.Clone(es), func(e event.Event) bool { return !r.Accounts[e.AccountID] })
		}
		if slices.Contains(ofPartner, kind) {
			f.Account, f.What = above.Name, carriedOut(es[0])
		} else if err = name(tx, &f, theirs); err != nil {
			return err
		}
		err = put(tx, above.ID, outbox.AccountChanged, []user.Seat{r.Seat}, es[0], f)
	}
	return err
}

// tellBelow writes what the operator did to a partner, or to all of them.
func tellBelow(tx *db.Tx, e event.Event) error {
	at, err := find(tx, e.AccountID)
	if err != nil {
		return err
	}
	operator, err := account.Operator(tx)
	if err != nil {
		return err
	}
	f := outbox.Facts{Partner: operator.Name, By: e.Signature(), Note: changed(e, "Reason").Now}
	var seats []user.Seat
	switch {
	case at.Kind == access.Partner && e.Kind == event.SupportChanged:
		f.Account, f.What = at.Name, "The support model of "+at.Name+" is "+changed(e, "Support model").Now+" now"
		if changed(e, "Support model").Was == "" { // only that of its accounts, of which another letter tells
			return nil
		}
		seats, err = toldAt(tx, at)
	case at.Kind == access.Partner:
		f.Account, f.What = at.Name, lock(e)+" for all managed accounts of "+at.Name
		seats, err = toldAt(tx, at)
	case at.Kind == access.Operator && (e.Kind == event.LockPut || e.Kind == event.LockLifted):
		f.What = lock(e) + " for all managed accounts"
		seats, err = told(tx, access.Partner, nil, mostOfAll)
	}
	if err != nil {
		return err
	}
	for _, s := range seats {
		f.Key = s.AccountID
		if err := put(tx, s.AccountID, outbox.AccountChanged, []user.Seat{s}, e, f); err != nil {
			return err
		}
	}
	return nil
}

// tellOwn writes to people of a managed account what happened to it, if its
// settings let them be told.
func tellOwn(tx *db.Tx, partner account.Account, e event.Event) error {
	a, err := find(tx, e.AccountID)
	if err != nil {
		return err
	}
	view, err := setting.Of(tx, setting.About(a))
	if err != nil || !view.Sees(setting.Notifications) {
		return err
	}
	seats, err := told(tx, a.Kind, []string{a.ID}, mostTold)
	if err != nil {
		return err
	}
	return put(tx, a.ID, outbox.OwnChanged, seats, e, outbox.Facts{
		Account: a.Name, Reference: a.Reference, Partner: partner.Name, What: happened(e, a.Name, false), Key: a.ID,
	})
}

// put writes one letter to each of some people, but for whoever did it.
func put(tx *db.Tx, account string, kind outbox.Kind, seats []user.Seat, e event.Event, f outbox.Facts) error {
	for _, s := range seats {
		if s.UserID != nil && *s.UserID == e.UserID {
			continue
		}
		if err := outbox.Put(tx, account, kind, outbox.Reader{Name: s.Name, Address: s.Email}, f); err != nil {
			return err
		}
	}
	return nil
}
