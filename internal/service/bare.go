package service

import "github.com/tenantry/tenantry/internal/price"

// Bare is the service without its prices, for whoever needs none of them: who
// builds it, or makes a key for it.
func (s Service) Bare() Service {
	s.MonthlyRetail, s.OnceRetail = price.Retail{}, price.Retail{}
	s.MonthlyCost, s.OnceCost = price.Cost{}, price.Cost{}
	return s
}
