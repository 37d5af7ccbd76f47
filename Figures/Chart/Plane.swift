#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The logarithms and angles that places on a page need.
enum Plane {
    static func decades(_ value: Double) -> Double { log10(value) }

    /// The vector of length 1 at an angle to the first axis.
    static func direction(degrees: Double) -> (x: Double, y: Double) {
        (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    }

    /// `vector` turned to the left.
    static func turned(_ vector: (x: Double, y: Double), degrees: Double) -> (x: Double, y: Double) {
        let turn = direction(degrees: degrees)
        return (turn.x * vector.x - turn.y * vector.y, turn.y * vector.x + turn.x * vector.y)
    }
}
