package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/user"
)

// What follows is for tests. It stands here, and not among them, because a test
// inside a package makes all that depend on the package be built once more.

// Rows are one of each kind of row that nobody outside reads, for the test that
// compares them with their tables.
func Rows() []any { return []any{Attempt{}, device{}, ceremony{}, spent{}} }

// Opens is nil when a session is opened for somebody as they were when their
// password was compared. Its secret is told to nobody, so nobody is in it.
func (s *Sessions) Opens(ctx context.Context, u user.User, b Browser) error {
	_, err := s.start(ctx, u, b)
	return err
}
