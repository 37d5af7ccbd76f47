import Descent
import Foundation
import TestSupport
import Testing

@testable import DescentFiles

/// Models that travel: what is written opens as the same model, and nothing else does.
@Suite struct ModelTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    struct Named: Sendable, CustomTestStringConvertible {
        let neuron: any Neuron
        let outputs: Int
        var testDescription: String { "\(neuron.name) of \(outputs)" }
    }

    static let neurons: [Named] = {
        let plain: [any Neuron] = [
            Logistic(), Perceptron(), Poisson(), Linear(), Linear(.squared), ReLU(), ReLU(.squared), Sigmoid(),
            Sigmoid(.squared),
        ]
        var all = plain.flatMap { neuron in [1, 3].map { Named(neuron: neuron, outputs: $0) } }
        for classes in [2, 5] { all.append(Named(neuron: try! Softmax(classes: classes), outputs: classes)) }
        let costs: [Cost] = [.crossEntropy, .halfSquared, .squared, .absolute, .huber(delta: 1.0 / 3), .hinge]
        for activation in Activation.allCases {
            for cost in costs {
                if let neuron = try? Composed(activation, cost) { all.append(Named(neuron: neuron, outputs: 1)) }
            }
        }
        return all
    }()

    private func layer<T: Scalar>(_ named: Named, features: Int = 4, hasBias: Bool = true) throws -> Layer<T> {
        let weights = (0..<features * named.outputs).map { T($0 + 1) / 7 - 1 }
        let matrix = try Matrix<T>(rows: features, columns: named.outputs, weights)
        func make(_ neuron: some Neuron) throws -> Layer<T> {
            try Layer(neuron: neuron, weights: matrix, bias: hasBias ? (0..<named.outputs).map { T($0) - 0.3 } : nil)
        }
        return try make(named.neuron)
    }

    @Test(arguments: neurons, [true, false])
    func roundTrip(_ named: Named, _ hasBias: Bool) throws {
        func check<T: Scalar>(_ type: T.Type) throws {
            let layer: Layer<T> = try layer(named, hasBias: hasBias), path = scratch.path("m.safetensors")
            let names = ["a", "b \"c\"", "ü\n", ""], labels = (0..<max(2, named.outputs)).map { "class \($0)" }
            try Model(layer, featureNames: names, classes: labels).write(to: path)
            let model = try Model<T>(path)
            #expect(model.layer.weights == layer.weights && model.layer.bias == layer.bias)
            #expect(model.layer.neuron.name == layer.neuron.name)
            #expect(try NeuronWords(of: model.layer.neuron) == NeuronWords(of: layer.neuron))
            #expect(model.featureNames == names && model.classes == labels)
            let x = try Matrix<T>(rows: 4, columns: 1, [0.5, -1, 2, 0.25])
            let (found, expected) = (try model.layer.predict(x), try layer.predict(x))
            #expect(found == expected)
            // The same model is the same file.
            let bytes = try scratch.bytes("m.safetensors")
            try model.write(to: path)
            #expect(try scratch.bytes("m.safetensors") == bytes)
        }
        try check(Double.self)
        try check(Float.self)
    }

    /// What was said of the fit travels with it, and what nobody said is not there.
    @Test func wordsTravel() throws {
        let layer: Layer<Double> = try layer(Self.neurons[0]), path = scratch.path("m.safetensors")
        let penalty = "\(try Penalty.ridge(0.1, on: .deviations(except: [2])))", models = "P(\"ü\" = ja\n)"
        try Model(layer, outcome: "converged", penalty: penalty, models: models).write(to: path)
        let all = try Model<Double>(path)
        #expect(all.outcome == "converged" && all.penalty == penalty && all.models == models)
        try Model(layer).write(to: path)
        let none = try Model<Double>(path)
        #expect(none.outcome == nil && none.penalty == nil && none.models == nil)
    }

    /// Either precision opens as the other.
    @Test func otherPrecision() throws {
        let single: Layer<Float> = try layer(Self.neurons[0])
        try Model(single).write(to: scratch.path("m"))
        #expect(try Model<Double>(scratch.path("m")).layer.weights.values == single.weights.values.map { Double($0) })
    }

    /// A layout that other programs read: safetensors' own.
    @Test func bytes() throws {
        try Model(Layer(neuron: .logistic, weights: [1.0, -2], bias: 0.5), featureNames: ["a", "b"]).write(
            to: scratch.path("m"))
        let bytes = try scratch.bytes("m")
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length % 8 == 0 && bytes.count == 8 + length + 24)
        let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        #expect(header.hasPrefix(#"{"__metadata__":{"checksum":""#))
        #expect(
            header.contains(
                #""feature_names":"[\"a\",\"b\"]","format":"descent","format_version":"1","made_by":"Descent \#(Version.current)","#
                    + #""neuron":"logistic","offset":"none""#
            ))
        #expect(header.contains(#""weights":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]}"#))
        #expect(header.contains(#""bias":{"dtype":"F64","shape":[1],"data_offsets":[16,24]}"#))
    }

    /// A file that version 1 wrote, byte by byte: it opens for ever.
    @Test func opensVersion1() throws {
        let header =
            #"{"__metadata__":{"checksum":"CHECKSUM","class_labels":"[\"no\",\"yes\"]","#
            + #""feature_names":"[\"a\",\"b\"]","format":"descent","format_version":"1","neuron":"logistic"},"#
            + #""weights":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},"#
            + #""bias":{"dtype":"F64","shape":[1],"data_offsets":[16,24]}}"#
        let bytes = file(header.replacingOccurrences(of: "CHECKSUM", with: "1300adb0353a60a9"), [1.5, -2, 0.25])
        let model = try Model<Double>(try scratch.file("golden", bytes))
        #expect(model.layer.weights.values == [1.5, -2] && model.layer.bias == [0.25])
        #expect(model.layer.neuron is Logistic && model.columns == nil)
        #expect(model.featureNames == ["a", "b"] && model.classes == ["no", "yes"])
        try model.write(to: scratch.path("again"))
        #expect(try scratch.bytes("again") == bytes)
    }

    /// One of version 2, which has columns.
    @Test func opensVersion2() throws {
        let header =
            #"{"__metadata__":{"checksum":"CHECKSUM","class_labels":"[\"no\",\"yes\"]","#
            + #""feature_columns":"[{\"name\":\"age\",\"mean\":34.5},{\"name\":\"x\"},"#
            + #"{\"name\":\"city\",\"levels\":[\"Bern\",\"Rome\"],\"omits_first\":true}]","#
            + #""feature_names":"[\"age\",\"x\",\"city=Rome\"]","format":"descent","format_version":"2","neuron":"logistic"},"#
            + #""weights":{"dtype":"F64","shape":[1,3],"data_offsets":[0,24]},"#
            + #""bias":{"dtype":"F64","shape":[1],"data_offsets":[24,32]}}"#
        let bytes = file(header.replacingOccurrences(of: "CHECKSUM", with: "2e6d978f833eb13b"), [1.5, -2, 0.5, 0.25])
        let model = try Model<Double>(try scratch.file("golden", bytes))
        let columns = try FeatureColumns([
            .init("age", .number(mean: 34.5)), .init("x", .number(mean: nil)),
            .init("city", .levels(["Bern", "Rome"], omitsFirst: true)),
        ])
        #expect(model.columns == columns && model.featureNames == ["age", "x", "city=Rome"])
        #expect(model.layer.weights.values == [1.5, -2, 0.5] && model.classes == ["no", "yes"])
        try model.write(to: scratch.path("again"))
        #expect(try scratch.bytes("again") == bytes)
    }

    /// A header, filled up, and numbers.
    private func file(_ header: String, _ numbers: [Double]) -> [UInt8] {
        let text = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        let data = numbers.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
        return withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian, Array.init) + Array(text.utf8) + data
    }

    private func refusal(_ bytes: [UInt8]) throws -> FileError? {
        let path = try scratch.file("broken", bytes)
        do {
            _ = try Model<Double>(path)
            return nil
        } catch { return error }
    }

    @Test func everyTruncationAndEveryFlippedBit() throws {
        try Model(
            Layer(neuron: .logistic, weights: [1.0, -2], bias: 0.5), featureNames: ["a", "b"], classes: ["no", "yes"]
        )
        .write(to: scratch.path("m"))
        let bytes = try scratch.bytes("m")
        #expect(try refusal(bytes) == nil)
        for length in 0..<bytes.count { #expect(try refusal(Array(bytes[..<length])) != nil, "\(length) bytes") }
        #expect(try refusal(bytes + [0]) != nil)
        for place in bytes.indices {
            // A debug build takes 8 ms for each.
            #if DEBUG
                let bits = place % 8...place % 8
            #else
                let bits = 0...7
            #endif
            for bit in bits {
                var flipped = bytes
                flipped[place] ^= 1 << bit
                #expect(try refusal(flipped) != nil, "bit \(bit) of byte \(place)")
            }
        }
    }

    /// Whole files, with a checksum of their own, that are no models.
    @Test func contradictions() throws {
        func numbers(_ values: [Double]) -> [UInt8] {
            values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
        }
        func file(
            _ metadata: [(key: String, value: String)], weights shape: [Int] = [1, 2], _ values: [Double] = [1, 2],
            bias: [Double]? = nil, more: [Safetensors.Tensor] = []
        ) -> [UInt8] {
            var tensors = [
                Safetensors.Tensor(name: "weights", precision: .double, shape: shape, bytes: numbers(values))
            ]
            if let bias {
                tensors.append(
                    Safetensors.Tensor(name: "bias", precision: .double, shape: [bias.count], bytes: numbers(bias)))
            }
            return Safetensors(tensors: tensors + more, metadata: metadata).encoded
        }
        let good = [("format", "descent"), ("format_version", "1"), ("neuron", "logistic")]
        #expect(try refusal(file(good)) == nil)
        let other = Safetensors.Tensor(name: "pickle", precision: .single, shape: [1], bytes: [0, 0, 0, 0])
        let broken: [[UInt8]] = [
            file([]), file([("format", "other")] + good.dropFirst()),
            file([good[0], ("format_version", "0"), good[2]]),
            file([good[0], good[1]]), file([good[0], good[1], ("neuron", "quantum")]),
            file(good + [("cost", "squared")]),
            file(good, weights: [2], [1, 2]), file(good, weights: [1, 0], []), file(good, weights: [0, 2], []),
            file(good, weights: [0, 1 << 59], []), file(good, weights: [0, 1 << 59], [], bias: []),
            file(good, weights: [1 << 59, 0], []),
            file(good, [.nan, 1]), file(good, [1, .infinity]), file(good, bias: [1, 2]), file(good, more: [other]),
            file(good + [("feature_names", "[\"a\"]")]), file(good + [("feature_names", "a, b")]),
            file(good + [("class_labels", "[\"a\",\"b\",\"c\"]")]),
            file(good + [("threshold", "0.5")]), file([good[0], ("format_version", "6"), good[2]]),
            file([good[0], ("format_version", "6"), good[2], ("threshold", "1")]),
            file([good[0], ("format_version", "6"), good[2], ("threshold", "0,5")]),
            file([good[0], good[1], ("neuron", "composed"), ("activation", "tanh"), ("cost", "huber"), ("delta", "-1")]
            ),
        ]
        for (index, bytes) in broken.enumerated() {
            guard case .notAModel = try refusal(bytes) else {
                Issue.record("case \(index): \(String(describing: try refusal(bytes)))")
                continue
            }
        }
        guard case .newerFormat(_, 7, 6) = try refusal(file([good[0], ("format_version", "7"), good[2]])) else {
            Issue.record("a newer format")
            return
        }
    }

    /// Headers that claim more than there is, without an allocation for it.
    @Test func hostileHeaders() throws {
        func file(_ header: String, length: UInt64? = nil, data: Int = 8) -> [UInt8] {
            withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian, Array.init) + Array(header.utf8)
                + [UInt8](repeating: 0, count: data)
        }
        func tensor(_ shape: String, _ offsets: String, type: String = "F64") -> String {
            "{\"w\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
        }
        let deep = String(repeating: "[", count: 5000)
        let headers: [[UInt8]] = [
            file("{}", length: .max), file("{}", length: 1 << 32), file("{}", length: 1 << 20),
            file(tensor("[1099511627776]", "[0,8796093022208]")), file(tensor("[4294967296,4294967296]", "[0,8]")),
            file(tensor("[1152921504606846975]", "[0,9223372036854775800]")),
            file(tensor("[1152921504606846975]", "[9223372036854775800,0]")),
            file(tensor("[0,9223372036854775807]", "[0,0]"), data: 0),
            file(tensor("[1]", "[9223372036854775807,9223372036854775807]")),
            file(tensor("[-1]", "[0,8]")), file(tensor("[1]", "[8,0]")), file(tensor("[1]", "[1,9]")),
            file(tensor("[1.0]", "[0,8]")), file(tensor("[1]", "[0,8]", type: "BOOL")), file(deep),
            file("{\"a\":" + deep),
            file("{\"w\":1,\"w\":2}"), file("[]"), file("PK\u{3}\u{4}"), file("{\"__metadata__\":{\"a\":1}}"),
            file("{\"__metadata__\":[]}", data: 0), [], [1], Array("not a model at all".utf8),
        ]
        for (index, bytes) in headers.enumerated() { #expect(try refusal(bytes) != nil, "case \(index)") }
    }

    /// What no program but Descent could compute.
    @Test func neuronsOfOnesOwnAreNoONNX() throws {
        struct Own: Neuron {
            var name: String { "own" }
            var traits: NeuronTraits { NeuronTraits(.finite) }
            func predict<Element: Scalar>(_ tile: ScoreTile<Element>) {}
            func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {}
        }
        let model = try Model(Layer(neuron: Own(), weights: [1.0]))
        #expect(throws: FileError.unsavable(neuron: "own")) { try model.writeONNX(to: scratch.path("m")) }
        #expect(try scratch.names.isEmpty)
    }
}
