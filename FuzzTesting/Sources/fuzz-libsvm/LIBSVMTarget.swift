import Descent
import DescentFiles
import FuzzSupport

private let file = InputOnDisk("libsvm")

/// Mapped or by calls, a text is the same samples, or refused in the same words; with a number of features that somebody says, too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    file.write(bytes(start, count))
    defer { file.remove() }
    func read(_ reading: FileReading, features: Int? = nil) -> Verdict {
        Verdict {
            let found = try LIBSVMFile<Double>(file.path, features: features, reading: reading)
            return found.y + found.X.values
        }
    }
    precondition(read(.mapped) == read(.copied), "mapped and copied differ")
    precondition(read(.mapped, features: 5) == read(.copied, features: 5), "mapped and copied differ")
    _ = try? LIBSVMFile<Float>(file.path)
    return 0
}

@_cdecl("fuzz_libsvm_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
