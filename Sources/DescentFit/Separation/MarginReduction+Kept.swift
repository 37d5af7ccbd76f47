internal import DescentAlgebra
internal import DescentSweep

/// The conditions that a pass brings back: those that are violated most, in slots of a partial.
extension MarginReduction {
    func isWorse(_ key: Double, than partial: UnsafePointer<Double>) -> Bool {
        Int(partial[Field.kept.rawValue]) < slots || key < partial[Int(partial[Field.worst.rawValue])]
    }

    /// Whether one condition kept comes before another: it is violated more, or as much and comes first in the data.
    func precedes(_ slot: UnsafePointer<Double>, _ other: UnsafePointer<Double>) -> Bool {
        // Key, sample, plus and minus, which come first.
        for entry in 0..<Entry.isEquality.rawValue where slot[entry] != other[entry] {
            return slot[entry] < other[entry]
        }
        return false
    }

    func keep(
        _ key: Double, _ sample: Int, _ condition: Recession.Condition, _ workspace: Workspace,
        in partial: UnsafeMutablePointer<Double>
    ) {
        let slot = workspace.slot.base
        slot[Entry.key.rawValue] = key
        slot[Entry.sample.rawValue] = Double(sample)
        slot[Entry.plus.rawValue] = Double(condition.plus)
        slot[Entry.minus.rawValue] = Double(condition.minus)
        slot[Entry.isEquality.rawValue] = condition.isEquality ? 1 : 0
        (slot + Entry.count).update(from: workspace.x.base, count: features)
        insert(slot, in: partial)
    }

    /// In the place of the last of those kept, where there is no other.
    func insert(_ slot: UnsafePointer<Double>, in partial: UnsafeMutablePointer<Double>) {
        let first = Field.count, kept = Int(partial[Field.kept.rawValue])
        var place = first + kept * slotCount
        if kept == slots {
            place = Int(partial[Field.worst.rawValue])
            guard precedes(slot, partial + place) else { return }
        }
        (partial + place).update(from: slot, count: slotCount)
        let count = min(kept + 1, slots)
        partial[Field.kept.rawValue] = Double(count)
        guard count == slots else { return }
        var worst = first
        for number in 1..<slots where precedes(partial + worst, partial + first + number * slotCount) {
            worst = first + number * slotCount
        }
        partial[Field.worst.rawValue] = Double(worst)
    }
}

/// What a partial begins with, and what a condition that was kept begins with. Not in the reduction: the cases of an enum
/// within a generic type are looked up as generic types at run time (a pass over 28 × 1M took ten times as long).
enum MarginField: Int {
    case strict, equal, violated, kept, worst
    static let count = 5
}

enum MarginEntry: Int {
    case key, sample, plus, minus, isEquality
    static let count = 5
}
