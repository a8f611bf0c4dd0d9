package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/user"
)

// Start opens a session for somebody whose password was compared.
func (s *Sessions) Start(ctx context.Context, u user.User, b Browser) (secret string, err error) {
	return s.start(ctx, u, b)
}

// Attempt counts failed sign-ins, for the mirror test.
type Attempt = attempt

// DeviceRow is a known browser, for the mirror test.
type DeviceRow = device
