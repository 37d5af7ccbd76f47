import Descent
import DescentSystem

/// The folds' fits in a process of their own, whose memory holds nothing else: how far its peak grows beyond the data.
final class MemoryCase: Case {
    let samples: Int
    let steps = 1
    let threads: Int
    private let server: ChildProcess
    private let request: MemoryRequest
    private var reply = MemoryReply()

    init(_ spec: Spec, threads: Int) throws {
        guard let server = ChildProcess(arguments: [MemoryServer.flag], variables: [:]) else {
            throw BenchError.child("whose memory is measured")
        }
        self.server = server
        self.threads = threads
        samples = spec.shape.samples
        request = MemoryRequest(features: spec.shape.features, samples: spec.shape.samples, threads: threads)
    }

    func evaluate() throws {
        guard Pipe.send(request, to: server.input), let reply = Pipe.receive(MemoryReply(), from: server.output) else {
            throw BenchError.child("whose memory is measured")
        }
        self.reply = reply
    }

    func answer() throws -> Answer {
        guard reply.converged == ManyKind.memory.fits else {
            throw BenchError.wrongAnswer("of the fits whose memory is measured only \(reply.converged) have converged")
        }
        return Answer(name: "mean loss", value: reply.loss, disagreement: 0, reads: reply.reads)
    }

    var extras: [Extra] {
        [
            ("fits", "fits", Double(ManyKind.memory.fits)),
            ("bytesBeyondData", "MB beyond the data", Double(reply.growth) / 1e6),
        ]
    }
}

struct MemoryRequest: BitwiseCopyable {
    var features = 0
    var samples = 0
    var threads = 0
}

struct MemoryReply: BitwiseCopyable {
    /// Bytes in memory before the first fits, and how far the peak of these was above that.
    var data = 0
    var growth = 0
    var converged = 0
    var loss = 0.0
    var reads = 0.0
}

/// The other process. It makes the data at the first request.
enum MemoryServer {
    /// The first word of the command line that starts it; no user types it.
    static let flag = "--memory"

    static func run() throws {
        guard let request = Pipe.receive(MemoryRequest(), from: 0) else { return }
        let field = try Field<Double>(Shape(request.features, request.samples), .sampleMajor)
        let problem = try ManyProblem(.memory, field, threads: request.threads)
        Memory.forgetPeak()
        var reply = MemoryReply()
        reply.data = Memory.resident ?? 0
        repeat {
            let fits = try problem.fitTogether()
            // Repetitions find what the first left.
            if reply.growth == 0 { reply.growth = (Memory.peak ?? 0) - reply.data }
            let found = try fits.results.map { try $0.get() }
            reply.converged = found.count { if case .converged = $0.outcome { true } else { false } }
            reply.loss = found.reduce(0) { $0 + $1.risk } / Double(found.count)
            reply.reads = fits.reads
            guard Pipe.send(reply, to: 1) else { return }
        } while Pipe.receive(request, from: 0) != nil
    }
}
