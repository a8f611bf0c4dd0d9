package auth

// Attempt counts failed sign-ins, for the mirror test.
type Attempt = attempt

// DeviceRow is a known browser, for the mirror test.
type DeviceRow = device
