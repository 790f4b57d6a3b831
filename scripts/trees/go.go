// Prints for each file named on standard input, a line each, the digest of go/parser's tree without places,
// or `-` where the parser rejects the file.
package main

import (
	"bufio"
	"crypto/md5"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"hash"
	"os"
	"reflect"
)

// Whether what these places mark is there tells trees apart; all others only say where it is.
var marks = map[string]bool{"Ellipsis": true, "Assign": true, "Arrow": true, "Lparen": true, "Opening": true}

func write(out hash.Hash, value reflect.Value) {
	switch value.Kind() {
	case reflect.Interface, reflect.Pointer:
		if value.IsNil() {
			fmt.Fprint(out, "nil ")
			return
		}
		write(out, value.Elem())
	case reflect.Slice:
		fmt.Fprint(out, "[")
		for i := 0; i < value.Len(); i++ {
			write(out, value.Index(i))
		}
		fmt.Fprint(out, "]")
	case reflect.Struct:
		fmt.Fprint(out, "(", value.Type().Name(), " ")
		for i := 0; i < value.NumField(); i++ {
			field := value.Type().Field(i)
			switch field.Name {
			case "Doc", "Comment", "Comments", "Scope", "Unresolved", "Obj", "Imports", "GoVersion", "Implicit":
				continue
			}
			if position, isPosition := value.Field(i).Interface().(token.Pos); isPosition {
				if marks[field.Name] {
					fmt.Fprint(out, position.IsValid(), " ")
				}
				continue
			}
			write(out, value.Field(i))
		}
		fmt.Fprint(out, ")")
	default:
		fmt.Fprintf(out, "%q ", fmt.Sprint(value.Interface()))
	}
}

func main() {
	paths := bufio.NewScanner(os.Stdin)
	for paths.Scan() {
		file, err := parser.ParseFile(token.NewFileSet(), paths.Text(), nil, parser.SkipObjectResolution)
		if err != nil {
			fmt.Println("-")
			continue
		}
		out := md5.New()
		write(out, reflect.ValueOf((*ast.File)(file)))
		fmt.Printf("%x\n", out.Sum(nil))
	}
}
