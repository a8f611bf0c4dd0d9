package site

import (
	"context"
	"io"
	"strings"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/web/form"
)

// ctx ends when the browser goes away.
func (r *Request) ctx() context.Context { return r.Request().Context() }

// decode fills an input from the request's form.
func (r *Request) decode(in any) error { return form.Decode(r.Request(), in) }

// longestAgent is how many bytes are kept of what a browser says it is.
const longestAgent = 200

// browser is what a sign-in leaves in its session.
func (s *Site) browser(r *Request) auth.Browser {
	agent := r.Request().UserAgent()
	agent = strings.ToValidUTF8(agent[:min(longestAgent, len(agent))], "")
	return auth.Browser{Address: r.RealIP(), Agent: agent, Request: requestID(r.Context), Secret: s.Store.Secret(r.Request())}
}

// upload is the text of the file sent under a name, at most most bytes of it.
func (r *Request) upload(name string, most int64) (string, error) {
	file, err := r.FormFile(name)
	if err != nil {
		return "", fault.Fields{{Field: name, Text: "Choose a file"}}.Err()
	}
	if file.Size > most {
		return "", fault.Fields{{Field: name, Text: "The file is larger than 1 MB"}}.Err()
	}
	f, err := file.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most))
	return string(text), err
}
