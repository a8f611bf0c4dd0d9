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
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) (ps []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", Module+"...")
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

// refused are the ways of GORM that step around the fence, or take SQL text.
var refused = []string{"Save", "Raw", "Exec", "Session", "Unscoped", "OnConflict", "ToSQL", "Debug", "FirstOrCreate", "FirstOrInit", "AutoMigrate", "Set", "InstanceSet", "ScanRows", "Create", "CreateInBatches"}

// texts are the ways that take a piece of SQL as their first argument.
var texts = []string{"Where", "Or", "Not", "Order", "Select", "Group", "Having", "Joins", "Pluck", "Distinct", "Table"}

// subject reports whether a file may hold a query: it is inside, and neither the
// database itself nor beside the house.
func subject(name string) bool {
	return strings.HasPrefix(name, "internal/") && !strings.HasPrefix(name, "internal/db/") && (dir(name) == "internal/cast" || !slices.Contains(Beside, dir(name)))
}

// constants are the names of the constants of each folder.
func constants(t *testing.T) map[string]map[string]bool {
	of := map[string]map[string]bool{}
	sources(t, func(name string, _ *token.FileSet, f *ast.File) {
		if of[dir(name)] == nil {
			of[dir(name)] = map[string]bool{}
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				for _, id := range s.(*ast.ValueSpec).Names {
					of[dir(name)][id.Name] = true
				}
			}
		}
	})
	return of
}

func dir(name string) string { return name[:strings.LastIndexByte(name, '/')] }

func TestNoQueryStepsAroundTheFence(t *testing.T) {
	known := constants(t)
	sources(t, func(name string, fset *token.FileSet, f *ast.File) {
		if !subject(name) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if onQuery(sel.X) && slices.Contains(refused, sel.Sel.Name) {
				t.Errorf("%s: %s is refused outside internal/db", fset.Position(n.Pos()), sel.Sel.Name)
			}
			if onQuery(sel.X) && slices.Contains(texts, sel.Sel.Name) && len(call.Args) > 0 && !constant(call.Args[0], known[dir(name)]) {
				t.Errorf("%s: the text of %s is not a constant of the code", fset.Position(call.Args[0].Pos()), sel.Sel.Name)
			}
			return true
		})
	})
}

// onQuery reports whether x is, or is made from, a query: tx.Own(), q, and so on.
func onQuery(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.CallExpr:
		sel, ok := x.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		return slices.Contains([]string{"Own", "Reach", "Above", "Up", "Children", "Named", "Everywhere", "Window", "Lock"}, sel.Sel.Name) || onQuery(sel.X)
	case *ast.Ident:
		return x.Name == "q" || x.Name == "g"
	}
	return false
}

// constant reports whether e is text of the code: a literal, a constant of the
// package, a name that stands for a column, or a sum or field of these. Input
// reaches a query as an argument only.
func constant(e ast.Expr, known map[string]bool) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return constant(e.X, known) && constant(e.Y, known)
	case *ast.Ident:
		return known[e.Name] || slices.Contains([]string{"column", "mine", "shown", "covered", "columns"}, e.Name)
	case *ast.SelectorExpr:
		return slices.Contains([]string{"column", "Column"}, e.Sel.Name)
	case *ast.CallExpr, *ast.CompositeLit: // a condition made by package db or clause
		return true
	}
	return false
}

// everywhere are the packages that may step outside the caller's scope, each
// with a reason at the place.
var everywhere = []string{"internal/account", "internal/user", "internal/auth", "internal/catalog", "internal/cast", "internal/apptest", "internal/service", "internal/event", "internal/outbox", "internal/setting", "internal/company", "internal/allowance", "internal/notice",
	"internal/market", "internal/pricing", "internal/approval", "internal/servicekey", "internal/connection", "internal/provision", "internal/renewal"}

func TestSteppingOutsideTheScopeIsSaidAloud(t *testing.T) {
	sources(t, func(name string, fset *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Everywhere" && (sel.Sel.Name != "Put" || len(call.Args) != 2) { // a pool's Put has one
				return true
			}
			if tx, ok := sel.X.(*ast.Ident); !ok || tx.Name != "tx" {
				return true
			}
			if !slices.Contains(everywhere, dir(name)) && dir(name) != "internal/db" {
				t.Errorf("%s: %s steps outside the scope; %s may not", fset.Position(n.Pos()), sel.Sel.Name, dir(name))
			}
			return true
		})
	})
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
