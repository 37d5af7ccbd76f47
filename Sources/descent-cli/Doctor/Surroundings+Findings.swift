internal import Descent

extension Surroundings {
    /// What is broken or slow, worst first, and what to do about it.
    var findings: [Finding] {
        let all = processorFindings + blasFindings + coreFindings + memoryFindings + readingFindings + buildFindings
        return Finding.Kind.allCases.flatMap { kind in all.filter { $0.kind == kind } }
    }

    private var processorFindings: [Finding] {
        let fastest = processor.levels.last ?? "portable"
        switch processor.level {
        case .failure(let reason):
            return [Finding(.broken, "No fit can start: \(reason.words).", do: "unset DESCENT_KERNELS")]
        case .success(let level) where level != fastest:
            return [
                Finding(
                    .slow, "DESCENT_KERNELS holds the kernels to \(level), and this CPU runs \(fastest).",
                    do: "unset DESCENT_KERNELS")
            ]
        case .success where processor.isX86 && fastest == "portable":
            return [
                Finding(
                    .note, "This CPU has no AVX2 and FMA, or a virtual machine hides them.",
                    do: "in a virtual machine, give it the CPU of its host (such as -cpu host)")
            ]
        case .success: return []
        }
    }

    private var blasFindings: [Finding] {
        let choice = "choose another OpenBLAS, or other kernels of this one by OPENBLAS_CORETYPE"
        var found: [Finding] = []
        switch openBLAS.selfTest {
        case .failure(let reason):
            let advice = openBLAS.coreWish.map { "unset OPENBLAS_CORETYPE, which is \($0)" } ?? choice
            found.append(Finding(.broken, "OpenBLAS fails the self-test: \(reason.words).", do: advice))
        case .success(false):
            found.append(
                Finding(
                    .slow,
                    "OpenBLAS's products have other bits where data lie otherwise in memory, so that tiles are copied first.",
                    do: otherKernels))
        case .success(true): break
        }
        if processor.levels.count > 1, Self.coresWithoutAVX2.contains(openBLAS.core.lowercased()) {
            found.append(
                Finding(
                    .slow, "OpenBLAS runs its kernels for \(openBLAS.core), and this CPU has AVX2 and FMA.",
                    do: otherKernels))
        }
        return found
    }

    /// An OpenBLAS that is older than the CPU takes its oldest kernels. It has better ones, but has to be told.
    private var otherKernels: String {
        if let wish = openBLAS.coreWish { return "unset OPENBLAS_CORETYPE, which is \(wish)" }
        let fitting = ["avx2": "Haswell", "avx512": "SkylakeX"]
        let newer = "install a newer OpenBLAS"
        return processor.levels.last.flatMap { fitting[$0] }.map { "set OPENBLAS_CORETYPE=\($0), or \(newer)" } ?? newer
    }

    /// Names of OpenBLAS's kernels that use neither AVX2 nor FMA, in small letters.
    private static let coresWithoutAVX2: Set = [
        "generic", "katmai", "coppermine", "northwood", "prescott", "banias", "atom", "core2", "penryn", "dunnington",
        "nehalem", "sandybridge", "athlon", "opteron", "opteron_sse3", "barcelona", "nano", "bobcat", "bulldozer",
    ]

    private var coreFindings: [Finding] {
        guard case .success(let threads) = cores.threads else {
            guard case .failure(let reason) = cores.threads else { return [] }
            return [Finding(.broken, "No fit can start: \(reason.words).", do: "unset DESCENT_THREADS")]
        }
        var found: [Finding] = []
        if let quota = cores.quota, Double(threads) >= quota + 1 {
            let best = max(1, Int(quota.rounded(.down)))
            found.append(
                Finding(
                    .slow,
                    "Fits take \(threads) threads, and a control group gives them the time of \(quota.written(digits: 3)) cores:"
                        + " threads then wait for each other.",
                    do: "set DESCENT_THREADS=\(best)"))
        } else if threads < cores.allowed, mpi == nil || Ranks.all == nil {
            found.append(
                Finding(
                    .slow, "DESCENT_THREADS holds fits to \(threads) of \(cores.allowed) cores.",
                    do: "unset DESCENT_THREADS"))
        } else if threads > cores.allowed {
            found.append(
                Finding(
                    .slow, "DESCENT_THREADS asks for \(threads) threads of \(cores.allowed) cores.",
                    do: "unset DESCENT_THREADS"))
        }
        if cores.allowed < cores.all {
            found.append(
                Finding(
                    .note, "This process may use \(cores.allowed) of \(cores.all) cores.",
                    do: "look at taskset, the batch system or the container, if it should use all"))
        }
        if let load = cores.load, load > Double(cores.allowed) / 2 {
            found.append(
                Finding(
                    .note,
                    "Other programs are at work: \(load.written(digits: 2)) of them on average, on \(cores.all) cores.",
                    do: "measure speed when they are done"))
        }
        return found
    }
}
