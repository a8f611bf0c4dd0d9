package site

import (
	"encoding/csv"
	"net/http"
	"time"
)

// exportTime bounds how long a file is written.
const exportTime = 10 * time.Minute

// sendFile answers a CSV file, whose lines write writes. What fails before any of
// it has left is answered by a page; what fails later breaks the file off.
func (s *Site) sendFile(r *Request, name string, write func(w *csv.Writer) error) error {
	const disposition = "Content-Disposition"
	h := r.Response().Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set(disposition, `attachment; filename="`+name+`"`)
	_ = http.NewResponseController(r.Response()).SetWriteDeadline(time.Now().Add(exportTime)) // a short one stands where it is not supported
	w := csv.NewWriter(r.Response())
	err := write(w)
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
