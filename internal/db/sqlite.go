package db

import (
	"errors"

	"github.com/mattn/go-sqlite3"
)

// diskFull reports whether SQLite could not write, for want of space or because
// the disk fails.
func diskFull(err error) bool {
	var s sqlite3.Error
	return errors.As(err, &s) && (s.Code == sqlite3.ErrFull || s.Code == sqlite3.ErrIoErr)
}
