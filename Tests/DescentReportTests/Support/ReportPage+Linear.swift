import DescentReport

extension ReportPage {
    /// A linear fit with wide intervals.
    static let linear = ReportPage(
        title: "Linear fit of longley.csv",
        sections: [
            ReportSection("The fit", [.facts([("R²", "0.9955"), ("Residual deviation", "304.9")])]),
            ReportSection(
                "Coefficients",
                [
                    .table(
                        ReportTable(
                            title: "Coefficients", columns: ["feature", "coefficient", "std. error", "t", "p"],
                            rows: [
                                [
                                    .text("bias"), .number(-3482258.63459582), .number(890420.383607373),
                                    .fixed(-3.911, decimals: 3), .number(0.00356),
                                ],
                                [
                                    .text("deflator"), .number(15.0618722713733), .number(84.9149257747669),
                                    .fixed(0.177, decimals: 3), .number(0.863),
                                ],
                                [
                                    .text("gnp"), .number(-0.0358191792925910), .number(0.0334910077722432),
                                    .fixed(-1.07, decimals: 3), .number(0.313),
                                ],
                                [
                                    .text("year"), .number(1829.15146461355), .missing, .fixed(4.02, decimals: 3),
                                    .number(1.2e-9),
                                ],
                            ])),
                    .chart(
                        IntervalChart(
                            title: "Coefficients",
                            rows: [
                                .init("year", 1829.2, interval: (799, 2859)),
                                .init("deflator", 15.1, interval: (-177, 207)),
                                .init("separated", 900, interval: (-1e9, 1e9)), .init("no interval", -400),
                                .init("half", 300, interval: (100, .infinity)),
                            ])),
                ]),
            ReportSection("Nothing", []),
        ])
}
