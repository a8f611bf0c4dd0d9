package house

import (
	"slices"
	"strings"
	"testing"
)

// rebuilt is what has to be built once more for the tests of a package: all that
// depends on it and that its tests outside import, or need. A test inside makes
// another package of the one that it tests, so that everything between that and
// the tests outside is compiled again, with and without the race detector, and
// by vet and staticcheck. internal/apptest needs nearly everything: one such
// file in a package far down compiled up to 58 packages again.
func rebuilt(p listed, deps map[string][]string) (again []string) {
	if len(p.TestGoFiles) == 0 {
		return nil
	}
	for _, imported := range p.XTestImports {
		for _, name := range append([]string{imported}, deps[imported]...) {
			if slices.Contains(deps[name], p.ImportPath) && !slices.Contains(again, name) {
				again = append(again, name)
			}
		}
	}
	return again
}

func TestNothingIsBuiltTwiceForATestInsideAPackage(t *testing.T) {
	ps := packages(t)
	deps := map[string][]string{}
	for _, p := range ps {
		deps[p.ImportPath] = p.Deps
	}
	for _, p := range ps {
		if again := rebuilt(p, deps); len(again) > 0 {
			t.Errorf("%s stand inside %s, whose tests outside need %d packages that depend on it; let all of them stand outside, and what they reach for in a file that is no test, such as internal/event/look.go",
				strings.Join(p.TestGoFiles, ", "), strings.TrimPrefix(p.ImportPath, Module), len(again))
		}
	}
}

func TestTheLawNoticesATestInsideThatBuildsTwice(t *testing.T) {
	deps := map[string][]string{"site": {"user", "fault"}, "apptest": {"site", "user", "fault"}, "user": {"fault"}, "fault": nil}
	for _, c := range []struct {
		of      string
		inside  []string
		outside []string
		again   int
	}{
		{"user", []string{"export_test.go"}, []string{"apptest"}, 2},
		{"fault", []string{"export_test.go"}, []string{"user"}, 1},
		{"user", nil, []string{"apptest"}, 0},
		{"user", []string{"draft_test.go"}, nil, 0},
		{"user", []string{"draft_test.go"}, []string{"user", "fault"}, 0},
	} {
		if again := rebuilt(listed{ImportPath: c.of, TestGoFiles: c.inside, XTestImports: c.outside}, deps); len(again) != c.again {
			t.Errorf("%+v: %v", c, again)
		}
	}
}
