fun named(b: Int) {}
fun nullable(a: String?): String? = null
fun waits() {}
class Opened { protected fun hook() {} }
interface Shape { fun area(): Double; fun half(): Double = 1.0; fun perimeter(): Double }
enum class Color { RED, GREEN }
class Point(val x: Int, val y: Int = 0)
internal fun inside(a: Int, b: Int) {}

class Derived : Parent(2), Runnable
