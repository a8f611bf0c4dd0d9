package order

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// ChangeDraft is another speed, or another term, as a person chooses it.
type ChangeDraft struct {
	Token   string `form:"token"` // the form's, so that sending it twice changes once
	Speed   int64  `form:"speed"` // or 0
	Term    int    `form:"term"`  // or 0
	Book    int64  `form:"book"`  // Choices.Book: the prices that were shown
	Version int64  `form:"version"`
	Comment string `form:"comment"` // to the partner, where it has to approve
}

// kind is what is asked, or a problem when it is not one thing.
func (d ChangeDraft) kind() (approval.Kind, error) {
	switch {
	case d.Speed > 0 && d.Term == 0:
		return approval.SpeedChange, nil
	case d.Term > 0 && d.Speed == 0:
		return approval.TermChange, nil
	case d.Term == 0:
		return "", fault.Fields{{Field: "speed", Text: "Choose a speed"}}.Err()
	}
	return "", fault.Fields{{Field: "term", Text: "Choose a term"}}.Err()
}

// Change gives a service of the account acted in another speed, or another term.
// In a managed account whose queue is on it is sent to the partner instead.
func (s *Orders) Change(ctx context.Context, by access.Caller, id string, in ChangeDraft) (out Outcome, err error) {
	if err := by.Must(access.ChangeServices); err != nil {
		return out, err
	}
	kind, err := in.kind()
	if err != nil {
		return out, err
	}
	in.Comment = account.Prose(in.Comment)
	if p := account.CheckProse("The comment", in.Comment, approval.Longest); p != "" {
		return out, fault.Fields{{Field: "comment", Text: p}}.Err()
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		out = Outcome{}
		earlier, err := tx.Once(in.Token, id)
		if err != nil {
			return err
		}
		if earlier != "" {
			out, err = asked(tx, earlier, kind)
			return err
		}
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		was, err := service.LockAt(tx, id)
		if err != nil {
			return err
		}
		c, err := changing(tx, here, was, in.Speed, in.Term, false)
		if err != nil {
			return err
		}
		if in.Version != was.Version {
			return fault.New(fault.Conflict, "%s was changed meanwhile. Look at what it is now, then choose again.", was.Name)
		}
		if err := unchanged(by, c.quote, in.Book); err != nil {
			return err
		}
		out, err = do(tx, here, c, in.Comment)
		return err
	})
	return out, fault.Wrap("change a service", err)
}

// asked is what a form came to that was sent before.
func asked(tx *db.Tx, id string, kind approval.Kind) (out Outcome, err error) {
	if out.Service, err = service.At(tx, id); err != nil {
		return out, err
	}
	rs, err := approval.OpenOf(tx, id)
	for _, r := range rs {
		if r.Kind == kind {
			out.Request = r
		}
	}
	return out, err
}

// Choices are the speeds, or the terms, that a service could have.
type Choices struct {
	Service service.Service
	Each    []Possible
	Book    int64            // tells the prices that are shown from others
	Queued  bool             // the partner has to approve
	Open    approval.Request // that waits already, or the zero Request
	Refused error            // why nothing of it can be changed by the caller, or nil
}

// Possible is a speed, or a term, that a product is sold with.
type Possible struct {
	Speed   int64
	Term    int
	Quote   pricing.Quote // with what the caller may see
	Problem string        // why it cannot be had now, or ""
}

// Speeds are those that a service of the account acted in could have.
func (s *Orders) Speeds(ctx context.Context, by access.Caller, id string) (Choices, error) {
	return s.choices(ctx, by, id, approval.SpeedChange)
}

// Terms are those that a service of the account acted in could have.
func (s *Orders) Terms(ctx context.Context, by access.Caller, id string) (Choices, error) {
	return s.choices(ctx, by, id, approval.TermChange)
}

func (s *Orders) choices(ctx context.Context, by access.Caller, id string, kind approval.Kind) (cs Choices, err error) {
	if err := by.Must(access.ChangeServices); err != nil {
		return cs, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		cs = Choices{}
		out, err := asked(tx, id, kind)
		if err != nil {
			return err
		}
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		cs.Service, cs.Open = out.Service, out.Request
		cs.Refused = Changeable(cs.Service, by)
		if cs.Queued, err = Queued(tx, here); err != nil || cs.Refused != nil {
			return err
		}
		return cs.fill(tx, here, kind)
	})
	return cs, fault.Wrap("list what a service could be", err)
}

// fill tries each speed, or term, as Change would.
func (cs *Choices) fill(tx *db.Tx, here account.Account, kind approval.Kind) error {
	p := cs.Service.Product
	if kind == approval.SpeedChange {
		for _, speed := range p.Speeds {
			cs.Each = append(cs.Each, Possible{Speed: speed})
		}
	} else {
		for _, term := range p.Terms {
			cs.Each = append(cs.Each, Possible{Term: term})
		}
	}
	for i := range cs.Each {
		one := &cs.Each[i]
		if one.Speed == cs.Service.Speed || one.Term == cs.Service.Term {
			continue
		}
		c, err := changing(tx, here, cs.Service, one.Speed, one.Term, false)
		if f := fault.Of(err); f != nil {
			one.Problem = f.Text
			continue
		}
		if err != nil {
			return err
		}
		one.Quote, cs.Book = c.quote.Shown(tx), c.quote.Book
	}
	return nil
}

// Changeable is nil when the caller may change the speed and the term of a
// service, or ask for it.
func Changeable(s service.Service, by access.Caller) error {
	if err := changeable(s); err != nil {
		return err
	}
	if err := by.Must(access.ChangeServices); err != nil {
		return err
	}
	return s.Unlocked(by)
}
