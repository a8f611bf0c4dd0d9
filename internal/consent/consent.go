// Package consent says whether people of the operator and of a partner may act
// in an account in somebody's place: always, when they were asked for and let
// in, or never (product.md 8). Each account says so itself; where it has not,
// whoever supports it has said it for all of theirs.
package consent

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// Side is whose people would come in.
type Side string

// The closed list of sides.
const (
	OfOperator Side = "operator"
	OfPartner  Side = "partner" // of the partner above the account
)

// Sides are those that an account has an answer for. Only a managed account has
// a partner above it.
func Sides(k access.Kind) []Side {
	if k == access.Managed {
		return []Side{OfPartner, OfOperator}
	}
	return []Side{OfOperator}
}

// SideOf is the side of people who come from an account.
func SideOf(from access.Kind) Side {
	if from == access.Operator {
		return OfOperator
	}
	return OfPartner
}

// Answer is whether they may.
type Answer string

// The closed list of answers.
const (
	Always Answer = "always"
	Ask    Answer = "ask" // somebody of the account lets them in, for a time
	Never  Answer = "never"
)

// Answers are all of them, in reading order.
var Answers = []Answer{Always, Ask, Never}

// Word is the answer as people read it.
func (a Answer) Word() string {
	switch a {
	case Always:
		return "Always"
	case Never:
		return "Never"
	}
	return "Ask me"
}

// Consent is an answer as it is stored: an account's own, or what holds for the
// accounts below it that gave none.
type Consent struct {
	AccountID string `gorm:"primaryKey"`
	Side      Side   `gorm:"primaryKey"`
	Own       bool   `gorm:"primaryKey"`
	Answer    Answer
	SetBy     string // name of the person
	SetAt     time.Time
	Version   int64
}

// Owner is the account that says so.
func (c Consent) Owner() string { return c.AccountID }

// Source is where an answer in force comes from.
type Source string

// The closed list of sources.
const (
	Chosen    Source = "chosen"    // by the account itself
	Inherited Source = "inherited" // from who supports it
	Initial   Source = "initial"   // nobody has said anything
)

// InForce is an answer with where it comes from.
type InForce struct {
	Answer Answer
	Source Source
	By     Consent // as stored; zero where nobody has said anything
}

// Word is the answer as people read it, with where it comes from.
func (in InForce) Word() string {
	if in.Source == Chosen {
		return in.Answer.Word()
	}
	return in.Answer.Word() + " (inherited)"
}

// Resolve is the answer in force of an account whose own answer and whose
// decider's default are these, or nil. While nobody has said anything, whoever
// wants to come in has to ask.
func Resolve(own, initial *Consent) InForce {
	switch {
	case own != nil:
		return InForce{own.Answer, Chosen, *own}
	case initial != nil:
		return InForce{initial.Answer, Inherited, *initial}
	}
	return InForce{Answer: Ask, Source: Initial}
}

// Decider is the account whose default holds for one that has not chosen: the
// partner's where it supports its customers itself, and the operator's otherwise.
func Decider(a account.Account, operator string) string {
	if a.Kind == access.Managed && a.Support == account.ByPartner {
		return a.ParentID
	}
	return operator
}

// Of is the answer in force of an account for a side.
func Of(tx *db.Tx, a account.Account, side Side) (InForce, error) {
	operator, err := account.Operator(tx)
	if err != nil {
		return InForce{}, err
	}
	var rows []Consent
	err = tx.Everywhere("what holds for an account is said by itself, or by who supports it").
		Where("side = ? AND (account_id = ? AND own = ? OR account_id = ? AND own = ?)", side, a.ID, true, Decider(a, operator.ID), false).
		Limit(2).Find(&rows).Error
	var own, initial *Consent
	for i := range rows {
		if rows[i].Own {
			own = &rows[i]
		} else {
			initial = &rows[i]
		}
	}
	return Resolve(own, initial), err
}

// Permit is nil when somebody who comes from an account may act in another now,
// and the request that was granted for it, or "". Otherwise it is a Forbidden
// fault that says what the account wants.
func Permit(tx *db.Tx, to, from account.Account, userID string) (grant string, err error) {
	in, r, err := between(tx, to, from, userID)
	switch {
	case err != nil || in.Answer == Always:
		return "", err
	case r.Opens(in.Answer, tx.Now):
		return r.ID, nil
	case in.Answer == Never:
		return "", fault.New(fault.Forbidden, "%s lets nobody of %s act there.", to.Name, from.Name)
	}
	return "", fault.New(fault.Forbidden, "%s wants to be asked before somebody acts there. Send a request first.", to.Name)
}

// Holds reports whether what let somebody in still does: grant is the request
// that was granted for it, or "".
func Holds(tx *db.Tx, to, from account.Account, userID, grant string) (bool, error) {
	in, r, err := between(tx, to, from, userID)
	if err != nil || in.Answer == Always {
		return err == nil, err
	}
	return r.ID == grant && r.Opens(in.Answer, tx.Now), nil
}

// Shuts reports whether somebody of the operator who acts at a partner may find
// accounts below it that say Never to them: whatever the partner may do there,
// they reach none of these (package db asks the same of each account).
func Shuts(tx *db.Tx, at, from account.Account) (bool, error) {
	if from.Kind != access.Operator || at.Kind != access.Partner {
		return false, nil
	}
	const why = "what holds for an account is said by itself, or by who supports it"
	var n int64
	err := tx.Everywhere(why).Model(&Consent{}).
		Where("side = 'operator' AND answer = 'never' AND own = ? AND account_id IN ?", false, []string{at.ID, from.ID}).Count(&n).Error
	if err != nil || n > 0 {
		return n > 0, err
	}
	err = tx.Everywhere(why).Model(&Consent{}).Joins("JOIN accounts ON accounts.id = consents.account_id AND accounts.parent_id = ? AND accounts.id <> ?", at.ID, at.ID).
		Where("consents.side = 'operator' AND consents.answer = 'never' AND consents.own = ?", true).Limit(1).Count(&n).Error
	return n > 0, err
}

// between is what an account says to people of another, and the request of one
// of them that is open: it waits, or was granted; or the zero Request.
func between(tx *db.Tx, to, from account.Account, userID string) (in InForce, r Request, err error) {
	if in, err = Of(tx, to, SideOf(from.Kind)); err != nil {
		return in, r, err
	}
	err = tx.Everywhere("whoever acts is let in by the account").
		Where("account_id = ? AND seat_id = ? AND user_id = ? AND state IN ('pending', 'granted')", to.ID, from.ID, userID).
		Limit(1).Find(&r).Error
	if err == nil && r.Glass {
		var may bool
		may, err = breaks(tx, from, userID)
		r.lapsed = !may
	}
	return in, r, err
}

// breaks reports whether somebody who comes from an account may break the glass now.
func breaks(tx *db.Tx, from account.Account, userID string) (bool, error) {
	seat, ok, err := user.SeatedIn(tx, from.ID, userID)
	return ok && slices.Contains(access.With(access.BreakGlass, from.Kind), seat.Role), err
}
