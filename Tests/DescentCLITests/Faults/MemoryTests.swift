import Foundation
import TestSupport
import Testing

/// How much memory a fit takes beside the pages of its mapped file, which the system takes back as it likes.
@Suite(.enabled(if: Bench.isLong && Bench.hasProcesses, "a long test, or no /proc")) struct MemoryTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// Two gigabytes, 16 MB of them targets: at most 64 MB.
    @Test func twoGigabytes() throws {
        let features = 128, samples = 1 << 21
        try bench.write(zerosBut: 1000, features: features, samples: samples)
        let words =
            "train --features big.npy --targets y.npy --neuron linear --solver lbfgs --l2 0.1 --output m --quiet"
        // Of memory that no file has.
        let run = try bench.start(words.split(separator: " ").map(String.init))
        var most = 0
        while run.isAlive {
            most = max(most, run.kilobytes("RssAnon"))
            usleep(2000)
        }
        try #expect(run.wait().status == 0)
        #expect(most > 16_000 && most <= 64_000, "\(most) kB")
    }
}
