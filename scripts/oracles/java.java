// Prints for each file named on standard input, a line each, a line of JSON: null where javac's parser
// rejects the file, else a list of [group, name, line, qualified name].

import com.sun.source.tree.*;
import com.sun.source.util.*;
import com.sun.tools.javac.tree.JCTree;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.*;
import javax.tools.*;

class Java {
  static final long ENUM = 1 << 14;

  static final class Reader extends TreeScanner<Void, String> {
    final CompilationUnitTree unit;
    final SourcePositions places;
    final String text;
    final List<String> items = new ArrayList<>();

    Reader(CompilationUnitTree unit, SourcePositions places) throws IOException {
      this.unit = unit;
      this.places = places;
      text = unit.getSourceFile().getCharContent(true).toString();
    }

    String add(String group, String name, long at, String holder) {
      String full = holder == null || holder.isEmpty() ? name : holder + "." + name;
      long line = unit.getLineMap().getLineNumber(at);
      items.add("[\"" + group + "\",\"" + name + "\"," + line + ",\"" + full + "\"]");
      return full;
    }

    /** Where the word stands at or behind an offset, outside of comments. */
    long find(String word, long from) {
      int index = (int) Math.max(from, 0);
      while (index < text.length()) {
        if (text.startsWith("//", index)) {
          index = Math.max(text.indexOf('\n', index), index + 1);
        } else if (text.startsWith("/*", index)) {
          index = Math.max(text.indexOf("*/", index + 2), index) + 2;
        } else if (Character.isJavaIdentifierStart(text.charAt(index))) {
          int end = index;
          while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) end++;
          if (text.substring(index, end).equals(word)) return index;
          index = end;
        } else {
          index++;
        }
      }
      return from;
    }

    @Override public Void visitImport(ImportTree node, String holder) {
      Tree name = node.getQualifiedIdentifier();
      // Without the white space and comments that may stand in it.
      add("imports", name.toString(), places.getStartPosition(unit, name), "");
      return null;
    }

    @Override public Void visitClass(ClassTree node, String holder) {
      String name = node.getSimpleName().toString();
      if (name.isEmpty()) return super.visitClass(node, holder);
      long start = places.getEndPosition(unit, node.getModifiers());
      if (start < 0) start = places.getStartPosition(unit, node);
      return super.visitClass(node, add("types", name, find(name, start), holder));
    }

    @Override public Void visitMethod(MethodTree node, String holder) {
      String name = node.getName().toString();
      if (name.equals("<init>")) name = holder.substring(holder.lastIndexOf('.') + 1);
      String full = add("functions", name, ((JCTree) node).pos, holder);
      // A record's canonical constructor may have the components as its parameters; no fields.
      scan(node.getBody(), full);
      return null;
    }

    @Override public Void visitLambdaExpression(LambdaExpressionTree node, String holder) {
      return scan(node.getBody(), holder);
    }

    @Override public Void visitVariable(VariableTree node, String holder) {
      if (memberTrees.contains(node)) {
        boolean isCase = (((JCTree.JCVariableDecl) node).mods.flags & ENUM) != 0;
        String name = node.getName().toString();
        long at = ((JCTree) node).pos;
        // A case begins at its annotations.
        if (isCase) at = find(name, Math.max(at, places.getEndPosition(unit, node.getModifiers())));
        add(isCase ? "cases" : "fields", name, at, holder);
      }
      return super.visitVariable(node, holder);
    }

    /** The variables that are members of a class. */
    final Set<Tree> memberTrees = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override public Void scan(Tree node, String holder) {
      if (node instanceof ClassTree) memberTrees.addAll(((ClassTree) node).getMembers());
      return super.scan(node, holder);
    }
  }

  static void run() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines().filter(line -> !line.isEmpty()).toList();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String path : paths) {
      DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
      StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, StandardCharsets.UTF_8);
      JavacTask task = (JavacTask) compiler.getTask(
          null, files, problems, List.of("-proc:none"), null, files.getJavaFileObjects(Path.of(path)));
      CompilationUnitTree unit = task.parse().iterator().next();
      boolean isRejected = problems.getDiagnostics().stream()
          .anyMatch(problem -> problem.getKind() == Diagnostic.Kind.ERROR);
      if (isRejected) {
        out.println("null");
        continue;
      }
      Reader reader = new Reader(unit, Trees.instance(task).getSourcePositions());
      reader.scan(unit, "");
      out.println("[" + String.join(",", reader.items) + "]");
    }
    out.flush();
  }

  public static void main(String[] arguments) throws Exception {
    Throwable[] failure = new Throwable[1];
    Thread thread = new Thread(null, () -> {
      try {
        run();
      } catch (Throwable thrown) {
        failure[0] = thrown;
      }
    }, "reader", 1L << 30);
    thread.start();
    thread.join();
    if (failure[0] != null) throw new IllegalStateException(failure[0]);
  }
}
