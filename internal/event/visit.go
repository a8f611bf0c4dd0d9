package event

import "github.com/tenantry/tenantry/internal/db"

// ofVisits are the facts about visits themselves, which change nothing in the account.
var ofVisits = []Kind{
	AccountEntered, AccountLeft, PreviewStarted, PreviewEnded, VisitStarted, VisitOpened, VisitExtended, VisitEnded, VisitRefused,
}

// During says what was done during visits, within reach: by their ids, how many
// facts there are besides those of the visits themselves.
func During(tx *db.Tx, visits []string) (map[string]int, error) {
	var rows []struct {
		VisitID string
		N       int
	}
	n := map[string]int{}
	if len(visits) == 0 {
		return n, nil
	}
	err := tx.Reach().Model(&Event{}).Select("visit_id, count(*) AS n").
		Where("visit_id IN ? AND visit_id <> '' AND kind NOT IN ?", visits, ofVisits).Group("visit_id").Find(&rows).Error
	for _, r := range rows {
		n[r.VisitID] = r.N
	}
	return n, err
}

// Steps are the facts about some visits of a kind, within reach, the oldest first.
func Steps(tx *db.Tx, visits []string, kind Kind) (es []Event, err error) {
	if len(visits) == 0 {
		return nil, nil
	}
	return es, tx.Reach().Where("visit_id IN ? AND visit_id <> '' AND kind = ?", visits, kind).Order("id").Limit(10 * PageSize).Find(&es).Error
}
