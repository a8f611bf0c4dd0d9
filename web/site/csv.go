package site

import (
	"encoding/csv"
	"net/http"
	"time"

	"github.com/tenantry/tenantry/internal/access"
)

// exportTime bounds how long a file is written.
const exportTime = 10 * time.Minute

// signed begins a file that somebody makes in another's place with a line that
// names both.
func signed(r *Request, w *csv.Writer) error {
	if r.By.Acting == access.OwnName {
		return nil
	}
	act := r.Visitor.Act
	return w.Write([]string{r.By.Name + " (" + act.From.Name + ") as " + act.As.Name + ", " + act.Account.Name})
}

// sendFile answers a CSV file, whose lines write writes. What fails before any of
// it has left is answered by a page; what fails later breaks the file off.
func (s *Site) sendFile(r *Request, name string, write func(w *csv.Writer) error) error {
	const disposition = "Content-Disposition"
	h := r.Response().Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set(disposition, `attachment; filename="`+name+`"`)
	_ = http.NewResponseController(r.Response()).SetWriteDeadline(time.Now().Add(exportTime)) // a short one stands where it is not supported
	w := csv.NewWriter(r.Response())
	err := signed(r, w)
	if err == nil {
		err = write(w)
	}
	if err == nil {
		w.Flush()
		err = w.Error()
	}
	if err == nil {
		return nil
	}
	if r.Response().Committed {
		s.Log.Error("export broken off", "request", requestID(r.Context), "error", err)
		panic(http.ErrAbortHandler) // so that half a file does not look like a whole one
	}
	h.Del(disposition) // what is answered now is a page
	return err
}
