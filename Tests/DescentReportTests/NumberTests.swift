import DescentReport
import Foundation
import TestSupport
import Testing

@Suite struct NumberTests {
    /// The blank that keeps a number on one line, written as an underscore.
    private func plain(_ text: String) -> String { text.replacingOccurrences(of: "\u{202F}", with: "_") }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1, "−1"), (0.5, "0.5"), (0.1, "0.1"), (0.123449, "0.1234"),
            (0.12345, "0.1235"),
            (0.50001, "0.5000"), (2.0 / 3, "0.6667"), (99.996, "100.0"), (0.99996, "1.000"), (1234.56, "1235"),
            (12_345.6, "12_346"), (-1_234_567.8, "−1_234_568"), (9_999_999, "9_999_999"), (12_345_678, "1.235_×_10⁷"),
            (0.00123456, "0.001235"), (0.000123456, "0.0001235"), (0.0000123456, "1.235_×_10⁻⁵"),
            (1e-300, "1_×_10⁻³⁰⁰"),
            (-0x1p-1074, "−5_×_10⁻³²⁴"), (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "not a number"),
            (.greatestFiniteMagnitude, "1.798_×_10³⁰⁸"), (9.9999e12, "1.000_×_10¹³"),
        ] as [(Double, String)])
    func fourDigits(_ value: Double, _ text: String) {
        #expect(plain(Number.text(value)) == text)
    }

    @Test(
        arguments: [
            (0, 2, "0.00"), (-0.001, 2, "0.00"), (-0.005, 2, "−0.01"), (1.5, 0, "2"), (0.4, 0, "0"), (0.6, 0, "1"),
            (12_345.678, 1, "12_345.7"), (1e-20, 3, "0.000"), (9.996, 2, "10.00"), (1e15, 0, "1_000_000_000_000_000"),
        ] as [(Double, Int, String)])
    func decimals(_ value: Double, _ decimals: Int, _ text: String) {
        #expect(plain(Number.fixed(value, decimals: decimals)) == text)
    }

    @Test func countsAndShares() {
        #expect(Number.text(1234) == "1234" && plain(Number.text(11_000_000)) == "11_000_000")
        #expect(Number.text(-12) == "−12" && Number.text(Int.min).hasPrefix("−9"))
        #expect(plain(Number.percent(0.6414)) == "64.1_%" && plain(Number.percent(1)) == "100.0_%")
        #expect(Number.percent(.nan) == "not a number")
        #expect(plain(Number.count(11_000_000)) == "11_000_000" && Number.count(2.5) == "2.5")
        #expect(Number.count(.infinity) == "∞")
    }

    /// Against the C library, on numbers that lie between two decimals.
    @Test func roundingIsThatOfPrintf() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next() & 0x7FFF_FFFF_FFFF_FFFF), small = random.number() * 1000
            #expect(
                plain(Number.fixed(small, decimals: 3)).replacingOccurrences(of: "−", with: "-")
                    == String(format: "%.3f", small))
            guard value.isFinite, value > 1e8 else { continue }
            let parts = Number.text(value).split(separator: "\u{202F}")
            let mantissa = String(format: "%.3e", value).split(separator: "e")[0]
            #expect(parts[0] == mantissa, "\(value)")
        }
    }
}
