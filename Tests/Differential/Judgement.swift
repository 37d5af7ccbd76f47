/// What a fit deserves, by the risk of its layer's numbers on the exact data beside the reference's optimum.
struct Judgement {
    let seed: UInt64
    let neuron: String
    let solver: FitRun.Choice
    /// Decade of the condition of the scaled curvature at the optimum.
    let decade: Int
    let finding: Finding
    /// What the layer's risk is above the minimum, and what rounding its numbers explains; nil where nothing is compared.
    var excess: Double?
    var floor = 0.0
    /// Half the null deviance of a sample.
    let size: Double
    var certificate: Double?
    /// What the reference itself may be off by.
    let doubt: Double
    let detail: String

    enum Finding: String, CaseIterable, Sendable {
        case fine
        /// Said to be at a minimum, and is not.
        case wrong
        /// Said to be separated, and is not.
        case falselySeparated
        /// Said to be at a minimum, of which there is none.
        case missed
        /// Neither at a minimum nor told why not, although there is one.
        case givenUp
        /// Separated, and ended by a limit or stalled: nothing wrong is said, but nothing helpful either.
        case unnamed
        case undecided

        var isFailure: Bool { [.wrong, .falselySeparated, .missed].contains(self) }
    }

    /// What a risk may be above its minimum at a fit that says that it is there, beside the size of the risk. Of an l1
    /// penalty, whose solvers follow the gradient and not its square, ten times as much.
    static let tolerance = (smooth: 1e-9, corners: 1e-8)
    /// So many times what the rounding of the layer's own numbers does, as roundings of several numbers add up.
    static let roundings = 100.0

    init(_ run: FitRun, of optimum: Optimum) {
        let problem = optimum.design.problem
        seed = problem.seed
        neuron = problem.neuron.name
        solver = run.solver
        doubt = optimum.doubt
        switch run.end {
        case .thrown(let message, let isHonest):
            let isFailure = !isHonest && optimum.verdict != .undecided
            (finding, size, decade) = (isFailure ? .givenUp : .fine, optimum.size, Self.decade(optimum.condition))
            detail = "thrown: \(message.prefix(120))"
        case .fit(let result):
            let comparison = Comparison(result, optimum)
            size = optimum.size
            decade = Self.decade(comparison.condition)
            excess = comparison.excess
            floor = comparison.floor
            finding = comparison.finding
            if result.isConverged, comparison.isOfAllFeatures { certificate = result.decrement }
            detail = comparison.detail
        }
    }

    static func decade(_ condition: Double) -> Int {
        guard condition.isFinite, condition > 1 else { return condition > 1 ? 99 : 0 }
        return Int(Double.logarithm10(condition))
    }
}

/// A layer beside the optimum that it should be compared with.
private struct Comparison {
    var excess: Double?
    var floor = 0.0
    var condition: Double
    var finding = Judgement.Finding.fine
    var isOfAllFeatures = true
    var detail = ""

    init(_ result: FitRun.Result, _ optimum: Optimum) {
        let problem = optimum.design.problem, isNamed = !result.dependent.isEmpty && !problem.isPenalised
        isOfAllFeatures = !isNamed
        // Who names a column as depending on others may leave it out: of the data, or of what is asked for.
        let asked = isNamed && problem.neuron.isConvex ? Optimum(optimum.design.without(result.dependent)) : optimum
        condition = asked.condition
        if problem.neuron.isConvex {
            if [optimum.verdict, asked.verdict].contains(.undecided) {
                finding = .undecided
                return
            }
            if asked.verdict == .separated || (optimum.verdict == .separated && result.isSeparated) {
                finding = result.isSeparated ? .fine : result.isAtMinimum ? .missed : .unnamed
                detail = result.text
                return
            }
        }
        compare(result, asked, on: optimum.design, frozen: isNamed ? result.dependent : [])
    }

    private mutating func compare(
        _ result: FitRun.Result, _ asked: Optimum, on design: Design, frozen: Set<Int>
    ) {
        var value = asked.value, size = asked.size
        let point = design.point(weights: result.weights, bias: result.bias)
        let reached = Risk(design: design).value(point)
        floor = floor(result, design, point)
        var local = ReferenceFit.Verdict.optimum
        let isConvex = design.problem.neuron.isConvex
        if !isConvex {
            // Every point that this descent takes has a lower risk, so what it finds is missing for sure. With an l1 penalty,
            // which it does not follow, it may find less than there is.
            let fit = ReferenceFit(design, from: point, frozen: frozen, size: size, steps: 60)
            (value, condition, local) = (fit.value, fit.condition, fit.verdict)
        }
        let excess = reached.isFinite ? (reached - value).high : .infinity
        self.excess = excess
        let hasCorners = design.l1.contains { $0 > 0 } || design.problem.neuron.hasKinks
        let tolerance = hasCorners ? Judgement.tolerance.corners : Judgement.tolerance.smooth
        let isAbove = !(excess <= 2 * tolerance * size + Judgement.roundings * floor)
        if result.isSeparated {
            finding = .falselySeparated
        } else if result.isAtMinimum {
            finding = isAbove ? .wrong : .fine
        } else {
            // Of a risk that is not convex, whoever stops where no descent leads to a minimum is right.
            finding = local == .optimum && (isAbove || isConvex) ? .givenUp : .fine
        }
        size = max(size, 1e-300)
        detail = "\(result.text): excess \((excess / size).short), rounding \((floor / size).short)"
        if isConvex, finding != .fine {
            let own = asked.numbers, atOptimum = floor(own, asked.design, asked.point)
            detail += " (of the optimum's own numbers \((atOptimum / size).short))"
        }
    }

    /// ½ mean(ω (ε Σ_j |w_j x_ij| + ε |b|)²): what rounding the layer's numbers adds to a minimum; at kinks, without a
    /// square.
    private func floor(_ result: FitRun.Result, _ design: Design, _ point: [Twice]) -> Double {
        floor((result.weights, result.bias, result.ulp), design, point)
    }

    private func floor(
        _ numbers: (weights: [[Double]], bias: [Double]?, ulp: Double), _ design: Design, _ point: [Twice]
    ) -> Double {
        let neuron = design.problem.neuron, outputs = design.outputs, z = design.scores(point)
        let sizes = design.sizes(weights: numbers.weights, bias: numbers.bias)
        var sum = 0.0
        for i in 0..<design.samples {
            let share = design.share[i].high
            for k in 0..<outputs {
                let error = numbers.ulp * sizes[i * outputs + k]
                if neuron.hasKinks {
                    sum += share * error
                } else if neuron == .softmax {
                    let p = NeuronKind.softmax(z[i * outputs..<(i + 1) * outputs], Int(design.targets[i].high)).p
                    sum += share * p[k].high * error * error / 2
                } else {
                    sum += share * neuron.evaluate(z[i], design.targets[i]).curvature.high * error * error / 2
                }
            }
        }
        for index in point.indices where design.l1[index % design.width] > 0 {
            sum += numbers.ulp * design.l1[index % design.width] * point[index].magnitude.high
        }
        return sum
    }
}

extension Double {
    static func logarithm10(_ x: Double) -> Double { Twice.log(Twice(x)).high / Twice.log(Twice(10)).high }

    /// A few digits.
    var short: String {
        guard isFinite, magnitude > 1e-290 else { return "\(self)" }
        let exponent = Int(Double.logarithm10(magnitude).rounded(.down))
        guard exponent < -2 || exponent > 3 else { return "\((self * 1000).rounded() / 1000)" }
        guard exponent > -290 else { return "\(self)" }
        let digits = (self / Twice.exp(.log(Twice(10)) * Double(exponent)).high * 10).rounded() / 10
        return "\(digits)e\(exponent)"
    }
}
