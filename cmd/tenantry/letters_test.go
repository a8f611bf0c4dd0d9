package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/mail"
	"github.com/tenantry/tenantry/internal/mailtest"
	"github.com/tenantry/tenantry/internal/outbox"
)

// write puts a letter to Ben into the outbox.
func write(a *apptest.App, kind outbox.Kind) {
	a.Tx(func(tx *db.Tx) error {
		return outbox.Put(tx, cast.Acme, kind, outbox.Reader{Name: "Ben Osei", Address: cast.Ben.Email},
			outbox.Facts{Account: "Acme Robotics", Reference: "CRM-1001", Partner: "Northwind Partners", By: "Pia Larsen", Secret: "s3cret"})
	})
}

// until waits for something to be so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("in vain: ", what)
		}
	}
}

func statusOf(t *testing.T, a *apptest.App) outbox.Letter {
	t.Helper()
	ls, err := a.Outbox.Newest(t.Context())
	if err != nil || len(ls) == 0 {
		t.Fatal(len(ls), err)
	}
	return ls[0]
}

func TestALetterArrivesOverSMTP(t *testing.T) {
	a := apptest.New(t)
	write(a, outbox.Invitation)
	server := mailtest.New(t, "none")
	post, err := postOf(server.Config(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	finished := carry(ctx, a.Outbox, post, "https://portal.meridian.example", slog.New(slog.DiscardHandler))
	until(t, "a letter", func() bool { return statusOf(t, a).Status == outbox.Sent })
	stop()
	<-finished
	ms := server.Mails()
	if len(ms) != 1 || ms[0].To != cast.Ben.Email {
		t.Fatalf("%d letters arrived", len(ms))
	}
	for _, form := range []string{"text/plain", "text/html"} {
		text := ms[0].Part(t, form)
		for _, says := range []string{"Pia Larsen invites you to the account of Acme Robotics", "Northwind", "CRM-1001", "https://portal.meridian.example/invitation/s3cret"} {
			if !strings.Contains(text, says) {
				t.Errorf("the %s part does not say %q: %s", form, says, text)
			}
		}
	}
	if from := ms[0].Header(t).Get("From"); from != `"Northwind Partners" <portal@meridian.example>` {
		t.Error(from)
	}
	if l := statusOf(t, a); l.Facts.Secret != "" {
		t.Error("the secret is still known")
	}
}

func TestTheLogTellsOfALetterThatDidNotLeaveAndNoAddress(t *testing.T) {
	a := apptest.New(t)
	write(a, outbox.Invitation)
	server := mailtest.New(t, "none")
	server.Rcpt = func(to string) error { return &smtp.SMTPError{Code: 550, Message: to + " is unknown"} }
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	post, err := postOf(server.Config(), log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	finished := carry(ctx, a.Outbox, post, "https://portal.meridian.example", log)
	until(t, "a refusal", func() bool { return statusOf(t, a).Status == outbox.Failed })
	stop()
	<-finished
	if s := out.String(); !strings.Contains(s, "a letter did not leave") || strings.Contains(s, "@") || strings.Contains(s, "s3cret") || strings.Contains(s, "Ben") {
		t.Error(s)
	}
}

// slow holds each letter until it is told to let it go.
type slow struct {
	mail.Keep
	in, out chan struct{}
	sent    atomic.Int64
}

func (p *slow) Send(context.Context, outbox.Message) error {
	p.in <- struct{}{}
	<-p.out
	p.sent.Add(1)
	return nil
}

func TestTheLetterInHandIsFinishedWhenThePortalStops(t *testing.T) {
	a := apptest.New(t)
	write(a, outbox.Invitation)
	write(a, outbox.Locked)
	p := &slow{in: make(chan struct{}), out: make(chan struct{})}
	ctx, stop := context.WithCancel(t.Context())
	finished := carry(ctx, a.Outbox, p, "https://portal.meridian.example", slog.New(slog.DiscardHandler))
	<-p.in
	stop()
	select {
	case <-finished:
		t.Fatal("the postman left with a letter in hand")
	case <-time.After(50 * time.Millisecond):
	}
	close(p.out)
	<-finished
	var sent, held int
	if err := a.Raw().QueryRow("SELECT count(*) FROM letters WHERE status = 'sent'").Scan(&sent); err != nil {
		t.Fatal(err)
	}
	if err := a.Raw().QueryRow("SELECT count(*) FROM letters WHERE leased_to IS NOT NULL").Scan(&held); err != nil {
		t.Fatal(err)
	}
	if sent != 1 || held != 0 || p.sent.Load() != 1 {
		t.Errorf("%d sent, %d left in hand", sent, held)
	}
}

func TestWithoutAMailServerLettersWait(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	post, err := postOf(config.Mail{TLS: "starttls"}, log)
	if err != nil || post != nil || !strings.Contains(out.String(), "No mail server is set up: letters wait") {
		t.Fatal(post, err, out.String())
	}
	a := apptest.New(t)
	write(a, outbox.Invitation)
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	<-carry(ctx, a.Outbox, post, "", log)
	if l := statusOf(t, a); l.Status != outbox.Waiting || l.Tries != 0 {
		t.Errorf("%+v", l)
	}
}
