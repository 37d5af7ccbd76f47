import Descent

/// The figures of one number of ranks, and what of them was expected.
struct RankRow {
    let shape: Shape
    let ranks: Int
    /// Of a rank.
    let threads: Int
    let figures: RankFigures
    /// How a gradient of so many features is cut.
    let plan: Plan
    /// As these ranks found it; of one rank, nothing.
    let link: Link
    /// Of agreement and reduction, by that.
    let predicted: Double

    init(_ shape: Shape, ranks: Int, threads: Int, _ figures: RankFigures) throws {
        self.shape = shape
        self.ranks = ranks
        self.threads = threads
        self.figures = figures
        let one = try Dataset(Matrix<Double>(rows: shape.features, columns: 1), targets: [0], threads: 1)
        plan = try Sweep(one, neuron: .logistic, threads: 1).plan.cutting(samples: shape.samples)
        link = Link(
            exchanges: figures.exchanges,
            word: ranks > 1 ? figures.agreement.median / Double(Link.doublings(ranks)) : 0)
        predicted = link.seconds(of: plan, ranks: ranks, bytes: figures.bytes)
    }

    /// Whether there are more threads than cores, so that ranks wait for each other's turns.
    var isCrowded: Bool { ranks * threads > ThreadBudget.cores }

    /// Of a gradient by one process with all these threads: what a rank of its own machine would take for as many samples.
    var secondsPerSample: Double { figures.alone.median / Double(shape.samples) }

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
        let ofOne = figures.alone.ratio(to: figures.total)
        return [
            "gradient/\(shape.name)", "\(ranks)", "\(threads)", format(figures.total.median * 1e3, "%.3f"),
            format(figures.sweep.median * 1e3, "%.3f"), micro(figures.agreement), micro(figures.imbalance),
            micro(figures.reduction), ranks > 1 ? format(predicted * 1e6, "%.1f") : "-", micro(figures.allreduce),
            format(figures.outside * 100, "%.1f%%"), format(ofOne, "%.2f"),
            format(figures.total.spread * 100, "%.0f%%"), "\(figures.total.seconds.count)",
            "loss " + format(figures.loss, "%.6g"),
        ]
    }

    var json: JSON {
        .object([
            ("features", .integer(shape.features)), ("samples", .integer(shape.samples)), ("ranks", .integer(ranks)),
            ("threads", .integer(threads)), ("secondsMedian", .number(figures.total.median)),
            ("secondsSweep", .number(figures.sweep.median)), ("secondsAgreement", .number(figures.agreement.median)),
            ("secondsWait", .number(figures.imbalance.median)), ("secondsReduction", .number(figures.reduction.median)),
            ("secondsPredicted", ranks > 1 ? .number(predicted) : .null),
            ("secondsAllreduce", .number(figures.allreduce.median)), ("outside", .number(figures.outside)),
            ("secondsOneProcess", .number(figures.alone.median)), ("bytes", .integer(figures.bytes)),
            ("repetitions", .integer(figures.total.seconds.count)), ("answer", .number(figures.loss)),
            ("latency", ranks > 1 ? .number(link.latency) : .null),
            ("bandwidth", ranks > 1 ? .number(link.bandwidth) : .null),
        ])
    }
}
