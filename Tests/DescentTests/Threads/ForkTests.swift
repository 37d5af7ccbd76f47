import TestSupport
import Testing

import Descent
@testable import DescentSweep

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A child of a process that has used threads is told so, and does not wait for threads that it has not.
@Suite struct ForkTests {
    /// What a child does with what its parent made: 0 where it is refused by name.
    private static func exitStatus(_ body: () throws(DescentError) -> Void) -> Int32 {
        do throws(DescentError) {
            try body()
            return 1
        } catch {
            if error == .forked { return 0 }
            return 2
        }
    }

    @Test(arguments: [false, true])
    func aChildIsTold(hasSweep: Bool) throws {
        // Swift hides it, since so little can be done after it.
        typealias Fork = @convention(c) () -> pid_t
        let fork = unsafeBitCast(try #require(dlsym(UnsafeMutableRawPointer(bitPattern: 0), "fork")), to: Fork.self)
        let X = try Matrix(samples: (0..<4000).map { [Double($0 % 7), Double($0 % 5)] })
        let data = try Dataset(X, targets: (0..<4000).map { Double($0 % 2) })
        let sweep = try Sweep(data, neuron: .logistic, threads: 2), point = sweep.zero
        // All that is used below is there before.
        _ = try sweep.loss(at: point)
        let probe: () throws(DescentError) -> Void =
            hasSweep
            ? { () throws(DescentError) in _ = try sweep.loss(at: point) }
            : { () throws(DescentError) in _ = try ThreadBudget.grant(asked: 2) }
        #expect(Self.exitStatus(probe) == 1)

        let child = fork()
        if child == 0 { _exit(Self.exitStatus(probe)) }
        try #require(child > 0)
        var status: Int32 = 0, waited = 0
        while waitpid(child, &status, WNOHANG) == 0, waited < 3000 {
            usleep(10_000)
            waited += 1
        }
        if waited == 3000 {
            kill(child, SIGKILL)
            waitpid(child, &status, 0)
        }
        #expect(status == 0, "refused by name, and at once")
    }
}
