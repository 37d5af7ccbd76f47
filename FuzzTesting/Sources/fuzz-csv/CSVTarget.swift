import Descent
import FuzzSupport

@testable import DescentFiles

private let file = InputOnDisk("csv")

/// The first byte chooses what is asked of the table, the others are the table. Read whole, by calls, or in ranges of a few bytes, it is the
/// same numbers or the same fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = bytes(start, count)
    guard let choice = input.first else { return 0 }
    file.write(input.dropFirst())
    defer { file.remove() }
    let options = options(choice)
    func read(_ rangeSize: Int, _ reading: FileReading = .mapped, threads: Int = 1) -> Verdict {
        Verdict {
            let table = try CSVFile<Double>(
                file.path, as: nil, options, reading: reading, threads: threads, rangeSize: rangeSize)
            let labels = (table.labels ?? []).flatMap { $0.utf8.map { Double($0) } }
            return table.X.values + (table.y ?? []) + (table.offsets ?? []) + labels
        }
    }
    let whole = read(CSVRanges.standardSize)
    precondition(whole == read(CSVRanges.standardSize, .copied), "mapped and copied differ")
    precondition(whole == read(5), "ranges differ")
    return 0
}

private func options(_ choice: UInt8) -> CSVOptions {
    var options = CSVOptions()
    options.missing = [.refuse, .drop, .mean, .drop][Int(choice & 3)]
    options.hasHeader = choice & 4 == 0
    options.separator = choice & 8 == 0 ? UInt8(ascii: ",") : UInt8(ascii: ";")
    let first = options.hasHeader ? "a" : "1", second = options.hasHeader ? "b" : "2"
    if choice & 16 != 0 { options.target = first }
    if choice & 32 != 0 { options.oneHot = [second] }
    if choice & 64 != 0, choice & 32 == 0 { options.contrasts = [second] }
    if choice & 128 != 0, choice & 16 == 0 { options.offset = first }
    return options
}

@_cdecl("fuzz_csv_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
