extension Double {
    /// The nearest number of so many significant decimal digits. From 16 digits on it is the number itself.
    package func rounded(toDigits digits: Int) -> Double {
        guard isFinite, magnitude > 1e-290, digits < 16 else { return self }
        let places = digits - 1 - decimalExponent
        // Half of the power before the number and half after it, as 10^places may be too large.
        let half = places / 2
        let whole = (self * Self.power(half) * Self.power(places - half)).rounded()
        return Double("\(Int(whole))e\(-places)")!
    }

    /// As short as it is exact; whole numbers without a point.
    package var shortened: String { self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)" }

    /// One unit in the last of so many significant digits.
    package func unit(ofDigits digits: Int) -> Double {
        isFinite && self != 0 ? Self.power(decimalExponent - digits + 1) : 0
    }

    /// To so many digits, with a minus as it is printed: 0.07, −3, 4.2e−18, ∞.
    package func written(digits: Int) -> String {
        if isNaN { return "not a number" }
        if isInfinite { return self < 0 ? "−∞" : "∞" }
        let parts = rounded(toDigits: digits).shortened.split(separator: "e")
        let exponent = parts.count == 2 ? Int(parts[1]).map { "e\($0)" } ?? "" : ""
        return String((parts[0] + exponent).map { $0 == "-" ? "−" : $0 })
    }

    /// e where |x| = d.ddd · 10^e. Of the digits as they print, so that no power is off by one.
    private var decimalExponent: Int {
        let parts = "\(magnitude)".split(separator: "e"), point = parts[0].split(separator: ".")
        let shift = parts.count == 2 ? Int(parts[1])! : 0
        if point[0] != "0" { return shift + point[0].count - 1 }
        return shift - point[1].prefix { $0 == "0" }.count - 1
    }

    private static func power(_ exponent: Int) -> Double { Double("1e\(exponent)")! }
}
