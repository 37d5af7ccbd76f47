/// Where the partial of a gradient keeps what: one loss per output, one sum of residuals per output, then the products
/// with X, features × outputs.
package struct GradientPartial {
    let sums: Int
    let gradient: Int
    package let count: Int

    package init(_ plan: Plan) {
        sums = plan.outputs
        gradient = 2 * plan.outputs
        count = gradient + plan.features * plan.outputs
    }
}
