package import DescentAlgebra

/// An engine made at its first use, by a maker that may fail, and then one of all whose reads are counted.
package struct EngineSlot<Value: Delivering> {
    private var value: Value?

    package init() {}

    package mutating func get(
        among engines: inout [any Delivering], _ make: () throws(DescentError) -> Value
    ) throws(DescentError) -> Value {
        if let value { return value }
        let made = try make()
        value = made
        engines.append(made)
        return made
    }
}
