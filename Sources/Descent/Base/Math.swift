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
    /// eˣ
    static func exponential(_ x: Double) -> Double { exp(x) }
    /// eˣ − 1
    static func exponentialLess1(_ x: Double) -> Double { expm1(x) }
    /// ln(1 + x)
    static func logarithm1p(_ x: Double) -> Double { log1p(x) }
    /// 2/√π ∫₀ˣ e^−t² dt
    static func errorFunction(_ x: Double) -> Double { erf(x) }
    /// 1 − erf x, with full relative accuracy where it is small
    static func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }
    /// Seconds of a clock that only runs forward.
    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
