/// The few shapes that a picture is made of, as lines of SVG. The class of a shape is a rule of the style.
///
/// Coordinates have one decimal, so that the last bits of what is drawn do not change the file.
public struct Drawing {
    public typealias Point = (x: Double, y: Double)

    private(set) var lines: [String] = []

    public init() {}

    public enum Anchor: String, Sendable {
        case start, middle, end
    }

    public mutating func text(
        _ x: Double, _ y: Double, _ text: String, class kind: String = "", anchor: Anchor = .start
    ) {
        let kind = kind.isEmpty ? "" : " class=\"\(kind)\""
        let anchor = anchor == .start ? "" : " text-anchor=\"\(anchor)\""
        lines.append("<text x=\"\(short(x))\" y=\"\(short(y))\"\(kind)\(anchor)>\(escaped(text))</text>")
    }

    public mutating func line(_ points: [Point], class kind: String) {
        lines.append("<polyline points=\"\(path(points))\" class=\"\(kind)\"/>")
    }

    public mutating func polygon(_ points: [Point], class kind: String) {
        lines.append("<polygon points=\"\(path(points))\" class=\"\(kind)\"/>")
    }

    public mutating func circle(_ x: Double, _ y: Double, radius: Double = 5, class kind: String) {
        lines.append("<circle cx=\"\(short(x))\" cy=\"\(short(y))\" r=\"\(short(radius))\" class=\"\(kind)\"/>")
    }

    public mutating func bar(
        _ x: Double, _ y: Double, width: Double, height: Double, rounding: Double = 0, class kind: String
    ) {
        let rounding = rounding == 0 ? "" : " rx=\"\(short(rounding))\""
        lines.append(
            "<rect x=\"\(short(x))\" y=\"\(short(y))\" width=\"\(short(max(0, width)))\" height=\"\(short(height))\""
                + "\(rounding) class=\"\(kind)\"/>")
    }

    /// A line that ends in a head. One shorter than the head has no line.
    public mutating func arrow(from start: Point, to end: Point, class kind: String, head: Double = 9) {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return }
        let (ux, uy) = (dx / length, dy / length)
        let base = (x: end.x - ux * head, y: end.y - uy * head), half = head * 0.4
        if length > head { line([start, base], class: kind) }
        polygon([end, (base.x - uy * half, base.y + ux * half), (base.x + uy * half, base.y - ux * half)], class: kind)
    }

    /// Shows what `body` draws only inside a rectangle: a picture in the picture, in the same coordinates.
    public mutating func clipped(
        _ x: Double, _ y: Double, width: Double, height: Double, _ body: (inout Drawing) throws -> Void
    ) rethrows {
        let (left, top, width, height) = (short(x), short(y), short(width), short(height))
        lines.append(
            "<svg x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\" "
                + "viewBox=\"\(left) \(top) \(width) \(height)\">")
        try body(&self)
        lines.append("</svg>")
    }

    private func path(_ points: [Point]) -> String {
        points.map { "\(short($0.x)),\(short($0.y))" }.joined(separator: " ")
    }

    /// Tenths; whole numbers without a point.
    private func short(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        return tenths.remainder(dividingBy: 10) == 0 ? "\(Int(tenths / 10))" : "\(tenths / 10)"
    }

    /// The file: `style` adds classes to those of every drawing.
    public func svg(width: Double, height: Double, style: String) -> String {
        let size = "\(Int(width)) \(Int(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Int(width))" height="\(Int(height))">
            <style>
            \(Self.style)
            \(style)
            </style>
            <rect width="100%" height="100%" class="page"/>
            \(lines.joined(separator: "\n"))
            </svg>

            """
    }
}
