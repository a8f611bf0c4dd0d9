package auth

import (
	"context"
	"errors"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
	"gorm.io/gorm"
)

// Act is the visit in which a visitor acts in somebody's place: in whose, in
// which account, and from which company.
type Act struct {
	visit.Visit
	As      user.Seat       // in whose place
	Account account.Account // where
	From    account.Account // from which company
	Over    visit.Why       // why it is over and has to be ended, or ""
}

// Elsewhere says that who acts in somebody's place asked for something outside
// the account in which they do.
type Elsewhere struct{ Act Act }

// Error says so in words.
func (e *Elsewhere) Error() string { return "acting in " + e.Act.Account.Name }

// actor is whoever wants to act in somebody's place, and the two accounts.
type actor struct {
	by   access.Caller   // in their own account
	from account.Account // that account
	to   account.Account // the account to act in
	as   user.Seat       // in whose place
}

// StartAct lets the visitor, who stands in an account of their own, act in the
// place of somebody of an account below it, reading at first. It takes a fresh
// proof, a reason, and that the account allows it (package consent). Who acts
// already does not act once more; nobody acts in the place of somebody of the
// operator, of their own company or of one above it. The session goes on under
// another secret, which it answers. What is refused is a fact of the account.
func (s *Sessions) StartAct(ctx context.Context, v Visitor, key string, in visit.Draft) (secret string, again Visitor, err error) {
	secret, again, err = s.startAct(ctx, v, key, in)
	if refused(err, in) {
		err = errors.Join(err, s.RefuseStart(ctx, v, key, err))
	}
	return secret, again, fault.Wrap("start acting", err)
}

func (s *Sessions) startAct(ctx context.Context, v Visitor, key string, in visit.Draft) (secret string, again Visitor, err error) {
	if err := v.Caller.Must(access.ActAs); err != nil {
		return "", v, err
	}
	if v.Act != nil {
		return "", v, fault.New(fault.Conflict, "You act as %s already. Stop that first.", v.Act.As.Name)
	}
	if !s.Fresh(v) {
		return "", v, fault.New(fault.Forbidden, "Confirm that it is you first.")
	}
	if err := in.Check(); err != nil {
		return "", v, err
	}
	again = v
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		if _, err := held(tx, v); err != nil {
			return err
		}
		a, err := mayAct(tx, v, key, in.Seat)
		if err != nil {
			return err
		}
		grant, err := consent.Permit(tx, a.to, a.from, v.User.ID)
		if err != nil {
			return err
		}
		now := v.Session
		now.VisitID = db.NewID(tx.Now)
		if secret, again.Session, err = s.replace(tx, v.Session, now); err != nil {
			return err
		}
		return beginAct(tx, again.Session, a, in, grant)
	})
	return secret, again, err
}

// mayAct finds the account and the person, and refuses whom nobody acts for.
func mayAct(tx *db.Tx, v Visitor, key, seat string) (a actor, err error) {
	a.by, a.from = v.Caller, v.Account
	if a.to, err = below(tx, v.Account, key); err != nil {
		return a, err
	}
	if a.as, err = user.Viewer(tx, a.to.ID, seat); err != nil {
		if fault.Is(err, fault.NotFound) {
			return a, fault.Fields{{Field: "seat", Text: "That person is not in the account any more. Choose another"}}.Err()
		}
		return a, err
	}
	above, err := powerful(tx, a.from.ID, *a.as.UserID)
	if err == nil && above {
		err = fault.Fields{{Field: "seat", Text: a.as.Name + " belongs to your company or one above it. Nobody acts in their place"}}.Err()
	}
	return a, err
}

// below is the account in which somebody who comes from another may want to act.
func below(tx *db.Tx, from account.Account, key string) (to account.Account, err error) {
	q := tx.Reach()
	if from.Kind != access.Operator {
		q = tx.Children()
	}
	err = q.Where("id = ? AND id <> ?", key, from.ID).Take(&to).Error
	if db.Missing(err) {
		return to, fault.Missing()
	}
	if err == nil && to.Status == account.Closed {
		err = fault.New(fault.Conflict, "%s is closed. Nobody signs in to it, so nobody acts there.", to.Name)
	}
	return to, err
}

// powerful reports whether a person has a seat in the account from which
// somebody acts or in one above it, the operator's among them: nobody acts in
// the place of who may do as much as they, or more.
func powerful(tx *db.Tx, from, userID string) (bool, error) {
	var n int64
	err := tx.Above().Model(&user.Seat{}).Where("user_id = ? AND status = ?", userID, user.Seated).Count(&n).Error
	return n > 0, err
}

// beginAct writes the visit, and ends the one in which the account was viewed.
func beginAct(tx *db.Tx, session Session, a actor, in visit.Draft, grant string) error {
	viewed := func() *gorm.DB {
		return tx.Reach().Where("session_hash = ? AND account_id = ?", session.Hash, a.to.ID)
	}
	if err := leaveAll(tx, viewed, visit.Acted); err != nil {
		return err
	}
	ends := tx.Now.Add(visit.Length)
	row := visit.Visit{
		ID: session.VisitID, SessionHash: session.Hash, UserID: a.by.User, AccountID: a.to.ID, SeatID: a.from.ID,
		AsID: *a.as.UserID, AsSeat: a.as.ID, Reason: in.Reason, Ticket: in.Ticket, GrantID: grant, EnteredAt: tx.Now, EndsAt: &ends,
	}
	if err := tx.Insert(&row); err != nil {
		return err
	}
	tx.By = inPlace(Act{Visit: row, As: a.as, Account: a.to, From: a.from}, user.User{ID: a.by.User, Name: a.by.Name}, a.by.Origin)
	changes := event.Changes{{Field: "Reason", Now: in.Reason}}
	if in.Ticket != "" {
		changes = append(changes, event.Change{Field: "Ticket", Now: in.Ticket})
	}
	if err := event.Record(tx, event.VisitStarted, a.to.ID, event.Subject{ID: a.as.ID, Name: a.as.Name}, changes...); err != nil {
		return err
	}
	return atHome(tx, row, event.VisitStarted, a.as.Name, changes)
}

// inPlace is who acts in somebody's place, reading. Their hands stay their own.
func inPlace(act Act, who user.User, of access.Origin) access.Caller {
	c := caller(who, act.Account, act.Account, act.As.Role, of)
	c.As, c.AsName, c.Home, c.Visit, c.Acting = act.AsID, act.As.Name, act.From.ID, act.ID, access.Reading
	return c
}

// act is the visit in which the session of the visitor acts, looked at afresh.
func (s *Sessions) act(ctx context.Context, v Visitor) (act *Act, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		act = &Act{}
		if err := tx.Everywhere("the session names its visit").Where("id = ?", v.Session.VisitID).Take(&act.Visit).Error; err != nil {
			return err
		}
		return s.acts(tx, v, act)
	})
	return act, err
}

// acts finds whom and what an act is about, and whether it goes on: both people,
// both accounts, what the account allows, and the time.
func (s *Sessions) acts(tx *db.Tx, v Visitor, act *Act) error {
	if err := errors.Join(find(tx, act.AccountID, &act.Account), find(tx, act.SeatID, &act.From)); err != nil {
		return err
	}
	act.Over = act.Visit.Over(tx.Now, v.Session.SeenAt)
	seat, err := user.Viewer(tx, act.AccountID, act.AsSeat)
	if fault.Is(err, fault.NotFound) {
		act.Over, seat, err = visit.Changed, user.Seat{}, nil
	}
	if err != nil {
		return err
	}
	if act.As = seat; seat.ID == "" {
		return name(tx, act)
	}
	if act.Over != "" {
		return nil
	}
	may, err := stillMayAct(tx, v, *act)
	if err != nil || !may {
		act.Over = visit.Changed
		return err
	}
	tx.By = inPlace(*act, v.User, v.Caller.Origin)
	still, err := consent.Holds(tx, act.Account, act.From, v.User.ID, act.GrantID)
	if err == nil && !still {
		act.Over = visit.Withdrawn
	}
	return err
}

// stillMayAct reports whether both accounts, the actor's own seat and what the
// other person is are as acting needs them.
func stillMayAct(tx *db.Tx, v Visitor, act Act) (bool, error) {
	if act.Account.Status == account.Closed || act.From.Status == account.Closed {
		return false, nil
	}
	homes, err := seated(tx, v.User.ID)
	if err != nil {
		return false, err
	}
	for _, h := range homes {
		if h.ID != act.From.ID {
			continue
		}
		if tx.By, err = h.at(tx, v.User, v.Caller.Origin); err != nil {
			return false, err
		}
		if err := mayEnter(tx, actor{by: tx.By, from: h.Account, to: act.Account}); fault.Is(err, fault.NotFound) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		above, err := powerful(tx, act.From.ID, act.AsID)
		return tx.By.Must(access.ActAs) == nil && !above, err
	}
	return false, nil
}

// name gives an act that is over the name of a person who left the account.
func name(tx *db.Tx, act *Act) error {
	u, err := user.Find(tx, act.AsID)
	act.As.ID, act.As.UserID, act.As.Name = act.AsSeat, &act.AsID, u.Name
	if db.Missing(err) || fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

func find(tx *db.Tx, key string, a *account.Account) error {
	return tx.Everywhere("the visit says where it is").Where("id = ?", key).Take(a).Error
}
