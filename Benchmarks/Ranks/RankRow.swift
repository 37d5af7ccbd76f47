import Descent
import DescentFiles

/// The figures of one number of ranks, and what of them was expected.
struct RankRow {
    let shape: Shape
    let ranks: Int
    /// Of a rank.
    let threads: Int
    let figures: RankFigures
    /// How a gradient of so many features is cut.
    let plan: Plan
    /// As these ranks found it; nil for one rank.
    let link: Link?
    /// Of the reduction, by that. Nil also for data so wide that sums go by slabs of features, of which it knows nothing.
    let predicted: Double?

    init(_ shape: Shape, ranks: Int, threads: Int, _ figures: RankFigures) throws {
        self.shape = shape
        self.ranks = ranks
        self.threads = threads
        self.figures = figures
        let one = try Dataset(Matrix<Double>(rows: shape.features, columns: 1), targets: [0], threads: 1)
        plan = try Sweep(one, neuron: .logistic, threads: 1).plan.cutting(samples: shape.samples)
        link = Link(
            exchanges: figures.exchanges, word: figures.agreement.median / Double(max(1, Link.doublings(ranks))))
        predicted =
            plan.readsPerEvaluation == 1 ? link?.reduction(of: plan, ranks: ranks, bytes: figures.bytes) : nil
    }

    /// Of a gradient by one process with all threads of its machine.
    var secondsPerSample: Double { figures.alone.median / Double(shape.samples) }

    /// The time of one process with as many threads, over that of the ranks; nil where no process has those of several machines.
    private var ofOne: Double? { figures.machines == 1 ? figures.alone.ratio(to: figures.total) : nil }

    static let columns = [
        Table.Column(name: "case", width: 24, isText: true), Table.Column(name: "ranks", width: 5),
        Table.Column(name: "threads", width: 7), Table.Column(name: "median_ms", width: 10),
        Table.Column(name: "sweep_ms", width: 9), Table.Column(name: "agree_us", width: 8),
        Table.Column(name: "wait_us", width: 8), Table.Column(name: "reduce_us", width: 9),
        Table.Column(name: "predicted_us", width: 12), Table.Column(name: "allreduce_us", width: 12),
        Table.Column(name: "outside", width: 7), Table.Column(name: "of_one", width: 6),
        Table.Column(name: "spread", width: 6), Table.Column(name: "runs", width: 4),
        Table.Column(name: "answer", width: 0, isText: true),
    ]

    var cells: [String] {
        func micro(_ measurement: Measurement) -> String { format(measurement.median * 1e6, "%.1f") }
        return [
            "gradient/\(shape.name)", "\(ranks)", "\(threads)", format(figures.total.median * 1e3, "%.3f"),
            format(figures.sweep.median * 1e3, "%.3f"), micro(figures.agreement), micro(figures.wait),
            micro(figures.reduction), predicted.map { format($0 * 1e6, "%.1f") } ?? "-", micro(figures.allreduce),
            format(figures.outside * 100, "%.1f%%"), ofOne.map { format($0, "%.2f") } ?? "-",
            format(figures.total.spread * 100, "%.0f%%"), "\(figures.total.seconds.count)",
            "loss " + format(figures.loss, "%.6g"),
        ]
    }

    var json: JSON {
        return .object([
            ("features", .integer(shape.features)), ("samples", .integer(shape.samples)), ("ranks", .integer(ranks)),
            ("threads", .integer(threads)), ("secondsMedian", .number(figures.total.median)),
            ("secondsSweep", .number(figures.sweep.median)), ("secondsAgreement", .number(figures.agreement.median)),
            ("secondsWait", .number(figures.wait.median)), ("secondsReduction", .number(figures.reduction.median)),
            ("secondsPredicted", .number(predicted)),
            ("secondsAllreduce", .number(figures.allreduce.median)), ("outside", .number(figures.outside)),
            ("secondsOneProcess", .number(figures.alone.median)), ("bytes", .integer(figures.bytes)),
            ("repetitions", .integer(figures.total.seconds.count)), ("answer", .number(figures.loss)),
            ("machines", .integer(figures.machines)), ("latency", .number(link?.latency)),
            ("bandwidth", .number(link?.bandwidth)),
        ])
    }
}
