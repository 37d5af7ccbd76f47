import Descent
import DescentFiles
import FuzzSupport

private let file = InputAsFile()

/// An array is numbers or refused, and what opens has a shape that Python takes for a tuple. Of one input in eight: mapped it is the same
/// as by calls, and its samples are its numbers.
///
/// Half of the inputs get a length of their header that is right, behind which the readers of its parts are; and a file that is only too
/// short or too long gets the length that it asks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count), lot = input.lot
    var bytes = Array(input)
    if lot & 1 == 0 { setLength(&bytes) }
    file.write(bytes)
    var copied = read(.copied)
    if let needed = copied.neededBytes, needed <= 2048 {
        bytes = Array(bytes.prefix(needed)) + (0..<max(0, needed - bytes.count)).map { UInt8(truncatingIfNeeded: $0) }
        file.write(bytes)
        copied = read(.copied)
    }
    if case .read = copied { require(hasTuple(bytes), "a shape that is no tuple") }
    guard lot >> 1 & 7 == 0 else { return 0 }
    copied.requireWords()
    require(read(.mapped) == copied, "mapped and copied differ")
    _ = try? NpyFile(file.path).values(as: Float.self)
    guard case .read(let numbers) = copied else { return 0 }
    for reading in [FileReading.mapped, .copied] {
        guard let array = try? NpyFile(file.path, reading: reading),
            let samples = try? array.samples(as: Double.self)
        else { continue }
        require(samples.featureCount * samples.sampleCount == numbers.count, "samples are not all numbers")
        try? readTiles(samples, numbers)
    }
    return 0
}

private func read(_ reading: FileReading) -> Verdict {
    Verdict { () throws(FileError) in try NpyFile(file.path, reading: reading).values(as: Double.self) }
}

/// So that the header ends with its last brace.
private func setLength(_ bytes: inout [UInt8]) {
    guard bytes.count > 12, let end = bytes.lastIndex(of: 0x7d) else { return }
    let start = bytes[6] == 1 ? 10 : 12
    guard end >= start else { return }
    var length = end + 1 - start
    for place in 8..<start {
        bytes[place] = UInt8(length & 0xff)
        length >>= 8
    }
}

/// Whether the only brackets of a header have nothing in them, or a comma. No other value of a header that opens has brackets.
private func hasTuple(_ input: [UInt8]) -> Bool {
    // Behind name, version and length, which may have any byte.
    let text = input.dropFirst(input[6] == 1 ? 10 : 12)
    guard let open = text.firstIndex(of: 0x28), let close = input[open...].firstIndex(of: 0x29) else { return false }
    let inside = input[(open + 1)..<close]
    return inside.contains(0x2c) || inside.allSatisfy { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
}

private func readTiles(_ source: StoredSamples<Double>, _ numbers: [UInt64]) throws {
    try forEachTile(of: source) { sample, feature, number in
        require(number.bitPattern == numbers[sample * source.featureCount + feature], "another number")
    }
}

@_cdecl("fuzz_npy_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
