import Descent
import FuzzSupport

@testable import DescentFiles

private let file = InputAsFile()

/// The first byte chooses what is asked of the table, the others are the table. It is numbers or refused; of some inputs it is the same
/// mapped, and the same in ranges of a few bytes, for which one input in four is taken, as most of the reader is about them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count), lot = input.lot
    guard let choice = input.first else { return 0 }
    file.write(Input(rebasing: input.dropFirst()))
    let options = options(choice)
    func read(_ reading: FileReading, _ rangeSize: Int = CSVRanges.standardSize, threads: Int = 1) -> Verdict {
        Verdict { () throws(FileError) in
            let table = try CSVFile<Double>(
                file.path, as: nil, options, reading: reading, threads: threads, rangeSize: rangeSize)
            let labels = (table.labels ?? []).flatMap { $0.utf8.map { Double($0) } }
            return table.X.values + (table.y ?? []) + (table.offsets ?? []) + labels
        }
    }
    let whole = read(.copied)
    switch lot & 15 {
    case 0, 1:
        whole.requireWords()
        require(read(.mapped) == whole, "mapped and copied differ")
    case 2, 3, 4, 5:
        let size = 1 + Int(lot >> 4 & 15)
        require(read(.copied, size) == whole, "ranges of \(size) differ")
    case 6 where lot >> 4 & 7 == 0: require(read(.mapped, 5, threads: 2) == whole, "two threads differ")
    default: break
    }
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
