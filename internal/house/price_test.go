package house

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pricing is the package whose amounts stay sealed.
const pricing = Module + "internal/price"

// open says who may use what of it: nobody but those named, and everybody where
// the list is nil. What is not here (what the database and Go's own writers
// call) nobody uses by its name.
var open = map[string][]string{
	"Retail": nil, "Cost": nil, "Price": nil, "Shown": nil, "For": nil, "In": nil, "Sum": nil,
	"Currency": nil, "Check": nil, "Decimals": nil,
	"Known": nil, "Times": nil, "Plus": nil, "Minus": nil, "Same": nil, // which answer another price, or whether there is one
	"AtMost":      {"internal/approval"}, // the rules of a queue
	"Above":       {"internal/pricing"},  // the warning that a cost is above retail
	"Text":        {"templates/*"},
	"Signed":      {"templates/*"},
	"Typed":       {"templates/*"}, // the fields of the operator's price books
	"ParseRetail": {"internal/pricing"}, "ParseCost": {"internal/pricing", "internal/approval"},
	"NewRetail": {"internal/cast", "cmd/storybook"}, "NewCost": {"internal/cast", "cmd/storybook"}, // amounts that nobody pays
}

// priced are the fields that hold prices, which whoever hands out their structs
// has to think of.
var priced = []string{
	"internal/service.Service.MonthlyRetail", "internal/service.Service.MonthlyCost",
	"internal/service.Service.OnceRetail", "internal/service.Service.OnceCost",
	"internal/service.Page.Retail", "internal/service.Page.Cost",
	"internal/pricing.Price.MonthlyRetail", "internal/pricing.Price.MonthlyCost", "internal/pricing.Price.OnceRetail", "internal/pricing.Price.OnceCost",
	"internal/pricing.Override.MonthlyRetail", "internal/pricing.Override.MonthlyCost",
	"internal/pricing.Quote.MonthlyRetail", "internal/pricing.Quote.MonthlyCost", "internal/pricing.Quote.OnceRetail", "internal/pricing.Quote.OnceCost",
	"internal/approval.Request.RetailNow", "internal/approval.Request.RetailThen", "internal/approval.Request.CostNow", "internal/approval.Request.CostThen",
	"internal/approval.Request.OnceRetail", "internal/approval.Request.OnceCost", "internal/approval.Request.FeeRetail", "internal/approval.Request.FeeCost",
	"internal/approval.Rule.AtMost", "internal/order.ending.feeRetail", "internal/order.ending.feeCost",
	"internal/order.Due.Retail", "internal/order.Due.Cost",
	"internal/order.Closing.Retail", "internal/order.Closing.Cost", "internal/order.Closing.LaterR", "internal/order.Closing.LaterC",
}

// columns are where amounts lie in the database. A query can add, sort and
// compare what Go cannot open, so readers are the only files whose queries name
// them; callers name fields of forms and columns of files so, and hold no query.
var (
	columns = []string{
		"monthly_retail", "monthly_cost", "once_retail", "once_cost", "retail_now", "retail_then", "cost_now", "cost_then", "fee_retail", "fee_cost", "at_most",
	}
	readers = []string{"internal/service/store.go", "internal/approval/list.go", "internal/approval/rule.go"}
	callers = []string{"internal/pricing/edit.go", "internal/pricing/file.go", "templates/services/all.go", "templates/prices/words.go", "templates/approvals/rules_templ.go"}
)

// among reports whether a file is one of some.
func among(files []string, where string) bool {
	return slices.ContainsFunc(files, func(f string) bool { return strings.HasSuffix(where, f) })
}

// valuers may import database/sql/driver, through which a value says what it stores.
var valuers = []string{"internal/price", "internal/db", "internal/apptest"}

// checker knows the types of everything that the house imports.
type checker struct {
	fset    *token.FileSet
	imports types.Importer
}

// built is what go list says of a package that it has compiled.
type built struct {
	ImportPath, Dir, Export string
	GoFiles, Deps           []string
}

// compile makes a checker, and lists the packages of the house that can hold a price.
func compile(t *testing.T) (c checker, ps []built) {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,Deps", Module+"...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p built
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if strings.HasPrefix(p.ImportPath, Module) && slices.Contains(p.Deps, pricing) {
			ps = append(ps, p)
		}
	}
	c.fset = token.NewFileSet()
	c.imports = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	return c, ps
}

// look answers what a package does with prices that it may not.
func (c checker) look(name string, files []*ast.File) (breaches []string, err error) {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: c.imports}
	if _, err := conf.Check(Module+name, c.fset, files, info); err != nil {
		return nil, err
	}
	say := func(at token.Pos, format string, args ...any) {
		breaches = append(breaches, fmt.Sprintf("%s: ", c.fset.Position(at))+fmt.Sprintf(format, args...))
	}
	for id, obj := range info.Uses {
		if obj.Pkg() == nil || obj.Pkg().Path() != pricing {
			continue
		}
		who, known := open[obj.Name()]
		if !known || who != nil && !slices.ContainsFunc(who, func(p string) bool { return covers(p, name) }) {
			say(id.Pos(), "%s uses %s of a price", name, obj.Name())
		}
	}
	for _, f := range files {
		for _, i := range f.Imports {
			if path := strings.Trim(i.Path.Value, `"`); path == "unsafe" || path == "database/sql/driver" && !slices.Contains(valuers, name) {
				say(i.Pos(), "%s imports %s, which opens what is sealed", name, path)
			}
		}
		where := strings.TrimPrefix(filepath.ToSlash(c.fset.Position(f.Pos()).Filename), "../../")
		tags := map[*ast.BasicLit]bool{}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				tags[n.Tag] = true
			case *ast.BasicLit:
				if n.Kind == token.STRING && !tags[n] && !among(readers, where) && !among(callers, where) {
					for _, column := range columns {
						if strings.Contains(n.Value, column) {
							say(n.Pos(), "only %s name the column %s", strings.Join(readers, ", "), column)
						}
					}
				}
			case *ast.SelectorExpr:
				if of := info.Types[n.X].Type; of != nil && of.String() == "*gorm.io/gorm.DB" && among(callers, where) {
					say(n.Pos(), "%s names columns of prices and holds a query", where)
				}
			case *ast.CallExpr:
				c.call(info, n, say)
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok {
					fields(info, name+"."+n.Name.Name, s, say)
				}
				return true
			}
			return true
		})
	}
	return breaches, nil
}

// call looks at a call or conversion that is given a price.
func (c checker) call(info *types.Info, n *ast.CallExpr, say func(token.Pos, string, ...any)) {
	if !slices.ContainsFunc(n.Args, func(a ast.Expr) bool { return holds(info.Types[a].Type) }) {
		return
	}
	fun := info.Types[n.Fun]
	switch {
	case fun.IsType() && !holds(fun.Type):
		say(n.Pos(), "a price is converted to %s", fun.Type)
	case fun.IsType() || fun.IsBuiltin():
		return
	}
	var id *ast.Ident
	switch f := ast.Unparen(n.Fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	case *ast.IndexExpr, *ast.IndexListExpr: // instantiated by hand: one of our own
		return
	}
	if obj := info.Uses[id]; obj != nil && obj.Pkg() != nil && !strings.HasPrefix(obj.Pkg().Path(), Module) && obj.Pkg().Path() != "slices" {
		say(n.Pos(), "a price is given to %s.%s", obj.Pkg().Path(), obj.Name())
	}
}

// fields looks at a struct that holds prices, or pretends to.
func fields(info *types.Info, name string, s *ast.StructType, say func(token.Pos, string, ...any)) {
	for _, f := range s.Fields.List {
		of := info.Types[f.Type].Type
		for _, id := range f.Names {
			if holds(of) && !slices.Contains(priced, name+"."+id.Name) {
				say(id.Pos(), "%s.%s holds a price and is not in the list of what does", name, id.Name)
			}
			if strings.HasPrefix(id.Name, "Monthly") && !holds(of) {
				say(id.Pos(), "%s.%s would read a column of prices as %s", name, id.Name, of)
			}
		}
		if len(f.Names) == 0 && holds(of) {
			say(f.Pos(), "%s embeds a price", name)
		}
	}
}

// holds reports whether a type is a price, or a pointer, list or map of them.
func holds(of types.Type) bool {
	switch of := of.(type) {
	case *types.Alias:
		return holds(types.Unalias(of))
	case *types.Named:
		obj := of.Obj()
		return obj.Pkg() != nil && obj.Pkg().Path() == pricing && obj.Name() == "Price"
	case *types.Pointer:
		return holds(of.Elem())
	case *types.Slice:
		return holds(of.Elem())
	case *types.Array:
		return holds(of.Elem())
	case *types.Map:
		return holds(of.Elem()) || holds(of.Key())
	}
	return false
}

func TestNobodyOpensAPrice(t *testing.T) {
	c, ps := compile(t)
	seen := 0
	for _, p := range ps {
		var files []*ast.File
		for _, name := range p.GoFiles {
			path := filepath.Join(p.Dir, name)
			f, err := parser.ParseFile(c.fset, path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		breaches, err := c.look(strings.TrimPrefix(p.ImportPath, Module), files)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range breaches {
			t.Error(b)
		}
		seen++
	}
	if seen < 10 {
		t.Errorf("%d packages were looked at", seen)
	}
}
