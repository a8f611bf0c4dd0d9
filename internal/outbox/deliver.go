package outbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Message is a letter as it leaves.
type Message struct {
	ID        string // the same for the same letter, and another when it is sent again
	FromName  string // in whose name, or "" for the portal's own
	ToName    string
	ToAddress string
	ReplyName string // whom an answer goes to, with ReplyTo
	ReplyTo   string // or "" for the portal's own address
	Subject   string
	Text      string
	HTML      string
}

// Post takes messages away.
type Post interface {
	// Send answers nil once the message is out of our hands. An error of type
	// *Trouble says what happened in words for the operator.
	Send(ctx context.Context, m Message) error
	// Keeps reports that letters can be read here afterwards, links and all:
	// the demonstration's.
	Keeps() bool
}

// Draw writes a letter out as a message.
type Draw func(Letter) (Message, error)

// Trouble is why a message could not be sent.
type Trouble struct {
	Text    string // a sentence for the operator; no secrets
	ForGood bool   // the address was refused, and trying again is of no use
}

// Error is the sentence.
func (t *Trouble) Error() string { return t.Text }

// Limits of delivering.
const (
	atOnce   = 20               // letters in one go
	patience = 30 * time.Second // for sending one
	lease    = 2 * time.Minute  // a sender has one in hand; longer than patience and the writing after it
	longest  = 240              // characters of a problem
)

// pauses are how long a letter waits after each try that failed. When they are
// used up the next failure gives it up.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

const postman = "letters of all accounts leave through one door"

// Deliver sends the letters that are due, at most twenty of them, and answers
// what became of each. It asks nobody's permission: it is the portal itself.
//
// Each letter is taken in hand by one guarded update with a lease, so that of
// several instances one sends it; it is drawn and sent outside any transaction,
// and then the result is written. A process that dies between sending and
// writing leaves the lease to run out, and the letter is sent once more, under
// the same Message-ID: a letter leaves at least once, and hardly ever twice.
//
// When ctx ends, the letter in hand is still finished.
func (s *Outbox) Deliver(ctx context.Context, draw Draw, post Post) (done []Letter, err error) {
	var ids []string
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		// The index of what is due is for this very text.
		return tx.Everywhere(postman).Model(&Letter{}).Where("status = 'waiting' AND due_at <= ? AND (leased_to IS NULL OR leased_to <= ?)", tx.Now, tx.Now).
			Order("due_at, id").Limit(atOnce).Pluck("id", &ids).Error
	})
	if err != nil {
		return nil, fmt.Errorf("find due letters: %w", err)
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			return done, nil
		}
		l, ok, err := s.take(ctx, id)
		if err != nil {
			return done, fmt.Errorf("take a letter in hand: %w", err)
		}
		if !ok {
			continue
		}
		if l.Status == Waiting {
			if l, err = s.deliver(context.WithoutCancel(ctx), l, draw, post); err != nil {
				return done, fmt.Errorf("write what became of a letter: %w", err)
			}
		}
		done = append(done, l)
	}
	return done, nil
}

// take gives a due letter to this sender for a while, or gives it up when it is
// no longer wanted; ok is false when another one has it or it is due no more.
func (s *Outbox) take(ctx context.Context, id string) (l Letter, ok bool, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		l, ok = Letter{}, false
		res := tx.Everywhere(postman).Model(&Letter{}).
			Where("id = ? AND status = 'waiting' AND due_at <= ? AND (leased_to IS NULL OR leased_to <= ?)", id, tx.Now, tx.Now).
			Update("leased_to", tx.Now.Add(lease))
		if res.Error != nil || res.RowsAffected == 0 {
			return res.Error
		}
		ok = true
		if err := tx.Everywhere(postman).Where("id = ?", id).Take(&l).Error; err != nil {
			return err
		}
		return s.doubt(tx, &l)
	})
	return l, ok, err
}

// doubt gives a letter up that somebody has a reason to keep from leaving.
func (s *Outbox) doubt(tx *db.Tx, l *Letter) error {
	fn := s.doubts[l.Kind]
	if fn == nil {
		return nil
	}
	why, err := fn(tx, *l)
	if err != nil || why == "" {
		return err
	}
	l.giveUp(why)
	return tx.Everywhere(postman).Model(&Letter{}).Where("id = ?", l.ID).Select("*").Updates(l).Error
}

// deliver sends a letter that this sender has in hand and writes the result,
// unless somebody decided about the letter meanwhile.
func (s *Outbox) deliver(ctx context.Context, l Letter, draw Draw, post Post) (Letter, error) {
	leased := l.LeasedTo
	if l.stale(s.db.Now()) {
		l.giveUp("It was too old when its turn came, and was not sent.")
	} else {
		l.settle(carry(ctx, l, draw, post), post.Keeps(), s.db.Now())
	}
	return l, s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		return tx.Everywhere(postman).Model(&Letter{}).Where("id = ? AND status = 'waiting' AND leased_to = ?", l.ID, leased).Select("*").Updates(&l).Error
	})
}

// carry draws a letter and hands it to the post. A letter that cannot be drawn
// is no reason for the portal to fall over.
func carry(ctx context.Context, l Letter, draw Draw, post Post) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("draw letter: %v", r)
		}
	}()
	m, err := draw(l)
	if err != nil {
		return fmt.Errorf("draw letter: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return post.Send(ctx, m)
}

// settle decides what becomes of a letter after a try that ended with err.
func (l *Letter) settle(err error, keeps bool, now time.Time) {
	l.LeasedTo = nil
	l.Tries++
	if err == nil {
		l.Status, l.SentAt, l.Problem = Sent, &now, ""
		if !keeps {
			l.Facts.Secret = ""
		}
		return
	}
	var t *Trouble
	text := "It could not be sent."
	if errors.As(err, &t) {
		text = l.tidy(t.Text)
	}
	if t != nil && t.ForGood || int(l.Tries) > len(pauses) {
		l.giveUp(text)
		return
	}
	l.Problem, l.DueAt = text, now.Add(pauses[l.Tries-1])
}

// giveUp ends the tries.
func (l *Letter) giveUp(why string) {
	l.Status, l.Problem, l.LeasedTo = Failed, why, nil
}

// tidy is what a server said in one short line that repeats no secret.
func (l *Letter) tidy(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	if l.Facts.Secret != "" {
		text = strings.ReplaceAll(text, l.Facts.Secret, "…")
	}
	if rs := []rune(text); len(rs) > longest {
		text = string(rs[:longest-1]) + "…"
	}
	return text
}

// Kept is how long letters are kept for the operator to look up.
const Kept = 365 * 24 * time.Hour

// atOnceRetired is how many letters are forgotten in one go.
const atOnceRetired = 500

// Retire forgets letters that were written longer than Kept ago, a bounded
// number of them, and reports whether there may be more.
func (s *Outbox) Retire(ctx context.Context) (more bool, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		var oldest []string
		if err := tx.Everywhere(postman).Model(&Letter{}).Order("id").Limit(atOnceRetired).Pluck("id", &oldest).Error; err != nil {
			return err
		}
		res := tx.Everywhere(postman).Where("id IN ? AND created_at < ? AND status <> 'waiting'", oldest, tx.Now.Add(-Kept)).Delete(&Letter{})
		more = res.RowsAffected == atOnceRetired
		return res.Error
	})
	return more, fault.Wrap("retire letters", err)
}
