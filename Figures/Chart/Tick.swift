/// A number on an axis and how it is written there.
struct Tick {
    let value: Double
    let word: String

    init(_ value: Double, _ word: String) {
        self.value = value
        self.word = word
    }

    static func at(_ values: [Double]) -> [Tick] { values.map { Tick($0, $0.written) } }

    /// At exponents of ten, for values that are drawn by their logarithm.
    static func powersOfTen(_ exponents: ClosedRange<Int>) -> [Tick] {
        exponents.map { exponent in
            let digits = "\(exponent)".map { raised[$0] ?? $0 }
            return Tick(Double(exponent), exponent == 0 ? "1" : "10" + String(digits))
        }
    }

    private static let raised: [Character: Character] = [
        "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
}

extension Double {
    /// At most two decimals, and a minus as wide as a plus.
    var written: String {
        let rounded = (self * 100).rounded() / 100
        let digits = rounded == rounded.rounded() ? "\(Int(rounded.magnitude))" : "\(rounded.magnitude)"
        return rounded < 0 ? "−" + digits : digits
    }
}
