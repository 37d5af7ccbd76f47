import Descent

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
    private let toServer: Int32
    private let fromServer: Int32
    private let process: pid_t

    /// OpenBLAS's threads spin after a call for 2^26 to 2^28 cycles unless told otherwise. 2^22, about 2 ms, last from one
    /// product to the next, and `settle` waits for them to end.
    private static let spinExponent = 22
    private static let settleMicroseconds: UInt32 = 5000

    /// Nil, and a line on stderr, where it does not start.
    init?(threads: Int) {
        guard let program = System.executable else { return nil }
        var down: [Int32] = [0, 0], up: [Int32] = [0, 0]
        guard pipe(&down) == 0, pipe(&up) == 0 else { return nil }
        // Neither end of ours may stay open in the child, or it would not see that we are gone.
        for file in [down[1], up[0]] { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
        // A child that died is an answer that does not come, not a signal.
        signal(SIGPIPE, SIG_IGN)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, down[0], 0)
        posix_spawn_file_actions_adddup2(&actions, up[1], 1)
        posix_spawn_file_actions_addclose(&actions, down[0])
        posix_spawn_file_actions_addclose(&actions, up[1])
        let overridden = [
            "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "OPENBLAS_THREAD_TIMEOUT": Self.spinExponent,
        ]
        var environment = System.environment.filter { entry in
            !overridden.keys.contains { entry.hasPrefix($0 + "=") }
        }
        environment += overridden.map { "\($0)=\($1)" }
        let words = Self.terminated([program, YardstickServer.flag]), variables = Self.terminated(environment)
        defer { for word in words + variables { free(word) } }
        var process = pid_t()
        let code = posix_spawn(&process, program, &actions, nil, words, variables)
        close(down[0])
        close(up[1])
        guard code == 0 else {
            System.say("no yardstick: \(String(cString: strerror(code)))")
            close(down[1])
            close(up[0])
            return nil
        }
        self.process = process
        toServer = down[1]
        fromServer = up[0]
    }

    /// The server ends when its input does.
    deinit {
        close(toServer)
        close(fromServer)
        var status: Int32 = 0
        waitpid(process, &status, 0)
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
        let layer = try Layer<Element>(.linear, weights: weights, bias: nil)
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
        guard Pipe.send(request, to: toServer), let reply = Pipe.receive(YardstickReply(), from: fromServer) else {
            throw .yardstick
        }
        return reply
    }

    /// C's array of C's strings.
    private static func terminated(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { text in strdup(text) }
        pointers.append(nil)
        return pointers
    }
}
