// Prints for each file named on standard input, a line each, a line of JSON: null where go/parser
// rejects the file, else a list of [group, name, line, qualified name].
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
)

type reader struct {
	files *token.FileSet
	items [][4]any
}

func (r *reader) add(group, name string, at token.Pos, holder string) string {
	full := name
	if holder != "" {
		full = holder + "." + name
	}
	r.items = append(r.items, [4]any{group, name, r.files.PositionFor(at, false).Line, full})
	return full
}

func typeName(node ast.Expr) *ast.Ident {
	switch node := node.(type) {
	case *ast.Ident:
		return node
	case *ast.StarExpr:
		return typeName(node.X)
	case *ast.ParenExpr:
		return typeName(node.X)
	case *ast.SelectorExpr:
		return node.Sel
	case *ast.IndexExpr:
		return typeName(node.X)
	case *ast.IndexListExpr:
		return typeName(node.X)
	}
	return nil
}

// members adds the fields of a type's structs and the methods of its interfaces.
func (r *reader) members(node ast.Expr, holder string) {
	switch node := node.(type) {
	case *ast.StructType:
		for _, field := range node.Fields.List {
			if len(field.Names) == 0 {
				if name := typeName(field.Type); name != nil {
					r.add("fields", name.Name, name.Pos(), holder)
				}
			}
			full := holder
			for _, name := range field.Names {
				full = r.add("fields", name.Name, name.Pos(), holder)
			}
			r.members(field.Type, full)
		}
	case *ast.InterfaceType:
		for _, method := range node.Methods.List {
			for _, name := range method.Names {
				r.add("functions", name.Name, name.Pos(), holder)
			}
		}
	case *ast.StarExpr:
		r.members(node.X, holder)
	case *ast.ArrayType:
		r.members(node.Elt, holder)
	case *ast.MapType:
		r.members(node.Value, holder)
	case *ast.ParenExpr:
		r.members(node.X, holder)
	}
}

func (r *reader) declaration(node *ast.GenDecl, holder string, isLocal bool) {
	for _, spec := range node.Specs {
		switch spec := spec.(type) {
		case *ast.ImportSpec:
			r.add("imports", strings.Trim(spec.Path.Value, "\"`"), spec.Path.Pos(), "")
		case *ast.TypeSpec:
			r.members(spec.Type, r.add("types", spec.Name.Name, spec.Name.Pos(), holder))
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if isLocal {
					continue
				}
				full := r.add("values", name.Name, name.Pos(), holder)
				if len(spec.Names) == 1 {
					r.members(spec.Type, full)
				}
			}
		}
	}
}

func (r *reader) function(node *ast.FuncDecl) {
	holder := ""
	if node.Recv != nil && len(node.Recv.List) > 0 {
		if name := typeName(node.Recv.List[0].Type); name != nil {
			holder = name.Name
		}
	}
	full := r.add("functions", node.Name.Name, node.Name.Pos(), holder)
	if node.Body == nil {
		return
	}
	ast.Inspect(node.Body, func(node ast.Node) bool {
		if local, ok := node.(*ast.GenDecl); ok {
			r.declaration(local, full, true)
		}
		return true
	})
}

func (r *reader) read(path string) any {
	file, err := parser.ParseFile(r.files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	r.items = [][4]any{}
	for _, node := range file.Decls {
		switch node := node.(type) {
		case *ast.GenDecl:
			r.declaration(node, "", false)
		case *ast.FuncDecl:
			r.function(node)
		}
	}
	return r.items
}

func main() {
	paths := bufio.NewScanner(os.Stdin)
	paths.Buffer(nil, 1<<20)
	answers := json.NewEncoder(os.Stdout)
	for paths.Scan() {
		reader := reader{files: token.NewFileSet()}
		answers.Encode(reader.read(paths.Text()))
	}
}
