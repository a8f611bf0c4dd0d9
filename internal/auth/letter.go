package auth

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// tell writes a letter about how u signs in, which can't be switched off. what
// says what changed.
func tell(tx *db.Tx, u user.User, kind outbox.Kind, what string, b Browser) error {
	h, err := home(tx, u.ID)
	if err != nil {
		return err
	}
	above, err := account.Above(tx, h.Account)
	if err != nil {
		return err
	}
	return outbox.Put(tx, h.ID, kind, outbox.Reader{Name: u.Name, Address: u.Email}, outbox.Facts{
		Account: h.Name, Reference: h.Reference, Partner: above.Name, By: u.Name, What: what, Device: b.device(), Place: b.Address,
	})
}

// warn tells a person that their second factors are gone. Who has no seat any
// more gets no letter.
func warn(tx *db.Tx, u user.User) error {
	homes, err := seated(tx, u.ID)
	if err != nil || len(homes) == 0 {
		return err
	}
	h := homes[0]
	above, err := account.Above(tx, h.Account)
	if err != nil {
		return err
	}
	return outbox.Put(tx, h.ID, outbox.FactorChanged, outbox.Reader{Name: u.Name, Address: u.Email}, outbox.Facts{
		Account: h.Name, Reference: h.Reference, Partner: above.Name, By: tx.By.Name,
		What: "Your second factors, passkeys and recovery codes were removed.",
	})
}
