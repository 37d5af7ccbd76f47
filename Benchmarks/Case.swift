import Descent

/// Features × samples.
struct Shape {
    let features: Int
    let samples: Int

    var values: Int { features * samples }
    var name: String { "\(features)x\(samples)" }

    /// Few, some and many features: HIGGS, MNIST and a gene-expression-like set, in size.
    static let full = [
        Shape(features: 28, samples: 1_000_000), Shape(features: 784, samples: 60_000),
        Shape(features: 2000, samples: 20_000),
    ]
    static let quick = [
        Shape(features: 28, samples: 100_000), Shape(features: 784, samples: 6_000),
        Shape(features: 2000, samples: 2_000),
    ]
}

enum Precision: String, CaseIterable {
    case double, float
}

/// Something to measure on one workload. Its file is in Cases/, its entry in `CaseKind`.
protocol Case: AnyObject {
    /// What is timed: one evaluation, whose result stays until the next.
    func evaluate() throws
    /// What the last evaluation found. Throws `wrongAnswer` where it is not what another way to it finds.
    func answer() throws -> Answer
}

/// Proof of the work.
struct Answer {
    var text: String
    /// Reads of X per evaluation, where they are counted.
    var reads: Double?
}

/// All cases: their names, their questions and the work of one evaluation.
enum CaseKind: String, CaseIterable {
    case forward, backward, gradient

    var question: String {
        switch self {
        case .forward: "what does one dgemv cost, z = Wx + b for all samples, on one thread?"
        case .backward: "what does the other dgemv cost, X(ŷ−y)/m, on one thread?"
        case .gradient: "what does a whole gradient cost, both products in one read of X, on all threads?"
        }
    }

    /// Floating-point operations per value of X; those per sample are left out.
    var operationsPerValue: Int {
        switch self {
        case .forward, .backward: 2
        case .gradient: 4
        }
    }

    func make<Element: Scalar>(_ workload: Workload<Element>) throws -> any Case {
        switch self {
        case .forward: ForwardCase(workload)
        case .backward: BackwardCase(workload)
        case .gradient: GradientCase(workload)
        }
    }

    /// Whole-matrix products are single calls of OpenBLAS, which has one thread.
    func threads<Element: Scalar>(_ workload: Workload<Element>) -> Int {
        switch self {
        case .forward, .backward: 1
        case .gradient: workload.sweep.threads
        }
    }
}
