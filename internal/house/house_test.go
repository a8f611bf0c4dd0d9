package house

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// listed is what go list says of a package.
type listed struct {
	ImportPath   string
	Imports      []string
	Deps         []string // those, and all that they need
	TestGoFiles  []string // tests inside the package
	XTestImports []string // what its tests outside import
}

func packages(t *testing.T) (ps []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Deps,TestGoFiles,XTestImports", Module+"...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return ps
		} else if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
}

func covers(pattern, name string) bool {
	if root, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(name, root+"/")
	}
	return pattern == name
}

// floorOf is the floor of a package, by its exact name before any pattern.
func floorOf(name string) int {
	for i, floor := range Floors {
		if slices.Contains(floor, name) {
			return i
		}
	}
	return slices.IndexFunc(Floors, func(floor []string) bool {
		return slices.ContainsFunc(floor, func(p string) bool { return covers(p, name) })
	})
}

// breach says which law an import breaks, or "".
func breach(from, imported string) string {
	name := strings.TrimPrefix(imported, Module)
	if name == imported {
		rooms, known := Guests[imported]
		if known && !slices.ContainsFunc(rooms, func(p string) bool { return covers(p, from) }) {
			return fmt.Sprintf("%s imports %s, which only %s may", from, imported, strings.Join(rooms, ", "))
		}
		return ""
	}
	if slices.Contains(Beside, name) && !slices.Contains(Beside, from) && !strings.HasPrefix(from, "cmd/") {
		return fmt.Sprintf("%s imports %s, which stands beside the house", from, name)
	}
	above, below := floorOf(from), floorOf(name)
	switch {
	case below < 0:
		return fmt.Sprintf("%s imports %s, which has no floor", from, name)
	case above == below:
		return fmt.Sprintf("%s imports its neighbour %s; packages on one floor do not know each other", from, name)
	case above < below:
		return fmt.Sprintf("%s imports %s, which lies above it; imports go down", from, name)
	}
	return ""
}

func TestImportsGoDownTheFloors(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, Module)
		if from != "internal/house" && floorOf(from) < 0 {
			t.Errorf("%s has no floor; give it one in house.go", from)
		}
		for _, imported := range p.Imports {
			if b := breach(from, imported); b != "" {
				t.Error(b)
			}
		}
	}
}

func TestTheLawNoticesPlantedBreaches(t *testing.T) {
	for _, c := range []struct{ from, imports string }{
		{"internal/access", Module + "internal/db"},
		{"internal/user", Module + "internal/setting"},
		{"internal/account", "net/http"},
		{"templates/accounts", Module + "internal/cast"},
		{"templates/accounts", Module + "templates/services"},
		{"web/form", "github.com/labstack/echo/v4"},
		{"internal/account", Module + "internal/nowhere"},
	} {
		if breach(c.from, c.imports) == "" {
			t.Errorf("%s may import %s", c.from, c.imports)
		}
	}
	if b := breach("internal/account", Module+"internal/db"); b != "" {
		t.Error(b)
	}
}

// sources calls see with every Go file of the house that is no test.
func sources(t *testing.T, see func(name string, fset *token.FileSet, f *ast.File)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return firstOf(err, fs.SkipDir)
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		see(filepath.ToSlash(name), fset, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestOnlyAuthMakesCallers(t *testing.T) {
	sources(t, func(name string, fset *token.FileSet, f *ast.File) {
		if slices.Contains([]string{"internal/auth", "internal/cast", "internal/apptest", "internal/db"}, dir(name)) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || len(lit.Elts) == 0 {
				return true
			}
			if sel, ok := lit.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Caller" {
				t.Errorf("%s: only internal/auth makes a Caller", fset.Position(n.Pos()))
			}
			return true
		})
	})
}

func TestExportedNamesSayWhatTheyMean(t *testing.T) {
	sources(t, func(name string, fset *token.FileSet, f *ast.File) {
		if strings.HasSuffix(name, "_templ.go") {
			return
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no doc comment", fset.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
						t.Errorf("%s: %s has no doc comment", fset.Position(ts.Pos()), ts.Name.Name)
					}
				}
			}
		}
	})
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	id, ok := t.(*ast.Ident)
	return ok && id.IsExported()
}

// top is what may stand at the top of the repository.
var top = []string{
	"cmd", "web", "templates", "static", "internal", "docs", "go.mod", "go.sum", "README.md", "Makefile", "LICENSE", "CHANGELOG.md", ".ci", ".gitignore",
}

func TestTheTopLevelHoldsNothingElse(t *testing.T) {
	cmd := exec.Command("git", "ls-tree", "--name-only", "HEAD")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Skip("not a git checkout")
	}
	for _, name := range strings.Fields(string(out)) {
		if !slices.Contains(top, name) {
			t.Errorf("%s stands at the top level; decide where it belongs", name)
		}
	}
}
