/// A minimum of a convex risk by damped Newton steps on dense matrices in plain loops: nothing of the library's.
struct NewtonReference {
    /// What a neuron says of one sample: its loss, and the derivatives by its scores.
    struct Sample {
        var loss: Double
        var slopes: [Double]
        /// outputs × outputs.
        var bends: [Double]
    }

    /// Feature values, the constant 1 included, of every sample.
    let X: [[Double]]
    let weights: [Double]
    let offsets: [Double]
    let outputs: Int
    /// On all coefficients but those of the last feature, the constant.
    let l2: Double
    /// Whether only differences between outputs matter; the minimum is then the one whose coefficients add up to 0.
    let isRedundant: Bool
    /// A sample's number and scores.
    let neuron: (Int, [Double]) -> Sample

    private var features: Int { X[0].count }

    /// Coefficients of output 0, of output 1, …, each with its constant last; nil where the steps do not come to an end.
    func minimum() -> [Double]? {
        var point = [Double](repeating: 0, count: features * outputs)
        var here = risk(at: point)
        for _ in 0..<100 {
            guard let step = Self.solve(here.hessian, here.gradient) else { return nil }
            // gᵀH⁻¹g, of the risk's unit whatever the features' are: twice what is left to gain.
            let slope = zip(step, here.gradient).reduce(0) { $0 + $1.0 * $1.1 }
            if slope < 1e-26 { return zip(point, step).map { $0 - $1 } }
            var share = 1.0
            while true {
                let next = zip(point, step).map { $0 - share * $1 }, there = risk(at: next)
                // Of two risks that differ by rounding alone the later is as good.
                if there.loss <= here.loss - 1e-4 * share * slope + 1e-14 * max(1, here.loss.magnitude) {
                    (point, here) = (next, there)
                    break
                }
                share /= 2
                if share < 1e-10 { return nil }
            }
        }
        return nil
    }

    private func risk(at point: [Double]) -> (loss: Double, gradient: [Double], hessian: [[Double]]) {
        let count = point.count, n = features, total = weights.reduce(0, +)
        var loss = 0.0, gradient = [Double](repeating: 0, count: count)
        var hessian = [[Double]](repeating: gradient, count: count)
        for (j, x) in X.enumerated() where weights[j] > 0 {
            let scores = (0..<outputs).map { k in (0..<n).reduce(offsets[j]) { $0 + x[$1] * point[k * n + $1] } }
            let sample = neuron(j, scores), share = weights[j] / total
            loss += share * sample.loss
            for k in 0..<outputs {
                for i in 0..<n { gradient[k * n + i] += share * sample.slopes[k] * x[i] }
                for l in 0...k {
                    let bend = share * sample.bends[k * outputs + l]
                    for i in 0..<n {
                        let factor = bend * x[i]
                        for h in 0..<n { hessian[k * n + i][l * n + h] += factor * x[h] }
                    }
                }
            }
        }
        for index in 0..<count where index % n < n - 1 {
            loss += l2 / 2 * point[index] * point[index]
            gradient[index] += l2 * point[index]
            hessian[index][index] += l2
        }
        if isRedundant {
            // The gradient has no part along these directions, so this only makes the matrix regular.
            for a in 0..<count { for b in 0...a where a % n == b % n { hessian[a][b] += 1 } }
        }
        return (loss, gradient, hessian)
    }

    /// A⁻¹b by the Cholesky factor of the lower triangle of A; nil where A is not positive definite.
    private static func solve(_ A: [[Double]], _ b: [Double]) -> [Double]? {
        var L = A, x = b
        for i in b.indices {
            for j in 0...i {
                for k in 0..<j { L[i][j] -= L[i][k] * L[j][k] }
                if i != j {
                    L[i][j] /= L[j][j]
                } else if L[i][i] > 0 {
                    L[i][i] = L[i][i].squareRoot()
                } else {
                    return nil
                }
            }
            for k in 0..<i { x[i] -= L[i][k] * x[k] }
            x[i] /= L[i][i]
        }
        for i in b.indices.reversed() {
            for k in i + 1..<b.count { x[i] -= L[k][i] * x[k] }
            x[i] /= L[i][i]
        }
        return x
    }
}
