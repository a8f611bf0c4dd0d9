package auth

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// standing is an account as one person and one session stand to it.
type standing struct {
	account.Account
	Role       access.Role    // of the person's seat in it
	ParentRole access.Role    // of the person's seat in the account above, when it is managed
	ParentName string         // the account above
	ParentKind access.Kind    //
	Above      account.Status // of the account above
	VisitID    string         // the session's live visit, or ""
	EnteredAt  *time.Time     // when it began
	Previews   access.Role    // the role that this visit previews, as it is now, or ""

	PreviewSeat string    // whose view the visit previews, or ""
	Whose       user.Seat `gorm:"-"` // that seat, while its person sees the account

	SeesBilling       bool // the seat's flag
	ParentSeesBilling bool // that of the seat in the account above
	ParentReferredBy  *string
	ParentSupport     account.Support

	Limited bool `gorm:"-"` // the person enters some of the partner's managed accounts only
	Enters  bool `gorm:"-"` // this managed account is one that they enter from there
}

// parent is the account above, as far as a standing knows it.
func (s standing) parent() account.Account {
	return account.Account{
		ID: s.ParentID, Name: s.ParentName, Kind: s.ParentKind, Status: s.Above, ReferredBy: s.ParentReferredBy, Support: s.ParentSupport,
	}
}

func stand(tx *db.Tx, v Visitor, key string) (s standing, err error) {
	err = tx.Everywhere("the address names an account; seats and visits say whether the person may be there").
		Model(&account.Account{}).
		Select(`accounts.*, seats.role AS role, parent_seats.role AS parent_role, visits.previews AS previews, visits.preview_seat AS preview_seat,
			seats.sees_billing AS sees_billing, parent_seats.sees_billing AS parent_sees_billing,
			parents.referred_by AS parent_referred_by, parents.support AS parent_support, parents.name AS parent_name, parents.kind AS parent_kind, parents.status AS above, visits.entered_at AS entered_at, COALESCE(visits.id, '') AS visit_id`).
		Joins("JOIN accounts parents ON parents.id = accounts.parent_id").
		Joins("LEFT JOIN seats ON seats.account_id = accounts.id AND seats.user_id = ? AND seats.status = ?", v.User.ID, user.Seated).
		Joins("LEFT JOIN seats parent_seats ON parent_seats.account_id = accounts.parent_id AND parent_seats.user_id = ? AND parent_seats.status = ? AND accounts.kind = ?", v.User.ID, user.Seated, access.Managed).
		Joins("LEFT JOIN visits ON visits.session_hash = ? AND visits.account_id = accounts.id AND visits.left_at IS NULL", v.Session.Hash).
		Where("accounts.id = ?", key).Take(&s).Error
	if db.Missing(err) {
		return s, fault.Missing()
	}
	if err == nil {
		err = s.limit(tx, v.User.ID)
	}
	if err == nil && s.PreviewSeat != "" {
		err = s.meet(tx)
	}
	return s, err
}

// meet finds the person whose view is previewed, with the role that they have
// now. When they see the account no longer, there is nothing to preview.
func (s *standing) meet(tx *db.Tx) error {
	seat, err := user.Viewer(tx, s.ID, s.PreviewSeat)
	if fault.Is(err, fault.NotFound) {
		s.Previews = ""
		return nil
	}
	s.Previews, s.Whose = seat.Role, seat
	return err
}

// At is the visitor on a page of the account with this key, authorised afresh
// from the database. Somebody without a seat there, who may enter and has not,
// gets NotEntered; for anybody else the account is missing.
func (s *Sessions) At(ctx context.Context, v Visitor, key string) (Visitor, error) {
	if v.Act != nil {
		return s.atAct(ctx, v, key)
	}
	err := s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		st, err := stand(tx, v, key)
		if err != nil {
			return err
		}
		if err := v.standAt(st); err != nil {
			return err
		}
		return v.look(tx, st)
	})
	return v, fault.Wrap("resolve account", err)
}

// look gives the visitor eyes, and whoever may preview the account in view
// somebody whose view to ask for.
func (v *Visitor) look(tx *db.Tx, st standing) (err error) {
	bills := st.SeesBilling
	switch {
	case v.Caller.Viewing():
		bills = st.ParentSeesBilling
	case v.Caller.Preview:
		bills = st.Whose.SeesBilling
	}
	if v.Caller, err = Look(tx, v.Caller, st.Account, st.parent(), bills); err != nil {
		return err
	}
	if v.Caller.Viewing() && v.Caller.Holds(access.PreviewAccounts) {
		v.Host, err = host(tx, st.Account)
	}
	return err
}

// Look gives a caller the eyes for the account it acts in: what its settings
// show, and which prices, resolved once for a request. above is the account
// above, which a partner's person views it from; they see what partners see,
// and support as it is for the account in view. bills is the flag of their seat.
func Look(tx *db.Tx, by access.Caller, here, above account.Account, bills bool) (access.Caller, error) {
	who := setting.About(here)
	if by.Viewing() {
		who = setting.About(above)
		who.Support = here.Support
	}
	tx.By = by
	view, err := setting.Of(tx, who)
	by.Sees, by.Prices = view.Sights(), prices(by, view, bills, who.Referred)
	return by, err
}

// prices are those that a caller may be shown in an account with this view.
// What the partner pays is never shown to anybody of a managed account, nor to a
// partner that a distributor referred: it is the distributor that pays.
func prices(by access.Caller, sees setting.View, bills, referred bool) access.Prices {
	switch {
	case by.SeatKind == access.Partner && !referred && (bills || by.Holds(access.ViewCosts)):
		return access.AllPrices
	case by.SeatKind == access.Operator && by.Holds(access.ViewCatalogue):
		return access.AllPrices
	case sees.Sees(setting.ShowPricing):
		return access.RetailPrices
	}
	return access.NoPrices
}

// standAt gives the visitor a place, or says why there is none.
func (v *Visitor) standAt(st standing) error {
	if st.Role != "" && st.Status != account.Closed && st.Above != account.Closed {
		v.Account = st.Account
		v.Caller = caller(v.User, st.Account, st.Account, st.Role, v.Caller.Origin)
		v.Caller.Suspended = v.Caller.Suspended || st.Kind == access.Managed && st.Above != account.Active
		v.Caller.Limited = st.Limited && st.Kind == access.Partner
		return nil
	}
	by, err := v.above(st)
	if err != nil {
		return err
	}
	partner := st.parent()
	if st.EnteredAt == nil {
		return &NotEntered{Account: st.Account, Partner: partner}
	}
	v.Account, v.Partner, v.Since = st.Account, partner, *st.EnteredAt
	v.Caller = caller(v.User, st.Account, partner, st.ParentRole, v.Caller.Origin)
	v.Caller.Visit, v.Caller.Limited = st.VisitID, st.Limited
	if st.Previews != "" && st.Status != account.Closed && by.May(access.PreviewAccounts) {
		v.preview(st)
	}
	return nil
}

// above is the person in the account above, if they may enter accounts from
// there, and this one among them. For anybody else the account is missing.
func (v Visitor) above(st standing) (access.Caller, error) {
	partner := st.parent()
	by := caller(v.User, partner, partner, st.ParentRole, v.Caller.Origin)
	by.Limited = st.Limited
	if st.ParentRole == "" || !st.Enters || partner.Status == account.Closed || !by.May(access.EnterAccounts) {
		return by, fault.Missing()
	}
	return by, nil
}

// Enter steps into a managed account in the name of its partner, so that its
// pages open. Entering again changes nothing, but ends a preview: who enters
// does so in their own name. Entering and leaving are facts.
func (s *Sessions) Enter(ctx context.Context, v Visitor, key string) (Visitor, error) {
	at, err := s.At(ctx, v, key)
	if err == nil && at.Caller.Preview {
		return s.EndPreview(ctx, at)
	}
	var not *NotEntered
	if !errors.As(err, &not) {
		return at, err
	}
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		st, err := stand(tx, v, key)
		if err != nil {
			return err
		}
		if st.EnteredAt == nil {
			if err := v.enter(tx, &st); err != nil {
				return err
			}
		}
		at = v
		return at.standAt(st)
	})
	return at, fault.Wrap("enter account", err)
}

func (v Visitor) enter(tx *db.Tx, st *standing) error {
	tx.By = caller(v.User, st.Account, st.parent(), st.ParentRole, v.Caller.Origin)
	tx.By.Visit = db.NewID(tx.Now)
	st.VisitID, st.EnteredAt = tx.By.Visit, &tx.Now
	row := visit.Visit{
		ID: st.VisitID, SessionHash: v.Session.Hash, UserID: v.User.ID, AccountID: st.ID, SeatID: st.ParentID, EnteredAt: tx.Now,
	}
	if err := tx.Insert(&row); err != nil {
		return err
	}
	return event.Record(tx, event.AccountEntered, st.ID, event.Subject{ID: st.ID, Name: st.Name},
		event.Change{Field: "As", Now: st.ParentName})
}

// Leave ends the visit to the account that the visitor stands in, and the preview in it.
func (s *Sessions) Leave(ctx context.Context, v Visitor, why visit.Why) error {
	err := s.out(ctx, v, func(tx *db.Tx, c visit.Visit) error { return leaveView(tx, c, v.Account, tx.Now, why) })
	return fault.Wrap("leave account", err)
}

// Place is an account that a person may go to.
type Place struct {
	account.Account
	Role    access.Role
	Partner string // name of the account above, for managed accounts
	Seated  bool   // has a seat there; otherwise it is entered
}

// MostPlaces is how many accounts a search for places answers at most.
const MostPlaces = 12

// Places are the accounts that the visitor may go to and whose name, reference
// or key contains find: own seats first, then the managed accounts of the
// partners where they have one.
func (s *Sessions) Places(ctx context.Context, v Visitor, find string) (ps []Place, err error) {
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	homes, err := s.Homes(ctx, v)
	if err != nil {
		return nil, err
	}
	bare := account.Bare(find)
	for _, h := range homes {
		if len(ps) < MostPlaces && (bare == "" || strings.Contains(h.Search, bare)) {
			ps = append(ps, Place{Account: h.Account, Role: h.Role, Seated: true})
		}
	}
	for _, h := range homes {
		by := caller(v.User, h.Account, h.Account, h.Role, v.Caller.Origin)
		if !by.May(access.EnterAccounts) || len(ps) >= MostPlaces {
			continue
		}
		err := s.db.Read(ctx, by, func(tx *db.Tx) error {
			if tx.By, err = h.at(tx, v.User, v.Caller.Origin); err != nil {
				return err
			}
			found, err := account.Some(tx, find, MostPlaces-len(ps))
			for _, a := range found {
				ps = append(ps, Place{Account: a, Role: h.Role, Partner: h.Name})
			}
			return err
		})
		if err != nil {
			return nil, fault.Wrap("find places", err)
		}
	}
	return ps, nil
}

// mostRecent is how many accounts Recent answers.
const mostRecent = 5

// Recent are the managed accounts that the visitor entered last and may still enter.
func (s *Sessions) Recent(ctx context.Context, v Visitor) (ps []Place, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		var rows []struct {
			account.Account
			Role    access.Role
			Partner string
		}
		err := tx.Everywhere("a person's own visits; the seat above is checked again").Model(&visit.Visit{}).
			Select("accounts.*, seats.role AS role, parents.name AS partner").
			Joins("JOIN accounts ON accounts.id = visits.account_id").
			Joins("JOIN accounts parents ON parents.id = accounts.parent_id AND parents.status <> ?", account.Closed).
			Joins("JOIN seats ON seats.account_id = accounts.parent_id AND seats.user_id = visits.user_id AND seats.status = ?", user.Seated).
			Where("visits.user_id = ? AND visits.as_id = ''", v.User.ID).
			Order("visits.entered_at DESC").Limit(8 * mostRecent).Find(&rows).Error
		seen := map[string]bool{}
		for _, r := range rows {
			if !seen[r.ID] && len(ps) < mostRecent {
				seen[r.ID] = true
				enters, err := delegation.Enters(tx, r.Account, v.User.ID)
				if err != nil {
					return err
				}
				if !enters {
					continue
				}
				ps = append(ps, Place{Account: r.Account, Role: r.Role, Partner: r.Partner})
			}
		}
		return err
	})
	return ps, fault.Wrap("find recent places", err)
}
