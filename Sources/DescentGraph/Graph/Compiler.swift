internal import DescentAlgebra

/// Turns nodes over z and y into values that are computed once each: equal terms share a number, constants fold, and
/// what a derivative multiplies by 1 or adds to 0 goes away. Operands have smaller numbers than their results.
struct Compiler {
    enum Term: Hashable {
        case score
        case target
        case constant(Double)
        case operation(Operation, Int, Int)
    }

    let loss: String
    private(set) var terms: [Term] = []
    private var numbers: [Term: Int] = [:]

    init(loss: String) { self.loss = loss }

    /// The numbers of the roots' terms.
    mutating func compile(_ roots: [Node], score: Node, target: Node) throws(DescentError) -> [Int] {
        var done: [ObjectIdentifier: Int] = [:]
        for node in Node.order(to: roots) {
            let shape = try node.shape.get()
            guard shape == .number else { throw refusal("\(node.label) is \(shape), but a loss is made of numbers") }
            let operands = node.operands.map { done[ObjectIdentifier($0)]! }
            done[ObjectIdentifier(node)] =
                switch node.rule {
                case .pointwise(let operation): simplified(operation, operands[0], operands.last!)
                case .leaf where node === score: number(.score)
                case .leaf where node === target: number(.target)
                case .leaf where !node.varies: number(.constant(try node.value.values[0]))
                case .leaf: throw refusal("\(node.label) is a variable; besides z and y there can only be constants")
                case .shaping: throw refusal("\(node.label) is not value by value")
                }
        }
        return roots.map { done[ObjectIdentifier($0)]! }
    }

    /// max(0, term): a second derivative where it is positive.
    mutating func positivePart(_ term: Int) -> Int { simplified(.max, number(.constant(0)), term) }

    func refusal(_ reason: String) -> DescentError { .illegalLoss(name: loss, reason: reason) }

    private mutating func number(_ term: Term) -> Int {
        if let known = numbers[term] { return known }
        terms.append(term)
        numbers[term] = terms.count - 1
        return terms.count - 1
    }

    private mutating func simplified(_ operation: Operation, _ a: Int, _ b: Int) -> Int {
        if let x = constant(a), let y = constant(b) { return number(.constant(operation.values([[x], [y]])[0])) }
        switch operation {
        case .copy: return a
        case .negate:
            if let inner = negated(a) { return inner }
            if case .operation(.subtract, let left, let right) = terms[a] { return simplified(.subtract, right, left) }
        case .add:
            if constant(a) == 0 { return b }
            if constant(b) == 0 { return a }
            if let inner = negated(b) { return simplified(.subtract, a, inner) }
            if let inner = negated(a) { return simplified(.subtract, b, inner) }
        case .subtract:
            if constant(b) == 0 { return a }
            if constant(a) == 0 { return simplified(.negate, b, b) }
            if let inner = negated(b) { return simplified(.add, a, inner) }
        case .multiply:
            for (factor, other) in [(a, b), (b, a)] {
                if constant(factor) == 1 { return other }
                if constant(factor) == -1 { return simplified(.negate, other, other) }
            }
        case .divide:
            if constant(b) == 1 { return a }
        default: break
        }
        let commutes = operation == .add || operation == .multiply
        return number(.operation(operation, commutes ? Swift.min(a, b) : a, commutes ? Swift.max(a, b) : b))
    }

    private func constant(_ index: Int) -> Double? {
        if case .constant(let value) = terms[index] { value } else { nil }
    }

    private func negated(_ index: Int) -> Int? {
        if case .operation(.negate, let inner, _) = terms[index] { inner } else { nil }
    }
}
