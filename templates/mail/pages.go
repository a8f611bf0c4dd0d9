// Package mail draws letters: each kind as HTML, as its twin in plain text, and
// with its subject. Every link begins with the portal's public address.
package mail

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/outbox"
)

// Page is what one letter says, in the order in which it is read.
type Page struct {
	Brand     string // in whose name it comes
	Subject   string // and its heading
	Preview   string // what mail programs show beside the subject
	Hello     string
	Lead      []string // paragraphs: what happened, who did it
	Quote     []string // lines that somebody wrote, as they wrote them
	Button    Button
	Code      string // to type, or ""
	Facts     []Fact
	After     []string // what to do if it was somebody else
	Sent      string   // to whom, by whom and why
	Reference string   // the account's
}

// Button is the one thing to press.
type Button struct{ Label, Href string }

// Fact is a line of the table.
type Fact struct{ Label, Value string }

// Writer draws letters for a portal.
type Writer struct {
	Public string // where people reach the portal, without a slash at the end
}

// Draw writes a letter out as a message.
func (w Writer) Draw(l outbox.Letter) (outbox.Message, error) {
	l.ToName, l.Facts = squeeze(l.ToName), tidy(l.Facts)
	p, err := w.Page(l)
	if err != nil {
		return outbox.Message{}, err
	}
	var html bytes.Buffer
	if err := Letter(p).Render(context.Background(), &html); err != nil {
		return outbox.Message{}, fmt.Errorf("draw a letter: %w", err)
	}
	m := outbox.Message{
		ID: l.ID, FromName: sender(l.Facts), ToName: l.ToName, ToAddress: l.ToAddress, Subject: p.Subject, Text: p.Text(), HTML: html.String(),
	}
	if l.Kind == outbox.SupportAsked {
		m.ReplyName, m.ReplyTo = l.Facts.By, l.Facts.Reply
	}
	if l.Again > 0 {
		m.ID = fmt.Sprintf("%s-%d", l.ID, l.Again)
	}
	return m, nil
}

// Page is what a letter says.
func (w Writer) Page(l outbox.Letter) (Page, error) {
	write, ok := writers[l.Kind]
	if !ok {
		return Page{}, fmt.Errorf("a letter of the kind %q has no words", l.Kind)
	}
	l.ToName, l.Facts = squeeze(l.ToName), tidy(l.Facts)
	p := write(w, l)
	p.Brand, p.Reference = w.brand(l.Facts), l.Facts.Reference
	p.Hello = strings.TrimSpace("Hello "+l.ToName) + ","
	p.Sent = "Sent to " + l.ToAddress + " by " + p.Brand + ", because " + p.Sent
	return p, nil
}

// sender is the company in whose name a letter comes, or "" where it is the portal's own.
func sender(f outbox.Facts) string {
	if f.Partner != "" {
		return f.Partner
	}
	return f.Account
}

// brand is the sender, or where there is none the portal's address.
func (w Writer) brand(f outbox.Facts) string {
	if name := sender(f); name != "" {
		return name
	}
	u, err := url.Parse(w.Public)
	if err != nil || u.Host == "" {
		return "the portal"
	}
	return u.Host
}

// Text is the letter in plain text, in lines as mail programs like them.
func (p Page) Text() string { return p.text(72) }

// Flowing is the letter in plain text with a line for each paragraph, for
// where lines are broken by whoever shows it.
func (p Page) Flowing() string { return p.text(1 << 20) }

// text is the letter in lines of at most width characters.
func (p Page) text(width int) string {
	var b strings.Builder
	paragraph := func(texts ...string) {
		for _, t := range texts {
			b.WriteString(wrap(t, width) + "\n\n")
		}
	}
	paragraph(p.Subject, p.Hello)
	paragraph(p.Lead...)
	for _, line := range p.Quote {
		b.WriteString(quoted(line, width))
	}
	if len(p.Quote) > 0 {
		b.WriteString("\n")
	}
	if p.Code != "" {
		b.WriteString("    " + p.Code + "\n\n")
	}
	if p.Button.Href != "" {
		b.WriteString(p.Button.Label + ":\n" + p.Button.Href + "\n\n")
	}
	wide := 0
	for _, f := range p.Facts {
		wide = max(wide, len(f.Label))
	}
	for _, f := range p.Facts {
		fmt.Fprintf(&b, "%-*s  %s\n", wide+1, f.Label+":", f.Value)
	}
	if len(p.Facts) > 0 {
		b.WriteString("\n")
	}
	paragraph(p.After...)
	b.WriteString("--\n" + wrap(p.Sent, width) + "\n")
	if p.Reference != "" {
		b.WriteString("[" + p.Reference + "]\n")
	}
	return b.String()
}

// quoted is a line that somebody wrote, as mail programs mark it.
func quoted(line string, width int) string {
	return "> " + strings.ReplaceAll(wrap(line, width-2), "\n", "\n> ") + "\n"
}

// wrap breaks a paragraph into lines of at most width characters, between words.
func wrap(text string, width int) string {
	var lines []string
	line, n := "", 0
	for _, word := range strings.Fields(text) {
		w := len([]rune(word))
		if n > 0 && n+1+w > width {
			lines, line, n = append(lines, line), "", 0
		}
		if n > 0 {
			line, n = line+" ", n+1
		}
		line, n = line+word, n+w
	}
	return strings.Join(append(lines, line), "\n")
}

// squeeze is a text in one line.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// tidy are facts whose texts are one line each.
func tidy(f outbox.Facts) outbox.Facts {
	for _, s := range []*string{&f.Account, &f.Reference, &f.Partner, &f.By, &f.Role, &f.What, &f.Note, &f.Service, &f.Reply, &f.Device, &f.Place, &f.From, &f.Other} {
		*s = squeeze(*s)
	}
	return f
}
