import Descent
import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Two whole-matrix products with OpenBLAS's own threads, for comparison, in a process of their own that takes turns
/// with this one.
///
/// In this process OpenBLAS has one thread, as Descent wants it; its setting cannot be changed back and forth, and its
/// own threads would spin beside Descent's.
final class Yardstick {
    private let server: ChildProcess

    /// OpenBLAS's threads spin after a call for 2^26 to 2^28 cycles unless told otherwise. 2^22, about 2 ms, last from one
    /// product to the next, and `settle` waits for them to end.
    private static let spinExponent = 22
    private static let settleMicroseconds: UInt32 = 5000

    /// Nil, and a line on stderr, where it does not start.
    init?(threads: Int) {
        let variables = [
            "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "OPENBLAS_THREAD_TIMEOUT": Self.spinExponent,
        ]
        guard let server = ChildProcess(arguments: [YardstickServer.flag], variables: variables) else {
            System.say("bench: the yardstick's process does not start; there is no comparison with two whole products")
            return nil
        }
        self.server = server
    }

    /// Makes the samples of a group. False where the server has no memory for them.
    func prepare(_ group: Group) throws(BenchError) -> Bool {
        try ask(
            YardstickRequest(
                action: YardstickRequest.Action.prepare.rawValue, features: group.shape.features,
                samples: group.shape.samples, isFloat: group.precision == .float,
                isFeatureMajor: group.isFeatureMajor)
        ).seconds == 1
    }

    /// Seconds of both products for one output or several, and what they found.
    func measure(outputs: Int) throws(BenchError) -> YardstickReply {
        let reply = try ask(YardstickRequest(action: YardstickRequest.Action.measure.rawValue, outputs: outputs))
        usleep(Self.settleMicroseconds)
        return reply
    }

    /// Throws `wrongAnswer` where the server's products are not those of this process.
    func check<Element: Scalar>(_ reply: YardstickReply, _ field: Field<Element>, outputs: Int) throws {
        let X = field.X
        let weights = try Matrix<Element>(
            rows: X.rows, columns: outputs, SplitMix64.weights.weights(features: X.rows, outputs: outputs))
        let layer = try Layer<Element>(neuron: .linear, weights: weights, bias: nil)
        let scores = try layer.forward(X)
        let gradient = try layer.backward(X, scores).weights.values
        let all = scores.values
        for (found, expected) in [
            (reply.scores, Double(Element.nrm2(all.count, all))),
            (reply.gradient, Double(Element.nrm2(gradient.count, gradient))),
        ] {
            let allowed = tolerance(Element.self, features: X.rows, samples: X.columns, scale: expected)
            guard abs(found - expected) <= allowed else {
                throw BenchError.wrongAnswer(
                    "the yardstick's product has the norm \(found), not \(expected) (tolerance \(allowed))")
            }
        }
    }

    private func ask(_ request: YardstickRequest) throws(BenchError) -> YardstickReply {
        guard Pipe.send(request, to: server.input), let reply = Pipe.receive(YardstickReply(), from: server.output)
        else { throw .child("of the yardstick") }
        return reply
    }
}
