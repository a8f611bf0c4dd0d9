package main

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/templates/notifications"
	"github.com/tenantry/tenantry/web/route"
)

func notificationStories() []story {
	last := notificationsPage(cast.Pia, meridian, notice.Choices{Offered: true, Told: true, Last: true})
	late := last
	late.Problem = last.Choices.Keeps()
	return []story{
		{"notifications", route.Notifications("{key}"), notifications.Show(notificationsPage(cast.Tariq, meridian, notice.Choices{Offered: true, Told: true}))},
		{"notifications-last", "", notifications.Show(last)},
		{"notifications-late", "", notifications.Show(late)},
		{"notifications-managed", "", notifications.Show(notificationsPage(cast.Dev, cast.Account(cast.Cascade), notice.Choices{Offered: true}))},
		{"notifications-direct", "", notifications.Show(notificationsPage(cast.Sol, meridian, notice.Choices{}))},
	}
}

func notificationsPage(who cast.Person, above account.Account, c notice.Choices) notifications.ShowPage {
	p := notifications.ShowPage{Shell: shell(who, "", "Notifications"), Choices: c}
	p.Shell.Role, p.Shell.Notifications = route.Role(who.Account), route.Notifications(who.Account)
	p.Choices.Here, p.Choices.Above, p.Choices.Role = cast.Account(who.Account), above, who.Role
	return p
}

// told are the facts of a letter that says what happened to an account, or that
// somebody asks for help.
func told(kind outbox.Kind, f outbox.Facts) outbox.Facts {
	switch kind {
	case outbox.SupportAsked, outbox.SupportCopied:
		f.By, f.What, f.Service, f.Reply = cast.Ben.Name, "Packets are lost in Sydney", "Sydney Core A", cast.Ben.Email
		f.Text = "Since 9:40 two of our three routers in Sydney drop a packet in ten.\n\nNothing was changed on our side."
	case outbox.PeopleChanged:
		f.By, f.What, f.Key = cast.Ben.Name, "Ben Osei joined as Technical Contact", cast.Acme
	case outbox.AccountChanged:
		f.What, f.Key, f.Below = "Acme Robotics was suspended", cast.Northwind, cast.Acme
	case outbox.OwnChanged:
		f.What, f.Key = "Acme Robotics was suspended", cast.Acme
	}
	return f
}
