package main

import (
	"net/http/httptest"
	"regexp"
	"testing"
)

var forbidden = regexp.MustCompile(`(?i)\sstyle=|<style|\son[a-z]+=|<script(?:\s[^>]*)?>[^<]|https?://[^"]*\.(?:css|js|woff2)`)

func TestEveryPageIsDrawnWithinThePolicy(t *testing.T) {
	for _, s := range append(stories(), story{name: ""}) {
		w := httptest.NewRecorder()
		handler().ServeHTTP(w, httptest.NewRequest("GET", "/"+s.name, nil))
		if w.Code != 200 {
			t.Errorf("/%s: status %d", s.name, w.Code)
		}
		if m := forbidden.FindString(w.Body.String()); m != "" {
			t.Errorf("/%s holds %q", s.name, m)
		}
	}
}
