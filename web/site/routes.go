package site

import (
	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/web/route"
)

// Routes registers every address of the site. Permission is not asked here:
// it stands behind every door, in the verbs.
func (s *Site) Routes(e *echo.Echo) {
	const key, account = ":key", ":account"

	e.GET(route.Home, s.known(s.home))
	e.GET(route.SignIn, s.anyone(s.askSignIn))
	e.POST(route.SignIn, s.anyone(s.signIn))
	e.POST(route.SignOut, s.known(s.signOut))
	e.GET(route.SetUp(":link"), s.anyone(s.askSetUp))
	e.POST(route.SetUp(":link"), s.anyone(s.setUp))
	e.GET(route.Invitation(":link"), s.anyone(s.showInvitation))
	e.POST(route.Invitation(":link"), s.anyone(s.acceptInvitation))
	e.GET(route.Switch, s.known(s.switchAccount))

	e.GET(route.Account(key), s.in(s.openAccount))
	e.POST(route.Entry(key), s.known(s.enterAccount))
	e.POST(route.Exit(key), s.in(s.leaveAccount))
	e.GET(route.Services(key), s.in(s.listServices))
	e.GET(route.Role(key), s.in(s.showRole))

	e.GET(route.Accounts(key), s.in(s.listAccounts))
	e.POST(route.Accounts(key), s.in(s.createAccount))
	e.GET(route.NewAccount(key), s.in(s.newAccount))
	e.GET(route.AccountsExport(key), s.in(s.exportAccounts))
	e.GET(route.AccountsImport(key), s.in(s.askImport))
	e.POST(route.AccountsImport(key), s.in(s.importAccounts))
	e.POST(route.AccountsBulk(key), s.in(s.changeAccounts))
	e.POST(route.Views(key), s.in(s.saveView))
	e.POST(route.ViewRemoval(key, ":view"), s.in(s.removeView))

	e.GET(route.Managed(key, account), s.in(s.showAccount))
	e.POST(route.Managed(key, account), s.in(s.editAccount))
	e.GET(route.Prompt(key, account), s.in(s.promptFeatures))
	e.GET(route.Features(key, account), s.in(s.showFeatures))
	e.POST(route.Features(key, account), s.in(s.saveFeatures))
	e.GET(route.Feature(key, account, ":feature"), s.in(s.askFeature))
	e.POST(route.Feature(key, account, ":feature"), s.in(s.changeFeature))
	e.GET(route.History(key, account), s.in(s.showHistory))
	e.POST(route.Suspension(key, account), s.in(s.suspendAccount))
	e.POST(route.Reactivation(key, account), s.in(s.reactivateAccount))
	e.GET(route.Closure(key, account), s.in(s.askClosure))
	e.POST(route.Closure(key, account), s.in(s.closeAccount))

	e.GET(route.Defaults(key), s.in(s.showDefaults))
	e.GET(route.Default(key, ":feature"), s.in(s.askDefault))
	e.POST(route.Default(key, ":feature"), s.in(s.changeDefault))
	e.POST(route.Refresh(key), s.in(s.chooseRefresh))
	e.POST(route.Undo(key, ":recorded"), s.in(s.undo))

	e.GET(route.Partners(key), s.in(s.listPartners))
	e.POST(route.Partners(key), s.in(s.createPartner))
	e.GET(route.NewPartner(key), s.in(s.newPartner))
	e.POST(route.PartnerLink(key, ":partner"), s.in(s.renewLink))
}
