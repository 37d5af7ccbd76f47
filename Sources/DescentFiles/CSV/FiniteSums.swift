/// Sums of finite numbers that are finite themselves.
///
/// Numbers near the largest are summed in larger units. Those that the units take digits from do not count beside them.
struct FiniteSums {
    private let sums: [Double]
    private let scale: Double

    /// - Parameter sums: of the numbers, each times the factor that it is given.
    init(_ sums: (Double) -> [Double]) {
        let plain = sums(1)
        let isFinite = plain.allSatisfy(\.isFinite)
        scale = isFinite ? 1 : 0x1p-64
        self.sums = isFinite ? plain : sums(scale)
    }

    func mean(_ place: Int, over count: Int) -> Double { sums[place] / Double(count) / scale }
}
