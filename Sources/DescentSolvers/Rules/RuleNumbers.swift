/// A number per parameter, which a rule reads and writes in place: traps for any other index. To be used during `apply` alone; since it is
/// not `Sendable`, a rule has no place to keep it.
public struct RuleNumbers {
    /// How many there are: one per parameter, the weights first, then the biases.
    public let count: Int
    @usableFromInline let base: UnsafeMutablePointer<Double>

    init(_ base: UnsafeMutablePointer<Double>, count: Int) { (self.base, self.count) = (base, count) }

    /// The number of one parameter, to be read and written. Traps outside 0 ..< count.
    @inlinable public subscript(index: Int) -> Double {
        get {
            precondition(index >= 0 && index < count, "no such parameter")
            return base[index]
        }
        nonmutating set {
            precondition(index >= 0 && index < count, "no such parameter")
            base[index] = newValue
        }
    }
}
