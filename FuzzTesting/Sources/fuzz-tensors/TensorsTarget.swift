import Descent
import FuzzSupport

@testable import DescentFiles

private let file = InputAsFile()

/// Tensors of a safetensors file as data. What a header names, its tensors have, and those of one or two dimensions are samples or refused.
/// Of one input in eight: mapped they are the same as by calls.
///
/// Of four inputs three get a length of their header that is right, behind which the readers of its parts are; and a file that is only too
/// short or too long gets the length that it asks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count), lot = input.lot
    var bytes = Array(input)
    if lot & 3 != 0 { setLength(&bytes) }
    file.write(bytes)
    var all = names()
    if case .failure(let error) = all, let needed = Verdict({ () throws(FileError) in throw error }).neededBytes,
        needed <= 2048
    {
        bytes = Array(bytes.prefix(needed)) + (0..<max(0, needed - bytes.count)).map { UInt8(truncatingIfNeeded: $0) }
        file.write(bytes)
        all = names()
    }
    let isChosen = lot >> 2 & 7 == 0
    switch all {
    case .failure(let error):
        guard isChosen else { return 0 }
        require(read(nil, .copied) == .refused(error), "another fault without a name")
        Verdict.refused(error).requireWords()
    case .success(let tensors):
        // Names are known by their characters, as the reader of JSON knows keys.
        if tensors.count != 1 { requireRefusal(read(nil, .copied), "none of several tensors is the only one") }
        requireRefusal(read("a name that none has", .copied), "there is no such tensor")
        for (name, _, shape) in tensors.prefix(3) {
            let found = read(name, .copied)
            if !(1...2).contains(shape.count) { requireRefusal(found, "of another number of dimensions") }
            guard isChosen else { continue }
            found.requireWords()
            require(read(name, .mapped) == found, "mapped and copied differ")
        }
        if isChosen { _ = try? FileKind(ofFile: file.path) }
    }
    return 0
}

private func names() -> Result<[(name: String, type: String, shape: [Int])], FileError> {
    do { return .success(try TensorFiles.tensors(of: file.path)) } catch { return .failure(error) }
}

private func requireRefusal(_ verdict: Verdict, _ reason: String) {
    guard case .refused = verdict else { fatalError("\(reason), and something is read") }
}

/// The numbers of a tensor, by its tiles.
private func read(_ name: String?, _ reading: FileReading) -> Verdict {
    Verdict { () throws(FileError) in
        let source = try TensorFiles(file.path, tensor: name, reading: reading).samples(as: Double.self)
        // No number is there where one extent is zero, whatever the other is.
        guard source.sampleCount > 0, source.featureCount > 0 else { return [] }
        var numbers = [Double](repeating: 0, count: source.sampleCount * source.featureCount)
        do {
            try forEachTile(of: source) { sample, feature, number in
                numbers[sample * source.featureCount + feature] = number
            }
            try source.confirm()
        } catch {
            guard let error = error as? FileError else { fatalError("another error than a file's: \(error)") }
            throw error
        }
        return numbers
    }
}

/// So that the header ends with its last brace.
private func setLength(_ bytes: inout [UInt8]) {
    guard bytes.count > 8, let end = bytes.lastIndex(of: 0x7d), end >= 8 else { return }
    var length = end + 1 - 8
    for place in 0..<8 {
        bytes[place] = UInt8(length & 0xff)
        length >>= 8
    }
}

@_cdecl("fuzz_tensors_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
