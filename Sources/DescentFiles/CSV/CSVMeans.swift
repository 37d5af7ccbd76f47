internal import Descent

/// Puts the mean of a column where its values are missing: over those that are there, summed range by range, so that its bits do not
/// depend on threads.
struct CSVMeans<Element: Scalar>: @unchecked Sendable {
    private let destination: CSVDestination<Element>
    private let ranges: CSVRanges
    private let grant: ThreadBudget.Grant
    private let path: String

    init(
        _ destination: CSVDestination<Element>, _ ranges: CSVRanges, _ grant: ThreadBudget.Grant, path: String
    ) {
        (self.destination, self.ranges, self.grant, self.path) = (destination, ranges, grant, path)
    }

    /// The means by column of the file, in the precision of the data: of all columns of numbers, as new data may lack values where
    /// these do not.
    ///
    /// - Throws: `illegalText` for a column without any value.
    func fill(_ plan: CSVPlan, missing: [Int]) throws(FileError) -> [Int: Double] {
        var places: [(column: Int, feature: Int)] = []
        for (column, role) in plan.roles.roles.enumerated() {
            if case .number(let feature, nil) = role { places.append((column, feature)) }
        }
        guard !places.isEmpty else { return [:] }
        if let place = places.first(where: { missing[$0.column] == ranges.records }) {
            throw .illegalText(
                path: path, line: 1, column: 1,
                reason: "without a value there is no mean (column \"\(plan.names[place.column].shown)\")")
        }
        let features = places.map(\.feature)
        let sums = FiniteSums { self.sums(of: features, scale: $0) }
        let means = places.enumerated().map { index, place in
            Element(sums.mean(index, over: ranges.records - missing[place.column]))
        }
        let lacking = places.indices.filter { missing[places[$0].column] > 0 }
        if !lacking.isEmpty {
            ThreadTeam.shared.run(pieces: ranges.count, threads: grant.threads, budget: grant.budget) { _, range in
                fill(lacking.map { features[$0] }, lacking.map { means[$0] }, in: range)
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(places.map(\.column), means.map { Double($0) }))
    }

    private func sums(of features: [Int], scale: Double) -> [Double] {
        let parts = ThreadSlots(count: ranges.count, [Double]())
        ThreadTeam.shared.run(pieces: ranges.count, threads: grant.threads, budget: grant.budget) { _, range in
            parts[range] = sum(features, in: range, scale: scale)
        }
        var sums = [Double](repeating: 0, count: features.count)
        for part in parts.all {
            for index in sums.indices { sums[index] += part[index] }
        }
        return sums
    }

    private func rows(_ range: Int) -> Range<Int> { ranges.recordsBefore[range]..<ranges.recordsBefore[range + 1] }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func sum(_ features: [Int], in range: Int, scale: Double) -> [Double] {
        var sums = [Double](repeating: 0, count: features.count)
        for row in rows(range) {
            let X = destination.X + row * destination.features
            for (index, feature) in features.enumerated() {
                let value = X[feature]
                if !value.isNaN { sums[index] += scale * Double(value) }
            }
        }
        return sums
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func fill(_ features: [Int], _ means: [Element], in range: Int) {
        for row in rows(range) {
            let X = destination.X + row * destination.features
            for (index, feature) in features.enumerated() where X[feature].isNaN { X[feature] = means[index] }
        }
    }
}
