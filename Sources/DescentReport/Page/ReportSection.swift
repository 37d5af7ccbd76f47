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
        var lines: [String] = [], row: [any ReportChart] = []
        func end() {
            guard !row.isEmpty else { return }
            // Two stand beside each other; one that is left over has the width of both.
            let charts = row.enumerated().map { index, chart in
                index + 1 == row.count && row.count % 2 == 1 ? chart.wideFigure : chart.figure
            }
            lines.append("<div class=\"charts\">\n\(charts.joined(separator: "\n"))\n</div>")
            row = []
        }
        for block in blocks {
            if case .chart(let chart) = block {
                row.append(chart)
            } else {
                end()
                lines.append(block.html)
            }
        }
        end()
        return lines.joined(separator: "\n")
    }
}
