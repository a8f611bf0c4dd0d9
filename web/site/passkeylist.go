package site

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/templates/security"
)

// passkeys is the list of one's passkeys.
func passkeys(got auth.Security) (p security.PasskeysPart) {
	for _, f := range got.Passkeys {
		p.Passkeys = append(p.Passkeys, security.PasskeyRow{Name: f.Name, AddedAt: f.CreatedAt, UsedAt: f.UsedAt})
	}
	return p
}
