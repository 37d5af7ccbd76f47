internal import CDescentKernels
package import DescentAlgebra

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Which of a kernel's compilations runs: the fastest that the CPU supports, or the one that the environment variable
/// `DESCENT_KERNELS` names (`portable`, `avx2` or `avx512`).
package enum KernelLevel: Int, Sendable, CaseIterable, Comparable {
    /// What the compiler takes for the architecture: SSE2 on x86-64, NEON on arm64.
    case portable
    /// AVX2 and FMA.
    case avx2
    /// AVX-512 F, DQ, VL and BW.
    case avx512

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    package var name: String { "\(self)" }

    /// The level in use, decided once per process; an error where the variable names none that this CPU runs.
    package static let active: Result<KernelLevel, DescentError> = Result { () throws(DescentError) in
        try choose(getenv("DESCENT_KERNELS").map { String(cString: $0) }, fastest: fastest)
    }

    /// All that this CPU runs, slowest first.
    package static var runnable: [KernelLevel] { allCases.filter { $0 <= fastest } }

    static let fastest = KernelLevel(rawValue: Int(descent_fastest_level().rawValue)) ?? .portable

    static func choose(_ word: String?, fastest: KernelLevel) throws(DescentError) -> KernelLevel {
        guard let word, !word.isEmpty else { return fastest }
        let runnable = allCases.filter { $0 <= fastest }
        guard let level = runnable.first(where: { $0.name == word }) else {
            throw .illegalOption(
                name: "DESCENT_KERNELS", value: word,
                requirement: runnable.map(\.name).joined(separator: ", ") + " on this CPU")
        }
        return level
    }

    /// The level of the tables: a bad variable is reported by every sweep, and prediction goes on at full speed.
    static let ofTables = (try? active.get()) ?? fastest
}
