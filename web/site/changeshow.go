package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/changes"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// showChange is one change.
func (s *Site) showChange(r *Request) error {
	b, err := s.Settings.Batch(r.ctx(), r.By, r.Param("change"))
	if err != nil {
		return err
	}
	status := setting.ItemStatus(take(r.query(), url.Values{}, "result", func(v string) bool { return slices.Contains(setting.ItemStatuses, setting.ItemStatus(v)) }))
	after, _ := strconv.ParseInt(r.query().Get("after"), 10, 64)
	rows, more, err := s.Settings.Items(r.ctx(), r.By, b.ID, status, after, setting.BatchPage)
	if err != nil {
		return err
	}
	p := changes.ShowPage{
		Shell: s.shell(r, changes.Title(b)), Partner: r.Visitor.Account, Batch: b, Rows: rows, Status: status, First: after <= 0,
		File: route.ChangeFile(r.here(), b.ID), Faces: changeFaces(r, b, status),
	}
	if err := setting.ChangesMany(r.By); err != nil {
		p.Refusal = err.Error()
	}
	if more {
		q := url.Values{"after": {strconv.FormatInt(rows[len(rows)-1].Position, 10)}}
		if status != "" {
			q.Set("result", string(status))
		}
		p.More = route.With(route.Change(r.here(), b.ID), q)
	}
	return r.page(http.StatusOK, changes.Show(p))
}

// changeFaces are the accounts of a change by what became of them.
func changeFaces(r *Request, b setting.Batch, current setting.ItemStatus) []layout.Tab {
	here := route.Change(r.here(), b.ID)
	ts := []layout.Tab{{Label: "All", Href: here, Count: ui.Figure(int(b.Total)), Current: current == ""}}
	counts := map[setting.ItemStatus]int64{
		setting.ItemDone: b.Done, setting.ItemSame: b.Same, setting.ItemFailed: b.Failed, setting.ItemSpared: b.Spared, setting.ItemWaiting: b.Left(),
	}
	for _, status := range setting.ItemStatuses {
		if counts[status] > 0 || status == current {
			ts = append(ts, layout.Tab{
				Label: changes.ItemStatus(status), Href: route.With(here, url.Values{"result": {string(status)}}),
				Count: ui.Figure(int(counts[status])), Current: status == current,
			})
		}
	}
	return ts
}

// retryChange tries the accounts again that could not be changed.
func (s *Site) retryChange(r *Request) error {
	b, err := s.Settings.RetryBatch(r.ctx(), r.By, r.Param("change"))
	if err != nil {
		return err
	}
	return s.carried(r, b)
}

// revertChange takes a change back.
func (s *Site) revertChange(r *Request) error {
	b, err := s.Settings.RevertBatch(r.ctx(), r.By, r.Param("change"))
	if err != nil {
		return err
	}
	return s.carried(r, b)
}

// cancelChange cancels a change that is still to come.
func (s *Site) cancelChange(r *Request) error {
	b, err := s.Settings.CancelBatch(r.ctx(), r.By, r.Param("change"))
	if err != nil {
		return err
	}
	return s.done(r, route.Change(r.here(), b.ID), layout.Notice{Tone: layout.Ok, Lead: "Cancelled.", Text: account.Tidy(changes.Title(b)) + " will not happen."})
}
