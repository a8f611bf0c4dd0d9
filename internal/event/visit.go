package event

import (
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// ofVisits are the facts about visits themselves, which change nothing in the account.
var ofVisits = []Kind{
	AccountEntered, AccountLeft, PreviewStarted, PreviewEnded, VisitStarted, VisitOpened, VisitExtended, VisitEnded, VisitRefused,
}

// Starting is the topic of a refusal that kept somebody from acting.
const Starting = "acting"

// Done narrows a query over facts to what was done during visits, without the
// facts about the visits themselves. The index events_by_visit has its words.
func Done(q *gorm.DB, visits ...string) *gorm.DB {
	return q.Where("visit_id IN ? AND visit_id <> '' AND kind NOT IN ?", visits, ofVisits)
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
	err := Done(tx.Reach().Model(&Event{}), visits...).Select("visit_id, count(*) AS n").Group("visit_id").Find(&rows).Error
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
