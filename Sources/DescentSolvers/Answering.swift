package import DescentAlgebra

/// What can answer a solver's queries: a sweep, batches in turn, what many fits share, a batch that somebody brings.
package protocol Answering {
    /// - Parameter step: steps taken so far, by which a mini-batch is chosen.
    /// - Throws: what makes an answer impossible; `evaluation` may then hold part of it.
    func answer(_ query: Query, step: Int, into evaluation: inout Evaluation) throws(DescentError)
}
