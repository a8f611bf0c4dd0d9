package route

// Files of activity.
const MyActivityExport = MyActivity + "/export"

// ActivityExport is an account's activity as a CSV file.
func ActivityExport(key string) string { return Activity(key) + "/export" }
