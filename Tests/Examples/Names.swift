// What examples of the documentation use and do not declare: Scripts/examples compiles each of them beside this. The names are here for
// their types. Those of the README's first example have its values, for examples that are run.
import Descent
import DescentFiles
import Foundation

let X = try! Matrix<Double>(samples: [[1, 2], [3, -1], [0, 4], [-2, 1]])
let y = [1.0, 0, 1, 0]
let data = try! Dataset(X, targets: y)

let labels: [Int] = unknown()
let digits: [Int] = unknown()
let pixels: [UInt8] = unknown()
let targets: [Double] = unknown()
let w: [Double] = unknown()
let new: Matrix<Double> = unknown()
let samples: Matrix<Double> = unknown()
let arrivals: [(Matrix<Double>, [Double])] = unknown()

nonisolated(unsafe) let sweep: Sweep<Double> = unknown()
let point: Parameters = unknown()
let layer: Layer<Double> = unknown()
let solver: Solver = unknown()
nonisolated(unsafe) var run: Training<Double> = unknown()
let fit: Fit<Double> = unknown()
let model: Model<Double> = unknown()
let table: Table = unknown()
let learned: LearnedTerms = unknown()
let statistics: Statistics = unknown()
let mine: BuiltInNeuron = try! .expression("mine") { z, y in (z - y) * (z - y) }

/// The value of a name in an example that is compiled and not run.
private func unknown<Value: ~Copyable>() -> Value { fatalError("an example that is run has no value for a name") }

/// The path of a data set that is no part of the package. Without it, the program ends with the status that says so.
func corpus(_ name: String) -> String {
    let path = (ProcessInfo.processInfo.environment["DESCENT_CORPORA"] ?? ".") + "/" + name
    guard FileManager.default.fileExists(atPath: path) else { exit(77) }
    return path
}
