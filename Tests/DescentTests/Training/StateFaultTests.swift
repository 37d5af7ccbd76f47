import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// Saved states that somebody damaged, or forged with a right seal: refused, or a fit that goes on to an end. Never a trap.
@Suite struct StateFaultTests {
    enum Kind: String, CaseIterable, Sendable {
        case adam, momentum, newton, lasso, lbfgs, owlqn, newtonCG
        /// With a sample's metric, which needs more than a few samples.
        case metric
    }

    private func training(_ kind: Kind, steps: Int) throws -> Training<Double> {
        let stopping = try Stopping(gradientNorm: 1e-12, iterations: steps)
        let data = kind == .metric ? Self.many : Self.few
        func make(_ solver: Solver, _ batches: Batches? = nil) throws -> Training<Double> {
            try Training(data, neuron: .logistic, by: solver, batches: batches, standardised: true)
        }
        return switch kind {
        case .adam: try make(try Solver.firstOrder(Adam(rate: 0.1), stopping: stopping), try .of(16, seed: 3))
        case .momentum: try make(try Solver.firstOrder(Momentum(), stopping: stopping))
        case .newton: try make(Solver.newton(stopping: stopping))
        case .lasso: try make(Solver.newton(penalty: try Penalty(l1: 0.01, on: .raw), stopping: stopping))
        case .lbfgs, .metric: try make(try Solver.lbfgs(stopping: stopping, pairs: 3))
        case .owlqn: try make(try Solver.lbfgs(penalty: try Penalty(l1: 0.01, on: .raw), stopping: stopping, pairs: 3))
        case .newtonCG: try make(try Solver.newtonCG(stopping: stopping))
        }
    }

    private static let few = try! data(60)
    private static let many = try! data(9000)
    private static func data(_ samples: Int) throws -> Dataset<Double> {
        var generator = SplitMix64(seed: 6)
        let rows = (0..<samples).map { _ in (0..<4).map { _ in generator.number() } }
        let targets = rows.map { $0[0] - 2 * $0[1] + 2 * generator.number() > 0 ? 1.0 : 0 }
        return try Dataset(Matrix(samples: rows), targets: targets)
    }

    /// States of a fit at every query of its first few, which are of all phases that it has.
    private func states(_ kind: Kind) throws -> [[UInt8]] {
        var run = try training(kind, steps: 12), states = [run.encodedState]
        for _ in 0..<12 where run.outcome == nil {
            guard try run.step() != nil else { break }
            states.append(run.encodedState)
        }
        return states
    }

    /// Whether it was refused, by a reason; else the fit goes on to whatever end.
    private func isRefused(_ bytes: [UInt8], _ run: consuming Training<Double>, _ what: String) -> Bool {
        do throws(DescentError) {
            try run.resume(from: bytes)
        } catch {
            guard case .unusableState(let reason) = error else {
                Issue.record("\(what): \(error)")
                return true
            }
            #expect(!reason.isEmpty)
            return true
        }
        do throws(DescentError) {
            var turns = 0
            while try run.step() != nil, turns <= 400 { turns += 1 }
            #expect(turns <= 400, "\(what) has no end")
        } catch {
            // Numbers that are legal one by one may lead nowhere together; then an error says so.
            #expect(!"\(error)".isEmpty, "\(what)")
        }
        return false
    }

    /// A fit that has gone on takes a state whole: nothing of its own way stays.
    @Test(arguments: Kind.allCases) func goesBack(_ kind: Kind) throws {
        for state in try states(kind) {
            var run = try training(kind, steps: 12)
            for _ in 0..<8 where run.outcome == nil { _ = try run.step() }
            try run.resume(from: state)
            // A fit that its limit has ended is at its end again.
            if run.outcome == nil { #expect(run.encodedState == state) }
        }
    }

    @Test func goesBackToBeforeItsBestPoint() throws {
        var run = try Training(
            Self.few, neuron: .logistic, by: .firstOrder(.adam()), validation: (Self.few, patience: 5))
        let state = run.encodedState
        for _ in 0..<4 { _ = try run.step() }
        try run.resume(from: state)
        #expect(run.encodedState == state)
    }

    /// A fit that refuses a state is as it was, and takes the next one.
    @Test(arguments: Kind.allCases) func truncatedAtEveryLength(_ kind: Kind) throws {
        let state = try states(kind).last!
        var run = try training(kind, steps: 12)
        for bytes in (0..<state.count).map({ Array(state.prefix($0)) }) + [state + [0]] {
            do throws(DescentError) {
                try run.resume(from: bytes)
                Issue.record("\(bytes.count) bytes of \(state.count)")
            } catch {
                guard case .unusableState = error else {
                    Issue.record("\(bytes.count) bytes: \(error)")
                    continue
                }
            }
        }
        let isRefused = isRefused(state, run, "whole")
        #expect(!isRefused)
    }

    /// Replacements of a word, whatever it is: numbers that are none, a count beyond anything, and other flags and phases than those
    /// that the rest of the state goes with.
    private static let forged: [UInt64] = [
        Double.nan.bitPattern, Double.infinity.bitPattern, (-1.0).bitPattern, UInt64(bitPattern: -1), 1 << 62,
        0, 1, 2, 3, 4,
    ]

    @Test(arguments: Kind.allCases) func everyWordForged(_ kind: Kind) throws {
        var refused = 0, taken = 0
        let states = try states(kind)
        for (number, state) in states.enumerated() {
            let words = (state.count - StateWriter.magic.count - 8) / 8
            // Every word of one state, some of the others, and of those of a large fit, whose steps take longer.
            let step = number != 2 ? 11 : kind == .metric ? 3 : 1
            for word in stride(from: number % step, to: words, by: step) {
                for replacement in Self.forged {
                    let what = "state \(number), word \(word) as \(String(replacement, radix: 16))"
                    let bytes = Self.forge(state, word, replacement)
                    if isRefused(bytes, try training(kind, steps: 12), what) { refused += 1 } else { taken += 1 }
                }
            }
        }
        #expect(refused > 0 && taken > 0, "\(refused) \(taken)")
    }

    /// A metric that a state speaks of, but does not hold, takes no memory.
    @Test func claimsAreNotBelieved() throws {
        var writer = StateWriter(), count = UInt64(1) << 60
        writer.code(&count)
        var reader = try StateReader(writer.sealed()), numbers: [Double] = []
        #expect(throws: DescentError.unusableState(reason: "it ends before \(1 << 60) numbers of a metric")) {
            try reader.numbers(&numbers, "a metric", noneOr: 1 << 60)
        }
        #expect(numbers.isEmpty)
    }

    private static func forge(_ state: [UInt8], _ word: Int, _ replacement: UInt64) -> [UInt8] {
        func littleEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        let place = StateWriter.magic.count + 8 * word
        var bytes = Array(state.dropLast(8))
        bytes.replaceSubrange(place..<place + 8, with: littleEndian(replacement))
        return bytes + littleEndian(StateWriter.seal(of: bytes, version: StateWriter.version))
    }
}
