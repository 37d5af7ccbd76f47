import DescentReport

extension ReportPage {
    static let hostileNames: [String] = [
        "<script>alert(1)</script>", "\"quoted\" 'twice' & </title></style>", "\u{0}\u{1}\u{7F}\u{85}bell\u{7}",
        "\u{202E}desrever", "مرحبا بالعالم", "line\nend\ttab\r\n", String(repeating: "long name ", count: 1000),
        "a" + String(repeating: "\u{301}", count: 10_000), "]]>", "<!--", "javascript:alert(1)", "",
        "温度 🌡️ 👨‍👩‍👧‍👦", String(Unicode.Scalar(0xFFFE as UInt16)!) + String(Unicode.Scalar(0xFDD0 as UInt16)!),
        "W" + String(repeating: "W", count: 60),
    ]

    /// Names that try to leave their place.
    static let hostile: ReportPage = {
        let names = hostileNames
        return ReportPage(
            title: names[0], subtitle: names[1],
            sections: names.map { name in
                ReportSection(
                    name,
                    [
                        .facts([(name, name)]), .note(name), .warning(name),
                        .table(
                            ReportTable(
                                title: name, columns: [name, name], rows: [[.text(name), .number(1)]], note: name)),
                        .confusion(
                            ConfusionTable(title: name, labels: [name, name], counts: [[1, 2], [3, 4]], note: name)),
                        .chart(
                            LineChart(
                                title: name, series: [.init(name, [(0, 1), (1, 2)]), .init(name, [(0, 2), (1, 1)])],
                                x: ChartAxis(name),
                                y: ChartAxis(name), level: (1.5, name), note: name)),
                        .chart(
                            IntervalChart(
                                title: name, rows: [.init(name, 1, interval: (0.5, 2))], axis: name, note: name)),
                    ])
            }, footer: names[6])
    }()
}
