/// When a fit is saved: every so many steps, and after steps so slow that much would be lost.
///
/// A command that is told to end does not wait for a slow step, so what is on the disk must not be much older than the step. Saving
/// takes no more than a tenth of the time. The clock decides nothing but how often the same state is written.
struct CheckpointRhythm {
    private let every: Int
    private let clock = ContinuousClock()
    private var saved: ContinuousClock.Instant
    private var cost = Duration.zero

    /// - Parameter every: steps between two checkpoints; nil where nothing is saved.
    init(every: Int?) {
        self.every = every ?? .max
        saved = clock.now
    }

    func isDue(_ step: Int) -> Bool {
        step % every == 0 || clock.now - saved >= max(.seconds(1), cost * 10)
    }

    /// Saves, and knows from then on how long that takes.
    mutating func time(_ save: () throws -> Void) rethrows {
        let began = clock.now
        try save()
        saved = clock.now
        cost = saved - began
    }
}
