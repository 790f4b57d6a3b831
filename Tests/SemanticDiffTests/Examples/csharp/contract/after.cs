public class Contract : Base {
  public void Open(int b) {}
  public int Value { get; }
  public void Old() {}
  private void Hook() {}
  internal void Inside(int a, int b) {}
}
public interface IShape { double Area(); double Perimeter(); }
