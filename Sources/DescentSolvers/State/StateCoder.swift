/// Writes the values of a state as bytes, or reads them back: a type names its values once, for both ways, so that what is
/// written and what is read cannot differ.
///
/// Every value is named with what it may be. Whoever reads throws for anything else; whoever writes has legal values.
package protocol StateCoder {
    associatedtype Failure: Error
    /// Of the bytes that are written or read.
    var version: Int { get }
    /// Writes the bits, or reads others in their place.
    mutating func code(_ bits: inout UInt64) throws(Failure)
    /// Whether there may be so many values more: always where a state is written.
    func hasRoom(for count: Int) -> Bool
    /// Throws where what was read is not legal; does nothing where a state is written.
    mutating func require(_ isLegal: Bool, _ problem: @autoclosure () -> String) throws(Failure)
}

extension StateCoder {
    /// Whether a state names its data.
    package var hasDigest: Bool { version >= 8 }
    /// Whether it may hold the metric of a softmax.
    var hasClassMetric: Bool { version >= 9 }

    package mutating func number(
        _ value: inout Double, _ name: String, where isLegal: (Double) -> Bool = \.isFinite
    ) throws(Failure) {
        var bits = value.bitPattern
        try code(&bits)
        value = Double(bitPattern: bits)
        try require(isLegal(value), "\(name) is \(value)")
    }

    /// NaN where there is no value yet.
    mutating func numberOrNone(_ value: inout Double, _ name: String) throws(Failure) {
        try number(&value, name) { $0.isFinite || $0.isNaN }
    }

    package mutating func count(_ value: inout Int, _ name: String, in range: ClosedRange<Int> = 0...Int.max)
        throws(Failure)
    {
        var bits = UInt64(bitPattern: Int64(value))
        try code(&bits)
        value = Int(Int64(bitPattern: bits))
        try require(range.contains(value), "\(name) is \(value)")
    }

    mutating func flag(_ value: inout Bool, _ name: String) throws(Failure) {
        var bits: UInt64 = value ? 1 : 0
        try code(&bits)
        try require(bits <= 1, "\(name) is \(bits), which is neither yes nor no")
        value = bits == 1
    }

    mutating func choice<Choice: RawRepresentable<Int>>(_ value: inout Choice, _ name: String) throws(Failure) {
        var number = value.rawValue
        try count(&number, name)
        let choice = Choice(rawValue: number)
        try require(choice != nil, "\(name) is number \(number), which nobody knows")
        value = choice ?? value
    }

    /// As many numbers as there are.
    mutating func numbers(
        _ values: inout [Double], _ name: String, where isLegal: (Double) -> Bool = \.isFinite
    ) throws(Failure) {
        try length(values.count, name)
        for index in values.indices { try number(&values[index], name, where: isLegal) }
    }

    /// As many numbers as there are, or none, or as many as there may be.
    package mutating func numbers(_ values: inout [Double], _ name: String, noneOr most: Int) throws(Failure) {
        var found = values.count
        try count(&found, "the count of \(name)")
        try require(found == 0 || found == most, "there are \(found) numbers of \(name) where \(most) may be")
        // Before memory is taken for them.
        try require(hasRoom(for: found), "it ends before \(found) numbers of \(name)")
        if found != values.count { values = [Double](repeating: 0, count: found) }
        for index in values.indices { try number(&values[index], name) }
    }

    private mutating func length(_ expected: Int, _ name: String) throws(Failure) {
        var found = expected
        try count(&found, "the count of \(name)")
        try require(found == expected, "there are \(found) numbers of \(name) where \(expected) are needed")
    }
}
