package auth_test

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// sequences is how many random sequences are played, and deeds how long each is.
const (
	sequences = 5000
	deeds     = 5
	players   = 4 // databases, each with two instances of the portal
)

// player acts in Alice's place as Sam, and knows what ought to come of it.
type player struct {
	t      *testing.T
	a      *apptest.App
	all    [2]*auth.Sessions // two instances of the portal on one database
	rnd    *rand.Rand
	secret string
	dead   []string // secrets that were exchanged for others

	acting, extended, stopped bool
	visit                     string
	ends, seen, proved        time.Time
	opened                    time.Time     // when changes were allowed last, or zero
	stale                     access.Caller // of a request that is still under way
	consent, sam, alice       bool
	wrote                     int
}

// play is Sam, at two instances of the portal.
func play(t *testing.T, a *apptest.App, other *auth.Sessions, seed uint64) *player {
	t.Helper()
	p := &player{t: t, a: a, all: [2]*auth.Sessions{a.Sessions, other}, rnd: rand.New(rand.NewPCG(6, seed)), consent: true, sam: true, alice: true}
	return p
}

func (p *player) now() time.Time           { return p.a.DB.Now() }
func (p *player) sessions() *auth.Sessions { return p.all[p.rnd.IntN(2)] }

// must fails the test unless an act came to what it ought to.
func (p *player) must(what string, err error, works bool) {
	p.t.Helper()
	var elsewhere *auth.Elsewhere
	if (err == nil) != works || err != nil && fault.Of(err) == nil && !errors.As(err, &elsewhere) {
		p.t.Fatalf("%s: %v, and it ought to work: %t", what, err, works)
	}
}

// lets reports whether Acme, Sam's role and Alice let the act go on.
func (p *player) lets() bool { return p.consent && p.sam && p.alice }

// over reports whether a request finds the act over.
func (p *player) over() bool {
	return p.stopped || !p.now().Before(p.ends) || p.now().Sub(p.seen) >= visit.Idle || !p.lets()
}

func (p *player) changing() bool {
	return !p.opened.IsZero() && p.now().Sub(p.opened) < visit.Changing
}

func (p *player) fresh() bool { return p.now().Sub(p.proved) < 10*time.Minute }

// request is what each request begins with: the visitor, as the door finds and leaves them.
func (p *player) request() auth.Visitor {
	p.t.Helper()
	v, ok, err := p.sessions().Resume(p.t.Context(), p.secret, access.Origin{Request: "r", Address: "192.0.2.1", Device: "test"})
	if err != nil || !ok {
		p.t.Fatalf("the session does not open: %v", err)
	}
	if (v.Act != nil) != p.acting {
		p.t.Fatalf("the session acts: %t, and it ought to: %t", v.Act != nil, p.acting)
	}
	if !p.acting {
		p.touch()
		return v
	}
	if over := v.Act.Over != ""; over != p.over() {
		p.t.Fatalf("the act is over: %q, and it ought to be: %t", v.Act.Over, p.over())
	}
	if v.Act.Over == "" {
		p.touch()
		return v
	}
	return p.end(v, v.Act.Over)
}

func (p *player) touch() {
	if p.now().Sub(p.seen) > time.Minute {
		p.seen = p.now()
	}
}

// end ends the act of a visitor.
func (p *player) end(v auth.Visitor, why visit.Why) auth.Visitor {
	p.t.Helper()
	secret, again, err := p.sessions().EndAct(p.t.Context(), v, why)
	p.must("end", err, true)
	p.dead, p.secret = append(p.dead, p.secret), secret
	p.acting, p.seen = false, p.now()
	return again
}

// begin makes sure that Sam is signed in, by a proof that is fresh.
func (p *player) begin() {
	p.t.Helper()
	for what, is := range map[int]bool{9: p.alice, 10: p.consent, 11: p.sam} {
		if !is {
			p.deed(what) // who let nobody in does again
		}
	}
	if p.secret != "" && p.fresh() {
		return
	}
	p.acting, p.stale = false, access.Caller{} // the session before is left as it is, for the job to find
	p.secret = db.NewToken()
	p.a.Tx(func(tx *db.Tx) error { // signed in, without comparing a password five thousand times
		return tx.Put("a test signs in", &auth.Session{
			Hash: user.HashToken(p.secret), ID: db.NewID(tx.Now), UserID: cast.Sam.ID, CreatedAt: tx.Now, SeenAt: tx.Now, ProvedAt: tx.Now, Whole: true, Agent: "test",
		})
	})
	p.seen, p.proved = p.now(), p.now()
}

// home is Sam in the operator's account.
func (p *player) home(v auth.Visitor) (auth.Visitor, error) {
	return p.sessions().At(p.t.Context(), v, cast.Meridian)
}

// deed is one thing that happens.
func (p *player) deed(n int) {
	p.t.Helper()
	ctx := p.t.Context()
	switch n {
	case 0, 1, 2:
		p.start()
	case 3:
		if v := p.request(); p.acting {
			p.end(v, visit.Exited)
		}
	case 4, 5:
		v := p.request()
		err := p.sessions().AllowChanges(ctx, v, "Rename the port")
		p.must("allow changes", err, p.acting && p.fresh())
		if err == nil {
			p.opened = p.now()
			p.here()
		}
	case 6:
		v := p.request()
		err := p.sessions().ExtendAct(ctx, v, "Waiting for the carrier")
		p.must("extend", err, p.acting && p.fresh() && !p.extended)
		if err == nil {
			p.ends, p.extended = p.ends.Add(visit.More), true
		}
	case 7:
		_, err := p.sessions().EndVisits(ctx, p.a.By(cast.Olive))
		p.must("end all", err, true)
		p.stopped = true
	case 8:
		p.a.Clock.Advance(time.Duration(1+p.rnd.IntN(12)) * time.Minute)
	case 9:
		p.alice = p.flip("users", "status = 'active'", "status = 'locked'", "id = '"+cast.Alice.ID+"'", p.alice)
	case 10:
		p.consent = p.flip("consents", "answer = 'always'", "answer = 'never'", "account_id = '"+cast.Acme+"'", p.consent)
	case 11:
		p.sam = p.flip("seats", "role = 'Support Agent'", "role = 'Read Only'", "user_id = '"+cast.Sam.ID+"'", p.sam)
	case 12:
		if len(p.dead) > 0 && resumes(p.t, p.a, p.dead[p.rnd.IntN(len(p.dead))]) {
			p.t.Fatal("a secret of before opens a session")
		}
	case 13:
		gone := p.acting && p.over()
		_, err := p.sessions().CloseActs(ctx)
		p.must("close", err, true)
		p.stopped = p.stopped || gone
	case 14:
		p.write(p.stale, p.stale.Visit != "" && p.stale.Visit == p.visit && p.acting && !p.over() && p.changing() && p.stale.Acting == access.Changing)
	default:
		p.here()
	}
}

// start begins to act.
func (p *player) start() {
	p.t.Helper()
	v, err := p.home(p.request())
	if p.acting {
		p.must("go home while acting", err, false)
		return
	}
	p.must("go home", err, true)
	var seat string
	if err := p.a.Raw().QueryRow("SELECT id FROM seats WHERE account_id = '" + cast.Acme + "' AND user_id = '" + cast.Alice.ID + "'").Scan(&seat); err != nil {
		p.t.Fatal(err)
	}
	secret, again, err := p.sessions().StartAct(p.t.Context(), v, cast.Acme, visit.Draft{Seat: seat, Reason: "Port flapping", Ticket: "4711"})
	p.must("start", err, p.lets() && p.fresh())
	if err != nil {
		return
	}
	p.dead, p.secret, p.visit = append(p.dead, p.secret), secret, again.Session.VisitID
	p.acting, p.extended, p.stopped, p.opened = true, false, false, time.Time{}
	p.ends, p.seen = p.now().Add(visit.Length), p.now()
}

// here is a request to the account, which writes.
func (p *player) here() {
	p.t.Helper()
	v, err := p.sessions().At(p.t.Context(), p.request(), cast.Acme)
	p.must("stand in the account", err, p.acting)
	if err != nil {
		return
	}
	p.stale = v.Caller
	p.write(v.Caller, p.changing())
}

// write does something in the account.
func (p *player) write(by access.Caller, works bool) {
	p.t.Helper()
	if by.Visit == "" {
		return
	}
	err := p.a.DB.Do(p.t.Context(), by, tag)
	p.must("write", err, works)
	if err == nil {
		p.wrote++
	}
}

func tag(tx *db.Tx) error {
	return event.Record(tx, event.ServiceTagged, cast.Acme, event.Subject{ID: "p-7f2k", Name: "Sydney core"})
}

// flip changes something behind the portal's back.
func (p *player) flip(table, on, off, where string, is bool) bool {
	to := on
	if is {
		to = off
	}
	run(p.t, p.a, "UPDATE "+table+" SET "+to+" WHERE "+where)
	return !is
}

// D6: whatever happens in whatever order, an act goes on exactly as long as it
// may, and everything written in it carries both names.
func TestActingHoldsInEveryOrderOfThings(t *testing.T) {
	n := apptest.Tries(sequences)
	for i := range players {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			a.Says(cast.Acme, consent.OfOperator, consent.Always)
			p := play(t, a, auth.New(a.DB, apptest.Limits, apptest.Box), uint64(i))
			for range n / players {
				p.begin()
				for range deeds {
					p.deed(p.rnd.IntN(19))
				}
				p.request() // each sequence ends as the door leaves it
			}
			bad := number(t, a, "SELECT COUNT(*) FROM events WHERE kind = 'service.tagged' AND at > '2026-09-14' AND (user_id <> '"+cast.Sam.ID+"' OR as_id <> '"+cast.Alice.ID+"' OR visit_id = '')")
			good := number(t, a, "SELECT COUNT(*) FROM events WHERE kind = 'service.tagged' AND visit_id <> ''")
			if bad != 0 || good != p.wrote || good < n/players/20 {
				t.Errorf("%d writes are facts of both, %d are not; %d were made", good, bad, p.wrote)
			}
			t.Logf("%d writes, %d visits", good, number(t, a, "SELECT COUNT(*) FROM visits WHERE as_id <> ''"))
		})
	}
}
