internal import Descent

/// Findings of memory, of the speed that it is read with, and of the program itself.
extension Surroundings {
    var memoryFindings: [Finding] {
        var found: [Finding] = []
        if !memory.hasRoomForThreads {
            let limit = memory.addressLimit.map { "ulimit -v leaves \($0.asMemory), which" } ?? "The address space"
            found.append(
                Finding(
                    .slow,
                    "\(limit) has no room for OpenBLAS's buffers of every thread, so that fits use fewer threads.",
                    do: "ulimit -v unlimited, or about 130 MB more for each thread"))
        }
        if memory.pagePolicy == "never" {
            found.append(
                Finding(
                    .slow, "The system gives data no pages of 2 MB; reading them may take up to twice the time.",
                    do: "as root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"))
        }
        if let left = memory.available, left < Self.little {
            let group = memory.groupLeft == left ? ", by the limit of a control group" : ""
            found.append(
                Finding(
                    .note, "There are \(left.asMemory) of memory left\(group).",
                    do: "give it more, or bring samples as .npy files, which are read in parts"))
        }
        return found
    }

    private static let little = 512_000_000

    var readingFindings: [Finding] {
        guard let one = reading.one, let all = reading.all else {
            return [
                Finding(
                    .broken, "There is no memory for the smallest read.",
                    do: "end other programs, or raise the limit of memory")
            ]
        }
        // Where memory is the limit, one thread may read all; fewer bytes than that are others' doing, or a quota's.
        guard all < 0.75 * one, let threads = try? cores.threads.get() else { return [] }
        return [
            Finding(
                .slow,
                "\(threads) threads read \(Self.rate(all)), fewer than one, which reads \(Self.rate(one)).",
                do: "see what else runs, or what share of a host this machine has; DESCENT_THREADS=1 until then")
        ]
    }

    var buildFindings: [Finding] {
        guard isDebugBuild else { return [] }
        return [
            Finding(
                .slow, "This descent was built in debug, and takes many times as long.",
                do: "swift build -c release --product descent")
        ]
    }

    static func rate(_ bytes: Double) -> String { "\(Int(bytes).asMemory)/s" }
}
