import DescentDrawing

extension Figure {
    /// The five columns of spline(x, 5), and the knots between their pieces.
    static let spline = Figure("spline", height: 320) { drawing in
        let curves = try TermCurves("spline(x, 5)", of: (0...120).map { Double($0) / 12 })
        let frame = Frame(left: 46, top: 34, width: 566, height: 232, x: 0...10, y: 0...1)
        frame.axes(
            &drawing, x: Tick.at([0, 2, 4, 6, 8, 10]), y: Tick.at([0, 0.25, 0.5, 0.75, 1]),
            labels: ("x", "the columns of spline(x, 5)"))
        // A third of the samples lies on each side of a knot and between both.
        for knot in [10.0 / 3, 20.0 / 3] {
            frame.curve(&drawing, [(knot, 0), (knot, 1)], class: "guide")
            frame.label(&drawing, knot, 0.94, "knot", dx: 6, class: "note halo")
        }
        for (index, kind) in ["blue", "red", "green", "purple", "ink"].enumerated() {
            let points = try curves.column(index), top = points.max { $0.y < $1.y }!
            frame.curve(&drawing, points, class: kind)
            let isLast = index == 4
            frame.label(
                &drawing, top.x, top.y, "\(index + 1)", dx: isLast ? -16 : 0, dy: isLast ? 20 : -8,
                class: kind + " strong halo", anchor: .middle)
        }
    }

    /// Lines of one slope, and lines of a slope each.
    static let interaction = Figure("interaction", height: 360) { drawing in
        let incomes = try CityIncomes(), kinds = ["blue", "red", "green"]
        for (panel, formula) in ["income ~ age + city", "income ~ age * city"].enumerated() {
            let frame = Frame(
                left: 46 + Double(panel) * 290, top: 40, width: 250, height: 264, x: 18...66, y: 10...56)
            frame.axes(
                &drawing, x: Tick.at([20, 30, 40, 50, 60]), y: Tick.at([10, 20, 30, 40, 50]), labels: ("age", formula))
            for (city, line) in try incomes.lines(formula).enumerated() {
                frame.curve(&drawing, line, class: kinds[city])
            }
            for point in incomes.points {
                frame.dot(&drawing, point.age, point.income, radius: 2.5, class: kinds[point.city])
            }
            for (city, line) in try incomes.lines(formula).enumerated() where panel == 1 {
                frame.label(
                    &drawing, line[1].x, line[1].y, CityIncomes.cities[city], dx: 6, dy: 5, class: kinds[city])
            }
        }
    }
}
