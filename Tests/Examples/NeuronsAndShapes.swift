let features = 2
let samples = 4
