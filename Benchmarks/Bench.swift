import Descent
import DescentFiles
import DescentSystem

/// The run: the machine, its limits, then group after group, the cases of each in turns.
struct Bench {
    let options: Options
    let machine: Machine
    let suite: Suite
    private let table = Table()

    init(_ options: Options) throws {
        self.options = options
        machine = try Machine(threads: options.threads)
        suite = Suite(options, threads: machine.threads)
        if suite.groups.isEmpty {
            throw BenchError.usage("no case has '\(options.filter ?? "")' in its name; --list prints the names")
        }
    }

    func list() throws(BenchError) {
        for kind in CaseKind.allCases { try table.comment("\(kind): \(kind.question)") }
        for spec in suite.groups.flatMap(\.specs) { try table.line(spec.name) }
    }

    func measure() throws {
        let json = try options.json.map { try ResultFile($0) }
        let plot = try options.plot.map { try ResultFile($0) }
        try table.comment("How fast does this machine train a neuron, and how far is that from its limit?")
        let progress = StatusLine()
        progress.show("the machine's limits")
        let reading = try ReadBandwidth(isQuick: options.isQuick)
        let limits = try Limits(reading, threads: machine.threads)
        progress.clear()
        let context = [("quick", JSON.boolean(options.isQuick))] + machine.context + limits.context
        for (name, value) in context { try table.comment("\(name): \(value.plain)") }
        for kind in CaseKind.allCases { try table.comment("\(kind): \(kind.question)") }
        for line in Self.legend { try table.comment(line) }
        if options.isQuick { try table.comment("quick: small shapes, partly in the cache; not for comparison") }
        try table.headings()

        let runner = GroupRunner(
            effort: options.isQuick ? .quick : .full, threads: machine.threads, reading: reading,
            yardstick: needsYardstick ? Yardstick(threads: machine.threads) : nil, progress: progress)
        var records: [Record] = []
        var skipped: [JSON] = []
        for (index, group) in suite.groups.enumerated() {
            progress.show("[\(index + 1)/\(suite.groups.count)] \(group.name)")
            let result = try runner.run(group)
            progress.clear()
            switch result {
            case .skipped(let reason):
                try table.comment("skipped \(group.name): \(reason)")
                skipped.append(.object([("name", .string(group.name)), ("reason", .string(reason))]))
            case .measured(let found):
                for record in found { try table.row(record) }
                records += found
            }
        }
        let results: [(String, JSON)] = [
            ("context", .object(context)), ("cases", .array(records.map(\.json))), ("skipped", .array(skipped)),
        ]
        try json?.write(JSON.object(results).lines() + "\n")
        try plot?.write(Plot(records, limits, title: machine.title).svg)
    }

    private var needsYardstick: Bool { suite.groups.contains { $0.kind.isBesideTwoPasses } }

    private static let legend = [
        "case: kind/features x samples/precision; times are medians of a step, in turns with what they are compared to;"
            + " spread: of the middle half of the runs",
        "of_read: the time that reading X as it is stored, targets and weights takes by itself, over the time of the case; of gradients"
            + " X is read on the same pages, right before and right after each",
        "x2pass: how many times as fast as two products over all of X with OpenBLAS's own threads, no neuron between",
        "kernel: whose products, OpenBLAS's or our own; GB/s: of what is stored",
        "reads: of X, counted; every answer was compared with another way to it",
    ]
}
