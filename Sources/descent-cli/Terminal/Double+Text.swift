internal import Descent

extension Double {
    /// As many significant digits as a person reads, with the minus that programs read too.
    func text(digits: Int = 4) -> String {
        String(written(digits: digits).map { $0 == "−" ? "-" : $0 })
    }

    /// 12 s, 3:05, 2:10:00
    var asTime: String {
        let seconds = Int(rounded(.up)), two = { (value: Int) in (value < 10 ? "0" : "") + "\(value)" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
