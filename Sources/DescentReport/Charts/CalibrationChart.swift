internal import DescentDrawing

/// How often class 1 was true against how often it was predicted, and below it how much each bin holds.
public struct CalibrationChart: DrawnChart {
    public struct Bin: Sendable {
        let range: ClosedRange<Double>
        let prediction: Double?
        let frequency: Double?
        let weight: Double

        /// - Parameters:
        ///   - range: of predictions, within [0, 1].
        ///   - prediction: the mean prediction, nil for an empty bin.
        ///   - frequency: the share of class 1, nil for an empty bin.
        ///   - weight: how many samples it holds.
        public init(range: ClosedRange<Double>, prediction: Double?, frequency: Double?, weight: Double) {
            self.range = range
            self.prediction = prediction
            self.frequency = frequency
            self.weight = weight
        }
    }

    public let title: String
    public let note: String?
    let bins: [Bin]

    public init(title: String, bins: [Bin], note: String? = nil) {
        self.title = title
        self.bins = bins
        self.note = note
    }

    public var summary: String {
        "the observed frequency of class 1 against the predicted one; "
            + filled.map {
                "\(Number.text($0.frequency, digits: 3)) where \(Number.text($0.prediction, digits: 3)) is predicted"
            }
            .prefix(20).joined(separator: "; ")
    }

    private var filled: [(prediction: Double, frequency: Double)] {
        bins.compactMap { bin in
            guard let prediction = bin.prediction, let frequency = bin.frequency, (0...1).contains(prediction),
                (0...1).contains(frequency)
            else { return nil }
            return (prediction, frequency)
        }
    }

    func drawn(_ width: Double) -> Canvas {
        guard !filled.isEmpty else { return .empty("No values to show", width) }
        var canvas = Canvas(width)
        let area = PlotArea(
            x: Scale(ChartAxis("predicted probability", range: 0...1), showing: []),
            y: Scale(ChartAxis("observed frequency", range: 0...1), showing: []), top: 0, height: 240, canvas: width)
        area.axes(&canvas.drawing)
        canvas.drawing.line([area.at(0, 0), area.at(1, 1)], class: "mark")
        let places = filled.map { area.at($0.prediction, $0.frequency) }
        if places.count > 1 { canvas.drawing.line(Thinning.thinned(places), class: LineStyle.line(0)) }
        if places.count <= 100 {
            for place in places { canvas.drawing.circle(place.x, place.y, radius: 3.5, class: LineStyle.dot(0)) }
        }
        canvas.height = sizes(&canvas.drawing, area)
        return canvas
    }

    /// Bars of the bins' weights, on the chart's own horizontal axis. Returns where they end.
    private func sizes(_ drawing: inout Drawing, _ area: PlotArea) -> Double {
        let weights = bins.map { $0.weight.isFinite ? max(0, $0.weight) : 0 }
        let largest = weights.max() ?? 0, top = area.end + 18, height = 46.0
        guard largest > 0 else { return area.end }
        drawing.text(4, top - 8, "samples by predicted probability", class: "label")
        drawing.text(area.left - 7, top + 10, Self.short(largest), class: "tick", anchor: .end)
        drawing.text(area.left - 7, top + height, "0", class: "tick", anchor: .end)
        for (bin, weight) in zip(bins, weights) where weight > 0 {
            let left = area.left + area.width * min(1, max(0, bin.range.lowerBound))
            let right = area.left + area.width * min(1, max(0, bin.range.upperBound))
            // What holds something is seen.
            let size = max(1, height * weight / largest), gap = min(1, (right - left) / 4)
            drawing.bar(
                left + gap, top + height - size, width: max(0.5, right - left - 2 * gap), height: size, class: "bin")
        }
        drawing.line([(area.left, top + height), (area.right, top + height)], class: "axis")
        return top + height + 8
    }

    private static func power(_ value: Double) -> String { Number.powerOfTen(Int(Decades.log10(value).rounded())) }

    /// At most five characters, for the room beside the bars.
    private static func short(_ value: Double) -> String {
        for (unit, word) in [(1e9, "G"), (1e6, "M"), (1e3, "k")]
        where value >= 10 * unit || (unit > 1e3 && value >= unit) {
            let digits = value / unit
            return digits < 1000 ? Number.fixed(digits, decimals: digits < 10 ? 1 : 0) + word : power(value)
        }
        return value < 1e-3 ? power(value) : Number.text(value, digits: 3)
    }
}
