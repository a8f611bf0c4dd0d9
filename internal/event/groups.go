package event

import "slices"

// Group is some kinds of facts that people look for together.
type Group struct {
	Name  string // in addresses
	Kinds []Kind
}

// Groups are all kinds, each in one group, in the order in which people choose from them.
var Groups = []Group{
	{"sign-in", []Kind{
		SignedIn, SignInRefused, SignedOut, SessionEnded, PasswordSet, PasswordChanged, PasswordReset,
		FactorAdded, FactorRenamed, FactorRemoved, FactorRefused, CodesMade, CodeUsed, EmailChanged, ProfileEdited,
	}},
	{"people", []Kind{
		UserInvited, InvitationSent, InvitationWithdrawn, InvitationAccepted,
		UserEdited, UserDeactivated, UserReactivated, UserLocked, FactorReset, ResetOffered, LetterSentAgain, NotificationsChanged,
	}},
	{"accounts", []Kind{
		AccountCreated, PartnerCreated, DistributorCreated, OperatorCreated, AccountEdited, AddressConfirmed,
		SupportChanged, AccountSuspended, AccountReactivated, AccountClosed,
		CompanyEdited, ListingEdited, MarketRequested, MarketAnswered, MarketWithdrawn, SupportAsked,
		MarketTurnedOn, MarketEdited, MarketTurnedOff,
	}},
	{"access", []Kind{
		AccountEntered, AccountLeft, PreviewStarted, PreviewEnded, VisitStarted, VisitOpened, VisitExtended, VisitEnded, VisitRefused,
		AccessAsked, AccessGranted, AccessRefused, AccessWithdrawn, AccessExpired, AccessTakenBack, GlassBroken, ConsentChanged, DelegationChanged,
	}},
	{"services", []Kind{
		ServiceDesigned, ServiceDiscarded, ServiceOrdered, ServiceAccepted, ServiceBuilt, ServiceLive, ServiceFailed, ServiceRetried,
		ServiceChanged, ServiceTagged, ServiceLocked, ServiceUnlocked, ServiceCancelled, ServiceKept, ServiceEnded, ServiceRenewed, ServiceRanOut,
		RequestSent, RequestApproved, RequestRejected, RequestWithdrawn, RequestExpired, RequestFailed, QueueChanged,
		KeyMade, KeyChanged, ConnectionAsked, ConnectionAccepted, ConnectionDenied, ConnectionEnds, ConnectionStays, CatalogueChanged, PricesChanged,
	}},
	{"settings", []Kind{SettingChanged, SettingInherited, DefaultChanged, ChangeScheduled, ChangeCancelled, ChangeCarriedOut, ChangeRefused, BatchStarted, BatchFinished, BatchReverted,
		LockPut, LockLifted, SecurityChanged, ViewSaved, ViewRemoved}},
}

// KindsOf are the kinds that a name of a group, or of one kind, stands for; none for any other text.
func KindsOf(name string) []Kind {
	for _, g := range Groups {
		if g.Name == name {
			return g.Kinds
		}
		if slices.Contains(g.Kinds, Kind(name)) {
			return []Kind{Kind(name)}
		}
	}
	return nil
}
