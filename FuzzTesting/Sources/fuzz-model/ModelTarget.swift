import Descent
import FuzzSupport

@testable import DescentAlgebra
@testable import DescentFiles

private let file = InputOnDisk("model"), copy = InputOnDisk("model-copy")

/// A model's file as it is, and with a checksum that is right, behind which the readers of its parts are. A model that opens is the same
/// when it is written and opened again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = bytes(start, count)
    defer {
        file.remove()
        copy.remove()
    }
    for bytes in [input, sealed(input)] {
        file.write(bytes)
        do {
            let model = try Model<Double>(file.path)
            try model.write(to: copy.path)
            let again = try Model<Double>(copy.path)
            precondition(
                again.layer.weights.values == model.layer.weights.values && again.layer.bias == model.layer.bias
                    && again.featureNames == model.featureNames && again.classes == model.classes
                    && again.columns == model.columns && again.outcome == model.outcome, "another model")
        } catch {
            // By its type a file's.
            precondition(!error.description.isEmpty)
        }
        _ = try? Model<Float>(file.path)
    }
    return 0
}

/// With sixteen digits behind the word `checksum` that are those of the rest.
private func sealed(_ bytes: [UInt8]) -> [UInt8] {
    let word = Array("\"checksum\":\"".utf8)
    guard bytes.count > word.count + 16,
        let start = (0..<bytes.count - word.count - 16).first(where: { bytes[$0...].starts(with: word) })
    else { return bytes }
    let digits = start + word.count..<start + word.count + 16
    var result = bytes
    result.replaceSubrange(digits, with: [UInt8](repeating: 0x30, count: 16))
    var sum = Checksum()
    result.withUnsafeBytes { sum.add($0) }
    result.replaceSubrange(digits, with: sum.text.utf8)
    return result
}

@_cdecl("fuzz_model_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
