import DescentDrawing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Speed against operations per byte, both logarithmic: no case can be above the slope of memory or the flat roof of
/// the multiplying units.
struct Roofline {
    private let records: [Record]
    private let limits: Limits
    private let left: Double
    private let top: Double
    private let width: Double
    private let height: Double
    /// Decades of operations per byte.
    private let intensities: ClosedRange<Double>
    /// Decades of operations per second.
    private let speeds: ClosedRange<Double>

    /// Logistic neurons only: the others stand within a point's width of them.
    init(_ records: [Record], _ limits: Limits, left: Double, top: Double, width: Double, height: Double) {
        self.records = records.filter { $0.spec.neuron == .logistic }
        self.limits = limits
        self.left = left
        self.top = top
        self.width = width
        self.height = height
        let peak = max(limits.peakDouble, limits.peakFloat)
        let ridge = peak / limits.readAll
        intensities = log10(0.13)...log10(max(4, ridge) * 2)
        let lowest = self.records.map(\.operationsPerSecond).min() ?? peak / 100
        speeds = (log10(min(lowest, 0.2 * limits.readAll)) - 0.4)...(log10(peak) + 0.2)
    }

    func draw(into drawing: inout Drawing) {
        axes(&drawing)
        for (precision, name) in [(Precision.double, "Double"), (.float, "Float")] {
            let peak = limits.peak(precision)
            let ridge = peak / limits.readAll
            drawing.line([(x(ridge), y(peak)), (left + width, y(peak))], class: "limit")
            drawing.text(
                left + width - 6, y(peak) - 6, "gemm, \(name), \(format(peak * 1e-9, "%.0f")) GFLOP/s", class: "note",
                anchor: .end)
        }
        let ridge = max(limits.peakDouble, limits.peakFloat) / limits.readAll
        let lowest = pow(10, intensities.lowerBound)
        drawing.line(
            [(x(lowest), y(lowest * limits.readAll)), (x(ridge), y(ridge * limits.readAll))], class: "limit")
        drawing.text(
            x(0.9), y(0.9 * limits.readAll) - 10,
            "reading memory, \(limits.threads) threads, \(format(limits.readAll * 1e-9, "%.1f")) GB/s", class: "note",
            anchor: .end)
        points(&drawing)
    }

    /// The cases stand in two columns, near a half and one operation per byte, because a value of X is read once for
    /// four; names go beside the columns, moved apart where they would touch.
    private func points(_ drawing: inout Drawing) {
        for precision in Precision.allCases {
            let own = records.filter { $0.spec.precision == precision }
                .sorted { $0.operationsPerSecond > $1.operationsPerSecond }
            var free = 0.0
            for record in own {
                let px = x(record.intensity), py = y(record.operationsPerSecond)
                drawing.circle(px, py, class: "\(precision)")
                let line = max(py + 4, free)
                free = line + 13
                let name = record.spec.shape.name + (record.spec.isFeatureMajor ? " feature-major" : "")
                if precision == .double {
                    drawing.text(x(0.29), line, name, class: "small", anchor: .end)
                    drawing.line([(x(0.29) + 4, line - 4), (px - 6, py)], class: "grid")
                } else {
                    drawing.text(x(1.2), line, name, class: "small")
                    drawing.line([(px + 6, py), (x(1.2) - 4, line - 4)], class: "grid")
                }
            }
        }
        for (index, (precision, name)) in [(Precision.double, "Double"), (.float, "Float")].enumerated() {
            let py = top + 18 + 18 * Double(index)
            drawing.circle(left + 16, py - 4, class: "\(precision)")
            drawing.text(left + 28, py, name)
        }
    }

    private func axes(_ drawing: inout Drawing) {
        for (word, value) in [("0.25", 0.25), ("0.5", 0.5), ("1", 1), ("2", 2), ("4", 4), ("8", 8)] {
            guard intensities.contains(log10(value)) else { continue }
            drawing.line([(x(value), top), (x(value), top + height)], class: "grid")
            drawing.text(x(value), top + height + 18, word, anchor: .middle)
        }
        for value in [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] {
            guard speeds.contains(log10(value * 1e9)) else { continue }
            drawing.line([(left, y(value * 1e9)), (left + width, y(value * 1e9))], class: "grid")
            drawing.text(left - 8, y(value * 1e9) + 4, format(value, "%g"), anchor: .end)
        }
        drawing.line([(left, top), (left, top + height), (left + width, top + height)], class: "axis")
        drawing.text(
            left + width, top + height + 36, "floating-point operations per byte read", class: "note", anchor: .end)
        drawing.text(24, top - 8, "GFLOP/s", class: "note")
    }

    private func x(_ intensity: Double) -> Double {
        left + width * (log10(intensity) - intensities.lowerBound) / (intensities.upperBound - intensities.lowerBound)
    }

    private func y(_ speed: Double) -> Double {
        top + height * (1 - (log10(speed) - speeds.lowerBound) / (speeds.upperBound - speeds.lowerBound))
    }
}
