package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

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
		return slices.Contains([]string{"Own", "Reach", "Above", "Up", "Children", "Named", "Whole", "Entered", "Everywhere", "Window", "Lock"}, sel.Sel.Name) || onQuery(sel.X)
	case *ast.Ident:
		return x.Name == "q" || x.Name == "g"
	}
	return false
}

// constant reports whether e is text of the code: a literal, a constant of the
// package that nothing nearer hides, a name that stands for a column, or a sum or
// field of these. Input reaches a query as an argument only.
func constant(e ast.Expr, known map[string]bool) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return constant(e.X, known) && constant(e.Y, known)
	case *ast.Ident:
		hidden := e.Obj != nil && e.Obj.Kind != ast.Con // the parser knows what a file declares
		return known[e.Name] && !hidden || slices.Contains([]string{"column", "mine", "shown", "covered", "columns"}, e.Name)
	case *ast.SelectorExpr:
		return slices.Contains([]string{"column", "Column"}, e.Sel.Name)
	case *ast.CallExpr, *ast.CompositeLit: // a condition made by package db or clause
		return true
	}
	return false
}

func TestTheLawNoticesTextThatIsNoConstant(t *testing.T) {
	for body, want := range map[string]bool{
		`q.Where("id = ?", v)`: true, `q.Where(words)`: true, `q.Where(words + " AND id = ?", v)`: true, `q.Order(column + " DESC")`: true,
		`q.Where(v)`: false, `q.Where("id = " + v)`: false, `words := v; q.Where(words)`: false, `for _, words := range []string{v} { q.Where(words) }`: false,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "planted.go", "package planted\nfunc f(v string) { "+body+" }\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && constant(call.Args[0], map[string]bool{"words": true}) != want {
				t.Errorf("%s", body)
			}
			return true
		})
	}
}

// everywhere are the packages that may step outside the caller's scope, each
// with a reason at the place.
var everywhere = []string{"internal/account", "internal/user", "internal/auth", "internal/catalog", "internal/cast", "internal/apptest", "cmd/bench", "internal/service", "internal/event", "internal/outbox", "internal/setting", "internal/company", "internal/allowance", "internal/notice",
	"internal/market", "internal/pricing", "internal/approval", "internal/servicekey", "internal/connection", "internal/provision", "internal/renewal", "internal/delegation", "internal/consent", "internal/visit"}

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
