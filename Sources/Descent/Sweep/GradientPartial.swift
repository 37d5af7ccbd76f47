/// Where the partial of a gradient keeps what: one loss per output, one sum of residuals per output, then the products
/// with X, features × outputs.
struct GradientPartial {
    let sums: Int
    let gradient: Int
    let count: Int

    init(_ plan: Plan) {
        sums = plan.outputs
        gradient = 2 * plan.outputs
        count = gradient + plan.features * plan.outputs
    }
}
