import Foundation

/// Functions that examples are made with.
enum Decimal {
    static func power(_ exponent: Double) -> Double { pow(10, exponent) }
    static func root(_ x: Double, _ degree: Double) -> Double { pow(x, 1 / degree) }
    /// With one sample far above the others.
    static func wave(_ x: Double) -> Double { x == 50_001 ? 3 : sin(x / 9000) + 0.2 * sin(x * 0.7) }
}
