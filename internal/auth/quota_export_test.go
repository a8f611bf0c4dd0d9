package auth

// Quota counts what is done only so often, for the mirror test.
type Quota = quota
