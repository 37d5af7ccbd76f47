internal import DescentAlgebra

extension ManySweep.Context {
    /// Fits columns side by side, as many at a time as there is room for. `take` hears of every such group when it has ended.
    ///
    /// No column's bits depend on what others there are, so neither on the groups.
    ///
    /// - Parameters:
    ///   - columns: at least one.
    ///   - solver: of all columns.
    ///   - starts: one for all columns, or one for each.
    /// - Returns: how often X was read.
    func fit(
        _ columns: [Column], by solver: any Solver, from starts: [FitStart],
        _ take: (_ first: Int, [Result<ColumnFit<Element>, DescentError>]) -> Void
    ) throws(DescentError) -> Double {
        let samples = ColumnSamples(self), most = columnsAtOnce
        var reads = 0.0
        for first in stride(from: 0, to: columns.count, by: most) {
            let some = first..<min(first + most, columns.count)
            let lockstep = try Lockstep(
                self, Array(columns[some]), by: [solver], from: starts.count == 1 ? starts : Array(starts[some]),
                sharing: samples)
            try lockstep.run()
            let ended = try lockstep.results()
            reads += ended.reads
            take(first, ended.results)
        }
        return reads
    }

    /// Columns whose solvers' states, with a metric each, take 512 MB: at least a panel's, of which more share no work.
    var columnsAtOnce: Int {
        let count = zero.values.count
        let (bytes, overflow) = (8 * count).multipliedReportingOverflow(by: count + 64)
        return overflow ? ManyPoint<Element>.panelOutputs : max(ManyPoint<Element>.panelOutputs, (1 << 29) / bytes)
    }
}
