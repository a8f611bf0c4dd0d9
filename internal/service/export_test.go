package service

// Recount is recount, for tests.
var Recount = recount
