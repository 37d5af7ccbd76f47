internal import DescentAlgebra

/// Vectors in twice the digits: some of the small systems behind a verdict have a condition number whose square would leave
/// nothing of 53 bits.
extension [DoubleDouble] {
    init(zeros count: Int) { self.init(repeating: .zero, count: count) }

    func dot(_ other: [DoubleDouble]) -> DoubleDouble {
        var sum = DoubleDouble.zero
        for i in indices { sum += self[i] * other[i] }
        return sum
    }

    var norm: DoubleDouble { dot(self).squareRoot }

    mutating func add(_ factor: DoubleDouble, _ other: [DoubleDouble]) {
        for i in indices { self[i] += factor * other[i] }
    }

    func scaled(by factor: DoubleDouble) -> [DoubleDouble] { map { $0 * factor } }

    var highs: [Double] { map(\.high) }
}
