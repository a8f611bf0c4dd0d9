// Package mail takes letters to a mail server over SMTP, or keeps them where
// the demonstration shows them.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/outbox"
)

// Post hands letters to a mail server, each over a connection of its own.
type Post struct {
	from    *mail.Address
	server  config.Mail
	secret  string
	roots   *x509.CertPool // nil means the machine's
	patient time.Duration  // with the server, for one letter
}

// New is the post through the server that the settings name. It connects to
// nothing yet.
func New(c config.Mail) (*Post, error) {
	from, err := c.Sender()
	if err != nil {
		return nil, err
	}
	secret, err := c.Secret()
	if err != nil {
		return nil, err
	}
	if c.TLS == "none" && !c.Local() {
		return nil, errors.New("letters leave this machine encrypted only: TENANTRY_MAIL_TLS=none is for a mail server on this machine")
	}
	return &Post{from: from, server: c, secret: secret, patient: 30 * time.Second}, nil
}

// Trust makes the post believe certificates that these roots vouch for, in
// place of the machine's.
func (p *Post) Trust(roots *x509.CertPool) *Post {
	p.roots = roots
	return p
}

// Hurry makes the post wait this long for a server, instead of half a minute.
func (p *Post) Hurry(d time.Duration) *Post {
	p.patient = d
	return p
}

// Keeps is false: what has left is not kept.
func (p *Post) Keeps() bool { return false }

// Send hands one letter over. It answers within half a minute, whatever the
// server does.
func (p *Post) Send(ctx context.Context, m outbox.Message) error {
	ctx, cancel := context.WithTimeout(ctx, p.patient)
	defer cancel()
	msg, err := p.message(m)
	if err != nil {
		return err
	}
	client, err := p.client(ctx)
	if err != nil {
		return fmt.Errorf("mail client: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() {
		return nil // what goes wrong after the server took the letter is no reason to send it again
	}
	return p.trouble(ctx, m, err)
}

// message is a letter in the form of the Internet. Names come from people and
// become one line each; what could begin another header is taken out.
func (p *Post) message(m outbox.Message) (*gomail.Msg, error) {
	to, err := mail.ParseAddress("<" + m.ToAddress + ">")
	if err != nil || to.Address != m.ToAddress {
		return nil, &outbox.Trouble{Text: "The address is none that letters can be sent to.", ForGood: true}
	}
	from := &mail.Address{Name: p.from.Name, Address: p.from.Address}
	if name := line(m.FromName); name != "" {
		from.Name = name
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	msg.ToMailAddress(&mail.Address{Name: line(m.ToName), Address: to.Address})
	if reply, err := mail.ParseAddress("<" + m.ReplyTo + ">"); err == nil && reply.Address == m.ReplyTo {
		msg.ReplyToMailAddress(&mail.Address{Name: line(m.ReplyName), Address: reply.Address})
	}
	msg.Subject(line(m.Subject))
	msg.SetDate()
	msg.SetMessageIDWithValue(m.ID + p.from.Address[strings.LastIndexByte(p.from.Address, '@'):])
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}

// line is text without control characters, in one line.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// client is a client for one letter.
func (p *Post) client(ctx context.Context) (*gomail.Client, error) {
	host, port := p.server.Server()
	security := &tls.Config{ServerName: host, RootCAs: p.roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithPort(port), gomail.WithTimeout(p.patient), gomail.WithTLSConfig(security), gomail.WithDialContextFunc(p.dial(ctx, security)),
	}
	switch p.server.TLS {
	case "tls":
		options = append(options, gomail.WithSSL())
	case "none":
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if p.server.User != "" {
		options = append(options, gomail.WithUsername(p.server.User), gomail.WithPassword(p.secret),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5))
	}
	return gomail.NewClient(host, options...)
}

// dial connects, and closes the connection when ctx ends: the client's own
// limits are for each step, and a slow server has many steps.
func (p *Post) dial(ctx context.Context, security *tls.Config) gomail.DialContextFunc {
	return func(_ context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = conn.Close() })
		if p.server.TLS != "tls" {
			return conn, nil
		}
		secure := tls.Client(conn, security)
		return secure, secure.HandshakeContext(ctx)
	}
}

// over reports whether the time for one letter is used up. The connection's
// limit is the same, and may be noticed a moment earlier.
func over(ctx context.Context) bool {
	end, limited := ctx.Deadline()
	return ctx.Err() != nil || limited && time.Until(end) < 50*time.Millisecond
}

// trouble says in a sentence what went wrong, without addresses of people.
func (p *Post) trouble(ctx context.Context, m outbox.Message, err error) error {
	var sent *gomail.SendError
	var network *net.OpError
	var untrusted *tls.CertificateVerificationError
	said := strings.NewReplacer("<"+m.ToAddress+">", "the address", m.ToAddress, "the address").Replace(answer(err))
	switch {
	case over(ctx) || errors.Is(err, os.ErrDeadlineExceeded):
		return &outbox.Trouble{Text: "The mail server took too long."}
	case errors.As(err, &sent) && sent.Reason == gomail.ErrSMTPRcptTo && sent.ErrorCode()/100 == 5:
		// A server that objects to us, and not to the address, says so by 5.7.
		ours := strings.HasPrefix(sent.EnhancedStatusCode(), "5.7") || strings.Contains(said, " 5.7.")
		return &outbox.Trouble{Text: "The mail server refused the address: " + said, ForGood: !ours}
	case errors.As(err, &sent) && sent.ErrorCode() != 0:
		return &outbox.Trouble{Text: "The mail server did not take the letter: " + said}
	case errors.As(err, &untrusted):
		return &outbox.Trouble{Text: "The mail server’s certificate is not trusted: " + untrusted.Err.Error()}
	case errors.As(err, &network) && network.Op == "dial":
		return &outbox.Trouble{Text: "The mail server cannot be reached: " + network.Err.Error()}
	}
	return &outbox.Trouble{Text: "The mail server did not take the letter: " + said}
}

// answer is the innermost reason: what the server said.
func answer(err error) string {
	text := err.Error()
	for _, before := range []string{"dial failed: ", "send failed: ", "client_send: ", "sending SMTP RCPT TO command: ", "sending SMTP MAIL FROM command: ", "sending SMTP DATA command: ", "closing SMTP DATA writer: "} {
		text = strings.TrimPrefix(text, before)
	}
	for _, after := range []string{", affected recipient(s)", ", affected message ID"} {
		text, _, _ = strings.Cut(text, after)
	}
	return quoted.ReplaceAllString(text, "$1 $2")
}

// quoted is a server's answer as the client repeats it.
var quoted = regexp.MustCompile(`(\d{3}) "(.*)"$`)
