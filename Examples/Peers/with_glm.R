# A logistic regression of maximum likelihood by glm and by descent, from the same formula.
births <- read.csv("Examples/Data/births.csv")
births$low <- births$low == "yes"
terms <- "age + weight * smokes + race"
fit <- glm(as.formula(paste("low ~", terms)), binomial, births, epsilon = 1e-12)

model <- tempfile(fileext = ".safetensors")
descent <- function(...) system2("descent", c(...), stdout = TRUE)
json <- descent("train", "Examples/Data/births.csv", "--quiet", "--json", "--output", model,
                "--formula", shQuote(paste("low ~", terms)))
# The few members that are needed; a package would read the object.
member <- function(name, value) regmatches(json, gregexpr(sprintf('(?<="%s":)%s', name, value), json, perl = TRUE))[[1]]
rows <- sub('.*"coefficients":\\[(.*?)\\].*', "\\1", json, perl = TRUE)
json <- rows
names <- gsub('"', "", member("name", '"[^"]*"'))
ours <- data.frame(row.names = names, estimate = as.numeric(member("estimate", "[-+0-9.eE]+")),
                   error = as.numeric(member("standardError", "[-+0-9.eE]+")))
theirs <- coef(summary(fit))
rownames(theirs)[1] <- "(bias)"
ours <- ours[match(sub("yes$", "", rownames(theirs)), sub("yes$", "", names)), ]

cat(sprintf("%-18s%14s%14s%14s%14s\n", "", "glm", "descent", "std. error", "descent"))
cat(sprintf("%-18s%14.8f%14.8f%14.8f%14.8f\n", rownames(theirs), theirs[, 1], ours$estimate, theirs[, 2], ours$error), sep = "")
p <- as.numeric(descent("predict", "--model", model, "Examples/Data/births.csv")[-1])
cat(sprintf("\n%-18s%14s%14s\n", "P(low = yes)", "glm", "descent"))
cat(sprintf("%-18s%14.8f%14.8f\n", paste("row", 1:4), fitted(fit)[1:4], p[1:4]), sep = "")
cat(sprintf("\nlargest difference of %d probabilities: %.0e\n", length(p), max(abs(p - fitted(fit)))))
