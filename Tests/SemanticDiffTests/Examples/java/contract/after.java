public class Contract extends Base {
  public static final int LIMIT = 2;
  public final void open() {}
  public void checked() throws IOException {}
  protected void hook(int a, int b) {}
  void inside(int a, int b) {}
  public CharSequence text() { return ""; }
}
interface Hidden { void a(); void b(); }
public interface Shape { double area(); default double half() { return area() / 2; } double perimeter(); }
public abstract class Template { public void run() {} public abstract void stop(); }
public enum Color { RED, GREEN }
