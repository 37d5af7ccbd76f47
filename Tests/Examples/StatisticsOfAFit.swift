import DescentFiles

let table = try CSVFile<Double>(corpus("ucla-admissions/binary.csv"), CSVOptions(target: "admit", contrasts: ["rank"]))
let data = try Dataset(table.X, targets: table.y!)
