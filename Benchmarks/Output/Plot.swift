import Descent
import DescentDrawing

/// The gradients as a picture: a roofline, and bars of how near each case comes to the read limit and how far it is
/// ahead of two whole products. Scalable, without scripts, and readable on light and on dark pages.
struct Plot {
    private let records: [Record]
    private let limits: Limits
    private let title: String

    init(_ records: [Record], _ limits: Limits, title: String) {
        self.records = records.filter { $0.spec.kind == .gradient }
        self.limits = limits
        self.title = title
    }

    private static let width = 960.0

    var svg: String {
        let roofline = Roofline(records, limits, left: 70, top: 100, width: 850, height: 350)
        let bars = Bars(records, top: 540, width: Self.width)
        var drawing = Drawing()
        drawing.text(24, 34, "One gradient, beside the machine's limits", class: "title")
        drawing.text(24, 56, title, class: "note")
        roofline.draw(into: &drawing)
        bars.draw(into: &drawing)
        return drawing.svg(width: Self.width, height: bars.bottom + 24, style: Self.style)
    }

    private static let style = """
        .limit { stroke: #24292f; stroke-width: 1.5; fill: none }
        .mark { stroke: #24292f; stroke-dasharray: 4 3; fill: none }
        .double { fill: #0969da }
        .float { fill: #d4720b }
        @media (prefers-color-scheme: dark) {
          .limit, .mark { stroke: #e6edf3 }
          .double { fill: #4493f8 }
          .float { fill: #f0883e }
        }
        """
}
