extension DescentError: Equatable {
    /// Of the same case with the same values. Numbers are the same by their bits, so that NaN is NaN; what a source threw is the same by its
    /// type and its description, as not every error can be compared.
    public static func == (a: DescentError, b: DescentError) -> Bool { a.values == b.values }

    private var values: [AnyHashable] {
        switch self {
        case .empty(let axis): [1, axis]
        case .mismatch(let quantity, let axis, let expected, let found): [2, quantity, axis, expected, found]
        case .nonFinite(let quantity, let sample, let component, let value, let count):
            [3, quantity, sample, component, value.bitPattern, count]
        case .illegalTarget(let neuron, let domain, let sample, let output, let value):
            [4, neuron, domain, sample, output, value.bitPattern]
        case .negativeWeight(let sample, let value): [5, sample, value.bitPattern]
        case .totalWeight(let value): [6, value.bitPattern]
        case .classIndex(let sample, let value, let classes): [7, sample, value, classes]
        case .singleClass(let neuron, let value): [8, neuron, value.bitPattern]
        case .oneClass(let metric, let value): [9, metric, value.bitPattern]
        case .constantTargets(let metric, let value): [10, metric, value.bitPattern]
        case .illegalValue(let quantity, let sample, let component, let value, let requirement):
            [11, quantity, sample, component, value.bitPattern, requirement]
        case .noStatistics(let reason): [12, reason]
        case .cancelled: [13]
        case .tooLarge(let what, let bytes, let machine): [14, what, bytes, machine]
        case .noThreads(let reason): [15, reason]
        case .unusableState(let reason): [16, reason]
        case .unsaved(let step, let underlying): [30, step, "\(type(of: underlying))", "\(underlying)"]
        case .illegalOption(let name, let value, let requirement): [17, name, value, requirement]
        case .illegalNeuron(let reason): [18, reason]
        case .overflow(let quantity, let sample): [19, quantity, sample]
        case .notAClassifier(let neuron): [20, neuron]
        case .brokenSource(let samples, let reason): [21, samples, reason]
        case .source(let samples, let underlying): [22, samples, "\(type(of: underlying))", "\(underlying)"]
        case .failed(let rank, let message): [23, rank, message]
        case .different(let what, let rank, let value, let first): [24, what, rank, value, first]
        case .illegalShapes(let operation, let shapes, let requirement): [25, operation, shapes, requirement]
        case .noValue(let name): [26, name]
        case .illegalFormula(let formula, let place, let reason): [31, formula, place, reason]
        case .algebra(let error): [28, error]
        }
    }
}
