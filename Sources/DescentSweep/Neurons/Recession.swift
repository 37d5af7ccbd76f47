/// In which directions a loss falls for ever, as conditions on the scores that a direction adds to a sample.
package enum Recession: Sendable, Equatable {
    /// A likelihood of two classes: z ≥ 0 at y = 1, z ≤ 0 at y = 0, and z = 0 between.
    case twoClasses
    /// A likelihood of classes: z_y ≥ z_k for every class k. Class 0 has the score 0, as only differences matter.
    case classes(Int)
    /// A likelihood of counts: z ≤ 0 at y = 0, else z = 0.
    case counts

    /// Scores that a direction has of its own.
    package var blocks: Int {
        if case .classes(let count) = self { count - 1 } else { 1 }
    }

    /// Whether the scores of a sample are compared with each other.
    package var isCoupled: Bool { if case .classes = self { true } else { false } }

    /// Conditions per sample.
    package var conditions: Int { blocks }

    /// A condition on a sample with this target.
    package func condition(_ number: Int, target: Double) -> Condition {
        switch self {
        case .twoClasses:
            target == 0
                ? Condition(plus: -1, minus: 0, isEquality: false)
                : Condition(plus: 0, minus: -1, isEquality: target != 1)
        case .counts:
            target == 0
                ? Condition(plus: -1, minus: 0, isEquality: false)
                : Condition(plus: 0, minus: -1, isEquality: true)
        case .classes:
            Condition(plus: Int(target) - 1, minus: (number < Int(target) ? number : number + 1) - 1, isEquality: false)
        }
    }

    /// z_plus − z_minus ≥ 0, or = 0, of which −1 stands for a score that is always 0.
    package struct Condition: Sendable, Equatable {
        package let plus: Int
        package let minus: Int
        package let isEquality: Bool

        package init(plus: Int, minus: Int, isEquality: Bool) {
            self.plus = plus
            self.minus = minus
            self.isEquality = isEquality
        }
    }
}
