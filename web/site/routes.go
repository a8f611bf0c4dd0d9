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
	e.GET(route.SignInCode, s.half(s.askCode))
	e.POST(route.SignInCode, s.half(s.proveCode))
	e.GET(route.SignInFactor, s.half(s.askFactor))
	e.POST(route.SignInFactor, s.half(s.startFactor))
	e.GET(route.SignInApp, s.half(s.askFirstCode))
	e.POST(route.SignInApp, s.half(s.confirmFactor))
	e.POST(route.SignInPasskey, s.anyone(s.small(s.enterByPasskey)))
	e.POST(route.Challenge(route.SignInPasskey), s.anyone(s.challenge(s.offerPasskey)))
	e.POST(route.SignInCodePasskey, s.half(s.small(s.provePasskey)))
	e.POST(route.Challenge(route.SignInCodePasskey), s.half(s.challenge(s.askPasskey)))
	e.GET(route.SignInFactorPasskey, s.half(s.askFactorPasskey))
	e.POST(route.SignInFactorPasskey, s.half(s.small(s.addFactorPasskey)))
	e.POST(route.Challenge(route.SignInFactorPasskey), s.half(s.challenge(s.startFactorPasskey)))
	e.POST(route.SignOut, s.leaving(s.signOut))
	e.GET(route.SetUp(":link"), s.anyone(s.askSetUp))
	e.POST(route.SetUp(":link"), s.anyone(s.setUp))
	e.GET(route.Invitation(":link"), s.anyone(s.showInvitation))
	e.POST(route.Invitation(":link"), s.anyone(s.acceptInvitation))
	e.GET(route.Forgotten, s.anyone(s.askForgotten))
	e.POST(route.Forgotten, s.anyone(s.sendForgotten))
	e.GET(route.ForgottenSent, s.anyone(s.showSent))
	e.GET(route.Reset(":link"), s.anyone(s.askReset))
	e.POST(route.Reset(":link"), s.anyone(s.resetPassword))
	e.POST(route.Strength, s.anyone(s.judgePassword))
	e.GET(route.Switch, s.known(s.switchAccount))

	e.GET(route.Me, s.known(s.showProfile))
	e.POST(route.Me, s.known(s.editProfile))
	e.GET(route.MyAddress, s.known(s.askAddress))
	e.POST(route.MyAddress, s.known(s.fresh(s.sendAddressCode)))
	e.POST(route.MyAddressCode, s.known(s.changeAddress))
	e.POST(route.MyAddressRemoval, s.known(s.dropAddress))
	e.GET(route.MySessions, s.known(s.listSessions))
	e.POST(route.MyOtherSessions, s.known(s.endOtherSessions))
	e.POST(route.MySessionRemoval(":session"), s.known(s.endSession))

	e.GET(route.MyActivity, s.known(s.myActivity))
	e.GET(route.MyActivityExport, s.known(s.exportMyActivity))

	// What changes how people get in (credentials, roles, second factors, keys)
	// stands behind fresh: it asks again who it is after ten minutes.
	e.GET(route.Proof, s.known(s.askProofNow))
	e.POST(route.Proof, s.known(s.proveNow))
	e.GET(route.MySecurity, s.known(s.showSecurity))
	e.GET(route.MyPassword, s.known(s.askPassword))
	e.POST(route.MyPassword, s.known(s.changePassword)) // the current password is the proof
	e.GET(route.MyApp, s.known(s.askApp))
	e.POST(route.MyApp, s.known(s.fresh(s.startApp)))
	e.POST(route.MyAppCode, s.known(s.confirmApp))
	e.GET(route.MyAppRemoval, s.known(s.askAppRemoval))
	e.POST(route.MyAppRemoval, s.known(s.fresh(s.removeApp)))
	e.POST(route.MyCodes, s.known(s.fresh(s.makeCodes)))
	e.POST(route.Challenge(route.Proof), s.known(s.challenge(s.askPasskeyAgain)))
	e.GET(route.NewPasskey, s.known(s.newPasskey))
	e.POST(route.NewPasskey, s.known(s.fresh(s.openNewPasskey)))
	e.POST(route.MyPasskeys, s.known(s.small(s.addPasskey)))
	e.POST(route.Challenge(route.MyPasskeys), s.known(s.fresh(s.challenge(s.startPasskey))))
	e.GET(route.MyPasskey(":passkey"), s.known(s.askPasskeyName))
	e.POST(route.MyPasskey(":passkey"), s.known(s.fresh(s.renamePasskey)))
	e.GET(route.MyPasskeyRemoval(":passkey"), s.known(s.askPasskeyRemoval))
	e.POST(route.MyPasskeyRemoval(":passkey"), s.known(s.fresh(s.removePasskey)))

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

	for _, users := range []string{route.Users(key), route.ManagedUsers(key, account)} {
		const seat = ":seat"
		e.GET(users, s.in(s.listUsers))
		e.POST(users, s.in(s.fresh(s.inviteUsers)))
		e.GET(route.NewUser(users), s.in(s.newUser))
		e.POST(route.NewUser(users), s.in(s.changeRows))
		e.GET(route.User(users, seat), s.in(s.showUser))
		e.POST(route.User(users, seat), s.in(s.fresh(s.editUser)))
		e.POST(route.UserInvitation(users, seat), s.in(s.fresh(s.inviteUserAgain)))
		e.POST(route.UserWithdrawal(users, seat), s.in(s.withdrawUser))
		e.POST(route.UserDeactivation(users, seat), s.in(s.fresh(s.deactivateUser)))
		e.POST(route.UserReactivation(users, seat), s.in(s.fresh(s.reactivateUser)))
		e.GET(route.UserFactorReset(users, seat), s.in(s.askFactorReset))
		e.POST(route.UserFactorReset(users, seat), s.in(s.fresh(s.resetFactors)))
	}

	e.GET(route.Activity(key), s.in(s.companyActivity))
	e.GET(route.ActivityExport(key), s.in(s.exportActivity))
	e.GET(route.CompanySecurity(key), s.in(s.showCompanySecurity))
	e.POST(route.CompanySecurity(key), s.in(s.fresh(s.secureCompany)))

	e.GET(route.Defaults(key), s.in(s.showDefaults))
	e.GET(route.Default(key, ":feature"), s.in(s.askDefault))
	e.POST(route.Default(key, ":feature"), s.in(s.changeDefault))
	e.POST(route.Refresh(key), s.in(s.chooseRefresh))
	e.POST(route.Undo(key, ":recorded"), s.in(s.undo))

	e.GET(route.Partners(key), s.in(s.listPartners))
	e.POST(route.Partners(key), s.in(s.fresh(s.createPartner)))
	e.GET(route.NewPartner(key), s.in(s.newPartner))
	e.POST(route.PartnerLink(key, ":partner"), s.in(s.fresh(s.renewLink)))

	e.GET(route.Letters(key), s.in(s.listLetters))
	e.GET(route.Letter(key, ":letter"), s.in(s.showLetter))
	e.POST(route.LetterAgain(key, ":letter"), s.in(s.sendLetterAgain))
	s.demoRoutes(e)
}
