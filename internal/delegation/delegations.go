package delegation

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// Delegations are all delegations of the installation.
type Delegations struct{ db *db.DB }

// New is the delegations in a database, which from now on keep a Company Admin
// who enters everything.
func New(d *db.DB) *Delegations {
	event.Hear(d, keepFree)
	return &Delegations{d}
}

// Add lets somebody of the caller's partner enter what the draft names, until
// its end. Who had no delegation entered everything, and now enters nothing
// else. What they have already gets the new end and note. altered says whether
// anything changed.
func (s *Delegations) Add(ctx context.Context, by access.Caller, seat string, in Draft) (p Person, altered bool, err error) {
	if err := by.Must(access.Delegate); err != nil {
		return p, false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		altered = false
		if p, err = hold(tx, seat); err != nil {
			return err
		}
		until, problems := in.check(tx.Now)
		if problems == nil {
			problems, err = in.find(tx)
		}
		if err := firstOf(err, problems.Err()); err != nil {
			return err
		}
		if len(p.Rows) == 0 {
			if err := otherFree(tx, p.Seat); err != nil {
				return err
			}
		}
		changes, err := p.add(tx, in.rows(tx, p, until))
		if altered = len(changes) > 0; err != nil || !altered {
			return err
		}
		return settle(tx, &p, changes)
	})
	return p, altered, fault.Wrap("let somebody enter accounts", err)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// find looks up what the draft names among the caller's own.
func (d *Draft) find(tx *db.Tx) (fs fault.Fields, err error) {
	switch d.What {
	case Tagged:
		var tags []string
		err = tx.Children().Model(&account.Tag{}).Where("tag_fold = ?", account.Fold(d.Tag)).Limit(1).Pluck("tag", &tags).Error
		if err == nil && len(tags) == 0 {
			fs.Add("tag", "No account has the tag %s. Choose another", d.Tag)
		}
		for _, t := range tags {
			d.Tag = t
		}
	case Some:
		var n int64
		err = tx.Named(d.Accounts).Model(&account.Account{}).Where("kind = ?", access.Managed).Count(&n).Error
		if err == nil && int(n) < len(d.Accounts) {
			err = fault.Missing()
		}
	}
	return fs, err
}

// rows are the delegations that the draft is.
func (d Draft) rows(tx *db.Tx, p Person, until *time.Time) (rows []Delegation) {
	row := Delegation{AccountID: tx.By.Account, UserID: *p.Seat.UserID, Tag: d.Tag, TagFold: account.Fold(d.Tag), Until: until, Note: d.Note, MadeBy: tx.By.Name, MadeAt: tx.Now, Version: 1}
	if d.What != Some {
		row.ID = db.NewID(tx.Now)
		return []Delegation{row}
	}
	for _, key := range d.Accounts {
		row.ID, row.ManagedID = db.NewID(tx.Now), key
		rows = append(rows, row)
	}
	return rows
}

// add writes the rows that are new, and gives those that are there their end.
func (p *Person) add(tx *db.Tx, rows []Delegation) (changes []event.Change, err error) {
	for _, row := range rows {
		i := slices.IndexFunc(p.Rows, func(d Delegation) bool { return d.TagFold == row.TagFold && d.ManagedID == row.ManagedID })
		if i < 0 {
			if len(p.Rows) >= Most {
				return nil, fault.New(fault.Conflict, "%s has %d entries already. Give the accounts a tag, and name that.", p.Seat.Name, Most)
			}
			if err := tx.Insert(&row); err != nil {
				return nil, err
			}
			p.Rows = append(p.Rows, row)
			changes = append(changes, event.Change{Field: fieldOf(row), Now: untilWord(row, tx.Now)})
			continue
		}
		was := p.Rows[i]
		if sameEnd(was.Until, row.Until) && was.Note == row.Note {
			continue
		}
		now := was
		now.Until, now.Note, now.MadeBy, now.MadeAt, now.ToldAt, now.Version = row.Until, row.Note, row.MadeBy, row.MadeAt, nil, was.Version+1
		if err := tx.Update(&now); err != nil {
			return nil, err
		}
		p.Rows[i] = now
		changes = append(changes, event.Change{Field: fieldOf(now), Was: untilWord(was, tx.Now), Now: untilWord(now, tx.Now)})
	}
	return changes, nil
}

// End ends one delegation of somebody's now. One that ended stays as it is.
func (s *Delegations) End(ctx context.Context, by access.Caller, seat, id string) (p Person, altered bool, err error) {
	return s.change(ctx, by, seat, id, func(tx *db.Tx, d *Delegation) error {
		if d.Live(tx.Now) {
			d.Until = &tx.Now
		}
		return nil
	})
}

// Restore lets one delegation of somebody's, whether it ran out or not, hold
// until another end.
func (s *Delegations) Restore(ctx context.Context, by access.Caller, seat, id string, in Draft) (p Person, altered bool, err error) {
	return s.change(ctx, by, seat, id, func(tx *db.Tx, d *Delegation) error {
		until, problem := end(in.Ends, in.Day, tx.Now)
		if problem != "" {
			return fault.Fields{{Field: endField(in.Ends), Text: problem}}.Err()
		}
		d.Until = until
		return nil
	})
}

// change lets decide change one delegation, which is held meanwhile.
func (s *Delegations) change(ctx context.Context, by access.Caller, seat, id string, decide func(*db.Tx, *Delegation) error) (p Person, altered bool, err error) {
	if err := by.Must(access.Delegate); err != nil {
		return p, false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		altered = false
		if p, err = hold(tx, seat); err != nil {
			return err
		}
		i := slices.IndexFunc(p.Rows, func(d Delegation) bool { return d.ID == id })
		if i < 0 {
			return fault.Missing()
		}
		was := p.Rows[i]
		now := was
		if err := decide(tx, &now); err != nil || sameEnd(was.Until, now.Until) {
			return err
		}
		altered = true
		now.ToldAt, now.Version = nil, was.Version+1
		if err := tx.Update(&now); err != nil {
			return err
		}
		p.Rows[i] = now
		return settle(tx, &p, []event.Change{{Field: fieldOf(now), Was: untilWord(was, tx.Now), Now: untilWord(now, tx.Now)}})
	})
	return p, altered, fault.Wrap("change what somebody enters", err)
}

// Lift takes all delegations of somebody's away, so that they enter everything.
func (s *Delegations) Lift(ctx context.Context, by access.Caller, seat string) (p Person, altered bool, err error) {
	if err := by.Must(access.Delegate); err != nil {
		return p, false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		altered = false
		if p, err = hold(tx, seat); err != nil || len(p.Rows) == 0 {
			return err
		}
		altered = true
		if err := tx.Own().Where("user_id = ?", *p.Seat.UserID).Delete(&Delegation{}).Error; err != nil {
			return err
		}
		was := strconv.Itoa(len(p.Rows)) + " entries"
		if len(p.Rows) == 1 {
			was = "1 entry"
		}
		p.Rows = nil
		return settle(tx, &p, []event.Change{{Field: "Enters", Was: was, Now: "All managed accounts"}})
	})
	return p, altered, fault.Wrap("lift what limits somebody", err)
}

// settle records what changed, names what is left, and ends the person's visits
// to accounts that they enter no more.
func settle(tx *db.Tx, p *Person, changes []event.Change) error {
	names, err := namesOf(tx, p.Rows)
	if err != nil {
		return err
	}
	p.Names = names
	for i, c := range changes {
		if name, ok := names[c.Field]; ok {
			changes[i].Field = name
		}
	}
	if _, err := leave(tx, tx.By.Account, *p.Seat.UserID, p.Rows); err != nil {
		return err
	}
	return event.Record(tx, event.DelegationChanged, tx.By.Account, event.Subject{ID: p.Seat.ID, Name: p.Seat.Name}, changes...)
}

// leave ends the visits, in their own name, of a person who came from a partner
// to accounts that they enter no more. Acting in somebody's place ends itself.
func leave(tx *db.Tx, partner, person string, ds []Delegation) (n int, err error) {
	if len(ds) == 0 {
		return 0, nil
	}
	var vs []visit.Visit
	err = tx.Everywhere(asked).Where("user_id = ? AND seat_id = ? AND left_at IS NULL AND as_id = ''", person, partner).Order("id").Limit(mostVisits).Find(&vs).Error
	for _, v := range vs {
		if err != nil {
			return n, err
		}
		var tags []string
		if tags, err = tagsOf(tx, v.AccountID); err != nil || May(ds, v.AccountID, tags, tx.Now) {
			continue
		}
		n++
		err = endVisit(tx, v)
	}
	return n, err
}

// endVisit ends a visit that its person may not make any more: a fact of the account,
// in the name of tx's caller.
func endVisit(tx *db.Tx, v visit.Visit) error {
	defer func(by access.Caller) { tx.By = by }(tx.By)
	who, err := user.Find(tx, v.UserID)
	if err != nil {
		return err
	}
	err = tx.Everywhere(asked).Model(&visit.Visit{}).Where("id = ?", v.ID).
		Updates(map[string]any{"left_at": tx.Now, "left_why": visit.Unseated, "ended_by": tx.By.Name}).Error
	if err != nil {
		return err
	}
	tx.By.Account, tx.By.Visit = v.AccountID, v.ID
	return event.Record(tx, event.VisitEnded, v.AccountID, event.Subject{ID: who.ID, Name: who.Name}, event.Change{Field: "Why", Now: string(visit.Unseated)})
}

const mostVisits = 1000

// hold is a person of the caller's partner, with what they enter. The partner is
// held, so that what is decided about its people is decided one after another.
func hold(tx *db.Tx, seat string) (p Person, err error) {
	if _, err := account.LockHere(tx); err != nil {
		return p, err
	}
	if p, err = find(tx, seat); err != nil {
		return p, err
	}
	return p, check(tx.By, *p.Seat.UserID)
}
