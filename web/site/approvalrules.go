package site

import (
	"net/http"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/approvals"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// showRules is how the partner has set its queue up.
func (s *Site) showRules(r *Request) error { return s.rules(r, http.StatusOK, nil, nil, "") }

func (s *Site) rules(r *Request, status int, typed *approval.PolicyDraft, problems fault.Fields, late string) error {
	u, err := s.Approvals.Setup(r.ctx(), r.By)
	if err != nil {
		return err
	}
	p := approvals.RulesPage{Shell: s.shell(r, "Rules and dates"), Setup: u, Problems: problems, Late: late}
	p.Policy = approval.PolicyDraft{Due: strconv.Itoa(u.Policy.DueDays), Expires: strconv.Itoa(u.Policy.ExpiresDays)}
	if typed != nil {
		p.Policy = *typed
	}
	p.Shell.Invalid = problems != nil
	return r.page(status, approvals.Rules(p))
}

// setPolicy sets how long requests wait.
func (s *Site) setPolicy(r *Request) error {
	var in approval.PolicyDraft
	altered := false
	err := r.decode(&in)
	if err == nil {
		altered, err = s.Approvals.SetPolicy(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.rules(r, http.StatusUnprocessableEntity, &in, problems, "")
	}
	if fault.Is(err, fault.Conflict) {
		return s.rules(r, http.StatusConflict, &in, nil, err.Error())
	}
	if err != nil {
		return err
	}
	return s.done(r, route.ApprovalRules(r.here()), saved("Dates", altered))
}

// newRule is the form of a new rule.
func (s *Site) newRule(r *Request) error {
	return s.rule(r, http.StatusOK, approvals.RulePage{Draft: approval.RuleDraft{Token: db.NewID(s.now())}})
}

func (s *Site) rule(r *Request, status int, p approvals.RulePage) error {
	if err := r.By.Must(access.RuleRequests); err != nil {
		return err
	}
	u, err := s.Approvals.Setup(r.ctx(), r.By)
	if err != nil {
		return err
	}
	p.Setup = u
	p.Shell = s.shell(r, p.Title())
	p.Shell.Invalid = p.Problems != nil
	return r.page(status, approvals.Rule(p))
}

// editingRule is the form of one rule.
func (s *Site) editingRule(r *Request) error {
	rule, below, err := s.Approvals.FindRule(r.ctx(), r.By, r.Param("rule"))
	if err != nil {
		return err
	}
	return s.rule(r, http.StatusOK, approvals.RulePage{ID: rule.ID, Active: rule.Active, Draft: approvals.RuleDraft(r.By, rule, below)})
}

// addRule makes a rule, or tries it.
func (s *Site) addRule(r *Request) error {
	return s.saveRule(r, "", func(in approval.RuleDraft) (approval.Rule, error) { return s.Approvals.AddRule(r.ctx(), r.By, in) })
}

// editRule changes a rule, or tries the change.
func (s *Site) editRule(r *Request) error {
	id := r.Param("rule")
	if _, _, err := s.Approvals.FindRule(r.ctx(), r.By, id); err != nil {
		return err
	}
	return s.saveRule(r, id, func(in approval.RuleDraft) (approval.Rule, error) { return s.Approvals.EditRule(r.ctx(), r.By, id, in) })
}

func (s *Site) saveRule(r *Request, id string, save func(approval.RuleDraft) (approval.Rule, error)) error {
	var in approval.RuleDraft
	var press struct {
		Try bool `form:"try"`
	}
	var rule approval.Rule
	var trial approval.Trial
	err := r.decode(&in)
	if err == nil {
		err = r.decode(&press)
	}
	if err == nil && press.Try {
		trial, err = s.Approvals.Try(r.ctx(), r.By, in)
	} else if err == nil {
		rule, err = save(in)
	}
	p := approvals.RulePage{ID: id, Draft: in, Problems: fault.FieldsOf(err)}
	switch {
	case p.Problems != nil:
		return s.rule(r, http.StatusUnprocessableEntity, p)
	case fault.Is(err, fault.Conflict):
		p.Late = err.Error()
		return s.rule(r, http.StatusConflict, p)
	case err != nil:
		return err
	case press.Try:
		p.Trial = &trial
		return s.rule(r, http.StatusOK, p)
	}
	return s.done(r, route.ApprovalRules(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The rule “" + rule.Name + "” is saved.", Text: "It holds for what is sent from now on."})
}

// switchRule turns a rule on or off.
func (s *Site) switchRule(r *Request) error {
	var in struct {
		On      bool  `form:"on"`
		Version int64 `form:"version"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	rule, err := s.Approvals.SwitchRule(r.ctx(), r.By, r.Param("rule"), in.On, in.Version)
	if fault.Is(err, fault.Conflict) {
		return s.rules(r, http.StatusConflict, nil, nil, err.Error())
	}
	if err != nil {
		return err
	}
	word := "off"
	if rule.Active {
		word = "on"
	}
	return s.done(r, route.ApprovalRules(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The rule “" + rule.Name + "” is " + word + "."})
}

// removeRule removes a rule.
func (s *Site) removeRule(r *Request) error {
	rule, err := s.Approvals.RemoveRule(r.ctx(), r.By, r.Param("rule"))
	if err != nil {
		return err
	}
	return s.done(r, route.ApprovalRules(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The rule “" + rule.Name + "” is removed.", Text: "What it let pass stays as it is."})
}
