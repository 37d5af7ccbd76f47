import CDescentKernels
import TestSupport

/// The two precisions that the kernels come in.
protocol Precision: BinaryFloatingPoint, LosslessStringConvertible, Sendable {
    static func kernels(_ level: Level) -> Kernels<Self>
    static var curveTable: String { get }
    static var softmaxTable: String { get }
}

extension Precision {
    /// Seeded numbers of a range, with full mantissas.
    static func numbers(_ count: Int, in range: ClosedRange<Double> = -1...1, seed: UInt64) -> [Self] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in Self(generator.number(in: range)) }
    }

    static func zeros(_ count: Int) -> [Self] { [Self](repeating: 0, count: count) }
}

extension Array {
    /// `allSatisfy` that cannot throw, which `#expect` wants.
    func every(_ law: (Element) -> Bool) -> Bool { allSatisfy(law) }
}

extension Precision {
    /// Whether a value is 1 and so many terms, added in any order with one rounding each.
    static func isSumFromOne(_ value: Self, _ terms: Int, _ term: (Int) -> Double) -> Bool {
        var sum = 1.0, size = 1.0
        for index in 0..<terms {
            let value = term(index)
            sum += value
            size += value.magnitude
        }
        return (Double(value) - sum).magnitude <= Double(ulpOfOne) * Double(terms + 2) * size
    }
}
