import Descent
import DescentFiles
import TestSupport
import Testing

/// Tensors by their names, of files that have one or more.
@Suite struct TensorFilesTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// A file of tensors of two samples, of three features and as many more as tensors stand before.
    private func file(_ name: String, _ tensors: [String]) throws -> String {
        var members: [String] = [], end = 0
        for (index, tensor) in tensors.enumerated() {
            let begin = end
            end += 2 * (3 + index) * 8
            members.append(
                "\"\(tensor)\":{\"dtype\":\"F64\",\"shape\":[2,\(3 + index)],\"data_offsets\":[\(begin),\(end)]}")
        }
        let header = Array("{\(members.joined(separator: ","))}".utf8)
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init)
        return try scratch.file(name, length + header + [UInt8](repeating: 0, count: end))
    }

    @Test func theOnlyOneNeedsNoName() throws {
        let path = try file("one.safetensors", ["a"])
        for name in [nil, "a"] {
            let tensors = try TensorFiles(path, tensor: name), samples = try tensors.samples(as: Double.self)
            #expect(tensors.tensor == "a" && samples.sampleCount == 2 && samples.featureCount == 3)
        }
    }

    @Test func oneOfSeveralNeedsItsName() throws {
        let path = try file("two.safetensors", ["a", "b"])
        #expect(try TensorFiles(path, tensor: "b").samples(as: Double.self).featureCount == 4)
        for name in [nil, "c"] {
            let error = #expect(throws: FileError.self) { try TensorFiles(path, tensor: name) }
            guard case .noTensor(path, name, ["a", "b"]) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }
}
