package site

import (
	"bytes"
	"html"

	"github.com/tenantry/tenantry/internal/access"
)

// marks are what the pages of a preview, and those of somebody who acts in
// another's place, carry besides: in each of their forms a mark, so that one
// which is sent when that has ended in another tab is not carried out either;
// while nothing can be changed, the reason at each button; and in each dialog,
// which covers the bar, who acts.
type marks struct {
	field  string // into each form that changes something
	frozen bool   // none of these can be sent
	line   string // into each dialog
}

const previewed = `<input type="hidden" name="previewed" value="1"/>`

// marksOf are those of a request's pages, if they carry any.
func marksOf(r *Request) (m marks, ok bool) {
	switch {
	case r.By.Preview:
		return marks{field: previewed}, true
	case r.By.Acting == access.OwnName || r.Visitor.Act == nil:
		return m, false
	}
	act := r.Visitor.Act
	m = marks{field: `<input type="hidden" name="acting" value="` + html.EscapeString(act.ID) + `"/>`, frozen: r.By.Acting == access.Reading}
	class, mode := "dialog-acting", "Read-only."
	if !m.frozen {
		class, mode = "dialog-acting changing", "Changes allowed."
	}
	m.line = `<p class="` + class + `">` + html.EscapeString(r.By.Name+" ("+act.From.Name+") acting as "+act.As.Name+". "+mode) + `</p>`
	return m, true
}

// stays is in the address of the forms that work while nothing else can be
// sent: those of acting itself.
var stays = []byte("/acting/")

// on is a page, or a part of one, with its marks.
func (m marks) on(page []byte) []byte {
	posts := postForms(page)
	out := make([]byte, 0, len(page)+1<<12)
	inside := false
	for {
		i := bytes.IndexByte(page, '<')
		end := bytes.IndexByte(page, '>') + 1
		if i < 0 || end <= i {
			return append(out, page...)
		}
		tag := page[i:end]
		out = append(out, page[:i]...)
		page = page[end:]
		switch {
		case bytes.HasPrefix(tag, []byte("<form")):
			post := bytes.Contains(tag, []byte(`method="post"`))
			inside = post && !bytes.Contains(tag, stays)
			if out = append(out, tag...); post {
				out = append(out, m.field...)
			}
		case bytes.HasPrefix(tag, []byte("</form")):
			inside = false
			out = append(out, tag...)
		case m.frozen && bytes.HasPrefix(tag, []byte(`<button type="submit"`)) && (inside && !bytes.Contains(tag, []byte(` form="`)) || posts[attr(tag, "form")]):
			out = append(out, freeze(tag)...)
		case m.line != "" && bytes.HasPrefix(tag, []byte(`<div class="dialog-body"`)):
			out = append(append(out, m.line...), tag...)
		default:
			out = append(out, tag...)
		}
	}
}

// freeze is a button that says why it can't be pressed.
func freeze(tag []byte) []byte {
	if bytes.Contains(tag, []byte("aria-disabled")) {
		return tag
	}
	why := ` aria-disabled="true"`
	if !bytes.Contains(tag, []byte("aria-describedby")) {
		why += ` aria-describedby="acting-why"`
	}
	return append(append([]byte("<button"), why...), tag[len("<button"):]...)
}

// postForms are the ids of the forms of a page that change something.
func postForms(page []byte) map[string]bool {
	ids := map[string]bool{}
	for {
		_, rest, ok := bytes.Cut(page, []byte("<form"))
		end := bytes.IndexByte(rest, '>') + 1
		if !ok || end == 0 {
			return ids
		}
		if tag := rest[:end]; bytes.Contains(tag, []byte(`method="post"`)) && !bytes.Contains(tag, stays) {
			if id := attr(tag, "id"); id != "" {
				ids[id] = true
			}
		}
		page = rest[end:]
	}
}

// attr is what a tag says of itself, or "".
func attr(tag []byte, name string) string {
	_, rest, ok := bytes.Cut(tag, []byte(" "+name+`="`))
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	if !ok {
		return ""
	}
	return string(value)
}
