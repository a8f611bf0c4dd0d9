package event

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/db"
)

// Topic is one of several things of an account that facts are about.
type Topic struct{ Account, Name string }

// About lists the facts about some topics, newest first, PageSize at a time, as
// far back as the caller's company shows them and not before since; before is
// the id of the last one seen, or "". more says that older ones follow. The
// topics are those of an account within the caller's reach, or of accounts above it.
func About(tx *db.Tx, account string, topics []Topic, since time.Time, before string) (es []Event, more bool, err error) {
	here, err := companyOf(tx)
	if err != nil {
		return nil, false, err
	}
	part := span{lo: max(here.floor(tx.Now), db.FirstID(since)), hi: before}
	for _, t := range topics {
		var some []Event
		q := part.of(tx.Up(account).Where("account_id = ? AND topic = ? AND topic <> ''", t.Account, t.Name))
		if err := q.Order("id DESC").Limit(PageSize + 1).Find(&some).Error; err != nil {
			return nil, false, err
		}
		es = append(es, some...)
	}
	slices.SortFunc(es, newestFirst)
	more = len(es) > PageSize
	es, err = shown(tx, es[:min(PageSize, len(es))])
	return es, more, err
}
