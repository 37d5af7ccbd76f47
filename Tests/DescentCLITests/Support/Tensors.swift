import Foundation
import TestSupport

/// The numbers of a model's file, read by other code than the command's.
struct Tensors {
    /// Per output.
    let weights: [[Double]]
    let bias: [Double]?

    init(_ bytes: [UInt8]) throws {
        func word(_ place: Int, bytes count: Int) -> UInt64 {
            (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
        }
        let length = Int(word(0, bytes: 8)), data = Data(bytes[8..<8 + length])
        let header = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        func numbers(_ name: String) throws -> (shape: [Int], values: [Double])? {
            guard let tensor = header[name] as? [String: Any] else { return nil }
            guard let shape = tensor["shape"] as? [Int], let ends = tensor["data_offsets"] as? [Int] else {
                throw Trouble("\(header)")
            }
            let size = tensor["dtype"] as? String == "F32" ? 4 : 8
            let values = stride(from: 8 + length + ends[0], to: 8 + length + ends[1], by: size).map { place in
                let bits = word(place, bytes: size)
                return size == 4 ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
            }
            return (shape, values)
        }
        guard let (shape, values) = try numbers("weights") else { throw Trouble("no weights: \(header)") }
        weights = (0..<shape[0]).map { Array(values[$0 * shape[1]..<($0 + 1) * shape[1]]) }
        bias = try numbers("bias")?.values
    }

    /// Of each output the bias, if there is one, then the weights.
    var inRows: [Double] {
        weights.enumerated().flatMap { output, weights in (bias.map { [$0[output]] } ?? []) + weights }
    }
}
