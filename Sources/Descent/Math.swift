#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The few functions of the C library that are called for single numbers.
enum Math {
    /// x to a whole power.
    static func power(_ x: Double, _ exponent: Int) -> Double { pow(x, Double(exponent)) }
    /// ∛x
    static func cubeRoot(_ x: Double) -> Double { cbrt(x) }
    /// log₁₀ x
    static func decimalLogarithm(_ x: Double) -> Double { log10(x) }
    /// ln x
    static func logarithm(_ x: Double) -> Double { log(x) }
    /// cos(π x)
    static func cosineOfHalfTurns(_ x: Double) -> Double { cos(.pi * x) }
    /// Seconds of a clock that only runs forward.
    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
