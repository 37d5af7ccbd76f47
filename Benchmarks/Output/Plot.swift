/// placeholder
struct Plot {
    init(_ records: [Record], _ limits: Limits, title: String) {}
    var svg: String { "" }
}
