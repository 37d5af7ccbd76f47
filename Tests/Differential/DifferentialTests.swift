import Foundation
import TestSupport
import Testing

/// Fits of small random problems beside an independent reference in twice the digits.
///
/// `DESCENT_DIFFERENTIAL_SEEDS=0-1999` judges those seeds and prints a line per failure; `DESCENT_DIFFERENTIAL_SHOW=17`
/// prints one problem as a file and a command line, with what `reference.py` needs to check the reference by;
/// `DESCENT_LONG_TESTS=1` judges a hundred thousand problems.
@Suite struct DifferentialTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let shown = environment["DESCENT_DIFFERENTIAL_SHOW"].flatMap { UInt64($0) }
    private static let asked: ClosedRange<UInt64>? = environment["DESCENT_DIFFERENTIAL_SEEDS"].flatMap {
        let ends = $0.split(separator: "-").compactMap { UInt64($0) }
        return ends.isEmpty ? nil : ends[0]...max(ends[0], ends.last!)
    }
    private static let seeds: ClosedRange<UInt64> =
        asked ?? (environment["DESCENT_LONG_TESTS"] == "1" ? 0...99_999 : 0...399)

    @Test(.enabled(if: shown == nil)) func fitsAreWhatTheySay() throws {
        var tally = Tally()
        var seconds = (reference: 0.0, fits: 0.0)
        let clock = ContinuousClock()
        for seed in Self.seeds {
            let problem = RandomProblem(seed: seed), begin = clock.now
            let optimum = Optimum(Design(problem))
            seconds.reference += (clock.now - begin) / .seconds(1)
            var judgements: [Judgement] = []
            for solver in FitRun.Choice.allCases {
                guard let run = try FitRun(problem, by: solver) else { continue }
                seconds.fits += run.seconds
                judgements.append(Judgement(run, of: optimum))
            }
            if Self.asked != nil {
                for line in judgements.compactMap({ Tally.line($0, problem) }) { print(line) }
                for line in judgements.compactMap({ Tally.certificateLine($0, problem) }) { print(line) }
            }
            tally.add(judgements, of: optimum)
        }
        let complaints = tally.complaints
        if Self.asked != nil || !complaints.isEmpty {
            print(tally.table())
            print(tally.table(byDecade: false))
            print(tally.certificates())
            print("reference \(seconds.reference.short) s, fits \(seconds.fits.short) s, undecided \(tally.undecided)")
        }
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
    }

    @Test(.enabled(if: shown != nil)) func showsOneProblem() throws {
        let problem = RandomProblem(seed: Self.shown!), optimum = Optimum(Design(problem))
        print("# \(problem.summary)\n# \(problem.command)")
        print(
            "# \(problem.neuron) bias \(problem.hasBias) l1 \(problem.l1) l2 \(problem.l2) deviations \(problem.isOnDeviations)"
        )
        print(
            "# reference: \(optimum.verdict), risk \(optimum.value.high) \(optimum.value.low), "
                + "condition \(optimum.condition.short), size \(optimum.size), \(optimum.steps) steps")
        for solver in FitRun.Choice.allCases {
            guard let run = try FitRun(problem, by: solver) else { continue }
            let judgement = Judgement(run, of: optimum)
            print("# \(solver.rawValue): \(judgement.finding.rawValue), \(judgement.detail)")
            if case .fit(let result) = run.end {
                print("#   weights \(result.weights) bias \(result.bias ?? []) \(result.warnings)")
            }
        }
        print("# point \(optimum.point.map { "\($0.high):\($0.low)" }.joined(separator: " "))")
        print("# shift \(optimum.design.shift) scale \(optimum.design.scale) truth \(problem.truth)")
        print("# csv begin\n\(problem.csv)\n# csv end")
    }
}
