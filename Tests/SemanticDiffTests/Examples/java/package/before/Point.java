package geometry;

public class Point {
  public int x() { return x; }
  private int x;
}
