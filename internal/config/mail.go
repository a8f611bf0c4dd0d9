package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"os"
	"strings"
)

// Mail says through which server letters leave. Without a host they wait.
type Mail struct {
	Host         string `help:"Mail server through which letters leave. Without one they wait." env:"TENANTRY_MAIL_HOST"`
	Port         int    `help:"Its port; 0 is 587, or 465 with tls." default:"0" env:"TENANTRY_MAIL_PORT"`
	User         string `help:"User at the mail server. Without one nobody signs in there." env:"TENANTRY_MAIL_USER"`
	Password     string `help:"Password of that user; better in a file." env:"TENANTRY_MAIL_PASSWORD"`
	PasswordFile string `help:"File that holds the password." type:"path" env:"TENANTRY_MAIL_PASSWORD_FILE"`
	From         string `help:"Sender of letters, with or without a name: Meridian Networks <portal@meridian.example>." env:"TENANTRY_MAIL_FROM"`
	TLS          string `help:"How the connection is encrypted: starttls, tls, or none, which is for a server on this machine only." enum:"starttls,tls,none" default:"starttls" env:"TENANTRY_MAIL_TLS"`
}

// Server is where to connect: host and port.
func (m Mail) Server() (host string, port int) {
	switch {
	case m.Port != 0:
		return m.Host, m.Port
	case m.TLS == "tls":
		return m.Host, 465
	case m.TLS == "none":
		return m.Host, 25
	}
	return m.Host, 587
}

// Sender is the name and the address that letters come from.
func (m Mail) Sender() (*mail.Address, error) {
	if m.From == "" {
		return nil, errors.New("a mail server needs a sender: set TENANTRY_MAIL_FROM")
	}
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil, fmt.Errorf("read the sender of letters %q: %w", m.From, err)
	}
	return from, nil
}

// Secret is the password, from the file where there is one.
func (m Mail) Secret() (string, error) {
	if m.PasswordFile == "" {
		return m.Password, nil
	}
	if m.Password != "" {
		return "", errors.New("the password of the mail server is given twice: by TENANTRY_MAIL_PASSWORD and by a file")
	}
	text, err := os.ReadFile(m.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("read the password of the mail server: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// Local reports whether the mail server is on this machine.
func (m Mail) Local() bool {
	ip := net.ParseIP(strings.Trim(m.Host, "[]"))
	return m.Host == "localhost" || ip != nil && ip.IsLoopback()
}
