package record

import "github.com/tenantry/tenantry/internal/event"

// names are the kinds as people choose from them.
var names = map[event.Kind]string{
	event.OperatorCreated:      "Operator created",
	event.PartnerCreated:       "Partner created",
	event.DistributorCreated:   "Distributor created",
	event.UserInvited:          "User invited",
	event.UserEdited:           "User edited",
	event.UserDeactivated:      "User deactivated",
	event.UserReactivated:      "User reactivated",
	event.UserLocked:           "User locked",
	event.InvitationSent:       "Invitation sent again",
	event.InvitationWithdrawn:  "Invitation withdrawn",
	event.InvitationAccepted:   "Invitation accepted",
	event.SignedIn:             "Signed in",
	event.SignedOut:            "Signed out",
	event.SignInRefused:        "Sign-in refused",
	event.SessionEnded:         "Session ended by hand",
	event.PasswordSet:          "Password set",
	event.PasswordChanged:      "Password changed",
	event.PasswordReset:        "Password reset",
	event.FactorAdded:          "Second factor added",
	event.FactorRemoved:        "Second factor removed",
	event.FactorRenamed:        "Passkey renamed",
	event.FactorRefused:        "Passkey refused",
	event.FactorReset:          "Second factor reset",
	event.ResetOffered:         "Reset link made",
	event.CodesMade:            "Recovery codes made",
	event.CodeUsed:             "Recovery code used",
	event.EmailChanged:         "E-mail address changed",
	event.ProfileEdited:        "Profile changed",
	event.SecurityChanged:      "Sign-in rules changed",
	event.LetterSentAgain:      "Letter sent again",
	event.AccountCreated:       "Account created",
	event.AccountEdited:        "Account edited",
	event.AccountSuspended:     "Account suspended",
	event.AccountReactivated:   "Account reactivated",
	event.AccountClosed:        "Account closed",
	event.AccountEntered:       "Account entered",
	event.AccountLeft:          "Account left",
	event.PreviewStarted:       "Preview started",
	event.PreviewEnded:         "Preview ended",
	event.AddressConfirmed:     "Support address confirmed",
	event.SettingChanged:       "Setting changed",
	event.SettingInherited:     "Setting inherited again",
	event.DefaultChanged:       "Default changed",
	event.LockPut:              "Setting locked",
	event.LockLifted:           "Lock lifted",
	event.SupportChanged:       "Support model changed",
	event.ChangeScheduled:      "Change scheduled",
	event.ChangeCancelled:      "Scheduled change cancelled",
	event.ChangeCarriedOut:     "Scheduled change carried out",
	event.ChangeRefused:        "Scheduled change refused",
	event.BatchStarted:         "Change of many accounts started",
	event.BatchFinished:        "Change of many accounts finished",
	event.BatchReverted:        "Change of many accounts reverted",
	event.CompanyEdited:        "Company profile changed",
	event.ListingEdited:        "Marketplace profile changed",
	event.MarketRequested:      "Market asked for",
	event.MarketAnswered:       "Market request answered",
	event.MarketWithdrawn:      "Market request withdrawn",
	event.SupportAsked:         "Support asked",
	event.NotificationsChanged: "Notifications changed",
	event.ViewSaved:            "View saved",
	event.ViewRemoved:          "View removed",
}

// groups are the groups of kinds as people choose from them.
var groups = map[string]string{"sign-in": "Sign-in", "people": "People", "accounts": "Accounts", "settings": "Settings"}

// KindName is a kind as people choose it from a list.
func KindName(k event.Kind) string {
	if name, ok := names[k]; ok {
		return name
	}
	return string(k)
}

// GroupName is a group of kinds as people choose it from a list.
func GroupName(name string) string {
	if word, ok := groups[name]; ok {
		return word
	}
	return name
}

var icons = map[event.Kind]string{
	event.OperatorCreated:      "plus",
	event.PartnerCreated:       "plus",
	event.DistributorCreated:   "plus",
	event.AccountCreated:       "plus",
	event.AccountSuspended:     "circle-pause",
	event.AccountReactivated:   "play",
	event.AccountClosed:        "ban",
	event.AccountEntered:       "eye",
	event.AccountLeft:          "arrow-left",
	event.PreviewStarted:       "eye",
	event.PreviewEnded:         "arrow-left",
	event.AddressConfirmed:     "check",
	event.SettingChanged:       "settings-2",
	event.SettingInherited:     "undo-2",
	event.DefaultChanged:       "settings-2",
	event.LockPut:              "lock",
	event.LockLifted:           "undo-2",
	event.SupportChanged:       "users",
	event.ChangeScheduled:      "clock",
	event.ChangeCancelled:      "ban",
	event.ChangeCarriedOut:     "check",
	event.ChangeRefused:        "ban",
	event.BatchStarted:         "settings-2",
	event.BatchFinished:        "check",
	event.BatchReverted:        "undo-2",
	event.SecurityChanged:      "shield-check",
	event.UserInvited:          "mail",
	event.UserEdited:           "user-cog",
	event.UserDeactivated:      "ban",
	event.UserReactivated:      "play",
	event.UserLocked:           "lock",
	event.InvitationSent:       "mail",
	event.InvitationWithdrawn:  "undo-2",
	event.InvitationAccepted:   "check",
	event.SignedIn:             "user",
	event.SignedOut:            "log-out",
	event.SignInRefused:        "shield-alert",
	event.SessionEnded:         "log-out",
	event.PasswordSet:          "key-round",
	event.PasswordChanged:      "key-round",
	event.PasswordReset:        "key-round",
	event.FactorAdded:          "shield-check",
	event.FactorRemoved:        "shield-alert",
	event.FactorRenamed:        "pencil",
	event.FactorRefused:        "shield-alert",
	event.FactorReset:          "shield-alert",
	event.ResetOffered:         "key-round",
	event.CodesMade:            "key-round",
	event.CodeUsed:             "key-round",
	event.EmailChanged:         "mail",
	event.ProfileEdited:        "user-cog",
	event.LetterSentAgain:      "mail",
	event.CompanyEdited:        "pencil",
	event.ListingEdited:        "pencil",
	event.MarketRequested:      "mail",
	event.MarketAnswered:       "check",
	event.MarketWithdrawn:      "undo-2",
	event.SupportAsked:         "mail",
	event.NotificationsChanged: "mail",
	event.ViewSaved:            "bookmark",
	event.ViewRemoved:          "trash-2",
}

func icon(e event.Event) string {
	if name := icons[e.Kind]; name != "" {
		return name
	}
	return "pencil"
}
