import TestSupport
import Testing

@testable import DescentReport

@Suite struct AxisTests {
    @Test func linearMarksAreRound() {
        #expect(Tick.linear(0...1, atMost: 5).map(\.word) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(Tick.linear(-3...7, atMost: 5).map(\.word) == ["−2", "0", "2", "4", "6"])
        #expect(Tick.linear(0...40, atMost: 4).map(\.value) == [0, 10, 20, 30, 40])
        #expect(Tick.linear(0...3e6, atMost: 3).map(\.word) == ["0", "1×10⁶", "2×10⁶", "3×10⁶"])
        #expect(
            Tick.linear(0...5e-7, atMost: 5).map(\.word) == ["0", "1×10⁻⁷", "2×10⁻⁷", "3×10⁻⁷", "4×10⁻⁷", "5×10⁻⁷"])
    }

    @Test func logarithmicMarksArePowers() {
        #expect(Tick.logarithmic(0.01...1000, atMost: 8).map(\.word) == ["0.01", "0.1", "1", "10", "100", "1000"])
        #expect(Tick.logarithmic(1e-8...1, atMost: 5).map(\.word) == ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"])
        #expect(Tick.logarithmic(2...60, atMost: 8).map(\.word) == ["2", "5", "10", "20", "50"])
        #expect(Tick.logarithmic(3.1...4.2, atMost: 4).map(\.word) == ["3.5", "4.0"])
    }

    /// Marks are inside, in order, different in value and word, and there are enough and not too many.
    @Test func marksOfAnyRange() {
        var random = SplitMix64(seed: 4)
        for _ in 0..<400 {
            let size = Decimal.power(random.number(in: -290...290)), low = random.number() * size
            let values = [low, low + random.number(in: 1e-5...1) * size]
            for kind in [ChartAxis.Kind.linear, .logarithmic] {
                let scale = Scale(ChartAxis("", kind), showing: values.map { kind == .linear ? $0 : $0.magnitude })
                for most in 3...9 {
                    let ticks = scale.ticks(atMost: most), places = ticks.map { scale.place($0.value) }
                    #expect(places.allSatisfy { (-1e-4...1.0001).contains($0) }, "\(values)")
                    #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 }, "\(values)")
                    #expect(Set(ticks.map(\.word)).count == ticks.count, "\(values) \(ticks.map(\.word))")
                    #expect((1...max(7, most + 1)).contains(ticks.count), "\(values) \(most) \(ticks.map(\.word))")
                }
            }
        }
    }

    @Test func everyValueHasItsPlace() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<1000 {
            let values = (0..<5).map { _ in random.number() * Decimal.power(random.number(in: -300...300)) }
            for kind in [ChartAxis.Kind.linear, .logarithmic] {
                let axis = ChartAxis("", kind), scale = Scale(axis, showing: values)
                for value in values where axis.holds(value) { #expect((0...1).contains(scale.place(value))) }
            }
        }
    }

    @Test func wordsAreCutToFit() {
        for name in ReportPage.hostileNames {
            for width in [20.0, 80, 150] {
                let short = TextWidth.fit(name, into: width, size: 13)
                #expect(short == "…" || TextWidth.of(short, size: 13) <= width)
            }
        }
        #expect(TextWidth.fit("jet_1_pT", into: 150, size: 13) == "jet_1_pT")
        let pair = ["left", "right"].map { TextWidth.fit("a_very_long_common_beginning_\($0)", into: 100, size: 13) }
        #expect(pair[0] != pair[1] && pair[0].hasPrefix("a_very"))
    }
}
