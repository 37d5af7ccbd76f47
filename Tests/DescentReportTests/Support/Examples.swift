import DescentReport
import Testing

/// Pages as they are made of fits, and one of what nobody wants to see.
struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let page: ReportPage
    var testDescription: String { name }

    static let all = [
        Example(name: "logistic", page: .logistic), Example(name: "softmax", page: .softmax),
        Example(name: "linear", page: .linear), Example(name: "degenerate", page: .degenerate),
        Example(name: "hostile", page: .hostile), Example(name: "empty", page: ReportPage(title: "", sections: [])),
    ]
}
