// Prints for each file named on standard input, a line each, the digest of javac's tree as javac prints it,
// or `-` where its parser rejects the file.

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.tools.javac.tree.JCTree.JCCompilationUnit;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.*;
import javax.tools.*;

class Trees {
  public static void main(String[] arguments) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path; (path = paths.readLine()) != null; ) {
      boolean[] failed = {false};
      DiagnosticListener<JavaFileObject> listener = diagnostic -> {
        if (diagnostic.getKind() == Diagnostic.Kind.ERROR) failed[0] = true;
      };
      StandardJavaFileManager files = compiler.getStandardFileManager(listener, null, StandardCharsets.UTF_8);
      JavacTask task = (JavacTask) compiler.getTask(
          new StringWriter(), files, listener, List.of("-proc:none", "-XDrawDiagnostics"), null,
          files.getJavaFileObjects(Path.of(path)));
      String text = "";
      try {
        for (CompilationUnitTree unit : task.parse()) {
          ((JCCompilationUnit) unit).docComments = null;
          text += unit;
        }
      } catch (RuntimeException | StackOverflowError problem) {
        failed[0] = true;
      }
      byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      System.out.println(failed[0] ? "-" : HexFormat.of().formatHex(digest));
      System.out.flush();
    }
  }
}
