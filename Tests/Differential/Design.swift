/// A problem's data in coordinates in which columns are centred and about as large as 1: exact values in twice the digits.
///
/// z = Σ v a + c with a = (x − shift)/scale, scale a power of two, so that v = w · scale is exact and c = b + Σ w shift.
struct Design {
    let problem: RandomProblem
    /// Samples, coefficients of an output (the bias last), outputs.
    let samples: Int
    let width: Int
    let outputs: Int
    /// A row of `width` per sample.
    let rows: [Twice]
    /// Of a sample in the mean.
    let share: [Twice]
    /// `outputs` per sample.
    let offsets: [Twice]
    let targets: [Twice]
    /// Per column; 0 for the bias.
    let l1: [Double]
    let l2: [Double]
    let shift: [Double]
    let scale: [Double]

    var count: Int { width * outputs }
    private var features: Int { problem.features.count }

    /// Above this a penalty holds a weight at 0 to all digits, and larger ones would leave the range of numbers.
    private static let strongest = (l1: 1e12, l2: 1e40)

    init(_ problem: RandomProblem) {
        self.problem = problem
        let samples = problem.samples, features = problem.features.count
        self.samples = samples
        outputs = problem.neuron.outputs
        width = features + (problem.hasBias ? 1 : 0)
        let total = (0..<samples).reduce(Twice.zero) { $0 + Twice(problem.weight($1)) }
        let share = (0..<samples).map { Twice(problem.weight($0)) / total }
        self.share = share
        targets = problem.targets.map { Twice($0) }
        let outputs = outputs
        offsets = (0..<samples).flatMap { i in
            (0..<outputs).map { Twice(problem.offsets?[$0][i] ?? 0) }
        }
        var shift: [Double] = [], scale: [Double] = [], l1: [Double] = [], l2: [Double] = []
        for values in problem.features {
            // Only samples that count may choose the coordinates, as one that does not can be far away.
            let counted = (0..<samples).filter { problem.weight($0) > 0 }
            let middle = counted.reduce(0.0) { $0 + share[$1].high * values[$1] }
            let isConstant = Set(counted.map { values[$0] }).count == 1
            shift.append(problem.hasBias ? (isConstant ? values[counted[0]] : middle) : 0)
            let largest = counted.reduce(0) { max($0, (values[$1] - shift.last!).magnitude) }
            scale.append(largest > 0 ? largest.binade : 1)
            let unit = 1 / scale.last!
            let deviation = Self.deviation(values, share, in: scale.last!) * scale.last!
            let factor = problem.isOnDeviations && deviation > 0 ? deviation * unit : unit
            l1.append(min(problem.l1 * factor, Self.strongest.l1))
            l2.append(min(problem.l2 * factor * factor, Self.strongest.l2))
        }
        self.shift = shift
        self.scale = scale
        self.l1 = l1 + (problem.hasBias ? [0] : [])
        self.l2 = l2 + (problem.hasBias ? [0] : [])
        rows = (0..<samples).flatMap { i in
            problem.features.indices.map { Twice(sum: problem.features[$0][i], -shift[$0]).scaled(by: 1 / scale[$0]) }
                + (problem.hasBias ? [.one] : [])
        }
    }

    /// The population's deviation of a feature, in a unit.
    private static func deviation(_ values: [Double], _ share: [Twice], in unit: Double) -> Double {
        let scaled = values.map { Twice($0 / unit) }
        let mean = zip(share, scaled).reduce(Twice.zero) { $0 + $1.0 * $1.1 }
        let variance = zip(share, scaled).reduce(Twice.zero) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        return variance.squareRoot.high > 1e-25 * mean.high.magnitude ? variance.squareRoot.high : 0
    }

    /// A layer's numbers in these coordinates.
    func point(weights: [[Double]], bias: [Double]?) -> [Twice] {
        (0..<outputs).flatMap { k in
            var constant = Twice(bias?[k] ?? 0)
            var values: [Twice] = []
            for j in 0..<features {
                constant += Twice(weights[k][j] * scale[j]) * (shift[j] / scale[j])
                values.append(Twice(weights[k][j] * scale[j]))
            }
            return values + (problem.hasBias ? [constant] : [])
        }
    }

    /// The numbers of a layer at a point: the other way round.
    func numbers(_ point: [Twice]) -> (weights: [[Double]], bias: [Double]?) {
        var weights: [[Double]] = [], bias: [Double] = []
        for k in 0..<outputs {
            weights.append((0..<features).map { point[k * width + $0].high / scale[$0] })
            guard problem.hasBias else { continue }
            let constant = (0..<features).reduce(point[k * width + features]) {
                $0 - point[k * width + $1] * (shift[$1] / scale[$1])
            }
            bias.append(constant.high)
        }
        return (weights, problem.hasBias ? bias : nil)
    }

    /// The scores that a point, or a direction, adds to every sample.
    func products(_ point: [Twice]) -> [Twice] {
        (0..<samples).flatMap { i in
            (0..<outputs).map { k in
                var z = Twice.zero
                for j in 0..<width { z += rows[i * width + j] * point[k * width + j] }
                return z
            }
        }
    }

    func scores(_ point: [Twice]) -> [Twice] {
        zip(products(point), offsets).map { $0 + $1 }
    }

    /// Σ_j |w_j x_ij| + |b| per score: what rounding of the layer's numbers is relative to.
    func sizes(weights: [[Double]], bias: [Double]?) -> [Double] {
        var result: [Double] = []
        for i in 0..<samples {
            for k in 0..<outputs {
                var size = (bias?[k] ?? 0).magnitude
                for j in 0..<features {
                    let weight = weights[k][j] * scale[j], x = problem.features[j][i] / scale[j]
                    size += (weight * x).magnitude
                }
                result.append(size)
            }
        }
        return result
    }

    /// The same problem without some features.
    func without(_ dropped: Set<Int>) -> Design {
        var problem = problem
        let kept = problem.features.indices.filter { !dropped.contains($0) }
        problem.features = kept.map { problem.features[$0] }
        // What remains may be another case.
        problem.truth = .unknown
        return Design(problem)
    }
}

extension Design {
    /// Whether biases, which no penalty holds, run to infinity alone: all counts are 0, or a class has no sample.
    var isSeparatedByBiases: Bool {
        guard problem.hasBias else { return false }
        let counted = (0..<samples).filter { problem.weight($0) > 0 }.map { targets[$0].high }
        return switch problem.neuron {
        case .poisson: counted.allSatisfy { $0 == 0 }
        case .softmax: Set(counted).count < NeuronKind.classes
        default: false
        }
    }
}
