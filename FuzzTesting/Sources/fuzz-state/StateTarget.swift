import Descent
import Foundation
import FuzzSupport

@testable import DescentFit
@testable import DescentSolvers

/// The first byte chooses a solver, the others are a state of it, which gets the fit's own fingerprint and a seal that is right. It is
/// refused, or a fit goes on from it to an end or an error; and what `SavedProgress` says of it comes without a fit.
///
/// With `DESCENT_FUZZ_SEEDS` it writes states of real fits to that folder, for a corpus.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = bytes(start, count)
    if !seeds.isEmpty { writeSeeds() }
    guard let choice = input.first, var run = try? training(Int(choice) % kinds) else { return 0 }
    _ = try? SavedProgress(of: Array(input.dropFirst()))
    let state = sealed(Array(input.dropFirst()), like: run.encodedState)
    _ = try? SavedProgress(of: state)
    do {
        try run.resume(from: state)
        for _ in 0..<30 where run.outcome == nil { _ = try run.step() }
        _ = run.encodedState
    } catch {
        precondition(!"\(error)".isEmpty)
    }
    return 0
}

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

/// With the fingerprint of a fit, which stands behind name and version, what it says of its data, where its version says that, and the
/// seal of its version.
private func sealed(_ bytes: [UInt8], like own: [UInt8]) -> [UInt8] {
    let version = StateWriter.magic.count..<StateWriter.magic.count + 8
    let print = version.upperBound..<version.upperBound + 8, digest = print.upperBound..<print.upperBound + 8
    guard bytes.count >= digest.upperBound + 8 else { return bytes }
    var result = Array(bytes.dropLast(8))
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
