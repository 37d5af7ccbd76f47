package import DescentAlgebra
package import DescentSolvers

/// One of several fits that has no optimum to show, and why.
package struct MemberFailure: Sendable {
    /// Which: the replicate, or the start.
    package let index: Int
    package let reason: Reason

    package enum Reason: Sendable {
        /// It could not begin or go on, such as `singleClass` for a replicate that has drawn one class only.
        case impossible(DescentError)
        /// It ended elsewhere.
        case ended(Outcome)
    }

    /// As an error: that of the fit, or `noStatistics`.
    package var error: DescentError {
        switch reason {
        case .impossible(let error): error
        case .ended(let outcome): .noStatistics(because: .notConverged("\(outcome)"))
        }
    }
}

extension MemberFailure: CustomStringConvertible {
    package var description: String {
        switch reason {
        case .impossible(let error): "\(index): \(error)"
        case .ended(let outcome): "\(index): \(outcome)"
        }
    }
}

extension [MemberFailure] {
    /// What makes each impossible, by its number.
    var errors: [Int: DescentError] { Dictionary(uniqueKeysWithValues: map { ($0.index, $0.error) }) }
}
