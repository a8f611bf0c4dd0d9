package service

// TagScope says whose a tag is. Those of the account's own people and those of
// its partner's people do not see each other; see reference: resource tags.
type TagScope string

// The closed list.
const (
	OwnTag     TagScope = "own"
	PartnerTag TagScope = "partner"
)

// Tag is a name and a value on a service.
type Tag struct {
	ServiceID string `gorm:"primaryKey"`
	AccountID string
	ParentID  string
	Scope     TagScope `gorm:"primaryKey"`
	Name      string
	NameFold  string `gorm:"primaryKey"`
	Value     string
}

// TableName is service_tags.
func (Tag) TableName() string { return "service_tags" }

// Owner is the account of the service.
func (t Tag) Owner() string { return t.AccountID }
