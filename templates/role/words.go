package role

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
)

// scope says who the visitor is in this account.
func scope(p ShowPage) string {
	if p.By.Viewing() {
		return "You are viewing " + p.Account.Name + " with your role at " + p.Home.Name + ", limited to what makes sense in a managed account."
	}
	return "In " + p.Account.Name + ". In another account you may have another role."
}

// answer is whether the visitor may do something, in a word that has a shape.
func answer(p ShowPage, what access.Permission) string {
	if p.By.May(what) {
		return "Yes"
	}
	return "No"
}

// reason says why the visitor may not, or "".
func reason(p ShowPage, what access.Permission) string {
	if p.By.May(what) {
		return ""
	}
	by := p.By
	if by.Suspended = false; by.May(what) {
		return "Not while the account is suspended"
	}
	return "Takes the role " + access.AnyOf(access.Holders(what, p.By.Kind))
}

// refused reports whether anything is not open to the visitor here.
func (p ShowPage) refused() bool {
	return slices.ContainsFunc(p.permissions(), func(what access.Permission) bool { return !p.By.May(what) })
}

// whom says whom to ask for another role.
func whom(p ShowPage) string {
	if p.By.Role == access.AdminOf(p.By.SeatKind) {
		return "You hold the most powerful role. You can change those of others, and another " + string(p.By.Role) + " can change yours. An account always keeps one."
	}
	return "A " + string(access.AdminOf(p.By.SeatKind)) + " can do it for you, or change your role."
}
