/// An axis with its range: where numbers are along it, and the marks.
struct Scale {
    let axis: ChartAxis
    /// What is shown.
    let range: ClosedRange<Double>

    /// - Parameter values: what must be seen; those without a place on the axis are no matter.
    init(_ axis: ChartAxis, showing values: some Sequence<Double>) {
        self.axis = axis
        if let range = axis.range, axis.holds(range.lowerBound), axis.holds(range.upperBound),
            Self.width(range, axis.kind) > 0
        {
            self.range = range
            return
        }
        var extent: ClosedRange<Double>?
        for value in values where axis.holds(value) {
            extent = min(extent?.lowerBound ?? value, value)...max(extent?.upperBound ?? value, value)
        }
        range = axis.kind == .linear ? Self.linear(extent ?? 0...1) : Self.logarithmic(extent ?? 0.1...1)
    }

    /// Room at both ends, but none beyond 0; a range of one value gets one around it.
    private static func linear(_ extent: ClosedRange<Double>) -> ClosedRange<Double> {
        let (low, high) = (extent.lowerBound, extent.upperBound)
        let size = max(low.magnitude, high.magnitude)
        if size < 1e-300 { return 0...1 }
        // Marks closer than this would need more digits than fit.
        if high - low < 1e-6 * size { return low - 0.1 * size...high + 0.1 * size }
        let room = 0.04 * (high - low)
        return (low >= 0 ? max(0, low - room) : low - room)...(high <= 0 ? min(0, high + room) : high + room)
    }

    private static func logarithmic(_ extent: ClosedRange<Double>) -> ClosedRange<Double> {
        let decades = width(extent, .logarithmic)
        let room = Decades.power(decades < 1e-6 ? 0.5 : min(6, 0.03 * decades))
        return extent.lowerBound / room...extent.upperBound * room
    }

    private static func width(_ range: ClosedRange<Double>, _ kind: ChartAxis.Kind) -> Double {
        kind == .linear
            ? range.upperBound - range.lowerBound : Decades.log10(range.upperBound) - Decades.log10(range.lowerBound)
    }

    /// From 0 at the start of the axis to 1 at its end, beyond them outside; of a value that the axis holds.
    func place(_ value: Double) -> Double {
        switch axis.kind {
        case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .logarithmic:
            (Decades.log10(value) - Decades.log10(range.lowerBound)) / Self.width(range, .logarithmic)
        }
    }

    func ticks(atMost most: Int) -> [Tick] {
        axis.kind == .linear ? Tick.linear(range, atMost: most) : Tick.logarithmic(range, atMost: most)
    }

    /// As many marks as have room beside each other, with their words.
    func ticks(across length: Double, size: Double) -> [Tick] {
        var most = Int(length / 45)
        while most > 2 {
            let found = ticks(atMost: most)
            let widest = found.map { TextWidth.of($0.word, size: size) }.max() ?? 0
            let places = found.map { place($0.value) * length }
            if zip(places, places.dropFirst()).allSatisfy({ $1 - $0 >= widest + 8 }) { return found }
            most -= 1
        }
        let last = ticks(atMost: 2)
        return last.count > 3 ? [last[0], last[last.count - 1]] : last
    }
}
