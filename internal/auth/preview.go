package auth

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// View says whose view of an account is asked for: that of the person in a
// seat, or else that of a role.
type View struct {
	Role access.Role
	Seat string
}

// Preview shows a managed account to an admin of its partner as one of its
// roles, or one of its people, sees it. Nothing can be written until it is
// ended. The account is entered if the session has not; another preview of it
// in this session ends. Starting and ending are facts of the account, in the
// name of the person who looks.
func (s *Sessions) Preview(ctx context.Context, v Visitor, key string, view View) (Visitor, error) {
	v.Caller = access.Caller{User: v.User.ID, Name: v.User.Name, Origin: v.Caller.Origin}
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		st, err := stand(tx, v, key)
		if err != nil {
			return err
		}
		if err := v.mayPreview(st); err != nil {
			return err
		}
		role, seat, err := view.find(tx, st)
		if err != nil {
			return err
		}
		if st.EnteredAt == nil {
			if err := v.enter(tx, &st); err != nil {
				return err
			}
		}
		tx.By = caller(v.User, st.Account, st.parent(), st.ParentRole, v.Caller.Origin)
		tx.By.Visit = st.VisitID
		c, err := v.visit(tx)
		if err != nil {
			return err
		}
		return turn(tx, c, st.Account, role, seat)
	})
	if err != nil {
		return v, fault.Wrap("start preview", err)
	}
	return s.At(ctx, v, key)
}

// mayPreview is nil for who may look at the account as its people see it.
func (v Visitor) mayPreview(st standing) error {
	by, err := v.above(st)
	if err != nil {
		return err
	}
	if err := by.Must(access.PreviewAccounts); err != nil {
		return err
	}
	if st.Status == account.Closed {
		return fault.New(fault.Conflict, "%s is closed. Nobody signs in to it, so nobody sees anything there.", st.Name)
	}
	if st.Role != "" {
		return fault.New(fault.Conflict, "You have a place of your own in %s, and see it as yourself.", st.Name)
	}
	return nil
}

// find is the role that is asked for, and the seat when it is a person's view.
func (d View) find(tx *db.Tx, st standing) (role access.Role, seat user.Seat, err error) {
	if d.Seat != "" {
		seat, err = user.Viewer(tx, st.ID, d.Seat)
		return seat.Role, seat, err
	}
	if !slices.Contains(access.RolesIn(st.Kind), d.Role) {
		return "", seat, fault.Fields{{Field: "role", Text: "Choose a role"}}.Err()
	}
	return d.Role, seat, nil
}

// EndPreview goes back to viewing the account in one's own name.
func (s *Sessions) EndPreview(ctx context.Context, v Visitor) (Visitor, error) {
	err := s.out(ctx, v, func(tx *db.Tx, c visit.Visit) error { return turn(tx, c, v.Account, "", user.Seat{}) })
	if err != nil {
		return v, fault.Wrap("end preview", err)
	}
	return s.At(ctx, v, v.Account.ID)
}

// preview turns the visitor's caller into one who sees what the role sees. The
// hands stay the person's own.
func (v *Visitor) preview(st standing) {
	v.Own, v.Whose = v.Caller, st.Whose
	v.Caller = caller(v.User, st.Account, st.Account, st.Previews, v.Own.Origin)
	v.Caller.Suspended = v.Own.Suspended
	v.Caller.Preview, v.Caller.Visit = true, v.Own.Visit
	if v.Whose.UserID != nil {
		v.Caller.As = *v.Whose.UserID
	}
}

// Hands is the visitor in their own name: in a preview as well,
// whose visit they turn and leave themselves.
func (v Visitor) Hands() access.Caller {
	if v.Caller.Preview || v.Caller.Acting != access.OwnName {
		return v.Own
	}
	return v.Caller
}

// visit is the session's live visit in the account of the transaction's
// caller, held; the zero one when there is none.
func (v Visitor) visit(tx *db.Tx) (c visit.Visit, err error) {
	err = tx.Lock(tx.Own()).Where("session_hash = ? AND left_at IS NULL", v.Session.Hash).Take(&c).Error
	if db.Missing(err) {
		return visit.Visit{}, nil
	}
	return c, err
}

// turn makes a visit preview a role, as somebody's seat has it or as it is,
// or nothing. To what it is already nothing happens, and nothing is recorded.
func turn(tx *db.Tx, c visit.Visit, a account.Account, role access.Role, whose user.Seat) error {
	if c.PreviewSeat == whose.ID && (whose.ID != "" || c.Previews == role) {
		return nil
	}
	if err := recordPreviewEnd(tx, c, a); err != nil {
		return err
	}
	err := tx.Own().Model(&visit.Visit{}).Where("id = ?", c.ID).Updates(map[string]any{"previews": role, "preview_seat": whose.ID}).Error
	if err != nil || role == "" {
		return err
	}
	return event.Record(tx, event.PreviewStarted, a.ID, event.Subject{ID: a.ID, Name: a.Name}, viewOf(role, whose.Name)...)
}

// recordPreviewEnd records that the visit's preview ends, if it has one.
func recordPreviewEnd(tx *db.Tx, c visit.Visit, a account.Account) error {
	if c.Previews == "" {
		return nil
	}
	name := ""
	if c.PreviewSeat != "" {
		seat, err := user.AnySeat(tx, a.ID, c.PreviewSeat)
		if err != nil {
			return err
		}
		name = seat.Name
	}
	return event.Record(tx, event.PreviewEnded, a.ID, event.Subject{ID: a.ID, Name: a.Name}, viewOf(c.Previews, name)...)
}

// viewOf says in the record whose view was looked at.
func viewOf(role access.Role, name string) event.Changes {
	changes := event.Changes{{Field: "Role", Now: string(role)}}
	if name != "" {
		changes = append(changes, event.Change{Field: "Person", Now: name})
	}
	return changes
}

// host is the person of an account whose view is offered to who may preview it:
// an admin, if one is there. The zero seat when nobody is.
func host(tx *db.Tx, a account.Account) (s user.Seat, err error) {
	if a.Status == account.Closed {
		return s, nil
	}
	there, err := user.Viewers(tx, a.ID, 1)
	for _, s := range there {
		return s, err
	}
	return s, err
}
