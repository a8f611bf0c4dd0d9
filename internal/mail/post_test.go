package mail_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/mail"
	"github.com/tenantry/tenantry/internal/mailtest"
	"github.com/tenantry/tenantry/internal/outbox"
)

// letter is a good one.
var letter = outbox.Message{
	ID: "0letter", FromName: "Northwind Partners", ToName: "Zoë Osei", ToAddress: "zoe@acme.example", Subject: "Pia lädt ein",
	Text: "Hello Zoë,\n\n.\nhttps://portal.example/invitation/abc\n", HTML: "<!DOCTYPE html><p>Hello Zoë",
}

func post(t *testing.T, s *mailtest.Server, c config.Mail) *mail.Post {
	t.Helper()
	p, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return p.Trust(s.Roots)
}

// trouble is what a post says went wrong.
func trouble(t *testing.T, err error) *outbox.Trouble {
	t.Helper()
	var tr *outbox.Trouble
	if !errors.As(err, &tr) {
		t.Fatalf("%v is no trouble in words", err)
	}
	for _, secret := range []string{letter.ToAddress, mailtest.Password} {
		if strings.Contains(tr.Text, secret) {
			t.Errorf("%q tells %q", tr.Text, secret)
		}
	}
	return tr
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	for _, mode := range []string{"starttls", "tls", "none"} {
		for _, user := range []string{"", mailtest.User} {
			s := mailtest.New(t, mode)
			c := s.Config()
			c.User, c.Password = user, mailtest.Password
			if err := post(t, s, c).Send(t.Context(), letter); err != nil {
				t.Fatalf("%s as %q: %v", mode, user, err)
			}
			ms := s.Mails()
			if len(ms) != 1 {
				t.Fatalf("%s: %d arrived", mode, len(ms))
			}
			m := ms[0]
			if m.From != "portal@meridian.example" || m.To != letter.ToAddress || m.TLS != (mode != "none") || m.User != user {
				t.Errorf("%s: %+v", mode, m)
			}
			h := m.Header(t)
			for name, want := range map[string]string{
				"From": `"Northwind Partners" <portal@meridian.example>`, "To": "=?utf-8?q?Zo=C3=AB_Osei?= <zoe@acme.example>", "Message-Id": "<0letter@meridian.example>",
				"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Mime-Version": "1.0", "User-Agent": "", "X-Mailer": "",
			} {
				if got := h.Get(name); got != want {
					t.Errorf("%s: %s is %q", mode, name, got)
				}
			}
			if at, err := h.Date(); err != nil || time.Since(at).Abs() > time.Minute {
				t.Errorf("dated %v, %v", at, err)
			}
			if m.Subject(t) != letter.Subject {
				t.Errorf("subject %q", m.Subject(t))
			}
			if got := strings.ReplaceAll(m.Part(t, "text/plain"), "\r\n", "\n"); strings.TrimRight(got, "\n") != strings.TrimRight(letter.Text, "\n") {
				t.Errorf("text %q", got)
			}
			if got := m.Part(t, "text/html"); strings.TrimSpace(got) != letter.HTML {
				t.Errorf("HTML %q", got)
			}
		}
	}
}

func TestWithoutANameOfItsOwnALetterComesFromThePortal(t *testing.T) {
	s := mailtest.New(t, "none")
	m := letter
	m.FromName = ""
	if err := post(t, s, s.Config()).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := s.Mails()[0].Header(t).Get("From"); got != `"Meridian Networks" <portal@meridian.example>` {
		t.Error(got)
	}
}

func TestNoNameBeginsAHeaderOfItsOwn(t *testing.T) {
	s := mailtest.New(t, "none")
	p := post(t, s, s.Config())
	evil := "Pia\r\nBcc: everybody@evil.example\r\n\r\n<script>"
	m := letter
	m.FromName, m.ToName, m.Subject = evil, evil+"\u2028\x00", evil
	if err := p.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := s.Mails()[0]
	h := got.Header(t)
	if h.Get("Bcc") != "" || len(h["To"]) != 1 || got.To != letter.ToAddress {
		t.Errorf("%v", h)
	}
	if got.Subject(t) != "Pia Bcc: everybody@evil.example <script>" {
		t.Errorf("%q", got.Subject(t))
	}
	to, err := h.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != letter.ToAddress || to[0].Name != "Pia Bcc: everybody@evil.example <script>" {
		t.Errorf("%v, %v", to, err)
	}
	if head, _, _ := strings.Cut(string(got.Bytes), "\r\n\r\n"); strings.Contains(head, "\nBcc") {
		t.Error(head)
	}
	for _, address := range []string{"", "nobody", "a@b\r\nRCPT TO:<c@d>", "a@b>,<c@d", "A <a@b.example>", "a@b.example, c@d.example"} {
		m := letter
		m.ToAddress = address
		if tr := trouble(t, p.Send(t.Context(), m)); !tr.ForGood {
			t.Errorf("%q: %v", address, tr)
		}
	}
	if n := len(s.Mails()); n != 1 {
		t.Errorf("%d arrived", n)
	}
}

func FuzzHeadersStayWhatTheyAre(f *testing.F) {
	for _, seed := range []string{"Pia", "Zoë\r\nBcc: x@y.example", "\"; <a@b>", "=?utf-8?q?=0D=0ABcc:_x?=", strings.Repeat("é", 300), "\xff\xfe", "a\n b"} {
		f.Add(seed)
	}
	s := mailtest.New(f, "none")
	p, err := mail.New(s.Config())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string) {
		before := len(s.Mails())
		m := letter
		m.FromName, m.ToName, m.Subject = name, name, name
		if err := p.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		got := s.Mails()[before]
		h := got.Header(t)
		for known := range h {
			switch known {
			case "From", "To", "Subject", "Date", "Message-Id", "Auto-Submitted", "X-Auto-Response-Suppress", "Mime-Version", "Content-Type":
			default:
				t.Fatalf("%q made a header %s", name, known)
			}
		}
		if got.To != letter.ToAddress || len(h["To"]) != 1 || len(h["Subject"]) != 1 {
			t.Fatalf("%q: %v", name, h)
		}
	})
}

func TestWhatTheServerSaysBecomesASentence(t *testing.T) {
	for name, c := range map[string]struct {
		rcpt, data error
		says       string
		forGood    bool
	}{
		"no such user":          {&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<zoe@acme.example> is unknown"}, nil, "refused the address: 550 5.1.1 the address is unknown", true},
		"no relaying":           {&smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Relay access denied"}, nil, "refused the address: 554 5.7.1 Relay access denied", false},
		"greylisted":            {&smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: "come back later"}, nil, "did not take the letter: 450 4.2.0 come back later", false},
		"the letter is refused": {nil, &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "looks like spam"}, "did not take the letter: 554 5.6.0 looks like spam", false},
	} {
		s := mailtest.New(t, "starttls")
		s.Rcpt = func(string) error { return c.rcpt }
		s.Data = func(string) error { return c.data }
		tr := trouble(t, post(t, s, s.Config()).Send(t.Context(), letter))
		if !strings.Contains(tr.Text, c.says) || tr.ForGood != c.forGood {
			t.Errorf("%s: %q, for good %t", name, tr.Text, tr.ForGood)
		}
	}
}

func TestAServerThatFailsFirstGetsTheLetterLater(t *testing.T) {
	s := mailtest.New(t, "starttls")
	n := 0
	s.Data = func(string) error {
		if n++; n == 1 {
			return &smtp.SMTPError{Code: 451, Message: "try again"}
		}
		return nil
	}
	p := post(t, s, s.Config())
	trouble(t, p.Send(t.Context(), letter))
	if err := p.Send(t.Context(), letter); err != nil || len(s.Mails()) != 1 {
		t.Errorf("%d, %v", len(s.Mails()), err)
	}
}

func TestAServerThatHangsIsNotWaitedForLong(t *testing.T) {
	for name, behave := range map[string]func(net.Conn){
		"says nothing": func(net.Conn) {},
		"is slow": func(c net.Conn) {
			for _, b := range []byte("220 mail.test ready and talking very slowly to everybody\r\n") {
				time.Sleep(20 * time.Millisecond)
				if _, err := c.Write([]byte{b}); err != nil {
					return
				}
			}
		},
	} {
		for _, mode := range []string{"starttls", "tls"} {
			if mode == "tls" && name == "is slow" {
				continue // what it says slowly is no beginning of an encrypted connection
			}
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			go func() {
				for {
					c, err := l.Accept()
					if err != nil {
						return
					}
					t.Cleanup(func() { _ = c.Close() })
					go behave(c)
				}
			}()
			p, err := mail.New(config.Mail{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "a@b.example", TLS: mode})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			tr := trouble(t, p.Hurry(300*time.Millisecond).Send(t.Context(), letter))
			if took := time.Since(start); took > 2*time.Second || tr.ForGood || tr.Text != "The mail server took too long." {
				t.Errorf("%s, %s: %q after %v", name, mode, tr.Text, took)
			}
		}
	}
}

func TestALetterThatTheServerTookIsSentWhateverComesAfter(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		_, _ = io.WriteString(c, "220 mail.test\r\n")
		data := false
		for in := bufio.NewScanner(c); in.Scan(); {
			answer := "250 yes\r\n"
			switch said := in.Text(); {
			case said == ".":
				_, _ = io.WriteString(c, answer)
				return // and hangs up
			case said == "DATA":
				data, answer = true, "354 go on\r\n"
			}
			if !data || strings.HasPrefix(answer, "354") {
				_, _ = io.WriteString(c, answer)
			}
		}
	}()
	p, err := mail.New(config.Mail{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "a@b.example", TLS: "none"})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Send(t.Context(), letter); err != nil {
		t.Error(err)
	}
}

func TestACallerWhoLeavesIsNotKept(t *testing.T) {
	s := mailtest.New(t, "none")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := post(t, s, s.Config()).Send(ctx, letter); err == nil || len(s.Mails()) != 0 {
		t.Error(err)
	}
}

func TestNothingLeavesThroughAConnectionThatIsNotSafe(t *testing.T) {
	plain := mailtest.New(t, "none")
	c := plain.Config()
	c.TLS = "starttls"
	if tr := trouble(t, post(t, plain, c).Send(t.Context(), letter)); !strings.Contains(tr.Text, "STARTTLS") {
		t.Errorf("a server without STARTTLS: %q", tr.Text)
	}
	for _, mode := range []string{"starttls", "tls"} {
		s := mailtest.New(t, mode)
		p, err := mail.New(s.Config())
		if err != nil {
			t.Fatal(err)
		}
		if tr := trouble(t, p.Send(t.Context(), letter)); !strings.Contains(tr.Text, "certificate is not trusted") || len(s.Mails()) != 0 {
			t.Errorf("%s, a certificate of nobody: %q", mode, tr.Text)
		}
	}
	s := mailtest.New(t, "starttls")
	c = s.Config()
	c.User, c.Password = mailtest.User, "a wrong password"
	if tr := trouble(t, post(t, s, c).Send(t.Context(), letter)); tr.ForGood || !strings.Contains(tr.Text, "535") {
		t.Errorf("a wrong password: %+v", tr)
	}
	if len(plain.Mails())+len(s.Mails()) != 0 {
		t.Error("a letter arrived")
	}
}

func TestAServerThatIsNotThereIsSaidToBe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	p, err := mail.New(config.Mail{Host: "127.0.0.1", Port: port, From: "a@b.example", TLS: "starttls"})
	if err != nil {
		t.Fatal(err)
	}
	if tr := trouble(t, p.Send(t.Context(), letter)); !strings.Contains(tr.Text, "cannot be reached: ") || !strings.Contains(tr.Text, "refused") || tr.ForGood {
		t.Errorf("%q", tr.Text)
	}
}

func TestSettingsThatCannotWorkAreRefusedAtTheStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("from a file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := config.Mail{Host: "mail.example", From: "portal@meridian.example", TLS: "starttls", User: "u", PasswordFile: file}
	if _, err := mail.New(good); err != nil {
		t.Error(err)
	}
	if secret, err := good.Secret(); err != nil || secret != "from a file" {
		t.Errorf("%q, %v", secret, err)
	}
	for name, change := range map[string]func(*config.Mail){
		"no sender":                  func(c *config.Mail) { c.From = "" },
		"a sender without a domain":  func(c *config.Mail) { c.From = "portal" },
		"no file":                    func(c *config.Mail) { c.PasswordFile = file + "x" },
		"two passwords":              func(c *config.Mail) { c.Password = "another" },
		"no encryption to elsewhere": func(c *config.Mail) { c.TLS = "none" },
	} {
		c := good
		change(&c)
		if _, err := mail.New(c); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for host, local := range map[string]bool{"localhost": true, "127.0.0.1": true, "127.8.8.8": true, "::1": true, "[::1]": true, "10.0.0.1": false, "localhost.evil.example": false, "127.0.0.1.evil.example": false} {
		if (config.Mail{Host: host}).Local() != local {
			t.Errorf("%s is on this machine: %t", host, !local)
		}
	}
	for mode, want := range map[string]int{"starttls": 587, "tls": 465, "none": 25} {
		if _, port := (config.Mail{TLS: mode}).Server(); port != want {
			t.Errorf("%s: port %d", mode, port)
		}
	}
}
