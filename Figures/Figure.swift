import DescentDrawing

/// A picture of the documentation. What it shows is computed by the library: only places on the page are worked out here.
struct Figure: Sendable {
    /// Of the file, and in the article.
    let name: String
    let height: Double
    let draw: @Sendable (inout Drawing) throws -> Void

    init(_ name: String, height: Double, draw: @escaping @Sendable (inout Drawing) throws -> Void) {
        self.name = name
        self.height = height
        self.draw = draw
    }

    /// That of a column of text, so that letters keep their size.
    static let width = 640.0

    static let all: [Figure] = [
        .sigmoid, .crossEntropy, .rectifier, .tangent, .rates, .directions, .graph, .rules, .spline, .interaction,
    ]

    func svg() throws -> String {
        var drawing = Drawing()
        try draw(&drawing)
        return drawing.svg(width: Self.width, height: height, style: Self.style)
    }

    /// Colours of Okabe and Ito, which people tell apart however they see colours; a letter and its line share a class.
    private static let style = """
        polyline { fill: none; stroke-width: 2; stroke-linejoin: round }
        polyline.axis, polyline.grid { stroke-width: 1 }
        polyline.thin { stroke-width: 1.2 }
        .guide { stroke: #8c959f; stroke-dasharray: 2 3 }
        polyline.guide { stroke-width: 1 }
        .dashed { stroke-dasharray: 7 4 }
        .dotted { stroke-dasharray: 2 3 }
        text.strong { font-size: 15px }
        text.halo { stroke: #ffffff; stroke-width: 4px; paint-order: stroke }
        .open { fill: #ffffff; stroke-width: 2 }
        .box { fill: #f6f8fa; stroke: #57606a }
        .shade { fill: #0072b2; fill-opacity: 0.08 }
        \(colour("ink", "#24292f"))
        \(colour("blue", "#0072b2"))
        \(colour("red", "#c84a00"))
        \(colour("green", "#00805e"))
        \(colour("purple", "#a6498a"))
        @media (prefers-color-scheme: dark) {
          text.halo { stroke: #0d1117 }
          .open { fill: #0d1117 }
          .box { fill: #161b22; stroke: #9198a1 }
          .shade { fill: #56b4e9; fill-opacity: 0.12 }
          \(colour("ink", "#e6edf3"))
          \(colour("blue", "#56b4e9"))
          \(colour("red", "#f0803c"))
          \(colour("green", "#2fc79a"))
          \(colour("purple", "#d98bc0"))
        }
        """

    private static func colour(_ name: String, _ value: String) -> String {
        "polyline.\(name), circle.open.\(name) { stroke: \(value) } "
            + "text.\(name), polygon.\(name), circle.\(name):not(.open) { fill: \(value) }"
    }
}
