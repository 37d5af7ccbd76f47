/// A heading and what is below it.
public struct ReportSection: Sendable {
    let heading: String
    let blocks: [ReportBlock]

    public init(_ heading: String, _ blocks: [ReportBlock]) {
        self.heading = heading
        self.blocks = blocks
    }

    func html(number: Int) -> String {
        """
        <section aria-labelledby="section-\(number)">
        <h2 id="section-\(number)">\(written(heading))</h2>
        \(content)
        </section>
        """
    }

    private var content: String {
        var lines: [String] = [], isInCharts = false
        for block in blocks {
            if block.isChart != isInCharts {
                lines.append(isInCharts ? "</div>" : "<div class=\"charts\">")
                isInCharts.toggle()
            }
            lines.append(block.html)
        }
        if isInCharts { lines.append("</div>") }
        return lines.joined(separator: "\n")
    }
}
