// Where go/types finds references: reads {path, line, column} a line from standard input, prints
// [[path, line, column], ...] or null for each. The folder is the argument. Only packages of the
// repository are read; what comes from elsewhere has no type, which takes uses of it away and no others.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

var (
	root    string
	set     = token.NewFileSet()
	modules = map[string]string{} // module path to folder
	loaded  = map[string]*types.Package{}
	info    = types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	library = importer.ForCompiler(set, "source", nil)
)

type repository struct{}

func (repository) Import(path string) (*types.Package, error) {
	for module, folder := range modules {
		if path == module || strings.HasPrefix(path, module+"/") {
			if found := load(filepath.Join(folder, strings.TrimPrefix(path, module)), path); found != nil {
				return found, nil
			}
		}
	}
	if !strings.Contains(strings.Split(path, "/")[0], ".") {
		if found, err := library.Import(path); err == nil {
			return found, nil
		}
	}
	if found := load(filepath.Join(root, "vendor", path), path); found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("%s is not in the repository", path)
}

func parse(folder string, tests bool) map[string][]*ast.File {
	packages := map[string][]*ast.File{}
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") && !tests {
			continue
		}
		for _, other := range []string{"_windows", "_darwin", "_freebsd", "_plan9", "_js", "_wasm"} {
			if strings.Contains(name, other) {
				name = ""
			}
		}
		if name == "" {
			continue
		}
		if file, err := parser.ParseFile(set, filepath.Join(folder, name), nil, parser.SkipObjectResolution); err == nil {
			packages[file.Name.Name] = append(packages[file.Name.Name], file)
		}
	}
	return packages
}

func check(path string, files []*ast.File) *types.Package {
	configuration := types.Config{Importer: repository{}, Error: func(error) {}, FakeImportC: true}
	result, _ := configuration.Check(path, set, files, &info)
	return result
}

func load(folder, path string) *types.Package {
	if found, ok := loaded[path]; ok {
		return found
	}
	loaded[path] = nil
	var best []*ast.File
	for name, files := range parse(folder, false) {
		if name != "main" || best == nil {
			best = files
		}
	}
	if best != nil {
		loaded[path] = check(path, best)
	}
	return loaded[path]
}

func place(position token.Pos) string {
	p := set.Position(position)
	return fmt.Sprintf("%s:%d:%d", p.Filename, p.Line, p.Column)
}

func main() {
	root, _ = filepath.Abs(os.Args[1])
	var folders []string
	filepath.Walk(root, func(path string, entry os.FileInfo, err error) error {
		if err != nil {
			return nil
		}
		if entry.IsDir() {
			if entry.Name() == ".git" || entry.Name() == "vendor" || entry.Name() == "testdata" {
				return filepath.SkipDir
			}
			folders = append(folders, path)
		} else if entry.Name() == "go.mod" {
			text, _ := os.ReadFile(path)
			for _, line := range strings.Split(string(text), "\n") {
				if strings.HasPrefix(line, "module ") {
					modules[strings.Trim(strings.TrimPrefix(line, "module "), "\" \r\t")] = filepath.Dir(path)
				}
			}
		}
		return nil
	})
	for _, folder := range folders {
		for module, top := range modules {
			if folder == top || strings.HasPrefix(folder, top+"/") {
				load(folder, module+strings.TrimPrefix(folder, top))
			}
		}
		// Tests are checked with the files that they test.
		for name, files := range parse(folder, true) {
			check(folder+" "+name, files)
		}
	}
	uses := map[string]map[string]bool{}
	add := func(object types.Object, identifier *ast.Ident) {
		if object == nil || !object.Pos().IsValid() {
			return
		}
		key := place(object.Pos())
		if uses[key] == nil {
			uses[key] = map[string]bool{}
		}
		uses[key][place(identifier.Pos())] = true
	}
	for identifier, object := range info.Uses {
		add(object, identifier)
	}
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		var question struct {
			Path         string
			Line, Column int
		}
		json.Unmarshal(input.Bytes(), &question)
		found := [][]interface{}{}
		key := fmt.Sprintf("%s:%d:%d", filepath.Join(root, question.Path), question.Line, question.Column)
		var keys []string
		for use := range uses[key] {
			keys = append(keys, use)
		}
		sort.Strings(keys)
		for _, use := range keys {
			parts := strings.Split(use, ":")
			relative, _ := filepath.Rel(root, parts[0])
			var line, column int
			fmt.Sscan(parts[1], &line)
			fmt.Sscan(parts[2], &column)
			found = append(found, []interface{}{relative, line, column})
		}
		text, _ := json.Marshal(found)
		fmt.Println(string(text))
	}
}
