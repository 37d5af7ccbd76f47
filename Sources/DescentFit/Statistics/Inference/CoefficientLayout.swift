internal import DescentSolvers

/// Where the coefficients of a table stand in a sweep's parameters: per output the bias, then the features.
///
/// Of a softmax only differences between classes are determined; the table has those to class 0.
struct CoefficientLayout: Sendable {
    let features: Int
    let outputs: Int
    let hasBias: Bool
    /// Outputs in the table.
    let kept: Range<Int>

    init(_ shape: Parameters, isSoftmax: Bool) {
        (features, outputs, hasBias) = (shape.featureCount, shape.outputCount, shape.hasBias)
        kept = (isSoftmax ? 1 : 0)..<shape.outputCount
    }

    /// Coefficients per output.
    var width: Int { features + (hasBias ? 1 : 0) }
    var count: Int { kept.count * width }

    /// Nil for a bias.
    func feature(_ index: Int) -> Int? {
        let column = index % width
        return hasBias ? (column == 0 ? nil : column - 1) : column
    }

    func output(_ index: Int) -> Int { kept.lowerBound + index / width }

    /// The place among `Parameters.values`.
    func place(_ index: Int) -> Int {
        feature(index).map { output(index) * features + $0 } ?? outputs * features + output(index)
    }

    /// The table's values of a point: differences to class 0 for a softmax.
    func values(_ point: Parameters) -> [Double] {
        (0..<count).map { index in
            let value = point.values[place(index)]
            guard kept.lowerBound == 1 else { return value }
            return value - (feature(index).map { point[$0, 0] } ?? point.bias(0))
        }
    }
}
