case class Point(x: Int) extends Shape
trait Shape { def area: Double }
private class Inside(a: Int)
