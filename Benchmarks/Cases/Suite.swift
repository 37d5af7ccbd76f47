import Descent
import DescentSystem

/// All cases of a run, in the order of the table.
struct Suite {
    let groups: [Group]

    /// - Parameter threads: what the sweeps of the run have.
    init(_ options: Options, threads: Int) {
        let quick = options.isQuick
        let own = options.shapes
        let shapes = own.isEmpty ? (quick ? Shape.quick : Shape.full) : own
        let few = own.isEmpty ? [quick ? Shape(28, 100_000) : Shape(28, 1_000_000)] : own
        let many = own.isEmpty ? [quick ? Shape(784, 6_000) : Shape(784, 60_000)] : own
        var groups: [Group] = []
        for shape in own.isEmpty ? few + many : own {
            for precision in Precision.allCases {
                groups.append(
                    Group(
                        specs: [CaseKind.forward, .backward].map { Spec(kind: $0, precision: precision, shape: shape) })
                )
            }
        }
        for shape in shapes {
            let neurons = few.contains(shape) ? NeuronKind.allCases : [.logistic]
            for precision in Precision.allCases {
                groups.append(Group(specs: neurons.map { Self.gradient(precision, shape, $0) }))
            }
        }
        for shape in many {
            for precision in Precision.allCases {
                var spec = Self.gradient(precision, shape, .logistic)
                spec.isFeatureMajor = true
                groups.append(Group(specs: [spec]))
            }
            // In Float, as those work who store so little.
            groups.append(
                Group(
                    specs: [NumberType.uint8, .bfloat16, .float16].map { type in
                        var spec = Self.gradient(.float, shape, .logistic)
                        spec.stored = type
                        return spec
                    }))
        }
        for shape in few {
            for precision in quick ? [Precision.double] : Precision.allCases {
                var written = Spec(kind: .graph, precision: precision, shape: shape)
                written.isWritten = true
                groups.append(Group(specs: [Spec(kind: .graph, precision: precision, shape: shape), written]))
            }
        }
        for shape in few { groups.append(Self.training(shape, quick ? [.gradientDescent, .adam] : RuleKind.allCases)) }
        groups += Self.fits(own.isEmpty ? few + (quick ? [] : many + [Shape(2000, 20_000)]) : own, isQuick: quick)
        groups += Self.probes(own.isEmpty ? [quick ? Shape(64, 6_000) : Shape(1024, 100_000)] : own)
        groups += Self.many(own, isQuick: quick)
        for shape in few {
            for precision in quick ? [Precision.double] : Precision.allCases {
                groups.append(
                    Group(
                        specs: Self.sizes(upTo: shape.samples).map {
                            Spec(kind: .batch, precision: precision, shape: shape, batch: $0)
                        }))
            }
        }
        for shape in own.isEmpty ? few + many : own {
            groups.append(
                Group(
                    specs: Self.counts(upTo: max(threads, ThreadBudget.cores)).map {
                        Spec(kind: .threads, precision: .double, shape: shape, threads: $0)
                    }))
        }
        for shape in many {
            for precision in quick ? [Precision.double] : Precision.allCases {
                groups.append(
                    Group(
                        specs: [1, 2, 4, 8, 16, 32].map {
                            Spec(kind: .layers, precision: precision, shape: shape, outputs: $0)
                        }))
            }
        }
        for shape in own.isEmpty ? few + many : own {
            for precision in Precision.allCases {
                groups.append(
                    Group(specs: [
                        Spec(kind: .predict, precision: precision, shape: shape, batch: 1),
                        Spec(kind: .predict, precision: precision, shape: shape, isChecked: true, batch: 1),
                        Spec(kind: .predict, precision: precision, shape: shape),
                    ]))
            }
        }
        self.groups = groups.compactMap { group in
            guard let filter = options.filter else { return group }
            let specs = group.specs.filter { $0.name.contains(filter) }
            guard let first = specs.first else { return nil }
            // One side of many fits is checked against the other.
            if group.kind == .many { return group }
            // What a fit costs is said in gradients, so the gradient comes along.
            let isWithoutGradient = group.kind == .train && first.rule != nil
            return Group(specs: isWithoutGradient ? [group.specs[0]] + specs : specs)
        }
    }

    /// Every rule in full batches and in batches of 256, beside one gradient.
    private static func training(_ shape: Shape, _ rules: [RuleKind]) -> Group {
        var specs = [Spec(kind: .train, precision: .double, shape: shape)]
        for batch in [nil, min(256, shape.samples)] {
            for rule in rules {
                var spec = Spec(kind: .train, precision: .double, shape: shape)
                spec.rule = rule
                spec.batch = batch
                specs.append(spec)
            }
        }
        return Group(specs: specs)
    }

    /// Every kind of features, single precision once, and a neuron of several outputs, whose fit is bound by products.
    private static func fits(_ shapes: [Shape], isQuick: Bool) -> [Group] {
        var specs = shapes.flatMap { shape in
            FeatureKind.allCases.map { Spec(kind: .fit, precision: .double, shape: shape, features: $0) }
        }
        specs += shapes.prefix(1).map { Spec(kind: .fit, precision: .float, shape: $0) }
        let classes = isQuick ? Shape(28, 6_000) : Shape(784, 20_000)
        specs.append(Spec(kind: .fit, precision: .double, shape: classes, neuron: .softmax, outputs: 10))
        return specs.map { Group(specs: [$0]) }
    }

    /// In single precision, as embeddings are; independent features, and those of which many say the same.
    private static func probes(_ shapes: [Shape]) -> [Group] {
        shapes.flatMap { shape in
            [FeatureKind.independent, .correlated].map { features in
                Group(
                    specs: [nil, NumberType.float16].map { stored in
                        Spec(
                            kind: .probe, precision: .float, shape: shape, neuron: .softmax, stored: stored,
                            outputs: 10,
                            features: features)
                    })
            }
        }
    }

    /// Many fits side by side and one after the other; their memory where the system tells it. Folds and replicates of few
    /// samples may lack a class, or take very long.
    private static func many(_ own: [Shape], isQuick: Bool) -> [Group] {
        let large = own.filter { $0.samples >= max(1000, 10 * $0.features) }
        return ManyKind.allCases.flatMap { kind in
            (own.isEmpty ? kind.shapes(isQuick: isQuick) : large).compactMap { shape in
                var together = Spec(kind: .many, precision: .double, shape: shape)
                together.many = kind
                if kind == .memory { return Memory.resident == nil ? nil : Group(specs: [together]) }
                var separate = together
                separate.isSeparate = true
                return Group(specs: [together, separate])
            }
        }
    }

    private static func gradient(_ precision: Precision, _ shape: Shape, _ neuron: NeuronKind) -> Spec {
        Spec(
            kind: .gradient, precision: precision, shape: shape, neuron: neuron,
            outputs: neuron == .softmax ? 3 : 1)
    }

    /// Batches from one sample to all, with the usual 32 among them.
    private static func sizes(upTo samples: Int) -> [Int] {
        [1, 4, 16, 32, 64, 256, 1024, 4096, 16_384, 65_536, 262_144].filter { $0 < samples } + [samples]
    }

    /// 1, 2, 4, … and the last.
    private static func counts(upTo last: Int) -> [Int] {
        var counts = Array(sequence(first: 1) { $0 * 2 }.prefix { $0 < last })
        counts.append(last)
        return counts
    }
}
