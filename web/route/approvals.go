package route

// Approvals is the Service Approval Queue: at a partner what all its managed
// accounts ask for, in a managed account what its own people do.
func Approvals(key string) string { return Account(key) + "/approvals" }

// ApprovalsExport is the queue as a file.
func ApprovalsExport(key string) string { return Approvals(key) + "/export" }

// Approval is one request.
func Approval(key, request string) string { return Approvals(key) + "/" + request }

// Approve approves one.
func Approve(key, request string) string { return Approval(key, request) + "/approval" }

// Reject rejects one.
func Reject(key, request string) string { return Approval(key, request) + "/rejection" }

// Withdraw withdraws one.
func Withdraw(key, request string) string { return Approval(key, request) + "/withdrawal" }

// ApprovalRules are what a partner lets pass without looking, and how long
// requests wait.
func ApprovalRules(key string) string { return Approvals(key) + "/rules" }

// ApprovalPolicy is how long requests wait.
func ApprovalPolicy(key string) string { return Approvals(key) + "/policy" }

// NewApprovalRule is the form of a new rule.
func NewApprovalRule(key string) string { return ApprovalRules(key) + "/new" }

// ApprovalRule is the form of one rule.
func ApprovalRule(key, rule string) string { return ApprovalRules(key) + "/" + rule }

// ApprovalRuleSwitch turns a rule on or off.
func ApprovalRuleSwitch(key, rule string) string { return ApprovalRule(key, rule) + "/switch" }

// ApprovalRuleRemoval removes a rule.
func ApprovalRuleRemoval(key, rule string) string { return ApprovalRule(key, rule) + "/removal" }
