/// Lines differ by colour and by dash, so that each tells them apart alone.
enum LineStyle {
    static let count = 8

    static func line(_ style: Int) -> String { "line s\(style % count)" }
    static func dot(_ style: Int) -> String { "dot d\(style % count)" }
}
