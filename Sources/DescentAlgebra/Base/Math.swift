#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The few functions of the C library that are called for single numbers.
package enum Math {
    /// x to a whole power.
    package static func power(_ x: Double, _ exponent: Int) -> Double { pow(x, Double(exponent)) }
    /// ∛x
    package static func cubeRoot(_ x: Double) -> Double { cbrt(x) }
    /// log₁₀ x
    package static func decimalLogarithm(_ x: Double) -> Double { log10(x) }
    /// log₂ x
    package static func binaryLogarithm(_ x: Double) -> Double { log2(x) }
    /// x to any power
    package static func power(_ x: Double, _ exponent: Double) -> Double { pow(x, exponent) }
    /// ln x
    package static func logarithm(_ x: Double) -> Double { log(x) }
    static func logarithm(_ x: Float) -> Float { logf(x) }
    /// cos(π x)
    package static func cosineOfHalfTurns(_ x: Double) -> Double { cos(.pi * x) }
    /// eˣ
    package static func exponential(_ x: Double) -> Double { exp(x) }
    static func exponential(_ x: Float) -> Float { expf(x) }
    /// eˣ − 1
    package static func exponentialLess1(_ x: Double) -> Double { expm1(x) }
    /// ln(1 + x)
    package static func logarithm1p(_ x: Double) -> Double { log1p(x) }
    /// 2/√π ∫₀ˣ e^−t² dt
    package static func errorFunction(_ x: Double) -> Double { erf(x) }
    /// 1 − erf x, with full relative accuracy where it is small
    package static func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }
    /// Seconds of a clock that only runs forward.
    package static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
