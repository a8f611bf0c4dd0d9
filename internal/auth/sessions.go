package auth

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
	"gorm.io/gorm"
)

// Sessions are all signed-in browsers of the installation.
type Sessions struct {
	db     *db.DB
	limits Limits
	seal   *seal.Box
}

// New is the sessions in a database, each lasting as long as limits say. box
// keeps the secrets of second factors.
func New(d *db.DB, limits Limits, box *seal.Box) *Sessions {
	s := &Sessions{d, limits, box}
	d.Guard(s.still)
	return s
}

// Browser is what a sign-in leaves in the session for its owner to recognise.
type Browser struct {
	Address string // the client's address
	Agent   string // what the browser says it is
	Request string // id of the request
	Secret  string // the session that the browser had before, or ""
	Device  string // what the browser keeps for a year, so that it is known again
}

// origin is where a request of the browser comes from, for the record.
func (b Browser) origin() access.Origin {
	return access.Origin{Request: b.Request, Address: b.Address, Device: Device(b.Agent)}
}

const (
	noSeat      = "sessions belong to people, not to accounts"
	withSession = "a session's visits end with it"
)

// SignIn checks an e-mail address and a password and answers the secret of a
// new session. A wrong address and a wrong password are one and the same
// Invalid fault, after the same work. Five failures in a row are free; then
// the address is locked for a second, doubling to a quarter of an hour, but not
// in a browser that its person has signed in from before: see Attempt. Whose
// second factor is set up, or required, gets a half session; see Half.
func (s *Sessions) SignIn(ctx context.Context, email, password string, b Browser) (secret string, err error) {
	var u user.User
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) (err error) {
		u, _, err = user.ByEmail(tx, email)
		return err
	})
	if err != nil {
		return "", fault.Wrap("sign in", err)
	}
	if err := s.countAttempt(ctx, email, u.ID, b); err != nil {
		return "", err
	}
	hash := ""
	if u.Status != user.Deactivated {
		hash = u.PasswordHash
	}
	ok, err := user.MatchPassword(ctx, hash, password)
	if err != nil {
		return "", fault.Wrap("sign in", err)
	}
	if !ok {
		return "", wrongPair()
	}
	if err := s.forgetAttempts(ctx, email, u.ID, b); err != nil {
		return "", err
	}
	if u, err = s.rehash(ctx, u, password); err != nil {
		return "", err
	}
	if u.Status == user.Locked {
		return "", s.lockedOut(ctx, u)
	}
	secret, err = s.start(ctx, u, b)
	return secret, fault.Wrap("sign in", err)
}

// wrongPair is the one answer to what does not sign in.
func wrongPair() error {
	return fault.Fields{{Field: "email", Text: "The e-mail address or the password is wrong"}}.Err()
}

// start opens a session for u, as they were when the password was compared. Who
// was locked meanwhile, or has another password, gets none: whatever ended
// their sessions ended this one too.
func (s *Sessions) start(ctx context.Context, u user.User, b Browser) (secret string, err error) {
	err = s.db.Do(ctx, access.Caller{User: u.ID, Name: u.Name}, func(tx *db.Tx) error {
		if err := s.forget(tx); err != nil {
			return err
		}
		now, err := user.Hold(tx, u.ID)
		if err != nil {
			return err
		}
		if now.Status != user.Active || now.PasswordHash != u.PasswordHash {
			return wrongPair()
		}
		secret, err = open(tx, now, b)
		return err
	})
	return secret, err
}

// open ends the session that the browser had and writes a new one: a whole one
// where the password was all there is to prove, and otherwise a half one.
func open(tx *db.Tx, u user.User, b Browser) (secret string, err error) {
	if b.Secret != "" {
		if err := end(tx, user.HashToken(b.Secret)); err != nil {
			return "", err
		}
	}
	left, err := leftTo(tx, u)
	if err != nil {
		return "", err
	}
	if left == Nothing {
		return begin(tx, u, b)
	}
	if _, err := home(tx, u.ID); err != nil {
		return "", err
	}
	return write(tx, u, b, false)
}

// begin writes a whole session and records the sign-in in the person's first
// account.
func begin(tx *db.Tx, u user.User, b Browser) (secret string, err error) {
	if secret, err = write(tx, u, b, true); err != nil {
		return "", err
	}
	if err := notice(tx, u, b); err != nil {
		return "", err
	}
	if err := user.Change(tx, u.ID, map[string]any{"signed_in_at": tx.Now}); err != nil {
		return "", err
	}
	return secret, recordAtHome(tx, u, event.SignedIn, b.origin())
}

// write writes a session's row.
func write(tx *db.Tx, u user.User, b Browser, whole bool) (secret string, err error) {
	secret = db.NewToken()
	return secret, tx.Put(noSeat, &Session{
		Hash: user.HashToken(secret), ID: db.NewID(tx.Now), UserID: u.ID, CreatedAt: tx.Now, SeenAt: tx.Now, Whole: whole, ProvedAt: tx.Now,
		Address: b.Address, Agent: b.Agent,
	})
}

// home is the account of a person's first seat, where facts about the person
// are recorded and whose letters theirs are.
func home(tx *db.Tx, userID string) (h Home, err error) {
	homes, err := seated(tx, userID)
	if err != nil {
		return h, err
	}
	if len(homes) == 0 {
		return h, fault.New(fault.Forbidden, "You have no place in any account of this portal. Ask whoever invited you.")
	}
	return homes[0], nil
}

// recordAtHome records a fact about a person in the account of their first seat.
func recordAtHome(tx *db.Tx, u user.User, kind event.Kind, of access.Origin, changes ...event.Change) error {
	h, err := home(tx, u.ID)
	if err != nil {
		return err
	}
	tx.By = caller(u, h.Account, h.Account, h.Role, of)
	return event.Record(tx, kind, h.ID, event.Subject{ID: u.ID, Name: u.Name}, changes...)
}

// SignOut ends a session and every visit under way in it.
func (s *Sessions) SignOut(ctx context.Context, v Visitor) error {
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		if err := end(tx, v.Session.Hash); err != nil {
			return err
		}
		if !v.Session.Whole {
			return nil // nobody was in
		}
		err := recordAtHome(tx, v.User, event.SignedOut, v.Caller.Origin)
		if fault.Is(err, fault.Forbidden) {
			return nil // whose last account was closed meanwhile signs out all the same
		}
		return err
	})
	return fault.Wrap("sign out", err)
}

// end ends a session, if it has not ended, and leaves all its visits.
func end(tx *db.Tx, hash string) error {
	err := tx.Everywhere(noSeat).Model(&Session{}).Where("hash = ? AND ended_at IS NULL", hash).Update("ended_at", tx.Now).Error
	if err != nil {
		return err
	}
	return leaveAll(tx, func() *gorm.DB { return tx.Everywhere(withSession).Where("session_hash = ?", hash) }, visit.SignedOut)
}

// endAll ends all sessions of a person but the one with the hash except, if
// there is one, and leaves their visits.
func endAll(tx *db.Tx, userID, except string) error {
	err := tx.Everywhere(noSeat).Model(&Session{}).Where("user_id = ? AND ended_at IS NULL AND hash <> ?", userID, except).Update("ended_at", tx.Now).Error
	if err != nil {
		return err
	}
	return leaveAll(tx, func() *gorm.DB {
		return tx.Everywhere(withSession).Where("user_id = ? AND session_hash <> ?", userID, except)
	}, visit.SignedOut)
}

// touched is how old the time of the last request may get before it is written.
const touched = time.Minute

// Resume is the visitor in a browser with this session secret. ok is false when
// there is no such session, or it is over, or its person may not sign in.
func (s *Sessions) Resume(ctx context.Context, secret string, of access.Origin) (v Visitor, ok bool, err error) {
	if secret == "" {
		return v, false, nil
	}
	var row struct {
		Session
		Name, Email string
		Status      user.Status
		TimeZone    string
		DateStyle   user.DateStyle
	}
	var now time.Time
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		now = tx.Now
		return tx.Everywhere(noSeat).Model(&Session{}).
			Select("sessions.*, users.name, users.email, users.status, users.time_zone, users.date_style").
			Joins("JOIN users ON users.id = sessions.user_id").
			Where("sessions.hash = ?", user.HashToken(secret)).Take(&row).Error
	})
	if db.Missing(err) {
		return v, false, s.replayed(ctx, secret, of)
	}
	if err == nil && (row.Over(now, s.limits) || !row.Whole || row.Status != user.Active) {
		return v, false, nil
	}
	if err != nil {
		return v, false, fault.Wrap("resume session", err)
	}
	v = Visitor{Session: row.Session, User: user.User{
		ID: row.UserID, Name: row.Name, Email: row.Email, Status: row.Status, TimeZone: row.TimeZone, DateStyle: row.DateStyle,
	}}
	v.Caller = access.Caller{User: row.UserID, Name: row.Name, Origin: of}
	if row.VisitID != "" {
		if v.Act, err = s.act(ctx, v); err != nil {
			return v, false, fault.Wrap("resume acting", err)
		}
		if v.Act.Over != "" {
			return v, true, nil // an act that lay idle does not come back to life
		}
	}
	if now.Sub(row.SeenAt) > touched {
		err = s.touch(ctx, row.Hash)
	}
	return v, err == nil, err
}

func (s *Sessions) touch(ctx context.Context, hash string) error {
	err := s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		return tx.Everywhere(noSeat).Model(&Session{}).Where("hash = ?", hash).Update("seen_at", tx.Now).Error
	})
	if fault.Is(err, fault.Busy) {
		return nil // reading goes on when the disk is full
	}
	return fault.Wrap("touch session", err)
}

// Home is an account where a person has a seat.
type Home struct {
	account.Account
	Role access.Role
}

// Homes are the accounts where the visitor has a seat, oldest seat first, the
// closed ones left out.
func (s *Sessions) Homes(ctx context.Context, v Visitor) (homes []Home, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		homes, err = seated(tx, v.User.ID)
		return err
	})
	return homes, fault.Wrap("find seats", err)
}

func seated(tx *db.Tx, userID string) (homes []Home, err error) {
	return homes, tx.Everywhere("a person's own seats say where they may be").Model(&account.Account{}).
		Select("accounts.*, seats.role AS role").
		Joins("JOIN seats ON seats.account_id = accounts.id").
		Where("seats.user_id = ? AND seats.status = ? AND accounts.status <> ?", userID, user.Seated, account.Closed).
		Order("seats.created_at, seats.account_id").Limit(100).Find(&homes).Error
}
