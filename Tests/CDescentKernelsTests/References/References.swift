/// The tables that references.py writes, read into rows.
enum References<T: Precision> {
    /// The functions of one score z. Targets of losses are 0, 1 and the number nearest to 0.3.
    struct Curve {
        let score, exponential: T
        let logistic, tangent: Jet
        let perTarget: [(target: T, logisticLoss: T, error: T, sigmoid: Jet)]
        let sigmoidGaussNewton: T
        /// Loss and residual for the target 3.
        let poissonLoss, poissonResidual: T
    }

    /// A value with its two derivatives.
    struct Jet {
        let value, first, second: T
    }

    struct Softmax {
        let target: Int
        let loss: T
        let scores, probabilities, residuals: [T]
    }

    static var curves: [Curve] {
        rows(T.curveTable).map { row in
            func jet(_ index: Int) -> Jet { Jet(value: row[index], first: row[index + 1], second: row[index + 2]) }
            return Curve(
                score: row[0], exponential: row[1], logistic: jet(2), tangent: jet(5),
                perTarget: [0, 1, T(0.3)].enumerated().map { index, target in
                    let start = 8 + 5 * index
                    return (target, row[start], row[start + 1], jet(start + 2))
                },
                sigmoidGaussNewton: row[23], poissonLoss: row[24], poissonResidual: row[25])
        }
    }

    static var softmax: [Softmax] {
        rows(T.softmaxTable).map { row in
            let outputs = (row.count - 2) / 3
            func part(_ index: Int) -> [T] { Array(row[(2 + index * outputs)..<(2 + (index + 1) * outputs)]) }
            return Softmax(
                target: Int(row[0]), loss: row[1], scores: part(0), probabilities: part(1), residuals: part(2))
        }
    }

    private static func rows(_ table: String) -> [[T]] {
        table.split(separator: "\n").map { line in
            line.split(separator: " ").map { word in
                guard let value = T(String(word)) else { preconditionFailure("\(word) is not a number") }
                return value
            }
        }
    }
}
