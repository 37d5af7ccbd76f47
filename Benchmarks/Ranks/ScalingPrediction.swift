import Descent
import DescentFiles

/// What many machines like this one would take for a gradient: of the same data divided among them, and of as many samples on each.
struct ScalingPrediction {
    private let row: RankRow
    private let link: Link
    /// In all, or on each.
    private let samples: Int
    private let points: [Point]
    private let isOfCaches: Bool

    struct Point {
        let isWeak: Bool
        let ranks: Int
        let sweep: Double
        let talk: Double
        var seconds: Double { sweep + talk }
    }

    /// 2.24 GB: ten million samples of 28 features.
    private static let bytes = 10_000_000 * 28 * 8
    private static let ranks = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

    init(_ row: RankRow, link: Link, isOfCaches: Bool) {
        self.row = row
        self.link = link
        self.isOfCaches = isOfCaches
        let samples = Self.bytes / (row.shape.features * MemoryLayout<Double>.stride), threads = row.figures.threads
        self.samples = samples
        points = [false, true].flatMap { isWeak in
            Self.ranks.map { ranks in
                let plan = row.plan.cutting(samples: isWeak ? samples * ranks : samples), shares = Shares(ranks: ranks)
                let most = (0..<ranks).map { shares.chunks(of: plan, rank: $0).count }.max()!
                // By one of the threads while all are at work, which is what each of them takes.
                let chunk = Double(min(plan.chunkSamples, plan.samples) * threads) * row.secondsPerSample
                return Point(
                    isWeak: isWeak, ranks: ranks, sweep: Double((most + threads - 1) / threads) * chunk,
                    talk: link.agreement(ranks: ranks)
                        + link.reduction(of: plan, ranks: ranks, bytes: row.figures.bytes))
            }
        }
    }

    /// How much of what so many ranks could do they do.
    private func efficiency(_ point: Point) -> Double {
        let one = points.first { $0.isWeak == point.isWeak && $0.ranks == 1 }!.seconds
        return one / point.seconds / (point.isWeak ? 1 : Double(point.ranks))
    }

    func print(to table: Table) throws(BenchError) {
        try table.comment("")
        try table.comment("predicted, \(row.shape.features) features; nothing below was measured. Assumptions:")
        let size = "\(samples) samples (\(format(Double(Self.bytes) * 1e-9, "%.2f")) GB)"
        for line in [
            "strong: \(size) in all; weak: as many on every rank",
            "a rank is a machine like this one with \(row.figures.threads) threads and memory of its own: "
                + "\(format(row.secondsPerSample * 1e9, "%.2f")) ns a sample, as one process took above"
                + (isOfCaches ? ", from its caches: too fast for data in memory" : ""),
            "a message takes \(format(link.latency * 1e6, "%.2f")) us and its bytes at \(format(link.bandwidth * 1e-9, "%.2f")) GB/s;"
                + " an agreement \(format(link.word * 1e6, "%.2f")) us for every doubling of the ranks; they share no wire;"
                + " what was not measured between machines is said by --latency and --bandwidth",
            "a thread takes whole chunks of \(row.plan.chunkSamples) samples; ranks wait for the last of them, and for nothing else",
        ] { try table.comment("  " + line) }
        try table.row(Self.columns, Self.columns.map(\.name))
        for point in points {
            try table.row(
                Self.columns,
                [
                    "\(point.isWeak ? "weak" : "strong")/\(row.shape.features)", "\(point.ranks)",
                    format(point.seconds * 1e3, "%.3f"), format(point.sweep * 1e3, "%.3f"),
                    format(point.talk * 1e6, "%.1f"), format(point.talk / point.seconds * 100, "%.1f%%"),
                    format(efficiency(point) * 100, "%.0f%%"),
                ])
        }
    }

    private static let columns = [
        Table.Column(name: "predicted", width: 24, isText: true), Table.Column(name: "ranks", width: 5),
        Table.Column(name: "ms", width: 10), Table.Column(name: "sweep_ms", width: 9),
        Table.Column(name: "talk_us", width: 8), Table.Column(name: "outside", width: 7),
        Table.Column(name: "efficiency", width: 10),
    ]

    var json: [JSON] {
        points.map { point in
            .object([
                ("features", .integer(row.shape.features)), ("isWeak", .boolean(point.isWeak)),
                ("samples", .integer(point.isWeak ? samples * point.ranks : samples)), ("ranks", .integer(point.ranks)),
                ("seconds", .number(point.seconds)), ("secondsSweep", .number(point.sweep)),
                ("secondsTalk", .number(point.talk)), ("efficiency", .number(efficiency(point))),
            ])
        }
    }
}
