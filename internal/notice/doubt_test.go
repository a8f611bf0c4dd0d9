package notice_test

import (
	"context"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
)

// post takes every letter.
type post struct{ taken []outbox.Message }

func (p *post) Keeps() bool { return false }

func (p *post) Send(_ context.Context, m outbox.Message) error {
	p.taken = append(p.taken, m)
	return nil
}

// leaves lets all letters leave, and answers whom they went to and why others did not.
func leaves(t *testing.T, a *apptest.App) (to []string, why map[string]string) {
	t.Helper()
	p := &post{}
	draw := func(l outbox.Letter) (outbox.Message, error) { return outbox.Message{ToAddress: l.ToAddress}, nil }
	done, err := a.Outbox.Deliver(t.Context(), draw, p)
	if err != nil {
		t.Fatal(err)
	}
	why = map[string]string{}
	for _, l := range done {
		if l.Problem != "" {
			why[l.ToAddress] = l.Problem
		}
	}
	for _, m := range p.taken {
		to = append(to, m.ToAddress)
	}
	return to, why
}

const over = "The account gets no notifications any more."

func TestALetterIsNotSentWhereNotificationsEndedMeanwhile(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *apptest.App){
		"turned off": func(t *testing.T, a *apptest.App) {
			if _, err := a.Settings.Change(t.Context(), a.By(cast.Cara), cast.Delta, setting.Notifications, setting.Draft{Scope: setting.ThisAccount}); err != nil {
				t.Fatal(err)
			}
		},
		"turned off for all": func(t *testing.T, a *apptest.App) {
			if _, err := a.Settings.ChangeDefault(t.Context(), a.By(cast.Cara), setting.Notifications, setting.Draft{}); err != nil {
				t.Fatal(err)
			}
		},
		"supported by the partner": func(t *testing.T, a *apptest.App) {
			if _, err := a.Accounts.SetManagedSupport(t.Context(), a.By(cast.Olive), cast.Cascade, cast.Delta, account.SupportDraft{Support: account.ByPartner}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := apptest.New(t)
			choose(t, a, cast.Dev, true)
			if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Cara), cast.Delta); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Raw().Exec("DELETE FROM letters WHERE kind <> 'own_changed'"); err != nil {
				t.Fatal(err)
			}
			end(t, a)
			to, why := leaves(t, a)
			for _, address := range to {
				if address == cast.Dev.Email {
					t.Errorf("it was sent to %v", to)
				}
			}
			if why[cast.Dev.Email] != over {
				t.Errorf("%v", why)
			}
		})
	}
}

func TestALetterLeavesWhereNothingEnded(t *testing.T) {
	a := apptest.New(t)
	choose(t, a, cast.Dev, true)
	choose(t, a, cast.Tariq, true)
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Cara), cast.Delta); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Pia), cast.Acme); err != nil {
		t.Fatal(err)
	}
	to, why := leaves(t, a)
	same(t, "sent", to, cast.Dev.Email, cast.Tariq.Email)
	if len(why) > 0 {
		t.Errorf("%v", why)
	}
}

func TestALetterIsNotSentToWhoeverIsToldNoMore(t *testing.T) {
	for name, c := range map[string]struct{ end, reader string }{
		"an admin who reads only now": {"UPDATE seats SET role = 'Read Only' WHERE user_id = $1", cast.Cara.ID},
		"somebody disabled":           {"UPDATE users SET status = 'deactivated' WHERE id = $1", cast.Cara.ID},
	} {
		t.Run(name, func(t *testing.T) {
			a := apptest.New(t)
			if _, err := a.Accounts.SetManagedSupport(t.Context(), a.By(cast.Olive), cast.Cascade, cast.Delta, account.SupportDraft{Support: account.ByPartner}); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Raw().Exec(c.end, c.reader); err != nil {
				t.Fatal(err)
			}
			to, why := leaves(t, a)
			if len(to) > 0 || why[cast.Cara.Email] != "Its reader is not told about accounts any more." {
				t.Errorf("sent to %v; %v", to, why)
			}
		})
	}
}

// Where a company that supports its customers has nobody left who is told, its
// admins are, and their letters leave.
func TestTheLettersOfTheLastAdminsLeave(t *testing.T) {
	a := apptest.New(t)
	a.Tx(func(tx *db.Tx) error {
		return outbox.Put(tx, cast.Northwind, outbox.AccountChanged, outbox.Reader{Name: cast.Pia.Name, Address: cast.Pia.Email}, outbox.Facts{What: "Acme was closed"})
	})
	if _, err := a.Raw().Exec("INSERT INTO subscriptions (seat_id, category, account_id, told, set_at) SELECT id, 'accounts', account_id, FALSE, '2026-09-14 09:00:00' FROM seats WHERE user_id = $1", cast.Pia.ID); err != nil {
		t.Fatal(err)
	}
	to, why := leaves(t, a)
	same(t, "sent", to, cast.Pia.Email)
	if len(why) > 0 {
		t.Errorf("%v", why)
	}
}
