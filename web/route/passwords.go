package route

// Strength says how good a new password is while it is typed.
const Strength = "/password-strength"

// ForgottenSent is the page after a letter was asked for.
const ForgottenSent = Forgotten + "/sent"
