#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The C library's functions, under names that those of nodes do not have.
enum Reference {
    static func exponential(_ x: Double) -> Double { exp(x) }
    static func logarithm(_ x: Double) -> Double { log(x) }
    static func logarithm1p(_ x: Double) -> Double { log1p(x) }
    static func tangent(_ x: Double) -> Double { tanh(x) }
    static func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
}
