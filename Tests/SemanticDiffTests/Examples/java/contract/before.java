public class Contract extends Base implements Runnable {
  public static final int LIMIT = 1;
  public void open() {}
  public void checked() {}
  protected void hook(int a) {}
  void inside(int a) {}
  public String text() { return ""; }
  @Override public String toString() { return ""; }
}
interface Hidden { void a(); }
public interface Shape { double area(); }
public abstract class Template { public void run() {} }
public enum Color { RED }
