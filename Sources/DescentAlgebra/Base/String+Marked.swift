extension String {
    /// The text on one line, and under it carets below a range of its Unicode scalars. Of a long text the surroundings
    /// of the range.
    package func marked(_ place: Range<Int>) -> String {
        let scalars = unicodeScalars.map { String($0) }
        let start = min(max(0, place.lowerBound), scalars.count), end = min(max(start, place.upperBound), scalars.count)
        let reach = 50
        let first = scalars.count <= 110 ? 0 : max(0, start - reach)
        let last =
            scalars.count <= 110 ? scalars.count : min(scalars.count, max(start + 1, min(end, start + reach)) + reach)
        var line = first > 0 ? "…" : "", spaces = line.count, carets = 0
        for index in first..<last {
            // Escapes take more room than what they stand for.
            let text = scalars[index].shown
            line += text
            if index < start { spaces += text.unicodeScalars.count }
            if (start..<end).contains(index) { carets += text.unicodeScalars.count }
        }
        if last < scalars.count { line += "…" }
        return "  \(line)\n  \(String(repeating: " ", count: spaces))\(String(repeating: "^", count: max(1, carets)))"
    }
}
