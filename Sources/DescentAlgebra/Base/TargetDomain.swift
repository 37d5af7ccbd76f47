/// The targets that a neuron can learn from.
public enum TargetDomain: Sendable, Hashable, CaseIterable {
    /// Any finite number.
    case finite
    /// 0 to 1, both included.
    case unitInterval
    /// 0 or more.
    case nonNegative
    /// Exactly 0 or 1.
    case binary
    /// A whole number from 0 to below the number of classes.
    case classIndex

    var requirement: String {
        switch self {
        case .finite: "a finite number"
        case .unitInterval: "a number from 0 to 1"
        case .nonNegative: "a number from 0 upwards"
        case .binary: "0 or 1"
        case .classIndex: "a class index (use Dataset(_:classes:of:))"
        }
    }
}
