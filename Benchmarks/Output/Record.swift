import DescentFiles

/// The figures of one case. Times are of one step.
struct Record {
    let spec: Spec
    /// Samples per step.
    let samples: Int
    let threads: Int
    let steps: Int
    let measurement: Measurement
    let answer: Answer
    /// Of the time that reading its bytes takes, measured in turns with it; nil where that is not its question.
    var readFraction: Double?
    /// How many times as fast as two products over the whole matrix.
    var versusTwoPass: Double?
    /// What only cases of its kind have, such as the gain by several threads.
    var extras: [Extra] = []

    /// Each with both products, but for a fit's survey.
    private var readsOfAll: Double { spec.kind.isWholeFit ? answer.reads ?? 1 : 1 }
    var median: Double { measurement.median / Double(steps) }
    var minimum: Double { measurement.minimum / Double(steps) }
    var samplesPerSecond: Double { Double(samples) / median }
    /// Not a number for many fits: how many of them share a read is not counted.
    var operationsPerSecond: Double {
        spec.kind == .many ? .nan : samplesPerSecond * Double(spec.operationsPerSample) * readsOfAll
    }
    var bytesPerSecond: Double { samplesPerSecond * spec.bytesPerSample * readsOfAll }
    /// Floating-point operations per byte: where the case stands under the roofline.
    var intensity: Double { Double(spec.operationsPerSample) / spec.bytesPerSample }

    var json: JSON {
        var members: [(String, JSON)] = [
            ("case", .string(spec.name)), ("name", .string("\(spec.kind)")), ("neuron", .string("\(spec.neuron)")),
            ("precision", .string("\(spec.precision)")), ("features", .integer(spec.shape.features)),
            ("samples", .integer(samples)), ("outputs", .integer(spec.outputs)), ("layout", .string(spec.layout)),
            ("kernel", .string(spec.kernel)), ("threads", .integer(threads)), ("secondsMedian", .number(median)),
            ("secondsMin", .number(minimum)), ("spread", .number(measurement.spread)),
            ("repetitions", .integer(measurement.seconds.count)), ("samplesPerSecond", .number(samplesPerSecond)),
            ("flops", .number(operationsPerSecond)), ("bytesPerSecond", .number(bytesPerSecond)),
            ("readFraction", .number(readFraction)), ("versusTwoPass", .number(versusTwoPass)),
            ("reads", .number(answer.reads)), ("answer", .number(answer.value)),
        ]
        if let stored = spec.stored { members.append(("stored", .string("\(stored)"))) }
        if let rule = spec.rule { members.append(("rule", .string("\(rule)"))) }
        if let solver = answer.solver {
            members += [("solver", .string(solver)), ("inputs", .string("\(spec.features)"))]
        }
        if let many = spec.many {
            members += [("many", .string(many.rawValue)), ("isSeparate", .boolean(spec.isSeparate))]
        }
        if let batch = spec.batch { members.append(("batch", .integer(batch))) }
        members += extras.map { ($0.name, .number($0.value)) }
        return .object(members)
    }
}

/// Figures that need several cases of a group.
func addComparisons(_ records: inout [Record]) {
    guard let first = records.first else { return }
    switch first.spec.kind {
    case .forward, .backward, .gradient, .fit, .probe: return
    case .batch:
        // Arithmetic is what a sample costs in the batches where it costs least: large, and still in the cache. Beyond
        // it are the price of a step and, in larger ones, the wait for memory.
        let perSample = records.map { $0.median / Double($0.samples) }.min() ?? 0
        for index in records.indices {
            let seconds = records[index].median - perSample * Double(records[index].samples)
            records[index].extras = [
                ("secondsPerStep", "us/step", records[index].median),
                ("secondsOverhead", "us beyond arithmetic", max(0, seconds)),
            ]
        }
    case .graph:
        for index in records.indices where records[index].spec.isWritten {
            records[index].extras = [
                ("versusBuiltIn", "x the built-in loss", 1 / records[index].measurementRatio(from: first))
            ]
        }
    case .many:
        guard records.count == 2, let fits = first.spec.many?.fits else { return }
        for index in records.indices {
            let perFit: Extra = ("secondsPerFit", "ms/fit", records[index].median / Double(fits))
            records[index].extras = [("fits", "fits", Double(fits)), perFit] + records[index].extras
        }
        records[0].extras.insert(
            ("versusSeparate", "x as fast as separate fits", records[0].measurementRatio(from: records[1])), at: 0)
    case .train:
        for index in records.indices where records[index].spec.rule != nil {
            records[index].extras = [("epochsPerSecond", "epochs/s", 1 / records[index].median)]
            guard first.spec.rule == nil else { continue }
            records[index].extras.append(
                ("versusGradient", "x one gradient", 1 / records[index].measurementRatio(from: first)))
        }
    case .threads:
        for index in records.indices {
            records[index].extras = [("speedup", "x one thread", records[index].measurementRatio(from: first))]
        }
    case .layers:
        for index in records.indices {
            let outputs = Double(records[index].spec.outputs)
            records[index].extras = [("secondsPerNeuron", "ms/neuron", records[index].median / outputs)]
            guard first.spec.outputs == 1 else { continue }
            records[index].extras.append(
                ("gain", "x as fast as one by one", outputs * records[index].measurementRatio(from: first)))
        }
    case .predict:
        for index in records.indices {
            records[index].extras = [
                ("secondsPerSample", "ns/sample", records[index].median / Double(records[index].samples))
            ]
        }
    }
}

extension Record {
    fileprivate func measurementRatio(from other: Record) -> Double {
        other.measurement.ratio(to: measurement) * Double(steps) / Double(other.steps)
    }
}
