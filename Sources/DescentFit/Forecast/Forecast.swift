internal import DescentAlgebra

/// What a fit will do, before it is done: who solves and why, what is read, and what memory that takes.
///
///     print(try data.forecast(neuron: .logistic))
///
/// It follows from shapes, types and options by the rules that the fit itself goes by; nothing is read and nothing measured.
public struct Forecast: Sendable, Hashable {
    package let neuron: String
    /// How many fits go side by side.
    package var fits = 1
    /// The rule and all its numbers, as the report of the fit will have them.
    package let solver: String
    /// Why that one, with the numbers that decided.
    package let reason: String
    package let features: Int
    package let samples: Int
    package let outputs: Int
    /// What one read of X delivers.
    package let bytesOfX: Int
    /// Of X, in all: what fits of this kind take. Separated or very badly conditioned data may take more, up to the limit of
    /// iterations.
    public let reads: ClosedRange<Double>
    /// What that range rests on.
    package let basis: String
    /// What the fit takes beside the data.
    package let memory: Memory

    /// What the fit takes beside the data, in bytes: all that grows with the data or with the square of the parameters. `Int.max` for a
    /// number that is larger.
    public var bytes: Int { memory.total }

    /// Bytes beside the data, by what takes them.
    package struct Memory: Sendable, Hashable {
        /// What the solver remembers: a triangle, steps, or a factor, which `LBFGS` may turn out not to need.
        package var solver = 0
        /// A Hessian on its way to the solver.
        package var hessian = 0
        /// Sums of parts of the data, by the threads; the system takes pages as they are used.
        package var partials = 0
        /// The copy of a sample: the only samples that are copied to stay. 0 where there is none.
        package var sample = 0
        /// Tiles on their way through the threads, where these centre, convert or receive them. 0 where data are used where
        /// they lie.
        package var tiles = 0
        /// Of this machine; nil where the system does not say.
        package var machine: Int?

        /// The sum of all parts, in bytes.
        package var total: Int { [solver, hessian, partials, sample, tiles].reduce(0, Self.sum) }
        /// Whether `total` is more than the machine has.
        package var isTooMuch: Bool { total == .max || machine.map { total > $0 } ?? false }

        static func sum(_ a: Int, _ b: Int) -> Int {
            let (sum, overflow) = a.addingReportingOverflow(b)
            return overflow ? .max : sum
        }
        static func product(_ factors: Int...) -> Int {
            factors.reduce(1) { result, factor in
                let (product, overflow) = result.multipliedReportingOverflow(by: factor)
                return overflow ? .max : product
            }
        }
    }
}

extension Forecast: CustomStringConvertible {
    public var description: String {
        var title = "\(neuron) on \(features) features × \(samples) samples"
        if outputs > 1 { title += ", \(outputs) outputs" }
        if fits > 1 { title += ", \(fits) fits side by side" }
        var lines = [title, "solver        \(solver)", "because       \(reason)"]
        lines.append("reads of X    \(reads.written), \(bytesOfX.asMemory) each: \(basis)")
        lines.append("copies        \(copies)")
        lines.append("memory        \(memory.total.asMemory) beside the data")
        if memory.isTooMuch {
            let has = memory.machine.map { " of \($0.asMemory)" } ?? ""
            lines.append("              does not fit this machine's memory\(has); LBFGS and NewtonCG need no matrix")
        }
        return lines.joined(separator: "\n")
    }

    private var copies: String {
        var parts: [String] = []
        if memory.sample > 0 { parts.append("a sample of \(memory.sample.asMemory)") }
        if memory.tiles > 0 { parts.append("tiles on their way, \(memory.tiles.asMemory) at a time") }
        return parts.isEmpty ? "none" : parts.joined(separator: "; ")
    }
}

extension ClosedRange<Double> {
    /// Two digits are more than a forecast knows.
    fileprivate var written: String {
        "\(lowerBound.written(digits: 2)) to \(upperBound.written(digits: 2))"
    }
}
