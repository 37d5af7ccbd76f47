import Descent
import DescentSystem

/// Makes the data of a group, measures its cases in turns, and checks their answers.
struct GroupRunner {
    let effort: Effort
    let threads: Int
    let reading: ReadBandwidth
    let yardstick: Yardstick?
    let progress: StatusLine

    enum Result {
        case measured([Record])
        case skipped(String)
    }

    func run(_ group: Group) throws -> Result {
        let own = bytes(group) + group.bytesBeside
        let both = group.kind.isBesideTwoPasses && yardstick != nil ? 2 * own : own
        if let available = Memory.available, available < own {
            return .skipped("it needs \(own / 1_000_000) MB of memory, and \(available / 1_000_000) MB are available")
        }
        // The yardstick has data of its own; without room for it there are figures still, only no comparison.
        let hasRoom = Memory.available.map { $0 >= both } ?? true
        do {
            switch group.precision {
            case .double: return try run(group, Double.self, isCompared: hasRoom)
            case .float: return try run(group, Float.self, isCompared: hasRoom)
            }
        } catch DescentError.algebra(let error) {
            switch error.cause {
            case .outOfMemory(let bytes): return .skipped("no memory for \(bytes / 1_000_000) MB")
            case .beyondBLAS(let rows, let columns):
                return .skipped("\(rows) x \(columns) is beyond BLAS's 32-bit sizes")
            default: throw DescentError.algebra(error)
            }
        }
    }

    private func bytes(_ group: Group) -> Int {
        switch group.precision {
        case .double: Field<Double>.bytes(group.shape, outputs: group.specs.reduce(0) { $0 + $1.outputs })
        case .float: Field<Float>.bytes(group.shape, outputs: group.specs.reduce(0) { $0 + $1.outputs })
        }
    }

    private func run<Element: Scalar>(_ group: Group, _ type: Element.Type, isCompared: Bool) throws -> Result {
        let field = try Field<Element>(
            group.shape, group.isFeatureMajor ? .featureMajor : .sampleMajor, group.features)
        let cases = try makeCases(group, field, threads: threads)
        let server = isCompared ? try prepared(group) : nil
        if server == nil, yardstick != nil, group.kind.isBesideTwoPasses {
            progress.clear()
            System.say("bench: \(group.name) is not compared: there is no memory for a second process with its data")
        }
        let turns = try takeTurns(group, cases, server, field)
        var records: [Record] = []
        for (index, (spec, item)) in zip(group.specs, cases).enumerated() {
            let measurement = turns.cases[index]
            let answer = try item.answer()
            var record = Record(
                spec: spec, samples: item.samples, threads: item.threads, steps: item.steps, measurement: measurement,
                answer: answer, extras: item.extras)
            // One sample after another is in the cache; reading memory is not its limit.
            if let memory = item.memory, let alone = turns.own[index], item.steps == 1 {
                record.readFraction =
                    spec.bytesPerSample * Double(item.samples) / Double(memory.bytes) * alone.ratio(to: measurement)
            } else if let alone = turns.reading[item.threads], item.steps == 1 {
                let size = spec.bytesPerSample * Double(item.samples) / Double(reading.bytes)
                record.readFraction = size * alone.ratio(to: measurement)
            }
            if let products = turns.products[spec.outputs] { record.versusTwoPass = products.ratio(to: measurement) }
            records.append(record)
        }
        addComparisons(&records)
        return .measured(records)
    }

    private func prepared(_ group: Group) throws -> Yardstick? {
        guard group.kind.isBesideTwoPasses, let yardstick else { return nil }
        return try yardstick.prepare(group) ? yardstick : nil
    }

    private struct Turns {
        var cases: [Measurement]
        /// By cases: reads of the memory that one reads, right before and right after it.
        var own: [Int: Measurement] = [:]
        /// By threads.
        var reading: [Int: Measurement] = [:]
        /// By outputs.
        var products: [Int: Measurement] = [:]
    }

    /// Round after round, everything once, so that whatever slows the machine for a while slows all of it. The first
    /// round, which meets cold memory and makes buffers, does not count.
    private func takeTurns<Element: Scalar>(
        _ group: Group, _ cases: [any Case], _ server: Yardstick?, _ field: Field<Element>
    ) throws -> Turns {
        var turns = Turns(cases: cases.map { _ in Measurement() })
        let readers =
            group.kind.isBesideReading ? Set(cases.filter { $0.memory == nil }.map(\.threads)).sorted() : []
        let outputs = server == nil ? [] : Set(group.specs.map(\.outputs)).sorted()
        // Many fits take seconds.
        let atLeast = group.kind == .many ? Effort.quick.repetitions.lowerBound : effort.repetitions.lowerBound
        for item in cases {
            try item.memory?.read(threads: item.threads)
            try item.evaluate()
        }
        for count in outputs { try server?.check(server!.measure(outputs: count), field, outputs: count) }
        while true {
            for (index, item) in cases.enumerated() {
                // The products of the other process are timed at their second run, with threads awake.
                if server != nil { try item.evaluate() }
                let memory = group.kind.isBesideReading ? item.memory : nil
                var around = Measurement()
                if let memory { try around.add { try memory.read(threads: item.threads) } }
                // What was just read may be in a cache in part; so it is for every case.
                try turns.cases[index].add { try item.evaluate() }
                if let memory {
                    try around.add { try memory.read(threads: item.threads) }
                    turns.own[index, default: Measurement()].add(seconds: around.total / 2)
                }
            }
            for count in readers {
                try turns.reading[count, default: Measurement()].add { try reading.checkedRead(threads: count) }
            }
            for count in outputs {
                if let reply = try server?.measure(outputs: count) {
                    turns.products[count, default: Measurement()].add(seconds: reply.seconds)
                }
            }
            let rounds = turns.cases[0].seconds.count
            let mean = turns.cases.reduce(0) { $0 + $1.total } / Double(cases.count)
            if rounds >= effort.repetitions.upperBound { return turns }
            if rounds >= atLeast, mean >= effort.seconds { return turns }
        }
    }
}
