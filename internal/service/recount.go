package service

import "github.com/tenantry/tenantry/internal/db"

// Recount is recount, for tests that write services as a verb would. It stands
// here, and not among them, because a test inside a package makes all that
// depend on the package be built once more.
func Recount(tx *db.Tx, was, now []Service) error { return recount(tx, was, now) }
