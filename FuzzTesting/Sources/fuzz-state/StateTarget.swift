import Descent
import Foundation
import FuzzSupport

@testable import DescentFit
@testable import DescentSolvers

/// The first byte chooses a solver, the others are a state of it, which gets the name, the fit's own fingerprint and a seal that is right.
/// It is refused, or a fit goes on from it: a few steps, and of one input in eight as many as it takes to an end. What `SavedProgress` says
/// of it comes without a fit.
///
/// A fit per solver is made once, as making it takes longer than reading a state, and goes on from one state after the other. Of one input
/// in sixteen a new one does the same, so that nothing of what was before may stay.
///
/// With `DESCENT_FUZZ_SEEDS` it writes states of real fits to that folder, for a corpus.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count), lot = input.lot
    if !seeds.isEmpty { writeSeeds() }
    guard let choice = input.first else { return 0 }
    let raw = Array(input.dropFirst()), kind = Int(choice) % kinds
    if lot & 7 == 0 { _ = try? SavedProgress(of: raw) }
    // What has read its data often may be taken over by another solver, so a fit of many states is no longer as a new one.
    if fits[kind].run.course.reads > 100 { fits[kind] = KeptFit(kind) }
    let kept = fits[kind], state = sealed(raw, like: kept.own)
    _ = try? SavedProgress(of: state)
    let steps = lot & 7 == 0 ? 30 : 3
    let end = goOn(&kept.run, state, steps)
    if lot >> 3 & 15 == 0, end != .refused {
        guard var new = try? training(kind) else { fatalError("no fit") }
        require(goOn(&new, state, steps) == end, "another fit from the same state")
    }
    return 0
}

private enum End: Equatable {
    case refused
    /// With what the fit says of the state that it took. By its bits, as a number that is none is not equal to itself.
    case at([UInt64], steps: Int, taken: [UInt8])
}

private func goOn(_ run: inout Training<Double>, _ state: [UInt8], _ steps: Int) -> End {
    do {
        try run.resume(from: state)
        let taken = run.encodedState
        for _ in 0..<steps where run.outcome == nil { _ = try run.step() }
        _ = run.encodedState
        return .at(run.parameters.values.map(\.bitPattern), steps: run.course.steps, taken: taken)
    } catch {
        require(!"\(error)".isEmpty, "an error without words")
        return .refused
    }
}

private final class KeptFit {
    var run: Training<Double>
    let own: [UInt8]

    init(_ kind: Int) {
        guard let run = try? training(kind) else { fatalError("no fit") }
        own = run.encodedState
        self.run = run
    }
}

/// By kind. The fuzzer has one thread.
nonisolated(unsafe) private var fits = (0..<kinds).map { KeptFit($0) }

private let kinds = 8

private func training(_ kind: Int) throws -> Training<Double> {
    let stopping = try Stopping(gradientNorm: 1e-12, iterations: 12)
    func make(_ solver: Solver, _ batches: Batches? = nil) throws -> Training<Double> {
        try Training(data, neuron: .logistic, by: solver, batches: batches, standardised: true, threads: 1)
    }
    return switch kind {
    case 0: try make(.firstOrder(.adam(rate: 0.1), stopping: stopping), try .of(16, seed: 3))
    case 1: try make(.firstOrder(.momentum(), stopping: stopping))
    case 2: try make(.newton(stopping: stopping))
    case 3: try make(.newton(penalty: try .lasso(0.01, on: .raw), stopping: stopping))
    case 4: try make(.lbfgs(stopping: stopping, pairs: 3))
    case 5: try make(.lbfgs(penalty: try .lasso(0.01, on: .raw), stopping: stopping, pairs: 3))
    case 6: try make(.newtonCG(stopping: stopping))
    default:
        try Training(
            data, neuron: .linear,
            by: .firstOrder(.amsGrad(), penalty: try .lasso(0.01, on: .raw), stopping: stopping),
            standardised: false, validation: (data, patience: 2), threads: 1)
    }
}

private let data: Dataset<Double> = {
    // Numbers without a pattern, and targets that no features separate.
    let samples: [[Double]] = (0..<60).map { (sample: Int) -> [Double] in
        (0..<3).map { (feature: Int) -> Double in
            let place = (sample * 37 + feature * 101 + 13) % 61
            return Double(place) / 30 - 1
        }
    }
    let targets: [Double] = (0..<60).map { (sample: Int) -> Double in sample * 7 % 5 < 2 ? 1 : 0 }
    return try! Dataset(Matrix(samples: samples), targets: targets)
}()

/// With the name of states, a version that is read in most cases, the fingerprint of a fit, which stands behind them, what it says of its
/// data, where its version says that, and the seal of its version.
private func sealed(_ bytes: [UInt8], like own: [UInt8]) -> [UInt8] {
    let version = StateWriter.magic.count..<StateWriter.magic.count + 8
    let print = version.upperBound..<version.upperBound + 8, digest = print.upperBound..<print.upperBound + 8
    guard bytes.count >= digest.upperBound + 8 else { return bytes }
    var result = Array(bytes.dropLast(8))
    result.replaceSubrange(..<version.lowerBound, with: StateWriter.magic)
    let last = result[version.lowerBound]
    if last < 0xf0 {
        result.replaceSubrange(version, with: [7 + last % 3, 0, 0, 0, 0, 0, 0, 0])
    }
    let number = result[version].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    result.replaceSubrange(print, with: own[print])
    if number >= 8 { result.replaceSubrange(digest, with: own[digest]) }
    let seal = StateWriter.seal(of: result, version: Int(clamping: number))
    return result + withUnsafeBytes(of: seal.littleEndian) { Array($0) }
}

private let seeds = ProcessInfo.processInfo.environment["DESCENT_FUZZ_SEEDS"] ?? ""

private func writeSeeds() {
    for kind in 0..<kinds {
        guard var run = try? training(kind) else { continue }
        for step in 0..<4 {
            let bytes = [UInt8(kind)] + run.encodedState
            if step != 2 { try? Data(bytes).write(to: URL(fileURLWithPath: "\(seeds)/kind-\(kind)-step-\(step)")) }
            _ = try? run.step()
        }
    }
    _exit(0)
}

@_cdecl("fuzz_state_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
