public class Contract : Base, IDisposable {
  public virtual void Open(int a) {}
  public int Value { get; set; }
  [Obsolete] public void Old() {}
  protected void Hook() {}
  internal void Inside(int a) {}
}
public interface IShape { double Area(); }
