// Package mailtest is a real mail server in the process, for tests: letters
// arrive at it over SMTP, and it can refuse, fail or hang as servers do.
package mailtest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/tenantry/tenantry/internal/config"
)

// The user that the server knows.
const (
	User     = "portal"
	Password = "a mail password"
)

// Server is a mail server on 127.0.0.1.
type Server struct {
	Roots *x509.CertPool // that its certificate is trusted by; nil without encryption

	// Rcpt and Data answer for each address and each letter; nil takes everything.
	Rcpt, Data func(to string) error

	t    testing.TB
	mode string
	port int

	mu    sync.Mutex
	mails []Mail
}

// Mail is one letter that arrived.
type Mail struct {
	From, To string // of the envelope
	User     string // who had signed in, or ""
	TLS      bool
	Bytes    []byte
}

// New is a server that encrypts as mode says: starttls, tls, or none.
func New(t testing.TB, mode string) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, mode: mode, port: l.Addr().(*net.TCPAddr).Port}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{s: s, conn: c}, nil }))
	server.Domain, server.AllowInsecureAuth, server.EnableSMTPUTF8 = "mail.test", mode == "none", true
	server.ReadTimeout, server.WriteTimeout, server.ErrorLog = 10*time.Second, 10*time.Second, silent{}
	if mode != "none" {
		server.TLSConfig = s.certify()
	}
	if mode == "tls" {
		l = tls.NewListener(l, server.TLSConfig)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

// Config are the settings with which the portal sends through this server.
func (s *Server) Config() config.Mail {
	return config.Mail{Host: "127.0.0.1", Port: s.port, From: "Meridian Networks <portal@meridian.example>", TLS: s.mode}
}

// Mails are the letters that arrived so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// certify makes a certificate for 127.0.0.1 that only this server's Roots trust.
func (s *Server) certify() *tls.Config {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		s.t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		s.t.Fatal(err)
	}
	s.Roots = x509.NewCertPool()
	s.Roots.AddCert(c)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

// silent keeps the server's log out of the tests' output.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// session is one client's conversation.
type session struct {
	s              *Server
	conn           *smtp.Conn
	from, to, user string
}

func (c *session) Reset()        { c.from, c.to = "", "" }
func (c *session) Logout() error { return nil }

func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		c.user = user
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	c.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to = to
	if c.s.Rcpt != nil {
		return c.s.Rcpt(to)
	}
	return nil
}

func (c *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if c.s.Data != nil {
		if err := c.s.Data(c.to); err != nil {
			return err
		}
	}
	_, secure := c.conn.TLSConnectionState()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.mails = append(c.s.mails, Mail{From: c.from, To: c.to, User: c.user, TLS: secure, Bytes: text})
	return nil
}

// Header is the letter's head.
func (m Mail) Header(t testing.TB) mail.Header {
	t.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(m.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	return msg.Header
}

// Subject is what the reader sees first.
func (m Mail) Subject(t testing.TB) string {
	t.Helper()
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header(t).Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return subject
}

// Part is the text of the letter in one form: text/plain or text/html.
func (m Mail) Part(t testing.TB, form string) string {
	t.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(m.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the letter is %s, %v", kind, err)
	}
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			t.Fatal(err)
		}
		if got, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type")); got != form {
			continue
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}
