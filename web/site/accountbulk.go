package site

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// mostAtOnce is how many accounts one press tags, suspends or reactivates at most.
const mostAtOnce = 500

// bulkForm is a change of many accounts: the first time the ticked rows and
// what to do, the second time, with Go, how.
type bulkForm struct {
	Act   string   `form:"act"`
	Keys  []string `form:"key"`
	Every bool     `form:"every"` // all that match Query, not just the ticked ones
	Query string   `form:"query"`
	Go    bool     `form:"go"`
	Tag   string   `form:"tag"`
	How   string   `form:"how"` // tag or untag
}

// acts are the ways to change many accounts, as the page calls them.
var acts = map[string]struct {
	title, button string
	may           access.Permission
}{
	"setting":    {"Change a setting of", "", access.ConfigureAccounts},
	"tag":        {"Tag", "Save for", access.EditAccounts},
	"suspend":    {"Suspend", "Suspend", access.SuspendAccounts},
	"reactivate": {"Reactivate", "Reactivate", access.SuspendAccounts},
}

// changeAccounts shows what a change of many accounts would do, and does it
// when it is sent again from there: each account on its own, so that one that
// cannot be changed holds up no other.
func (s *Site) changeAccounts(r *Request) error {
	if err := r.By.Must(access.ListAccounts); err != nil {
		return err
	}
	var in bulkForm
	if err := r.decode(&in); err != nil {
		return err
	}
	act, ok := acts[in.Act]
	if !ok {
		return fault.Missing()
	}
	if err := r.By.Must(act.may); err != nil {
		return err
	}
	if in.Act == "setting" && (in.Every || len(in.Keys) > 0) && len(in.Keys) <= setting.MostTicked {
		to := changeForm{Keys: in.Keys, Every: in.Every, Query: in.Query}
		return r.Redirect(http.StatusSeeOther, route.With(route.NewChange(r.here()), to.address()))
	}
	p, err := s.bulkPage(r, in)
	if err != nil {
		return err
	}
	if p.Problems != nil {
		return r.page(http.StatusUnprocessableEntity, accounts.Bulk(p))
	}
	if !in.Go {
		return r.page(http.StatusOK, accounts.Bulk(p))
	}
	for _, a := range p.Accounts {
		problem, err := s.changeOne(r, in, a.ID)
		if err != nil {
			return err
		}
		p.Results = append(p.Results, accounts.BulkResult{Account: a, Problem: problem})
	}
	return r.page(http.StatusOK, accounts.Bulk(p))
}

func (s *Site) bulkPage(r *Request, in bulkForm) (b accounts.BulkPage, err error) {
	keys := in.Keys
	if in.Every {
		if keys, err = s.matching(r, in.Query); err != nil {
			return b, err
		}
	}
	chosen, err := s.Accounts.Children(r.ctx(), r.By, keys, mostAtOnce)
	if err != nil {
		return b, err
	}
	n := ui.Counted(len(chosen), "account")
	b = accounts.BulkPage{
		Shell: s.shell(r, acts[in.Act].title+" "+n), Partner: r.Visitor.Account, Act: in.Act, Title: acts[in.Act].title + " " + n,
		Button: acts[in.Act].button + " " + n, Accounts: chosen, Tag: in.Tag, How: in.How, Problems: in.problems(len(chosen), len(keys)),
	}
	for _, a := range chosen {
		b.Keys = append(b.Keys, a.ID)
	}
	b.Shell.Invalid = b.Problems != nil
	return b, nil
}

func (s *Site) matching(r *Request, query string) ([]string, error) {
	q, err := url.ParseQuery(query)
	if err != nil {
		return nil, fault.Missing()
	}
	defaults, err := s.Settings.Defaults(r.ctx(), r.By)
	if err != nil {
		return nil, err
	}
	l := readListing(q)
	l.filter.Inherited = setting.InheritedFrom(defaults)
	return s.Accounts.Matching(r.ctx(), r.By, l.filter, mostAtOnce+1)
}

// problems are what keeps the change from being done.
func (in bulkForm) problems(chosen, asked int) (fs fault.Fields) {
	switch {
	case chosen == 0:
		fs.Add("act", "Tick at least one account in the list")
	case in.Act == "setting":
		fs.Add("act", "Tick at most %d accounts, or choose all that match", setting.MostTicked)
	case asked > mostAtOnce:
		fs.Add("act", "Change at most %d accounts at once. Narrow the list first", mostAtOnce)
	}
	if !in.Go {
		return fs
	}
	if in.Act == "tag" && account.Tidy(in.Tag) == "" {
		fs.Add("tag", "Enter a tag")
	}
	return fs
}

// changeOne changes one of many accounts; problem says why nothing was changed.
func (s *Site) changeOne(r *Request, in bulkForm, id string) (problem string, err error) {
	switch in.Act {
	case "suspend":
		_, err = s.Accounts.Suspend(r.ctx(), r.By, id)
	case "reactivate":
		_, err = s.Accounts.Reactivate(r.ctx(), r.By, id)
	default:
		_, err = s.Accounts.Tag(r.ctx(), r.By, id, in.Tag, in.How != "untag")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "There was no time left for it. Do it again for this account.", nil
	}
	if f := fault.Of(err); f != nil {
		return f.Text, nil
	}
	return "", err
}
