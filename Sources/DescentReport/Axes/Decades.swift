#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Logarithms and powers of ten.
enum Decades {
    static func log10(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.log10(value)
        #elseif canImport(Musl)
            Musl.log10(value)
        #else
            Darwin.log10(value)
        #endif
    }

    static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }

    static func power(_ exponent: Double) -> Double { pow(10, exponent) }
}
