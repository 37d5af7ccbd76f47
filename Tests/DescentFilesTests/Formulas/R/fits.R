# Fits formulas on data sets that R brings, and writes what came of it: `Rscript fits.R FOLDER`.
#
# FOLDER holds cases.txt, a line per fit: a data set, a family, a column of weights or nothing, and a formula, with tabs between.
# Beside it come one file per data set and one per line, 0.txt, 1.txt, …; numbers have 17 digits, which is all of them.
suppressPackageStartupMessages({
    library(MASS)
    library(splines)
})

# Without this, ordered factors would have polynomials for their levels. Here all categories are compared with their first level.
options(contrasts = c("contr.treatment", "contr.treatment"))
# The levels of texts are ordered by their bytes, whatever the language of the machine.
invisible(Sys.setlocale("LC_COLLATE", "C"))

folder <- commandArgs(trailingOnly = TRUE)[1]

sets <- list(
    airquality = na.omit(airquality), birthwt = birthwt, ChickWeight = ChickWeight, chickwts = chickwts, CO2 = CO2,
    esoph = transform(esoph, n = ncases + ncontrols), infert = infert, InsectSprays = InsectSprays,
    Insurance = Insurance, iris = iris,
    # With a column of truth values, and two of texts.
    mtcars = transform(
        mtcars, manual = am == 1, gearbox = ifelse(am == 1, "Manual", "automatic"), make = sub(" .*", "", rownames(mtcars)),
        stringsAsFactors = FALSE),
    npk = npk, PlantGrowth = PlantGrowth, quine = quine, stackloss = stackloss, swiss = swiss,
    ToothGrowth = ToothGrowth, warpbreaks = warpbreaks)

line <- function(...) paste(c(...), collapse = "\t")
written <- function(x) ifelse(is.na(x), "NA", sprintf("%.17g", x))

# Of categories the levels in their order, and then the place of every sample's level.
column <- function(name, x) {
    if (is.factor(x)) {
        return(c(line("levels", name, levels(x)), line("codes", name, as.integer(x) - 1L)))
    }
    if (is.character(x)) return(line("texts", name, x))
    if (is.logical(x)) return(line("flags", name, as.integer(x)))
    line(if (is.integer(x)) "integers" else "numbers", name, written(x))
}

for (name in names(sets)) {
    set <- as.data.frame(sets[[name]])
    writeLines(unlist(Map(column, names(set), set)), file.path(folder, paste0(name, ".txt")))
}

fitted <- function(set, family, weights, formula) {
    arguments <- list(formula = as.formula(formula), data = as.data.frame(sets[[set]]))
    if (nzchar(weights)) arguments$weights <- arguments$data[[weights]]
    if (family == "gaussian") return(do.call(lm, arguments))
    arguments$family <- family
    # Columns count as dependent from a thousandth of epsilon on, so that a smaller one would let rounding pass for information.
    # Its fit ends some ten digits from the optimum; two more begin there, for the others.
    arguments$control <- glm.control(epsilon = 1e-10, maxit = 50)
    for (round in 1:3) {
        # Shares of trials are no whole numbers, at which R wonders.
        fit <- suppressWarnings(do.call(glm, arguments))
        arguments$start <- ifelse(is.na(coef(fit)), 0, coef(fit))
    }
    fit
}

cases <- strsplit(readLines(file.path(folder, "cases.txt")), "\t")
columns <- function(design) {
    vapply(colnames(design), function(name) line("column", name, written(design[, name])), "")
}
for (index in seq_along(cases)) {
    case <- as.list(cases[[index]])
    file <- file.path(folder, paste0(index - 1, ".txt"))
    # Without a response there are columns alone.
    if (case[[2]] == "none") {
        writeLines(columns(model.matrix(as.formula(case[[4]]), sets[[case[[1]]]])), file)
        next
    }
    fit <- do.call(fitted, case)
    errors <- sqrt(diag(vcov(fit)))
    writeLines(c(
        columns(model.matrix(fit)),
        vapply(names(coef(fit)), function(name) line("coefficient", name, written(c(coef(fit)[name], errors[name]))), ""),
        line("fit", written(c(deviance(fit), df.residual(fit), fit$rank)))
    ), file)
}
