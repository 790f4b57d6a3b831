fun named(a: Int) {}
fun nullable(a: String): String? = null
suspend fun waits() {}
open class Opened { protected open fun hook() {} }
interface Shape { fun area(): Double }
enum class Color { RED }
class Point(val x: Int)
internal fun inside(a: Int) {}

class Derived : Parent(1), Runnable
