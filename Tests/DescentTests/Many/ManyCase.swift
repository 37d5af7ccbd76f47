import TestSupport

import Descent
@testable import DescentAlgebra
@testable import DescentFit

/// Data that several members learn from, and what one of them learns from as data of its own, made the slow way.
struct ManyCase<Element: Scalar> {
    let problem: Problem<Element>
    let folds: Folds
    let data: Dataset<Element>

    init(
        _ instance: NeuronCase, features: Int = 6, samples: Int = 3001, layout: Matrix<Element>.Layout = .sampleMajor,
        hasWeights: Bool = true, hasOffsets: Bool = true, seed: UInt64 = 11,
        transform: (@Sendable (Double) -> Double)? = nil
    ) throws {
        problem = Problem(
            instance,
            Problem<Element>.Options(
                features: features, samples: samples, layout: layout, hasWeights: hasWeights, hasOffsets: hasOffsets,
                seed: seed, transform: transform))
        folds = try Folds(5, samples: samples, seed: 2)
        data = try problem.dataset()
    }

    /// Of all kinds of counts.
    func members(_ count: Int) -> [Member] {
        (0..<count).map { index in
            let counts: Member.Counts =
                switch index % 5 {
                case 0: .allBut(fold: index / 5 % 5)
                case 1: .bootstrap(seed: 3, replicate: index)
                case 2: .only(fold: index / 5 % 5)
                case 3: .outOfBag(seed: 3, replicate: index)
                default: .all
                }
            return Member(problem.instance.isSoftmax ? .classes : .row(0), counts: counts)
        }
    }

    func counts(_ member: Member) -> [Int] {
        (0..<problem.samples).map { sample in
            switch member.counts {
            case .all: 1
            case .allBut(let fold): folds[sample] == fold ? 0 : 1
            case .only(let fold): folds[sample] == fold ? 1 : 0
            case .bootstrap(let seed, let replicate):
                BootstrapCounts(seed: seed, replicate: replicate).count(ofSample: sample)
            case .outOfBag(let seed, let replicate):
                BootstrapCounts(seed: seed, replicate: replicate).count(ofSample: sample) == 0 ? 1 : 0
            }
        }
    }

    /// The samples that count, as often as they do, and nothing else.
    func materialised(_ member: Member) throws -> Dataset<Element> {
        let picked = counts(member).enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
        let X = try Matrix(samples: picked.map { sample in (0..<problem.features).map { problem.X[$0, sample] } })
        let weights = problem.weights.map { weights in picked.map { weights[$0] } }
        func rows(_ matrix: Matrix<Element>) throws -> Matrix<Element> {
            try Matrix(samples: picked.map { sample in (0..<matrix.rows).map { matrix[$0, sample] } })
        }
        let offsets = try problem.offsets.map(rows)
        switch member.target {
        case .classes:
            return try Dataset(
                X, classes: picked.map { Int(problem.targets[0, $0]) }, of: problem.outputs, weights: weights,
                offsets: offsets)
        case .oneClass(let wanted):
            let own = try offsets.map { offsets in
                try Matrix(samples: (0..<picked.count).map { [offsets[offsets.rows == 1 ? 0 : wanted, $0]] })
            }
            let targets: Matrix<Element> = try Matrix(
                samples: picked.map { [problem.targets[0, $0] == Element(wanted) ? 1 : 0] })
            return try Dataset(X, targets: targets, weights: weights, offsets: own)
        case .row(let row):
            let own = try offsets.map { offsets in
                try Matrix(samples: (0..<picked.count).map { [offsets[offsets.rows == 1 ? 0 : row, $0]] })
            }
            let targets = try Matrix(samples: picked.map { [problem.targets[row, $0]] })
            return try Dataset(X, targets: targets, weights: weights, offsets: own)
        }
    }

    func context(
        standardised: Bool = true, threads: Int? = nil
    ) throws -> ManySweep<Element>.Context {
        func make(_ neuron: some Neuron) throws -> ManySweep<Element>.Context {
            try ManySweep<Element>.Context(
                data, neuron: neuron, folds: folds, hasBias: true, standardised: standardised, threads: threads)
        }
        return try make(problem.instance.neuron)
    }
}

extension NeuronCase {
    /// Neurons whose members are tried: one of every kind of kernel.
    static let many: [NeuronCase] = [
        NeuronCase("logistic", .logistic), NeuronCase("linear", .linear), NeuronCase("poisson", .poisson),
        NeuronCase("softmax of 3", try! Softmax(classes: 3)), NeuronCase("pseudo-Huber, a user's", PseudoHuber()),
    ]

    /// Of these, those that laws with many fits are tried with: a debug build runs the kernels unoptimised, some fifty times slower, and
    /// the release run covers every one.
    #if DEBUG
        static let manyInTime = many.filter { ["logistic", "softmax of 3"].contains($0.label) }
    #else
        static let manyInTime = many
    #endif
}
