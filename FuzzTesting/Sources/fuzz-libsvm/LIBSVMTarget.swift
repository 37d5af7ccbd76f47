import Descent
import DescentFiles
import FuzzSupport

private let file = InputAsFile()

/// A text is samples or refused. Of one input in eight: mapped it is the same as by calls, with a number of features that somebody says,
/// too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count), lot = input.lot
    file.write(input)
    func read(_ reading: FileReading, features: Int? = nil) -> Verdict {
        Verdict { () throws(FileError) in
            let found = try LIBSVMFile<Double>(file.path, features: features, reading: reading)
            return found.y + found.X.values
        }
    }
    let copied = read(.copied)
    switch lot & 7 {
    case 0:
        copied.requireWords()
        require(read(.mapped) == copied, "mapped and copied differ")
    case 1: require(read(.mapped, features: 5) == read(.copied, features: 5), "mapped and copied differ")
    case 2: _ = try? LIBSVMFile<Float>(file.path, reading: .copied)
    default: break
    }
    return 0
}

@_cdecl("fuzz_libsvm_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
