import Descent

/// z = Wx + b, one product over the whole matrix.
final class ForwardCase<Element: Scalar>: Case {
    private let workload: Workload<Element>
    private var scores: Matrix<Element>?

    init(_ workload: Workload<Element>) { self.workload = workload }

    func evaluate() throws { scores = try workload.layer.forward(workload.X) }

    func answer() throws -> Answer {
        let values = scores?.values ?? []
        let norm = values.withUnsafeBufferPointer { Element.nrm2($0.count, $0.baseAddress!) }
        return Answer(text: "rms z " + format(Double(norm) / Double(values.count).squareRoot(), "%.6f"))
    }
}

/// X(ŷ−y)/m, one product over the whole matrix.
final class BackwardCase<Element: Scalar>: Case {
    private let workload: Workload<Element>
    private var gradient: (weights: Matrix<Element>, bias: [Element])?

    init(_ workload: Workload<Element>) { self.workload = workload }

    func evaluate() throws { gradient = try workload.layer.backward(workload.X, workload.residuals) }

    func answer() throws -> Answer {
        let gradient = ((gradient?.weights.values ?? []) + (gradient?.bias ?? [])).map { Double($0) }
        return Answer(text: "|g| " + format(norm(gradient), "%.6f"))
    }
}

/// ‖values‖₂
func norm(_ values: [Double]) -> Double { Double.nrm2(values.count, values) }
