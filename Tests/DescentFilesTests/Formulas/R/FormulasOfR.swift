import Testing

/// A formula of R and its data, and the same formula here.
struct FormulaOfR: Sendable, CustomTestStringConvertible {
    /// None, where there is no response.
    enum Family: String { case gaussian, binomial, poisson, none }

    /// Among all, and the name of R's answer.
    let index: Int
    let set: String
    let family: Family
    /// A column, if samples have weights.
    let weights: String?
    let formula: String
    let own: String

    var testDescription: String { "\(set): \(formula)" }
}

/// What is fitted by both.
enum FormulasOfR {
    static let all = fitted + GeneratedFormulas.formulas(200, seed: 3, from: fitted.count)

    /// Data sets, and per line a formula: before it a family that is not the normal one, behind it how the same is written here
    /// where that differs.
    private static let text = #"""
        [mtcars]
        mpg ~ wt + hp
        mpg ~ wt * factor(cyl) | mpg ~ wt * C(cyl)
        mpg ~ factor(cyl):wt | mpg ~ C(cyl):wt
        mpg ~ factor(cyl) + factor(cyl):wt - 1 | mpg ~ C(cyl) + C(cyl):wt - 1
        mpg ~ 0 + factor(cyl) + hp | mpg ~ 0 + C(cyl) + hp
        mpg ~ hp + factor(cyl) * factor(am) - 1 | mpg ~ hp + C(cyl) * C(am) - 1
        mpg ~ 0 + wt:factor(cyl) + factor(am) | mpg ~ 0 + wt:C(cyl) + C(am)
        mpg ~ factor(cyl) * factor(gear) | mpg ~ C(cyl) * C(gear)
        mpg ~ I(hp^2) + hp + I(hp/wt)
        log(mpg) ~ log(disp) + sqrt(hp) + exp(-wt)
        mpg ~ abs(wt - 3) + log10(hp) + log2(disp) + log1p(carb)
        mpg ~ poly(hp, 2) + poly(wt, 3)
        mpg ~ poly(hp, 2) * factor(am) | mpg ~ poly(hp, 2) * C(am)
        mpg ~ poly(log(disp), 2):poly(wt, 2)
        mpg ~ bs(wt, df = 5) | mpg ~ spline(wt, 5)
        mpg ~ bs(wt, df = 4, degree = 2):factor(am) | mpg ~ bs(wt, df = 4, degree = 2):C(am)
        mpg ~ . - make - gearbox - manual
        log(mpg) ~ . - wt - make - gearbox - manual
        mpg ~ (wt + hp + qsec)^2
        mpg ~ (wt + hp + qsec)^3 - wt:hp
        mpg ~ wt * hp * qsec - hp
        mpg ~ wt + I(2 * wt + 1) + hp
        mpg ~ manual + wt
        mpg ~ wt * I(hp > 120)
        mpg ~ gearbox * wt
        mpg ~ wt + make
        mpg ~ wt + offset(0.1 * disp)
        mpg ~ (wt + offset(0.1 * disp))^2 * (qsec + offset(0.1 * disp))
        binomial: am ~ wt
        binomial: vs ~ mpg + gearbox
        poisson: carb ~ wt * qsec + offset(log(cyl))
        [warpbreaks]
        breaks ~ wool * tension
        log(breaks) ~ tension + wool:tension
        breaks ~ wool + tension - 1
        breaks ~ C(wool, sum) * C(tension, sum)
        breaks ~ C(wool, contr.sum):C(tension, contr.sum)
        breaks ~ relevel(tension, "M") * wool | breaks ~ C(tension, ref="M") * wool
        poisson: breaks ~ tension:wool
        poisson: breaks ~ tension/wool
        poisson: breaks ~ 0 + tension:wool
        [esoph]
        ncontrols ~ (agegp + alcgp + tobgp)^2
        binomial by n: ncases/n ~ agegp + alcgp + tobgp
        binomial by n: ncases/n ~ agegp + alcgp:tobgp
        poisson: ncases ~ agegp + alcgp + tobgp + offset(log(n))
        [infert]
        age ~ education * factor(parity) | age ~ education * C(parity)
        binomial: case ~ age + parity + education + spontaneous + induced
        binomial: case ~ education:spontaneous + induced
        binomial: case ~ poly(age, 2) + spontaneous * induced
        [ToothGrowth]
        len ~ supp * dose
        len ~ supp * factor(dose) | len ~ supp * C(dose)
        len ~ supp/dose - 1
        len ~ supp:poly(dose, 2)
        binomial: supp ~ len
        [CO2]
        uptake ~ Type * Treatment * log(conc)
        uptake ~ Plant + conc + Type
        uptake ~ bs(conc, df = 4) * Type
        log(uptake) ~ Type + Treatment:conc
        [ChickWeight]
        weight ~ Time * Diet
        weight ~ Diet + poly(Time, 3):Diet
        log(weight) ~ Time + Time:Chick
        [chickwts]
        weight ~ feed
        [quine]
        log(Days + 1) ~ .^3 - Eth:Sex:Age
        Days ~ (Lrn + Eth:Sex + Sex)^2
        poisson: Days ~ .^2
        poisson: Days ~ Eth * Sex * Age * Lrn
        poisson: Days ~ Age/Lrn
        poisson: Days ~ 0 + Age:Lrn
        [iris]
        Sepal.Length ~ .
        Sepal.Length ~ (. - Species) * Species
        Petal.Width ~ Species:Sepal.Length + Species:Sepal.Width
        binomial: I(Species == "virginica") ~ Petal.Length + Sepal.Length
        [airquality]
        Ozone ~ Solar.R + poly(Temp, 2) * Wind
        log(Ozone) ~ bs(Temp, df = 6) + factor(Month) | log(Ozone) ~ spline(Temp, 6) + C(Month)
        Ozone ~ factor(Month)/Wind | Ozone ~ C(Month)/Wind
        sqrt(Ozone) ~ . - Day - Month + factor(Month) | sqrt(Ozone) ~ . - Day - Month + C(Month)
        [PlantGrowth]
        weight ~ group
        weight ~ C(group, sum) - 1
        [InsectSprays]
        sqrt(count) ~ spray - 1
        poisson: count ~ spray
        [npk]
        yield ~ block + N * P * K
        yield ~ block/(N + P)
        yield ~ (N + P)/K
        yield ~ (N + P + K)^3 - N:P:K
        yield ~ N + K:N + P:N
        [Insurance]
        poisson: Claims ~ District + Group + Age + offset(log(Holders))
        poisson: Claims ~ District * Group + C(Age, sum) + offset(log(Holders))
        [birthwt]
        bwt ~ . - low
        binomial: low ~ factor(race) * smoke + age + lwt | low ~ C(race) * smoke + age + lwt
        [swiss]
        Fertility ~ .^2
        Fertility ~ . - Examination
        [stackloss]
        stack.loss ~ .^2
        """#

    static let fitted: [FormulaOfR] = {
        var found: [FormulaOfR] = [], set = ""
        for line in text.split(separator: "\n") {
            guard !line.hasPrefix("[") else {
                set = String(line.dropFirst().dropLast())
                continue
            }
            var formulas = line.split(separator: " | ").map(String.init), words = ["gaussian"]
            // A family stands before a colon, in front of the response.
            let before = formulas[0].prefix { $0 != "~" }
            if let colon = before.firstIndex(of: ":") {
                words = before[..<colon].split(separator: " ").map(String.init)
                formulas[0] = String(formulas[0][colon...].dropFirst(2))
            }
            found.append(
                FormulaOfR(
                    index: found.count, set: set, family: FormulaOfR.Family(rawValue: words[0])!,
                    weights: words.count > 1 ? words[2] : nil, formula: formulas[0], own: formulas.last!))
        }
        return found
    }()

    /// What a column of R is called here, part by part of a product.
    ///
    /// | R | here | |
    /// |---|---|---|
    /// | `(Intercept)` | `(bias)` | |
    /// | `factor(cyl)6` | `C(cyl)6` | a column of numbers, one of its levels |
    /// | `C(wool, sum)1`, `relevel(tension, "M")L` | `wool1`, `tensionL` | a category by its own name, however it is coded |
    /// | `bs(wt, df = 5)1` | `bs(wt, 5)1` | degrees of freedom without their name |
    /// | `manualTRUE`, `I(hp > 120)TRUE` | `manual`, `I(hp > 120)` | truth values are numbers, 0 and 1 |
    static func ownName(_ name: String) -> String {
        guard name != "(Intercept)" else { return "(bias)" }
        return name.split(separator: ":").map { part in
            part.replacing(#/^factor\(/#, with: "C(")
                .replacing(#/^(?:C|relevel)\((\w+), [^)]*\)/#) { $0.1 }
                .replacing(#/^bs\((\w+), df = /#) { "bs(\($0.1), " }
                .replacing(#/^(I\(.*\)|manual)TRUE$/#) { $0.1 }
        }.joined(separator: ":")
    }
}
