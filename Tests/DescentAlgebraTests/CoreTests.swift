#if os(Linux)
    import DescentAlgebra
    import Testing

    /// The BLAS tests on kernels that other CPUs would use, as far as this one runs them.
    @Suite struct CoreTests {
        @Test(arguments: ["Prescott", "Haswell", "Zen", "SkylakeX"].filter(CoreReport.cpuRuns))
        func theTestsPassOnAnotherCore(_ core: String) {
            let tests = "DescentAlgebraTests.(SelfTestTests/passesHere|SampleBlockTests)"
            let (status, report) = CoreReport.run(tests, core: core, in: TemporaryFolder())
            #expect(status == 0)
            // A build of OpenBLAS for one CPU keeps that CPU's kernels.
            #expect(report.hasPrefix(core + " ") || report.hasPrefix(BLAS.core + " "))
        }
    }
#endif
