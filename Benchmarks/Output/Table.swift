import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A number in one of C's patterns, such as "%.3f".
func format(_ value: Double, _ pattern: String) -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, pattern, $0) }
    return String(decoding: buffer.prefix(Int(max(0, length))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The results on stdout: lines of context that begin with #, one line of headings, and one line per case.
struct Table {
    struct Column {
        let name: String
        let width: Int
        var isText = false
    }

    private let columns = [
        Column(name: "case", width: 40, isText: true), Column(name: "threads", width: 7),
        Column(name: "median_ms", width: 10), Column(name: "min_ms", width: 10), Column(name: "spread", width: 6),
        Column(name: "runs", width: 4), Column(name: "samples/s", width: 9), Column(name: "GFLOP/s", width: 7),
        Column(name: "GB/s", width: 6), Column(name: "kernel", width: 6), Column(name: "of_read", width: 7),
        Column(name: "x2pass", width: 6),
        Column(name: "reads", width: 5), Column(name: "answer", width: 14, isText: true),
        Column(name: "also", width: 0, isText: true),
    ]

    func comment(_ text: String) throws(BenchError) { try line(text.isEmpty ? "#" : "# " + text) }

    func headings() throws(BenchError) { try row(columns, columns.map(\.name)) }

    func row(_ record: Record) throws(BenchError) {
        func cell(_ value: Double?, _ pattern: String) -> String {
            value.flatMap { $0.isNaN ? nil : format($0, pattern) } ?? "-"
        }
        try row(
            columns,
            [
                record.spec.name, "\(record.threads)", milliseconds(record.median), milliseconds(record.minimum),
                format(record.measurement.spread * 100, "%.0f%%"), "\(record.measurement.seconds.count)",
                format(record.samplesPerSecond, "%.3g"), cell(record.operationsPerSecond * 1e-9, "%.2f"),
                format(record.bytesPerSecond * 1e-9, "%.2f"), record.spec.kernel, cell(record.readFraction, "%.2f"),
                cell(record.versusTwoPass, "%.2f"), cell(record.answer.reads, "%g"), record.answer.text,
                record.extras.map(Self.text).joined(separator: ", "),
            ])
    }

    /// Labels begin with their unit.
    private static func text(_ extra: (name: String, label: String, value: Double)) -> String {
        let scales: [Substring: Double] = ["us": 1e6, "ms": 1e3, "ns": 1e9]
        let scale = scales[extra.label.prefix(2)] ?? 1
        return format(extra.value * scale, "%.3g") + " " + extra.label
    }

    /// Four digits of what a nanosecond or ten seconds are.
    private func milliseconds(_ seconds: Double) -> String {
        format(seconds * 1e3, seconds < 1e-5 ? "%.6f" : seconds < 1e-3 ? "%.4f" : "%.3f")
    }

    func row(_ columns: [Column], _ cells: [String]) throws(BenchError) {
        let padded = zip(columns, cells).map { column, cell in
            let space = String(repeating: " ", count: max(0, column.width - cell.count))
            return column.isText ? cell + space : space + cell
        }
        var text = padded.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        try line(text)
    }

    /// Every line at once, for those who watch; a line that cannot be written ends the run.
    func line(_ text: String) throws(BenchError) {
        let bytes = Array((text + "\n").utf8)
        guard bytes.withUnsafeBytes({ System.write($0, to: 1) }) else { throw .output }
    }
}
