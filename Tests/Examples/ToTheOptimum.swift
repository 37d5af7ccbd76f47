let X = try Matrix(rows: 3, columns: 48_000, (0..<3 * 48_000).map { Double($0 % 7) })
let data = try Dataset(X, targets: (0..<48_000).map { Double($0 % 2) })
