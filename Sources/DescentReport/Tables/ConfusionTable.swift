/// How often each class was taken for each: a matrix with sums, recall and precision. Cells are shaded by their share of the
/// row.
///
/// With more than 16 classes the matrix would be a pattern: then there are the classes one by one and the most frequent
/// mistakes.
public struct ConfusionTable: Sendable {
    let title: String
    let labels: [String]
    let counts: [[Double]]
    let note: String?

    private static let mostClasses = 16
    private static let mostMistakes = 20

    /// - Parameters:
    ///   - labels: one name per class. Classes without one are named by their index.
    ///   - counts: a row per true class, with the weight of the samples that were predicted to be of each class. What is
    ///     missing or not finite is 0.
    public init(title: String = "Confusion", labels: [String], counts: [[Double]], note: String? = nil) {
        let classes = max(counts.count, counts.map(\.count).max() ?? 0)
        self.title = title
        self.labels = (0..<classes).map { $0 < labels.count ? labels[$0] : "\($0)" }
        self.counts = (0..<classes).map { row in
            (0..<classes).map { column in
                guard row < counts.count, column < counts[row].count, counts[row][column].isFinite else { return 0 }
                return max(0, counts[row][column])
            }
        }
        self.note = note
    }

    var html: String {
        if labels.isEmpty { return TableFigure.empty(title: title, "No classes to show") }
        if labels.count > Self.mostClasses { return classTable.html + "\n" + mistakeTable.html }
        let head = labels.map { "<th scope=\"col\" class=\"n\">\(name($0))</th>" }.joined()
        let body = labels.indices.map(row).joined(separator: "\n")
        let sums = labels.indices.map { "<td class=\"n sum\">\(Number.count(predicted($0)))</td>" }.joined()
        let precisions = labels.indices.map { "<td class=\"n\">\(share(right($0), predicted($0)))</td>" }.joined()
        let total = labels.indices.reduce(0) { $0 + actual($1) }
        let hits = labels.indices.reduce(0) { $0 + right($1) }
        return TableFigure.html(
            title: title, notes: [note ?? "Rows are true classes, columns predicted ones."], isShort: true,
            class: "confusion",
            """
            <thead><tr><th scope="col">true \\ predicted</th>\(head)<th scope="col" class="n sum">all</th>\
            <th scope="col" class="n">recall</th></tr></thead>
            <tbody>
            \(body)
            </tbody>
            <tfoot>
            <tr><th scope="row">all</th>\(sums)<td class="n sum">\(Number.count(total))</td><td></td></tr>
            <tr><th scope="row">precision</th>\(precisions)<td class="n sum">accuracy</td>\
            <td class="n">\(share(hits, total))</td></tr>
            </tfoot>
            """)
    }

    private func row(_ target: Int) -> String {
        let cells = labels.indices.map { prediction in
            let count = counts[target][prediction], of = actual(target)
            // What happened at all has a shade.
            let level = count > 0 && of.isFinite ? max(1, Int((count / of * 10).rounded())) : 0
            let kind = target == prediction ? "hit" : "miss"
            return "<td class=\"n \(kind) h\(level)\">\(Number.count(count))</td>"
        }.joined()
        return "<tr><th scope=\"row\">\(name(labels[target]))</th>\(cells)"
            + "<td class=\"n sum\">\(Number.count(actual(target)))</td><td class=\"n\">\(share(right(target), actual(target)))</td></tr>"
    }

    private var classTable: ReportTable {
        ReportTable(
            title: title, columns: ["class", "samples", "predicted", "right", "recall", "precision"],
            rows: labels.indices.map { index in
                [
                    .text(labels[index]), .weight(actual(index)), .weight(predicted(index)), .weight(right(index)),
                    actual(index) > 0 ? .percent(right(index) / actual(index)) : .missing,
                    predicted(index) > 0 ? .percent(right(index) / predicted(index)) : .missing,
                ]
            }, note: note)
    }

    private var mistakeTable: ReportTable {
        let mistakes = labels.indices.flatMap { target in
            labels.indices.filter { $0 != target && counts[target][$0] > 0 }.map { (target, $0, counts[target][$0]) }
        }.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
        return ReportTable(
            title: "Most frequent mistakes", columns: ["true", "predicted", "samples", "of the true class"],
            rows: mistakes.map { target, prediction, count in
                [.text(labels[target]), .text(labels[prediction]), .weight(count), .percent(count / actual(target))]
            }, limit: Self.mostMistakes)
    }

    private func name(_ label: String) -> String { "<bdi>\(written(label, longest: 24))</bdi>" }

    private func right(_ k: Int) -> Double { counts[k][k] }
    private func actual(_ k: Int) -> Double { counts[k].reduce(0, +) }
    private func predicted(_ k: Int) -> Double { counts.reduce(0) { $0 + $1[k] } }

    private func share(_ part: Double, _ whole: Double) -> String {
        whole > 0 && whole.isFinite ? Number.percent(part / whole) : "–"
    }
}
