package import DescentAlgebra
package import DescentSolvers

extension Setting {
    package init(neuron: some Neuron, start: Parameters, occasion: Occasion) {
        self.init(
            isConvex: neuron.isConvex, smoothness: neuron.smoothness, isCoupled: neuron.coupling != .independent,
            start: start, occasion: occasion)
    }

    /// The setting of a fit of all data.
    package init<Element: Scalar>(
        neuron: any Neuron, start: Parameters, occasion: Occasion, of data: Dataset<Element>,
        _ standardisation: Standardisation?, ulp: Double
    ) {
        self.init(neuron: neuron, start: start, occasion: occasion)
        samples = data.sampleCount
        scale = standardisation?.scale
        deviations = data.survey.features.map(\.standardDeviation)
        memberDeviations = data.survey.memberDeviations
        self.ulp = ulp
        lossScale = data.survey.lossScale(neuron.domain, neuron.smoothness)
        sizes = start.values.indices.map { index in
            guard index < weights else { return 1 }
            let feature = data.survey.features[index % start.featureCount],
                unit = scale?[index % start.featureCount] ?? 1
            let (mean, deviation) = (feature.mean / unit, feature.standardDeviation / unit)
            return (mean * mean + deviation * deviation).squareRoot()
        }
    }
}
