import Descent
import Foundation
import FuzzSupport

@testable import DescentAlgebra
@testable import DescentFiles

private let file = InputAsFile()
/// With a name, since what is written takes a name's place.
private let copy = NSTemporaryDirectory() + "descent-fuzz-\(ProcessInfo.processInfo.processIdentifier)-model"

/// A model's bytes with a checksum that is right, behind which the readers of its parts are. A model that opens is the same when it is
/// written and opened again. Of one input in eight also as they are, and from a file; of one in a thousand and some, written to a file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count), lot = input.lot
    let bytes = sealed(input)
    do {
        let model = try Model<Double>(bytes: bytes)
        requireSameAgain(model, bytes, lot)
    } catch {
        // By its type a file's.
        if lot & 7 == 0 { require(!error.description.isEmpty, "an error without words") }
    }
    if lot & 7 == 1 {
        file.write(input)
        _ = try? Model<Double>(file.path)
        _ = try? FileKind(ofFile: file.path)
    }
    return 0
}

private func requireSameAgain(_ model: Model<Double>, _ bytes: [UInt8], _ lot: UInt64) {
    do {
        requireSame(try Model<Double>(bytes: model.bytes), model)
        guard lot & 7 == 0 else { return }
        file.write(bytes)
        requireSame(try Model<Double>(file.path), model)
        guard lot & 1023 == 0 else { return }
        defer { unlink(copy) }
        try model.write(to: copy)
        requireSame(try Model<Double>(copy), model)
    } catch { fatalError("a model that opens is refused when it is written: \(error)") }
    // Of numbers that a Float cannot hold there may be none.
    _ = try? Model<Float>(bytes: bytes)
}

private func requireSame(_ again: Model<Double>, _ model: Model<Double>) {
    // By their bits, as what is no number is not equal to itself.
    func bits(_ numbers: [Double]?) -> [UInt64]? { numbers?.map(\.bitPattern) }
    require(
        bits(again.layer.weights.values) == bits(model.layer.weights.values)
            && bits(again.layer.bias) == bits(model.layer.bias) && again.featureNames == model.featureNames
            && again.classes == model.classes && again.columns == model.columns && again.outcome == model.outcome
            && again.penalty == model.penalty && again.models == model.models && again.offset == model.offset,
        "another model")
}

private let word = Array("\"checksum\":\"".utf8)
private let zeros = [UInt8](repeating: 0x30, count: 16)

/// With sixteen digits behind the word `checksum` that are those of the rest.
private func sealed(_ bytes: Input) -> [UInt8] {
    guard bytes.count > word.count + 16,
        let place = (0..<bytes.count - word.count - 16).first(where: { place in
            bytes[place] == word[0] && bytes[place + 1] == word[1] && bytes[place...].starts(with: word)
        })
    else { return Array(bytes) }
    let start = place + word.count
    var result = Array(bytes)
    result.replaceSubrange(start..<start + 16, with: zeros)
    var sum = Checksum()
    result.withUnsafeBytes { sum.add($0) }
    result.replaceSubrange(start..<start + 16, with: sum.text.utf8)
    return result
}

@_cdecl("fuzz_model_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
