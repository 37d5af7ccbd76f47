import DescentFiles
import DescentSystem

/// Two results of `--json` beside each other: how many times as long each case takes in the second, and what of that is more
/// than noise.
struct Comparison {
    private struct Timed {
        let name: String
        let median, minimum, spread: Double
        let readFraction: Double?
    }

    static let word = "compare"
    let lines: [String]

    /// - Throws: `unreadable` for what cannot be read or is no result, `usage` where no case is in both.
    init(_ first: String, _ second: String) throws(BenchError) {
        let before = try Self.cases(first), after = try Self.cases(second)
        let known = Dictionary(before.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = after.compactMap { row in known[row.name].map { ($0, row) } }
        guard !rows.isEmpty else { throw .usage("no case is in both \(first) and \(second)") }
        let width = max(4, rows.map { $0.0.name.count }.max() ?? 0)
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        var lines = [
            "# ratio: of the medians, second over first; noise: what two runs of the same may differ by, of the spreads of both;"
                + " min: of the fastest",
            padded("case", width) + "     first_ms   second_ms  ratio    min  noise  of_read        verdict",
        ]
        for (a, b) in rows {
            // The middle halves of both; medians of a few runs move by about as much.
            let ratio = b.median / a.median, noise = max(0.03, (a.spread + b.spread) / 2)
            let verdict = ratio > 1 + noise ? "slower" : ratio < 1 / (1 + noise) ? "faster" : "as fast"
            let reads = [a.readFraction, b.readFraction].map { $0.map { format($0, "%.2f") } ?? "-" }
            lines.append(
                padded(a.name, width) + "  " + format(a.median * 1e3, "%11.4f") + " " + format(b.median * 1e3, "%11.4f")
                    + "  " + format(ratio, "%5.3f") + "  " + format(b.minimum / a.minimum, "%5.3f") + "  "
                    + padded(format(noise * 100, "%.0f%%"), 5) + "  " + padded(reads.joined(separator: " → "), 13)
                    + "  "
                    + verdict)
        }
        let only = (before.count - rows.count, after.count - rows.count)
        if only != (0, 0) { lines.append("# \(only.0) cases are in the first alone, \(only.1) in the second alone") }
        self.lines = lines
    }

    private static func cases(_ path: String) throws(BenchError) -> [Timed] {
        guard let text = System.text(ofFile: path) else { throw .unreadable(path: path, reason: "it cannot be read") }
        guard let json = JSON(document: text), let cases = json["cases"]?.elements else {
            throw .unreadable(path: path, reason: "it is no result of bench --json")
        }
        var seen: [String: Int] = [:]
        return cases.compactMap { item in
            guard let median = item["secondsMedian"]?.double, let minimum = item["secondsMin"]?.double else {
                return nil
            }
            // Results of before there was a name of the whole case are told apart by their place among those alike.
            var name =
                item["case"]?.text
                ?? ["name", "neuron", "precision", "features", "samples", "outputs"].compactMap {
                    item[$0].map(\.plain)
                }
                .joined(separator: "/")
            seen[name, default: 0] += 1
            if let count = seen[name], count > 1 { name += "#\(count)" }
            return Timed(
                name: name, median: median, minimum: minimum, spread: item["spread"]?.double ?? 0,
                readFraction: item["readFraction"]?.double)
        }
    }
}
