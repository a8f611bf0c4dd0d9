package event

import "github.com/tenantry/tenantry/internal/db"

// Latest are the newest facts that Company shows the caller.
func Latest(tx *db.Tx, most int) ([]Event, error) {
	here, err := companyOf(tx)
	if err != nil {
		return nil, err
	}
	s := search{tx: tx, f: Filter{Size: most}, span: Filter{}.span(here.floor(tx.Now)), walks: companyWalks(tx)}
	p, err := s.page()
	if err != nil {
		return nil, err
	}
	return shown(tx, p.Events)
}
