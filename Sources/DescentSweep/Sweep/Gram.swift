package import DescentAlgebra

/// X̃ diag(ω) X̃ᵀ, bordered by the sums for the bias: ω the sample weights, or those times the curvature at a point.
///
/// Every tile is staged in Double, centred, scaled and multiplied by √|ω|, and added by one `dsyrk` per block. A
/// softmax has one block per pair of classes, ω = w ŷ_k(1−ŷ_k) or −w ŷ_k ŷ_l: one sign each, so √|ω| serves all. Of
/// residuals the products of a pair have either sign: there ω = w (r_k + r_l)², from which the pair's are what is left
/// when its own two blocks are taken away.
package struct Gram<Element: Scalar>: Reduction {
    package enum Weighting {
        case samples
        case curvature(any Neuron, at: FoldedPoint<Element>)
        case residuals(any Neuron, at: FoldedPoint<Element>)

        fileprivate var place: (neuron: any Neuron, point: FoldedPoint<Element>)? {
            switch self {
            case .samples: nil
            case .curvature(let neuron, let point), .residuals(let neuron, let point): (neuron, point)
            }
        }

        fileprivate var isOfResiduals: Bool { if case .residuals = self { true } else { false } }
    }

    let weighting: Weighting
    let blocks: [Block]
    /// Outputs that the blocks are between.
    let blockOutputs: Int
    let features: Int
    private let inverse: Buffer<Double>
    private let shifted: Buffer<Double>

    /// One block of the matrix: outputs `row` and `column`, row ≤ column.
    struct Block: Sendable, Hashable {
        let row: Int
        let column: Int
    }

    /// - Parameter standardisation: applied here; `nil` where the tiles come staged, or as they are.
    package init(_ weighting: Weighting, features: Int, standardisation: Standardisation?) throws(DescentError) {
        self.weighting = weighting
        self.features = features
        self.blocks = Self.blocks(weighting)
        self.blockOutputs = (blocks.map(\.column).max() ?? 0) + 1
        let (square, wide) = (features + 1).multipliedReportingOverflow(by: features + 1)
        let (values, long) = square.multipliedReportingOverflow(by: blocks.count)
        // A plan counts eight partials in bytes.
        guard !wide, !long, !values.multipliedReportingOverflow(by: 64).overflow else {
            throw .algebra(because: .outOfMemory(bytes: .max))
        }
        inverse = try Buffer(features)
        shifted = try Buffer(features)
        for feature in 0..<features {
            inverse[feature] = standardisation.map { 1 / $0.scale[feature] } ?? 1
            shifted[feature] = standardisation.map { $0.shift[feature] / $0.scale[feature] } ?? 0
        }
    }

    private static func blocks(_ weighting: Weighting) -> [Block] {
        guard let (neuron, point) = weighting.place else { return [Block(row: 0, column: 0)] }
        return (0..<point.outputs).flatMap { row in
            (row..<(neuron.coupling == .independent ? row + 1 : point.outputs)).map { Block(row: row, column: $0) }
        }
    }

    /// Features and the constant 1 that the bias multiplies, which comes last.
    package var order: Int { features + 1 }
    package var partialCount: Int { blocks.count * order * order }

    /// dsyrk reads and writes the whole block per tile, so a tile must bring enough samples to pay for that.
    package static var minimumSamples: Int { 256 }

    package final class Workspace {
        let neuron: NeuronWorkspace<Element>
        let roots: Buffer<Double>
        let staged: Buffer<Double>

        init(_ plan: Plan, order: Int) throws(DescentError) {
            neuron = try NeuronWorkspace(plan, withCurvatures: true)
            roots = try Buffer(plan.tileSamples)
            staged = try Buffer(plan.tileSamples * order)
        }
    }

    package func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace { try Workspace(plan, order: order) }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let isOfResiduals = weighting.isOfResiduals
        if let (neuron, point) = weighting.place {
            point.scores(of: tile, into: workspace.neuron.scores.base, stride: workspace.neuron.stride)
            try workspace.neuron.evaluate(neuron, tile, order: isOfResiduals ? .residual : .gaussNewton)
        }
        let roots = workspace.roots.base
        for index in blocks.indices {
            let block = blocks[index]
            if isOfResiduals {
                setResidualRoots(of: block, tile, workspace)
            } else {
                setRoots(of: block, tile, workspace)
            }
            TileKernels.stage(
                tile.block, inverse: inverse.base, shifted: shifted.base, root: roots, into: workspace.staged.base,
                outStride: order)
            for j in 0..<tile.count { workspace.staged.base[j * order + features] = roots[j] }
            Double.syrk(
                order: order, depth: tile.count, alpha: isOfResiduals || block.row == block.column ? 1 : -1,
                a: workspace.staged.base, strideA: order, beta: 1, c: partial + index * order * order, strideC: order)
        }
    }

    /// √|ω| of every sample.
    private func setRoots(of block: Block, _ tile: Tile<Element>, _ workspace: Workspace) {
        var curvatures: UnsafePointer<Element>?, outputs = 1
        if case .curvature(let neuron, let point) = weighting {
            curvatures = UnsafePointer(workspace.neuron.curvatures.base)
            outputs = neuron.coupling == .independent ? 1 : point.outputs
        }
        TileKernels.roots(
            tile.count, outputs: outputs, stride: workspace.neuron.stride, weights: tile.weights,
            curvatures: curvatures, row: block.row, column: block.column, into: workspace.roots.base)
    }

    /// √w |r_k|, or √w |r_k + r_l| of a pair.
    private func setResidualRoots(of block: Block, _ tile: Tile<Element>, _ workspace: Workspace) {
        let stride = workspace.neuron.stride, roots = workspace.roots.base
        let first = workspace.neuron.residuals.base + block.row * stride
        let second = workspace.neuron.residuals.base + block.column * stride
        for j in 0..<tile.count {
            let residual = block.row == block.column ? Double(first[j]) : Double(first[j]) + Double(second[j])
            let weight = tile.weights.map { Double($0[j]) } ?? 1
            // A sample without weight counts nothing, whatever its residual.
            roots[j] = weight == 0 ? 0 : weight.squareRoot() * residual.magnitude
        }
    }
}

extension Gram {
    /// Blocks, of which the upper triangle is computed, to the whole symmetric matrix in the order of `Parameters.values`.
    package func assemble(
        _ partial: UnsafePointer<Double>, hasBias: Bool, divisor: Double, into result: inout Matrix<Double>
    ) {
        let features = features, order = order, stride = result.stride, outputs = blockOutputs
        func position(_ index: Int, _ output: Int) -> Int {
            index < features ? output * features + index : outputs * features + output
        }
        result.withUnsafeMutablePointer { matrix in
            for (number, block) in blocks.enumerated() {
                let values = partial + number * order * order
                for j in 0..<(hasBias ? order : features) {
                    for i in 0...j {
                        let value = values[j * order + i] / divisor
                        // A block is symmetric in itself, so it stands at (i, j) and (j, i) of both its places.
                        let top = position(i, block.row), right = position(j, block.column)
                        let bottom = position(j, block.row), left = position(i, block.column)
                        matrix[top + right * stride] = value
                        matrix[right + top * stride] = value
                        matrix[bottom + left * stride] = value
                        matrix[left + bottom * stride] = value
                    }
                }
            }
        }
    }
}
