/// A value made at its first use, by a maker that may fail.
struct WhenNeeded<Value> {
    private(set) var value: Value?

    mutating func get(_ make: () throws(DescentError) -> Value) throws(DescentError) -> Value {
        if let value { return value }
        let made = try make()
        value = made
        return made
    }
}
