package notice

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// mostDone is how many things a letter lists that were done in a visit.
const mostDone = 30

// tellVisit writes to the person in whose place somebody acts, and to the
// admins of the account, that it began, or what was changed until it ended. That
// it began is always told; the rest where the account did not turn it off.
func tellVisit(tx *db.Tx, e event.Event) error {
	if e.VisitID == "" {
		return nil // the same once more, for the company of who acts
	}
	here, err := find(tx, e.AccountID)
	if err != nil || e.Kind == event.VisitEnded && here.VisitsQuiet {
		return err
	}
	var row visit.Visit
	if err := tx.Everywhere(about).Where("id = ?", e.VisitID).Take(&row).Error; err != nil || !row.Acts() {
		return err
	}
	above, err := find(tx, here.ParentID)
	if err != nil {
		return err
	}
	from, err := find(tx, row.SeatID)
	if err != nil {
		return err
	}
	who, err := user.Find(tx, row.UserID)
	if err != nil {
		return err
	}
	kind, f := outbox.VisitStarted, outbox.Facts{
		Account: here.Name, Reference: here.Reference, Partner: above.Name, By: who.Name, From: from.Name, Other: e.SubjectName,
		Note: row.Reason, What: row.Ticket, Key: here.ID, Request: row.ID,
	}
	if e.Kind == event.VisitStarted {
		f.Until = *row.EndsAt
	} else if kind = outbox.VisitEnded; err == nil {
		f.Text, err = done(tx, row)
	}
	if err != nil {
		return err
	}
	readers, err := affected(tx, e, here.ID)
	if err != nil {
		return err
	}
	return put(tx, here.ID, kind, readers, e, f)
}

// affected are the admins of the account of a visit, and the person whose place it is.
func affected(tx *db.Tx, e event.Event, account string) ([]user.Seat, error) {
	here, err := find(tx, account)
	if err != nil {
		return nil, err
	}
	readers, err := user.AdminsOf(tx, here.ID, here.Kind, mostAdmins)
	if err != nil || slices.ContainsFunc(readers, func(s user.Seat) bool { return s.ID == e.SubjectID }) {
		return readers, err
	}
	var own []user.Seat
	err = tx.Everywhere(subscribed).Where("id = ? AND account_id = ? AND status = ?", e.SubjectID, here.ID, user.Seated).Limit(1).Find(&own).Error
	return append(own, readers...), err
}

// done lists what was changed in a visit: a line for each, its kind and what it is about.
func done(tx *db.Tx, row visit.Visit) (string, error) {
	var es []event.Event
	err := event.Done(tx.Everywhere(about), row.ID).Select("id", "kind", "subject_name").Order("id").Limit(mostDone + 1).Find(&es).Error
	if err != nil {
		return "", err
	}
	lines := make([]string, 0, len(es))
	for _, e := range es[:min(mostDone, len(es))] {
		lines = append(lines, string(e.Kind)+"\t"+e.SubjectName)
	}
	if len(es) > mostDone {
		lines = append(lines, "")
	}
	return strings.Join(lines, "\n"), nil
}
