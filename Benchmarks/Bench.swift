import Descent

/// The run: context, then shape after shape, both precisions, the cases of each in turns.
struct Bench {
    let options: Options
    let table = Table()

    private var shapes: [Shape] { options.isQuick ? Shape.quick : Shape.full }

    private func name(_ kind: CaseKind, _ shape: Shape, _ precision: Precision) -> String {
        "\(kind)/\(shape.name)/\(precision)"
    }

    private func chosen(_ shape: Shape, _ precision: Precision) -> [CaseKind] {
        guard let filter = options.filter else { return CaseKind.allCases }
        return CaseKind.allCases.filter { name($0, shape, precision).contains(filter) }
    }

    /// Throws `usage` where no case is left to measure.
    func requireCases() throws(BenchError) {
        let isEmpty = shapes.allSatisfy { shape in Precision.allCases.allSatisfy { chosen(shape, $0).isEmpty } }
        if isEmpty { throw .usage("no case has '\(options.filter ?? "")' in its name; --list prints the names") }
    }

    func list() throws(BenchError) {
        for kind in CaseKind.allCases { try table.comment("\(kind): \(kind.question)") }
        for shape in shapes {
            for precision in Precision.allCases {
                for kind in chosen(shape, precision) { print(name(kind, shape, precision)) }
            }
        }
    }

    func measure() throws {
        try table.comment("How fast does this machine train a logistic neuron?")
        for line in try Machine(threads: options.threads).lines { try table.comment("\(line.name): \(line.value)") }
        for kind in CaseKind.allCases { try table.comment("\(kind): \(kind.question)") }
        try table.comment(
            "names are case/features x samples/precision; GFLOP/s, GB/s and samples/s go by the median; GB/s counts X "
                + "once per evaluation; reads are reads of X, counted; off: from the gradient by whole-matrix products")
        if options.isQuick { try table.comment("quick: small shapes, partly in the cache; not for comparison") }
        try table.headings()
        for shape in shapes {
            for precision in Precision.allCases {
                switch precision {
                case .double: try measure(Double.self, shape, precision)
                case .float: try measure(Float.self, shape, precision)
                }
            }
        }
    }

    private func measure<Element: Scalar>(_ type: Element.Type, _ shape: Shape, _ precision: Precision) throws {
        let kinds = chosen(shape, precision)
        if kinds.isEmpty { return }
        let needed = Workload<Element>.bytes(shape)
        if let available = System.availableMemory, available < needed {
            System.say(
                "skipped \(shape.name)/\(precision): it needs \(needed / 1_000_000) MB of memory, "
                    + "and \(available / 1_000_000) MB are available")
            return
        }
        let workload = try Workload<Element>(shape, threads: options.threads)
        let cases = try kinds.map { try $0.make(workload) }
        let results = try Measurement.interleaved(cases, effort: options.isQuick ? .quick : .full)
        for (kind, (item, result)) in zip(kinds, zip(cases, results)) {
            try table.row(
                name(kind, shape, precision), threads: kind.threads(workload), result, samples: shape.samples,
                operations: kind.operationsPerValue * shape.values,
                bytes: shape.values * MemoryLayout<Element>.stride, item.answer())
        }
    }
}
