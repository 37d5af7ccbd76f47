let point = [1.0, 2]
let gradient = [2.0, 4]
func loss(_ x: [Double]) -> Double { x[0] * x[0] + x[1] * x[1] }
