/// The few shapes that the picture is made of, as lines of SVG.
struct Drawing {
    private var lines: [String] = []

    enum Anchor: String {
        case start, middle, end
    }

    mutating func text(_ x: Double, _ y: Double, _ text: String, class kind: String = "", anchor: Anchor = .start) {
        let escaped = text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        let anchor = anchor == .start ? "" : " text-anchor=\"\(anchor)\""
        lines.append("<text x=\"\(short(x))\" y=\"\(short(y))\" class=\"\(kind)\"\(anchor)>\(escaped)</text>")
    }

    mutating func line(_ points: [(x: Double, y: Double)], class kind: String) {
        let path = points.map { "\(short($0.x)),\(short($0.y))" }.joined(separator: " ")
        lines.append("<polyline points=\"\(path)\" class=\"\(kind)\"/>")
    }

    mutating func circle(_ x: Double, _ y: Double, class kind: String) {
        lines.append("<circle cx=\"\(short(x))\" cy=\"\(short(y))\" r=\"5\" class=\"\(kind)\"/>")
    }

    mutating func bar(_ x: Double, _ y: Double, width: Double, height: Double, class kind: String) {
        lines.append(
            "<rect x=\"\(short(x))\" y=\"\(short(y))\" width=\"\(short(max(0, width)))\" height=\"\(short(height))\" "
                + "class=\"\(kind)\"/>")
    }

    private func short(_ value: Double) -> String { format(value, "%.1f") }

    /// Viewers that ignore media queries get the light colours. Small texts have an edge in the page's colour, for where
    /// they cross a line.
    private static let style = """
        text { font: 13px sans-serif; fill: #24292f }
        .title { font-size: 19px; font-weight: bold }
        .note { fill: #57606a }
        .small { font-size: 11px; fill: #57606a; stroke: #ffffff; stroke-width: 3px; paint-order: stroke }
        .page { fill: #ffffff }
        .axis { stroke: #8c959f; fill: none }
        .grid { stroke: #d0d7de; fill: none }
        .limit { stroke: #24292f; stroke-width: 1.5; fill: none }
        .mark { stroke: #24292f; stroke-dasharray: 4 3; fill: none }
        .double { fill: #0969da }
        .float { fill: #d4720b }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .note, .small { fill: #9198a1 }
          .small { stroke: #0d1117 }
          .page { fill: #0d1117 }
          .axis { stroke: #6e7681 }
          .grid { stroke: #30363d }
          .limit, .mark { stroke: #e6edf3 }
          .double { fill: #4493f8 }
          .float { fill: #f0883e }
        }
        """

    func svg(width: Double, height: Double) -> String {
        let size = "\(Int(width)) \(Int(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Int(width))" height="\(Int(height))">
            <style>
            \(Self.style)
            </style>
            <rect width="100%" height="100%" class="page"/>
            \(lines.joined(separator: "\n"))
            </svg>

            """
    }
}
