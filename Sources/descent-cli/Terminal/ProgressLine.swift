internal import Descent
internal import DescentSystem

/// Where a fit is: on a terminal one line that changes, elsewhere a plain line every few seconds.
struct ProgressLine {
    private let isQuiet: Bool
    private let line = StatusLine()
    private let clock = ContinuousClock()
    private let began: ContinuousClock.Instant
    private var shown: ContinuousClock.Instant
    /// How often X will be read at most.
    private let mostReads: Double
    private let bytes: Int

    /// - Parameter bytes: of X.
    init(isQuiet: Bool, mostReads: Double, bytes: Int) {
        self.isQuiet = isQuiet
        self.mostReads = mostReads
        self.bytes = bytes
        began = clock.now
        shown = began
    }

    mutating func show(_ progress: FitProgress, reads: Double) {
        guard !isQuiet else { return }
        let now = clock.now
        guard now - shown >= (line.isOn ? .milliseconds(100) : .seconds(5)) else { return }
        shown = now
        let text = describe(progress, reads: reads)
        if line.isOn { line.show(text) } else { Output.say(text) }
    }

    /// Before anything else is said.
    func clear() {
        if !isQuiet { line.clear() }
    }

    private func describe(_ progress: FitProgress, reads: Double) -> String {
        var parts = ["step \(progress.step)"]
        parts.append("risk \(progress.risk.text())")
        if let validation = progress.validationLoss { parts.append("loss on validation data \(validation.text())") }
        parts.append("gradient \(progress.gradientNorm.text())")
        parts.append("reads \(reads.text())")
        if progress.seconds > 0 { parts.append("\((reads * Double(bytes) / 1e9 / progress.seconds).text()) GB/s") }
        if reads > 0, reads < mostReads {
            parts.append("at most \((progress.seconds / reads * (mostReads - reads)).asTime) left")
        }
        return parts.joined(separator: ", ")
    }
}
