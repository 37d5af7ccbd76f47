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
    private struct Column {
        let name: String
        let width: Int
        var isText = false
    }

    private let columns = [
        Column(name: "case", width: 28, isText: true), Column(name: "threads", width: 7),
        Column(name: "median_ms", width: 10), Column(name: "min_ms", width: 10), Column(name: "runs", width: 5),
        Column(name: "samples/s", width: 10), Column(name: "GFLOP/s", width: 8), Column(name: "GB/s", width: 7),
        Column(name: "reads", width: 6), Column(name: "answer", width: 6, isText: true),
    ]

    func comment(_ text: String) throws(BenchError) { try write(text.isEmpty ? "#" : "# " + text) }

    func headings() throws(BenchError) { try row(columns.map(\.name)) }

    func row(
        _ name: String, threads: Int, _ measurement: Measurement, samples: Int, operations: Int, bytes: Int,
        _ answer: Answer
    ) throws(BenchError) {
        let seconds = measurement.median
        try row([
            name, "\(threads)", format(seconds * 1e3, "%.3f"), format(measurement.minimum * 1e3, "%.3f"),
            "\(measurement.seconds.count)", format(Double(samples) / seconds, "%.3g"),
            format(Double(operations) / seconds * 1e-9, "%.2f"), format(Double(bytes) / seconds * 1e-9, "%.2f"),
            answer.reads.map { format($0, "%g") } ?? "-", answer.text,
        ])
    }

    private func row(_ cells: [String]) throws(BenchError) {
        let padded = zip(columns, cells).map { column, cell in
            let space = String(repeating: " ", count: max(0, column.width - cell.count))
            return column.isText ? cell + space : space + cell
        }
        try write(padded.joined(separator: "  "))
    }

    /// Every line at once, for those who watch; a line that cannot be written ends the run.
    private func write(_ line: String) throws(BenchError) {
        print(line)
        guard fflush(nil) == 0 else { throw .output }
    }
}
