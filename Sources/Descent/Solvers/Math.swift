#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The few functions of the C library that solvers call once a step.
enum Math {
    /// x to a whole power.
    static func power(_ x: Double, _ exponent: Int) -> Double { pow(x, Double(exponent)) }
    /// cos(π x)
    static func cosineOfHalfTurns(_ x: Double) -> Double { cos(.pi * x) }
    /// Seconds of a clock that only runs forward.
    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
