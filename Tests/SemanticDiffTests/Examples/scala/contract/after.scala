case class Point(x: Int, y: Int = 0)
trait Shape { def area: Double; def half: Double = area / 2; def perimeter: Double }
private class Inside(a: Int, b: Int)
