import Descent
import DescentFiles
import FuzzSupport

private let file = InputOnDisk("npy")

/// Mapped or by calls, an array is the same numbers or refused in the same words; and its samples are its numbers. What opens has a shape
/// that Python takes for a tuple.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    file.write(bytes(start, count))
    defer { file.remove() }
    let mapped = Verdict { try NpyFile(file.path, reading: .mapped).values(as: Double.self) }
    let copied = Verdict { try NpyFile(file.path, reading: .copied).values(as: Double.self) }
    precondition(mapped == copied, "mapped and copied differ")
    if case .read = mapped { precondition(hasTuple(bytes(start, count)), "a shape that is no tuple") }
    _ = Verdict { try NpyFile(file.path).values(as: Float.self).map { Double($0) } }
    guard case .read(let numbers) = mapped, let array = try? NpyFile(file.path, reading: .copied),
        let samples = try? array.samples(as: Double.self)
    else { return 0 }
    precondition(samples.featureCount * samples.sampleCount == numbers.count, "samples are not all numbers")
    try? readTiles(samples, numbers)
    return 0
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
    guard source.sampleCount > 0, source.featureCount > 0 else { return }
    let width = min(7, source.sampleCount)
    var staging = [Double](repeating: 0, count: width * source.featureCount)
    try staging.withUnsafeMutableBufferPointer { staging in
        for first in stride(from: 0, to: source.sampleCount, by: width) {
            let range = first..<min(source.sampleCount, first + width)
            let room = UnsafeMutableBufferPointer(rebasing: staging[..<(range.count * source.featureCount)])
            let block = try source.tile(range, into: room)
            for sample in range {
                for feature in 0..<source.featureCount {
                    let place =
                        block.layout == .sampleMajor
                        ? (sample - first) * block.stride + feature : feature * block.stride + sample - first
                    precondition(
                        block.base[place].bitPattern == numbers[sample * source.featureCount + feature],
                        "another number")
                }
            }
        }
    }
}

@_cdecl("fuzz_npy_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
