/// The penalised risk of a design, with what a step of Newton's method needs.
struct Risk {
    let design: Design

    private var neuron: NeuronKind { design.problem.neuron }

    /// What the risk is at a point, kinks and penalties included.
    func value(_ point: [Twice]) -> Twice {
        let z = design.scores(point)
        var sum = Twice.zero
        for i in 0..<design.samples where design.share[i].high > 0 { sum += design.share[i] * loss(i, z) }
        return sum + penalty(point)
    }

    private func loss(_ i: Int, _ z: [Twice]) -> Twice {
        if neuron == .softmax {
            return NeuronKind.softmax(z[i * design.outputs..<(i + 1) * design.outputs], label(i)).loss
        }
        return neuron.evaluate(z[i], design.targets[i]).loss
    }

    private func label(_ i: Int) -> Int { Int(design.targets[i].high) }

    private func penalty(_ point: [Twice]) -> Twice {
        var sum = Twice.zero
        for index in point.indices {
            let j = index % design.width
            if design.l2[j] > 0 { sum += (point[index] * point[index] * design.l2[j]).scaled(by: 0.5) }
            if design.l1[j] > 0 { sum += point[index].magnitude * design.l1[j] }
        }
        return sum
    }

    /// Of the smooth part: the gradient, and rows whose squares are its curvature.
    struct Expansion {
        var gradient: [Twice]
        var rows: [Twice]
    }

    /// Losses with straight pieces have no part in it.
    func expand(_ point: [Twice]) -> Expansion {
        let z = design.scores(point), width = design.width
        var result = Expansion(gradient: [Twice](repeating: .zero, count: design.count), rows: [])
        for i in 0..<design.samples where design.share[i].high > 0 {
            let share = design.share[i], sample = design.rows[i * width..<(i + 1) * width]
            if neuron == .softmax {
                expandSoftmax(i, z, sample, &result)
                continue
            }
            if neuron.hasStraightPieces { continue }
            let (_, slope, curvature) = neuron.evaluate(z[i], design.targets[i])
            let root = (share * curvature).squareRoot, factor = share * slope
            for (j, x) in sample.enumerated() { result.gradient[j] += factor * x }
            if root.high > 0 { result.rows += sample.map { root * $0 } }
        }
        for index in point.indices where design.l2[index % width] > 0 {
            let l2 = design.l2[index % width]
            result.gradient[index] += point[index] * l2
            var row = [Twice](repeating: .zero, count: design.count)
            row[index] = Twice(l2).squareRoot
            result.rows += row
        }
        return result
    }

    /// diag(p) − ppᵀ = Σ_k p_k (e_k − p)(e_k − p)ᵀ: a row per class.
    private func expandSoftmax(_ i: Int, _ z: [Twice], _ sample: ArraySlice<Twice>, _ result: inout Expansion) {
        let outputs = design.outputs, width = design.width, label = label(i)
        let (_, p, rest) = NeuronKind.softmax(z[i * outputs..<(i + 1) * outputs], label)
        for k in 0..<outputs {
            let factor = design.share[i] * (k == label ? -rest[k] : p[k])
            for (j, x) in sample.enumerated() { result.gradient[k * width + j] += factor * x }
            let root = (design.share[i] * p[k]).squareRoot
            for l in 0..<outputs {
                let part = root * (l == k ? rest[k] : -p[l])
                result.rows += sample.map { part * $0 }
            }
        }
    }

    /// What the risk may be at most, beside what no score can avoid: half of the null deviance of a sample. All that is
    /// called small is small beside this.
    var nullSize: Double {
        let weights = design.share.map(\.high), targets = design.targets.map(\.high)
        let mean = zip(weights, targets).reduce(0) { $0 + $1.0 * $1.1 }
        var point = [Twice](repeating: .zero, count: design.count)
        if design.problem.hasBias {
            switch neuron {
            case .logistic where mean > 0 && mean < 1:
                point[design.width - 1] = .log(Twice(mean)) - .log(.one - Twice(mean))
            case .poisson where mean > 0: point[design.width - 1] = .log(Twice(mean))
            case .softmax:
                for k in 0..<design.outputs {
                    let part = zip(weights, targets).reduce(0) { $0 + ($1.1 == Double(k) ? $1.0 : 0) }
                    point[k * design.width + design.width - 1] = .log(Twice(max(part, 1e-3)))
                }
            case .linear, .huber, .absolute: point[design.width - 1] = Twice(mean)
            default: break
            }
        }
        let least = (0..<design.samples).reduce(Twice.zero) {
            $0 + design.share[$1] * neuron.saturated(design.targets[$1])
        }
        return max(0, (value(point) - least).high)
    }
}
