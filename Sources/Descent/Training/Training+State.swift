/// A fit's state as bytes: version, recipe, counters, then numbers, with a checksum; little-endian on every machine.
extension Training {
    /// Everything that changes during the fit, the place in the shuffle included: with the same data and options, a fit
    /// that resumes from here ends with the same bits as one that was never interrupted.
    public var encodedState: [UInt8] { saved.encoded }

    /// What `encodedState` encodes.
    var saved: SavedState {
        var state = state
        if let beforeEnd { state.query.point = beforeEnd.point }
        let validation = beforeEnd?.validation ?? validation
        return SavedState(
            fingerprint: fingerprint, state: state, seconds: seconds, isDead: warnings.contains(.deadFromTheStart),
            best: validation?.best?.values ?? [], bestLoss: validation?.bestLoss ?? .infinity,
            checksSince: validation?.checksSince ?? 0)
    }

    /// Goes on from a state that `encodedState` gave; limits may differ, everything that decides steps must not.
    ///
    /// - Throws: `unusableState`, with this fit as it was; and what reading the validation data throws, where the state is of a fit that
    ///   has reached its limit and the limit is not higher now. All ranks make this call together.
    public mutating func resume(from bytes: [UInt8]) throws(DescentError) {
        var reader = try StateReader(bytes)
        guard try reader.integer() == fingerprint else {
            throw .unusableState(reason: "it is of another solver, batch size, seed, neuron, or data of another shape")
        }
        var next = state
        next.outcome = nil
        let steps = try reader.integer()
        guard steps <= UInt64(Int.max) else { throw .unusableState(reason: "it counts \(steps) steps") }
        next.steps = Int(steps)
        next.loss = try reader.number()
        next.gradientNorm = try reader.number()
        next.rate = try reader.number()
        let seconds = try reader.number()
        let warned = try reader.integer() > 0
        next.query.point.values = try reader.numbers(count: state.query.point.values.count)
        next.query.scope = try Query.Scope(code: try reader.integer())
        next.query.extra = try reader.extra(like: state.query.point)
        next.memory = try reader.numbers(count: state.memory.count)
        next.numbers = try reader.numbers(count: state.numbers.count)
        next.metric = try reader.numbers(upTo: .max)
        let size = state.query.point.values.count
        guard next.metric.isEmpty ? state.metric.isEmpty && !next.hasMetric : next.metric.count == size * size else {
            throw .unusableState(reason: "it has \(next.metric.count) numbers for a metric of \(size) parameters")
        }
        let best = try reader.numbers(upTo: state.query.point.values.count)
        let bestLoss = try reader.number(), checksSince = try reader.integer()
        try reader.expectEnd()
        if !best.isEmpty {
            validation?.best = next.query.point
            validation?.best?.values = best
        }
        validation?.bestLoss = bestLoss
        validation?.checksSince = Int(clamping: checksSince)
        warnings = warned ? [.deadFromTheStart] : []
        restart(next, seconds: seconds)
        // With batches the step that reaches the limit is the last, and this one was taken; with all data an answer comes first.
        if batchSweep != nil, let most = (solver as? FirstOrder)?.stopping.iterations, state.steps >= most {
            try endByLimit()
        }
    }

    /// Of everything that decides where steps lead.
    private var fingerprint: UInt64 {
        let words =
            "\(solver.recipe)|\(batches.map { "\($0)" } ?? "all")|\(sweep.neuron)|\(sweep.risk)|\(Element.self)|"
            + "\(sweep.plan)|\(sweep.standardisation != nil)|\(sweep.zero.hasBias)|\(validation != nil)"
        return StateWriter.hash(Array(words.utf8))
    }
}

/// A state that can be encoded, by whoever asks for it: with a metric of thousands of parameters that takes longer than
/// several sweeps (32 MB for 2000: 122 ms).
struct SavedState: Sendable {
    let fingerprint: UInt64
    let state: SolverState
    let seconds: Double
    /// From the start.
    let isDead: Bool
    let best: [Double]
    let bestLoss: Double
    let checksSince: Int

    var encoded: [UInt8] {
        var writer = StateWriter()
        writer.write(UInt64(StateWriter.version))
        writer.write(fingerprint)
        writer.write(UInt64(state.steps))
        for number in [state.loss, state.gradientNorm, state.rate, seconds] { writer.write(number.bitPattern) }
        writer.write(isDead ? 1 : 0)
        writer.write(state.query.point.values)
        writer.write(state.query.scope.code)
        writer.write(state.query.extra.code)
        if case .product(let direction) = state.query.extra { writer.write(direction.values) }
        writer.write(state.memory)
        writer.write(state.numbers)
        writer.write(state.metric)
        writer.write(best)
        writer.write(bestLoss.bitPattern)
        writer.write(UInt64(checksSince))
        return writer.sealed()
    }
}

extension Query.Scope {
    /// A sample by its size, which is above 0.
    fileprivate var code: UInt64 {
        switch self {
        case .all: 0
        case .batch: UInt64.max
        case .sample(let count): UInt64(count)
        }
    }

    fileprivate init(code: UInt64) throws(DescentError) {
        switch code {
        case 0: self = .all
        case UInt64.max: self = .batch
        case 1...UInt64(Int.max): self = .sample(Int(code))
        default: throw .unusableState(reason: "it asks about \(code) samples")
        }
    }
}

extension Query.Extra {
    fileprivate var code: UInt64 {
        switch self {
        case .nothing: 0
        case .curvature: 1
        case .product: 2
        case .roughCurvature: 3
        }
    }
}

extension StateReader {
    fileprivate mutating func extra(like point: Parameters) throws(DescentError) -> Query.Extra {
        switch try integer() {
        case 0: return .nothing
        case 1: return .curvature
        case 2:
            var direction = point
            direction.values = try numbers(count: point.values.count)
            return .product(along: direction)
        case 3: return .roughCurvature
        case let code: throw .unusableState(reason: "it asks for \(code), which nobody knows")
        }
    }
}

struct StateWriter {
    static let magic = Array("DescentState".utf8)
    static let version = 6
    private var bytes = magic

    mutating func write(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ values: [Double]) {
        write(UInt64(values.count))
        for value in values { write(value.bitPattern) }
    }

    consuming func sealed() -> [UInt8] {
        write(Self.hash(bytes))
        return bytes
    }

    /// FNV-1a.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

struct StateReader {
    private let bytes: [UInt8]
    private var place = StateWriter.magic.count
    private let end: Int

    init(_ bytes: [UInt8]) throws(DescentError) {
        self.bytes = bytes
        end = bytes.count - 8
        guard end >= StateWriter.magic.count, bytes.starts(with: StateWriter.magic) else {
            throw .unusableState(reason: "it is not one")
        }
        let seal = Self.integer(bytes, end)
        guard seal == StateWriter.hash(Array(bytes[..<end])) else {
            throw .unusableState(reason: "it is damaged: the checksum does not match")
        }
        let version = try integer()
        guard version == StateWriter.version else {
            throw .unusableState(reason: "it has version \(version), this is version \(StateWriter.version)")
        }
    }

    mutating func integer() throws(DescentError) -> UInt64 {
        guard place + 8 <= end else { throw .unusableState(reason: "it ends after \(bytes.count) bytes") }
        defer { place += 8 }
        return Self.integer(bytes, place)
    }

    mutating func number() throws(DescentError) -> Double { Double(bitPattern: try integer()) }

    mutating func numbers(count: Int) throws(DescentError) -> [Double] {
        let found = try numbers(upTo: count)
        guard found.count == count else {
            throw .unusableState(reason: "it has \(found.count) numbers where \(count) are needed")
        }
        return found
    }

    mutating func numbers(upTo most: Int) throws(DescentError) -> [Double] {
        let count = try integer()
        guard count <= UInt64(most) else {
            throw .unusableState(reason: "it has \(count) numbers where \(most) are needed")
        }
        var values: [Double] = []
        for _ in 0..<count { values.append(try number()) }
        return values
    }

    func expectEnd() throws(DescentError) {
        guard place == end else { throw .unusableState(reason: "\(end - place) bytes follow its end") }
    }

    private static func integer(_ bytes: [UInt8], _ place: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }
}
