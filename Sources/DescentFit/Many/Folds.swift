public import DescentAlgebra

/// Which fold each sample is in: one small number per sample, whatever the number of fits over them.
///
///     let folds = try Folds(5, samples: data.sampleCount, seed: 1)
///
/// The same seed gives the same folds on every machine.
public struct Folds: Sendable, Hashable {
    /// How many folds there are, from 2 to 65 535.
    public let count: Int
    let ids: [UInt16]

    package var samples: Int { ids.count }
    /// The fold of a sample.
    public subscript(sample: Int) -> Int { Int(ids[sample]) }
    /// Samples per fold.
    package var sizes: [Int] {
        var sizes = [Int](repeating: 0, count: count)
        for id in ids { sizes[Int(id)] += 1 }
        return sizes
    }

    /// Folds whose sizes differ by 1 at most, each such assignment as likely as any other.
    ///
    /// - Throws: `illegalOption` for fewer than 2 folds, or more than samples or 65 535.
    public init(_ count: Int, samples: Int, seed: UInt64) throws(DescentError) {
        try Self.require(count, samples)
        var ids = (0..<samples).map { UInt16($0 % count) }
        Self.shuffle(&ids, 0..<samples, seed, 0)
        self.init(count: count, ids: ids)
    }

    /// Folds in which each label is as frequent as it can be alike: a label's numbers of samples in two folds differ by 1
    /// at most, and so do the folds' sizes. Throws as `init(_:samples:seed:)`.
    public init(_ count: Int, stratifiedBy labels: [Int], seed: UInt64) throws(DescentError) {
        try Self.require(count, labels.count)
        // Positions by label, then dealt in turn, label after label; which position gets which is random within a label.
        var firsts: [Int: Int] = [:], order: [Int] = [], places: [[Int]] = []
        for (sample, label) in labels.enumerated() {
            if let place = firsts[label] {
                places[place].append(sample)
            } else {
                firsts[label] = places.count
                order.append(label)
                places.append([sample])
            }
        }
        var ids = [UInt16](repeating: 0, count: labels.count), dealt = 0
        for place in order.indices.sorted(by: { order[$0] < order[$1] }) {
            var own = places[place].indices.map { UInt16((dealt + $0) % count) }
            Self.shuffle(&own, own.indices, seed, order[place])
            for (index, sample) in places[place].enumerated() { ids[sample] = own[index] }
            dealt += own.count
        }
        self.init(count: count, ids: ids)
    }

    /// Folds that keep a group's samples together: the largest groups first, each to the fold that is the smallest so far.
    ///
    /// - Throws: `illegalOption` for fewer than 2 folds, or more than groups or 65 535.
    public init(_ count: Int, groupedBy groups: [Int], seed: UInt64) throws(DescentError) {
        var sizes: [Int: Int] = [:]
        for group in groups { sizes[group, default: 0] += 1 }
        try Self.require(count, sizes.count, of: "groups")
        func chance(_ group: Int) -> UInt64 {
            var generator = CounterGenerator(seed, group, 0, 0)
            return generator.next()
        }
        // Among groups of one size the seed decides.
        let order = sizes.map { (group: $0.key, size: $0.value, chance: chance($0.key)) }.sorted {
            ($1.size, $0.chance, $0.group) < ($0.size, $1.chance, $1.group)
        }
        var filled = [Int](repeating: 0, count: count), folds: [Int: UInt16] = [:]
        for entry in order {
            let fold = filled.indices.min { filled[$0] < filled[$1] }!
            filled[fold] += entry.size
            folds[entry.group] = UInt16(fold)
        }
        self.init(count: count, ids: groups.map { folds[$0]! })
    }

    /// Folds of the caller's own, numbered from 0.
    ///
    /// - Throws: `illegalOption` for a number below 0 or above 65 534, a fold without samples, or fewer than 2 folds.
    public init(ids: [Int]) throws(DescentError) {
        let count = (ids.max() ?? -1) + 1
        for id in ids where id < 0 || id >= Self.most {
            throw .illegalOption(name: "a fold", value: "\(id)", requirement: "from 0 to \(Self.most - 1)")
        }
        try Self.require(count, ids.count)
        let small = ids.map { UInt16($0) }
        self.init(count: count, ids: small)
        if let empty = sizes.firstIndex(of: 0) {
            throw .illegalOption(name: "fold \(empty)", value: "empty", requirement: "of at least one sample")
        }
    }

    private init(count: Int, ids: [UInt16]) {
        self.count = count
        self.ids = ids
    }

    private static var most: Int { Int(UInt16.max) }

    private static func require(_ count: Int, _ things: Int, of noun: String = "samples") throws(DescentError) {
        guard count >= 2, count <= min(things, most) else {
            throw .illegalOption(
                name: "the number of folds", value: "\(count)",
                requirement: "from 2 to the number of \(noun), here \(min(things, most))")
        }
    }

    /// Fisher and Yates' shuffle, by the sequence of a seed and a key.
    private static func shuffle(_ ids: inout [UInt16], _ range: Range<Int>, _ seed: UInt64, _ key: Int) {
        var generator = CounterGenerator(seed, 0x464f_4c44, key, range.count)
        for index in range.reversed() {
            ids.swapAt(index, Int(generator.next(below: UInt64(index + 1))))
        }
    }
}
