internal import DescentAlgebra
internal import DescentSolvers

/// The triangle R of a QR of √ω X̃, with ω the curvature of each sample at a point and X̃ the samples as the coordinates of the
/// fit have them: RᵀR is the Hessian, and R has the digits that X̃ has, where their products have lost them.
///
/// Of outputs with losses of their own there is a triangle each. Those of a softmax share one: a sample of class probabilities p
/// brings a row √p_k (e_k − p) ⊗ x̃ for every class k, whose products add up to (diag p − ppᵀ) ⊗ x̃x̃ᵀ.
struct CurvatureTriangle<Element: Scalar>: Reduction {
    let neuron: any Neuron
    let point: FoldedPoint<Element>
    let features: Int
    let hasBias: Bool
    private let inverse: Buffer<Double>
    private let shifted: Buffer<Double>

    /// - Parameter standardisation: applied here; `nil` where the tiles come staged, or as they are.
    init(
        _ neuron: any Neuron, at point: FoldedPoint<Element>, hasBias: Bool, standardisation: Standardisation?
    ) throws(DescentError) {
        self.neuron = neuron
        self.point = point
        self.hasBias = hasBias
        features = point.features
        inverse = try Buffer(features)
        shifted = try Buffer(features)
        for feature in 0..<features {
            inverse[feature] = standardisation.map { 1 / $0.scale[feature] } ?? 1
            shifted[feature] = standardisation.map { $0.shift[feature] / $0.scale[feature] } ?? 0
        }
        let (square, wide) = order.multipliedReportingOverflow(by: order)
        guard !wide, !square.multipliedReportingOverflow(by: 256 * triangles).overflow else {
            throw .algebra(because: .outOfMemory(bytes: .max))
        }
    }

    private var isCoupled: Bool { neuron.coupling != .independent }
    /// Features, and the constant that the bias multiplies.
    private var width: Int { features + (hasBias ? 1 : 0) }
    var triangles: Int { isCoupled ? 1 : point.outputs }
    /// Columns of a triangle.
    var order: Int { isCoupled ? width * point.outputs : width }
    private var triangleCount: Int { order * order }
    var partialCount: Int { triangles * triangleCount + 2 * panel * order }
    private var panel: Int { min(order, 32) }
    var isSum: Bool { false }

    /// Rows of a block that is reflected at once.
    private static var blockRows: Int { 256 }
    static var minimumSamples: Int { 256 }

    final class Workspace {
        let neuron: NeuronWorkspace<Element>
        /// Samples as columns of numbers, and rows of the factor.
        let staged: Buffer<Double>
        let ones: Buffer<Double>
        let block: Buffer<Double>

        init(_ plan: Plan, features: Int, order: Int, rows: Int) throws(DescentError) {
            neuron = try NeuronWorkspace(plan, withCurvatures: true)
            staged = try Buffer(plan.tileSamples * (features + 1))
            ones = try Buffer(plan.tileSamples)
            for index in 0..<plan.tileSamples { ones[index] = 1 }
            block = try Buffer(rows * order)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(plan, features: features, order: order, rows: Self.blockRows)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        point.scores(of: tile, into: workspace.neuron.scores.base, stride: workspace.neuron.stride)
        try workspace.neuron.evaluate(neuron, tile, order: .gaussNewton)
        let order_ = features + 1
        TileKernels.stage(
            tile.block, inverse: inverse.base, shifted: shifted.base, root: workspace.ones.base,
            into: workspace.staged.base, outStride: order_)
        for j in 0..<tile.count { workspace.staged.base[j * order_ + features] = 1 }
        for triangle in 0..<triangles {
            var row = 0
            for j in 0..<tile.count {
                let weight = tile.weights.map { Double($0[j]) } ?? 1
                guard weight > 0 else { continue }
                for k in 0..<(isCoupled ? point.outputs : 1) {
                    guard writeRow(row, sample: j, output: isCoupled ? k : triangle, weight, workspace) else {
                        continue
                    }
                    row += 1
                    if row == Self.blockRows { flush(&row, partial + triangle * triangleCount, partial, workspace) }
                }
            }
            flush(&row, partial + triangle * triangleCount, partial, workspace)
        }
    }

    /// One row of √ω X̃. False where it is 0.
    @inline(__always)
    private func writeRow(_ row: Int, sample j: Int, output k: Int, _ weight: Double, _ workspace: Workspace) -> Bool {
        let stride = workspace.neuron.stride, x = workspace.staged.base + j * (features + 1)
        let curvatures = workspace.neuron.curvatures.base, block = workspace.block.base
        let own = Double(curvatures[k * stride + j])
        guard own > 0 else { return false }
        let root = (weight * own).squareRoot()
        guard isCoupled else {
            for i in 0..<width { block[row + i * Self.blockRows] = root * x[i] }
            return true
        }
        // In the order of parameters: weights, class after class, then biases.
        for other in 0..<point.outputs {
            let share = root * ((other == k ? 1 : 0) - Double(curvatures[other * stride + j]))
            for i in 0..<features { block[row + (other * features + i) * Self.blockRows] = share * x[i] }
            if hasBias { block[row + (point.outputs * features + other) * Self.blockRows] = share }
        }
        return true
    }

    private func flush(
        _ row: inout Int, _ triangle: UnsafeMutablePointer<Double>, _ partial: UnsafeMutablePointer<Double>,
        _ workspace: Workspace
    ) {
        if row > 0 {
            reflect(workspace.block.base, rows: row, stride: Self.blockRows, trapezoid: 0, into: triangle, partial)
        }
        row = 0
    }

    func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        for triangle in 0..<triangles {
            // The other triangle is used up, and nobody reads it again.
            reflect(
                UnsafeMutablePointer(mutating: next) + triangle * triangleCount, rows: order, stride: order,
                trapezoid: order, into: partial + triangle * triangleCount, partial)
        }
    }

    private func reflect(
        _ block: UnsafeMutablePointer<Double>, rows: Int, stride: Int, trapezoid: Int,
        into triangle: UnsafeMutablePointer<Double>, _ partial: UnsafeMutablePointer<Double>
    ) {
        let t = partial + triangles * triangleCount
        Double.tpqrt(
            rows: rows, columns: order, trapezoid: trapezoid, blockSize: panel, r: triangle, strideR: order, b: block,
            strideB: stride, t: t, work: t + panel * order)
    }
}

extension CurvatureTriangle {
    /// All triangles in one, in the order of `Parameters.values`.
    func assemble(_ partial: UnsafePointer<Double>, divisor: Double, into result: inout Matrix<Double>) {
        let root = divisor.squareRoot(), outputs = point.outputs
        for triangle in 0..<triangles {
            func place(_ index: Int) -> Int {
                guard !isCoupled else { return index }
                return index < features ? triangle * features + index : outputs * features + triangle
            }
            let values = partial + triangle * triangleCount
            for column in 0..<order {
                for row in 0...column { result[place(row), place(column)] = values[row + column * order] / root }
            }
        }
    }
}

extension Sweep {
    /// R with RᵀR the Hessian at a point, or its Gauss–Newton part; upper, in the order of `Parameters.values`.
    func triangle(at parameters: Parameters) throws(DescentError) -> Matrix<Double> {
        let size = zero.values.count
        var result = try Matrix<Double>(rows: size, columns: size)
        try load(parameters, into: point)
        let engine = try triangleEngine.get(among: &engines) { () throws(DescentError) in
            let reduction = try CurvatureTriangle<Element>(
                neuron, at: point, hasBias: zero.hasBias, standardisation: isFolded ? standardisation : nil)
            let plan = data.plan(
                outputs: plan.outputs, isStaged: plan.isStaged, partialCount: reduction.partialCount,
                minimumSamples: CurvatureTriangle<Element>.minimumSamples)
            return try SweepEngine(reduction, over: feed, plan: plan, grant: grant)
        }
        let isFinite = try engine.run { partial in
            let reduction = engine.reduction
            guard TileKernels.allFinite(reduction.triangles * reduction.order * reduction.order, partial) else {
                return false
            }
            reduction.assemble(partial, divisor: divisor, into: &result)
            return true
        }
        guard isFinite else { throw .overflow(.curvature, sample: nil) }
        return result
    }
}
