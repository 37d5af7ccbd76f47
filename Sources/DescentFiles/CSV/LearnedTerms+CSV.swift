internal import Descent
package import DescentSweep

extension LearnedTerms {
    /// The columns of a CSV file that these terms are to be made of, and what becomes of gaps and of levels in them.
    ///
    /// - Parameters:
    ///   - missing: nil for the means that the terms keep, and an error where there is none.
    ///   - unknown: what becomes of levels that were not learned from; of `blank` the row is left out.
    ///   - withOffsets: whether offsets are made too.
    ///   - withResponse: whether what is predicted is there too.
    ///   - labels: of a response of categories, where they are others than learned.
    package func wishes(
        missing: CSVOptions.Missing?, unknown: UnknownLevel, withOffsets: Bool = true, withResponse: Bool = false,
        labels: [String]? = nil
    ) -> [CSVColumnWish] {
        let features = columns(withResponse: false, withOffsets: withOffsets)
        let takesMeans = missing == nil || missing == .mean
        var wishes = features.map { column in
            var wish = CSVColumnWish(column.name, isCategory: column.isCategory)
            wish.known = column.levels
            wish.unknown = unknown == .refuse ? .refuse : unknown == .reference ? .gap : .drop
            let takesGaps = column.hasGaps || column.levels != nil && unknown == .reference
            let mean = takesMeans ? means[column.name] : nil
            wish.gap = takesGaps ? .keep : missing == .drop ? .drop : mean.map { .value($0) } ?? .refuse
            return wish
        }
        guard withResponse else { return wishes }
        for column in columns(withResponse: true, withOffsets: false)
        where !features.contains(where: { $0.name == column.name }) {
            var wish = CSVColumnWish(column.name, isCategory: column.isCategory)
            wish.known = column.isCategory ? labels ?? column.levels : nil
            wish.gap = missing == .drop ? .drop : .refuse
            wishes.append(wish)
        }
        return wishes
    }
}
