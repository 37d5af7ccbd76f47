import Descent
import TestSupport

/// A design of whole numbers with the verdict on it; the same steps as in designs.py.
struct SeparationDesign: Sendable {
    var samples: [[Double]]
    var targets: [Double]
    var weights: [Double]
    let hasBias: Bool
    let truth: String

    static let all: [SeparationDesign] = separationTruth.split(whereSeparator: \.isWhitespace).enumerated().map {
        SeparationDesign(seed: UInt64($0.offset), truth: String($0.element))
    }

    init(seed: UInt64, truth: String) {
        var generator = SplitMix64(seed: seed)
        func below(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
        let n = 1 + below(6), m = 4 + below(37)
        let hasBias = below(4) != 0
        let reach = [1, 2, 5, 30, 1000, 5000][below(6)]
        var x = (0..<m).map { _ in (0..<n).map { _ in below(2 * reach + 1) - reach } }
        let special = below(4)
        if special == 0, n > 1 {
            let column = 1 + below(n - 1)
            let a = below(5) - 2, b = below(5) - 2, c = below(5) - 2
            for i in x.indices { x[i][column] = a * x[i][0] + b * x[i][column - 1] + c }
        }
        if special == 1 {
            let column = below(n), value = below(5) - 2
            for i in x.indices { x[i][column] = value }
        }
        let style = below(6)
        var plane = (0..<n).map { _ in below(7) - 3 }
        var constant = hasBias ? below(2 * reach + 1) - reach : 0
        if style == 4 {
            (plane, constant) = ([1] + [Int](repeating: 0, count: n - 1), 0)
            for i in x.indices { x[i][0] = below(2) }
        }
        if style == 5 {
            constant = 0
            for i in x.indices where below(2) == 0 {
                for j in 0..<n where plane[j] != 0 { x[i][j] = 0 }
            }
        }
        var y: [Int] = x.map { row in
            let z = zip(row, plane).reduce(constant) { $0 + $1.0 * $1.1 }
            let coin = below(2)
            return 4 * (style == 3 || z == 0 ? coin : z > 0 ? 1 : 0)
        }
        if style == 1 {
            let i = below(m)
            y[i] = 4 - y[i]
        }
        if style == 2 {
            for i in 0..<m where below(8) == 0 { y[i] = 4 - y[i] }
        }
        for _ in 0..<below(4) {
            let source = below(m), target = below(m), other = below(2)
            x[target] = x[source]
            y[target] = other == 0 ? y[source] : 4 * below(2)
        }
        if below(4) == 0 {
            for _ in 0..<1 + below(2) {
                let i = below(m)
                y[i] = 1 + below(3)
            }
        }
        var w = [Int](repeating: 1, count: m)
        if below(3) == 0 {
            w = (0..<m).map { _ in below(3) }
            w[0] = max(w[0], 1)
        }
        samples = x.map { $0.map(Double.init) }
        targets = y.map { Double($0) / 4 }
        weights = w.map(Double.init)
        self.hasBias = hasBias
        self.truth = truth
    }

    var features: Int { samples[0].count }

    func data<T: Scalar>(
        _: T.Type = T.self, layout: Matrix<T>.Layout = .sampleMajor
    ) throws -> Dataset<T> {
        let values =
            layout == .sampleMajor
            ? samples.flatMap { $0.map { T($0) } }
            : (0..<features).flatMap { feature in samples.map { T($0[feature]) } }
        return try Dataset(
            try Matrix(rows: features, columns: samples.count, layout: layout, values), targets: targets.map { T($0) },
            weights: weights.map { T($0) }, threads: 1)
    }

    /// A verdict in the letters of the truth.
    func letters(_ verdict: Separation) -> String {
        switch verdict {
        case .none: return "N"
        case .complete: return "C"
        case .undecided(let reason): return "undecided: \(reason)"
        case .quasiComplete(let infinity):
            var places: [Separation.Coefficient.Place] = hasBias ? [.bias(output: 0)] : []
            places += (0..<features).map { .weight(feature: $0, output: 0) }
            let letters = places.map { place in
                if infinity.collinear.contains(place) { return "x" }
                guard let coefficient = infinity.coefficients.first(where: { $0.place == place }) else { return "0" }
                return coefficient.sign.map { $0 == .plus ? "+" : "-" } ?? "?"
            }
            return "Q" + letters.joined() + "\(infinity.remaining.count)"
        }
    }
}
