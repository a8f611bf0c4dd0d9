package auth

import (
	"github.com/tenantry/tenantry/internal/visit"
	"slices"
	"strings"
	"time"

	"github.com/mileusna/useragent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
	"gorm.io/gorm"
)

// browsers and systems are the names that a device is called by. What a
// browser says about itself is anybody's text, and letters repeat it: nothing
// else of it is ever shown.
var (
	browsers = []string{
		useragent.Chrome, useragent.HeadlessChrome, useragent.Firefox, useragent.Safari, useragent.Edge, useragent.Opera, useragent.OperaMini,
		useragent.OperaTouch, useragent.Vivaldi, useragent.SamsungBrowser, useragent.InternetExplorer,
	}
	systems = []string{useragent.Windows, useragent.MacOS, useragent.Linux, useragent.ChromeOS, useragent.FreeBSD, useragent.Android}
)

// Device is a browser and its system in words: Firefox on Windows.
func Device(agent string) string {
	ua := useragent.Parse(agent)
	name, system := ua.Name, ua.OS
	if !slices.Contains(browsers, name) {
		name = "A browser"
	}
	switch {
	case strings.HasPrefix(ua.Device, "iPhone"):
		system = "iPhone"
	case strings.HasPrefix(ua.Device, "iPad"):
		system = "iPad"
	case !slices.Contains(systems, system):
		system = "an unknown system"
	}
	if name == "A browser" && system == "an unknown system" {
		return "An unknown browser"
	}
	return name + " on " + system
}

// Mobile reports whether a device is a phone or a tablet.
func Mobile(agent string) bool {
	ua := useragent.Parse(agent)
	return ua.Mobile || ua.Tablet || ua.OS == useragent.Android
}

// device is the browser in words for a letter, which says nothing of none.
func (b Browser) device() string {
	if b.Agent == "" {
		return ""
	}
	return Device(b.Agent)
}

// Device is the session's browser and system in words.
func (s Session) Device() string { return Device(s.Agent) }

// Mobile reports whether the session is on a phone or a tablet.
func (s Session) Mobile() bool { return Mobile(s.Agent) }

// device is a browser that a person has signed in from. The browser keeps a
// secret for a year; the row has the hash of the secret and the person, so
// that people who share a browser share no row.
type device struct {
	Hash      string
	UserID    string
	CreatedAt time.Time
	SeenAt    time.Time
}

func deviceHash(userID string, b Browser) string { return user.HashToken(b.Device + "\n" + userID) }

// knows reports whether a person has signed in from a browser within a year.
func knows(tx *db.Tx, userID string, b Browser) (bool, error) {
	var n int64
	err := tx.Everywhere(noSeat).Model(&device{}).Where("hash = ? AND seen_at > ?", deviceHash(userID, b), tx.Now.Add(-DeviceLife)).Count(&n).Error
	return n > 0 && b.Device != "", err
}

// DeviceLife is how long a browser is remembered after a sign-in.
const DeviceLife = 365 * 24 * time.Hour

// kept is how long sessions and visits are kept after they have begun, and
// mostForgotten how many of them are forgotten at once.
const (
	kept          = 90 * 24 * time.Hour
	mostForgotten = 200
)

// notice remembers the browser that u signs in from, and writes them a letter
// when it is a new one. It cannot be switched off. The very first sign-in of a
// person causes none.
func notice(tx *db.Tx, u user.User, b Browser) error {
	now := device{Hash: deviceHash(u.ID, b), UserID: u.ID, CreatedAt: tx.Now, SeenAt: tx.Now}
	res := tx.Everywhere(noSeat).Model(&device{}).Where("hash = ? AND seen_at > ?", now.Hash, tx.Now.Add(-DeviceLife)).Update("seen_at", tx.Now)
	if res.Error != nil || res.RowsAffected > 0 {
		return res.Error
	}
	err := tx.Everywhere(noSeat).Where("user_id = ? AND seen_at <= ?", u.ID, tx.Now.Add(-DeviceLife)).Delete(&device{}).Error
	if err != nil {
		return err
	}
	if err := tx.Put(noSeat, &now); err != nil {
		return err
	}
	if u.SignedInAt == nil {
		return nil
	}
	return tell(tx, u, outbox.NewDevice, "", b)
}

// forget deletes sessions that began long ago, some at a time. Their visits
// stay, for those who were visited.
func (s *Sessions) forget(tx *db.Tx) error {
	var old []string
	before := tx.Now.Add(-max(kept, s.limits.Absolute))
	err := tx.Everywhere(noSeat).Model(&Session{}).Where("created_at < ?", before).Order("created_at").Limit(mostForgotten).Pluck("hash", &old).Error
	if err != nil || len(old) == 0 {
		return err
	}
	if err := leaveAll(tx, func() *gorm.DB { return tx.Everywhere(withSession).Where("session_hash IN ?", old) }, visit.SignedOut); err != nil {
		return err
	}
	return tx.Everywhere(noSeat).Where("hash IN ?", old).Delete(&Session{}).Error
}
