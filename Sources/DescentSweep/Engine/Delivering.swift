/// What runs over data and counts what their source delivered.
package protocol Delivering: AnyObject {
    /// Bytes of X.
    var bytesDelivered: Int { get }
}

extension Sequence<any Delivering> {
    package var bytesDelivered: Int { reduce(0) { $0 + $1.bytesDelivered } }
}
