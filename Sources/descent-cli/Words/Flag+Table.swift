internal import Descent

extension Flag {
    private static let fits: Set<Subcommand> = [.train, .cv]
    private static let judged: Set<Subcommand> = [.train, .cv, .evaluate]
    private static let read: Set<Subcommand> = [.train, .cv, .evaluate, .predict]
    private static let tables = read.union([.convert, .inspect])
    private static let every = Set(Subcommand.allCases)

    /// The one table: in the order of the help.
    static let all: [Flag] = [
        Flag(.model, "FILE", .data, [.predict, .evaluate], "the model, as train has written it"),
        Flag(
            .features, "FILE", .data, read,
            "samples: .npy or .safetensors[:TENSOR] of shape (samples, features), a folder or 'pattern' of such files, .csv,"
                + " .tsv, .txt or .libsvm, these also as .gz or .zst, several CSV files, a folder or a 'pattern' of them as one table; may"
                + " stand without the flag"),
        Flag(.targets, "FILE", .data, judged, "what .npy samples are to be: a .npy file"),
        Flag(.targets, "FILE", .data, [.convert], "the .npy file of targets beside a .npy file of samples"),
        Flag(.target, "NAME", .data, judged.union([.convert]), "the CSV column of the targets"),
        Flag(
            .formula, "'y ~ …'", .data, fits.union([.convert]),
            "what is learned from which terms of a CSV file, as in R: 'bought ~ age * city + spline(income, 5) + log(visits + 1)"
                + " + offset(log(days)) - 1'; the model keeps it"),
        Flag(
            .columns, "A,B,…", .data, fits.union([.convert]), "the CSV columns that are features; default: all others"),
        Flag(.exclude, "A,B,…", .data, fits.union([.convert]), "the CSV columns that are no features"),
        Flag(
            .oneHot, "A,B,…", .data, fits.union([.convert]),
            "CSV columns of text: a feature for every text, 1 where it stands, else 0"),
        Flag(
            .contrast, "A,B,…", .data, fits.union([.convert]),
            "the same without the first text of each, which the bias stands for: for standard errors"),
        Flag(
            .labels, "A,B,…", .data, fits.union([.convert]),
            "what the targets call the classes, class 0 first: --labels no,yes or --labels=-1,1; default: 0 and 1, or of text"
                + " its values in order"),
        Flag(.sampleWeights, "WORD", .data, judged, "how much each sample counts: a .npy file, or a CSV column"),
        Flag(
            .weightsAre, "repetitions|precisions", .data, [.train],
            "what degrees of freedom and P-values take weights for: so many equal samples each (default), or the precision of one"
                + " sample, as in R, of a share that of so many trials"),
        Flag(
            .offset, "WORD", .data, fits,
            "what is added to each score: a .npy file, or a CSV column; the model keeps which"),
        Flag(
            .offset, "WORD", .data, [.predict, .evaluate],
            "what is added to each score: a .npy file, or a CSV column; default: the column that the model was trained with"
        ),
        Flag(
            .withoutOffset, nil, .data, [.predict, .evaluate, .export],
            "use a model that was trained with an offset as if it were 0"),
        Flag(
            .missing, "refuse|drop|mean", .data, fits.union([.convert]),
            "where a CSV field is empty or NA: an error (default), leave the row out, or take the column's mean; the model"
                + " keeps the means of all columns of numbers"),
        Flag(
            .missing, "refuse|drop|mean|blank", .data, [.predict],
            "where a CSV field is empty or NA: an error, leave the row out, take the mean that the model keeps, or leave the"
                + " prediction empty, so that rows match; default: mean where the model has means"),
        Flag(
            .missing, "refuse|drop|mean", .data, [.evaluate],
            "where a CSV field is empty or NA: an error, leave the row out, or take the mean that the model keeps; default:"
                + " mean where the model has means"),
        Flag(
            .unknown, "refuse|reference|blank", .data, [.predict],
            "where a category of a formula has a level that was not learned from: an error (default), the reference, or leave the"
                + " prediction empty"),
        Flag(
            .unknown, "refuse|reference", .data, [.evaluate],
            "where a category of a formula has a level that was not learned from: an error (default), or the reference"
        ),
        Flag(
            .missingLevel, nil, .data, fits.union([.convert]),
            "an empty or NA field in a CSV column of text is a text of its own, (missing), also in data to come"),
        Flag(
            .na, "A,B,…", .data, fits.union([.convert]),
            "texts that mean a missing value, as an empty CSV field does: --na '?,.,None', or --na=-999; the model keeps them"
        ),
        Flag(.na, "A,B,…", .data, [.inspect], "texts that mean a missing value, as an empty CSV field does"),
        Flag(
            .na, "A,B,…", .data, [.predict, .evaluate],
            "texts that mean a missing value, beside those that the model keeps"),
        Flag(.noHeader, nil, .data, tables, "CSV files have no line of names; columns are 1, 2, …"),
        Flag(
            .separator, "C", .data, tables,
            "between CSV fields, such as ';' or tab; default: a comma, ';' with --decimal , and of .txt files what the first line"
                + " has most of"),
        Flag(
            .decimal, ".|,", .data, tables,
            "what decimals of CSV files follow: a point (default), or a comma as in 3,14"),
        Flag(
            .encoding, "utf8|latin1|utf16|utf16le|utf16be", .data, tables,
            "of CSV files: default utf8; latin1 is Windows-1252 where that has more, and utf16 goes by its byte order mark"
        ),
        Flag(
            .format, "npy|safetensors|csv|libsvm", .data, read.union([.convert]),
            "what the samples' file is, if its name does not tell"),
        Flag(
            .noMap, nil, .data, read.union([.convert]),
            "read files by calls instead of as memory, where memory or address space is short"),
        Flag(
            .dense, nil, .data, read.union([.convert]),
            "a LIBSVM file whose samples, dense, take more than 1000 times its size: up to the memory that there is"),
        Flag(.precision, "double|float", .data, read.union([.convert]), "of numbers; default: double"),

        Flag(
            .neuron, "NAME", .neuron, fits.union([.explain]),
            "logistic (default), linear, relu, sigmoid, perceptron, softmax or poisson"),
        Flag(
            .activation, "NAME", .neuron, fits.union([.explain]),
            "instead of a neuron, with --cost: identity, sigmoid, relu, tanh or exp"),
        Flag(
            .cost, "NAME", .neuron, fits.union([.explain]),
            "crossEntropy, halfSquared, squared, absolute, huber or hinge; of linear, relu and sigmoid neurons halfSquared"
                + " (default) or squared"),
        Flag(.delta, "δ", .neuron, fits.union([.explain]), "of Huber's cost; default: 1"),
        Flag(.noBias, nil, .neuron, fits, "z = w·x, without a constant"),
        Flag(
            .classesAtMost, "N", .neuron, fits,
            "of a softmax, whose classes are the values that the targets have; more are an error; default: 10000"),
        Flag(.sum, nil, .neuron, [.train], "the risk is the sum of the losses, not their mean"),
        Flag(
            .classWeights, "balanced|a=1,b=4", .neuron, fits,
            "how much the samples of each class count; a class is named by its label or number"),

        Flag(.l1, "λ", .risk, [.train], "adds λ Σ|w| to the risk; default: 0"),
        Flag(.l2, "λ", .risk, [.train], "adds ½ λ Σ w² to the risk; default: 0"),
        Flag(
            .penaltyOn, "deviations|raw", .risk, fits,
            "whether w is the change of the score per standard deviation of its feature or per unit; default: deviations, but"
                + " raw for the levels of categories. scikit-learn's C is 1/(samples λ) and its Ridge's alpha samples λ, both raw;"
                + " glmnet's lambda is λ on deviations"),

        Flag(
            .solver, "NAME", .descent, [.train],
            "auto (default), least-squares, newton, newton-cg, lbfgs, gd, normalized, momentum, nesterov, adagrad, adadelta,"
                + " rmsprop, adam, adamax, nadam, amsgrad or adamw"),
        Flag(.rate, "η", .descent, [.train], "of a step of gd … adamw; default: the rule's own"),
        Flag(
            .schedule, "NAME:N,…", .descent, [.train],
            "how the rate falls: step:EVERY,FACTOR exponential:DECAY inverse:DECAY cosine:STEPS,FLOOR or"
                + " restarts:FIRST,GROWTH"),
        Flag(.warmUp, "N", .descent, [.train], "steps over which the rate rises to η before the schedule begins"),
        Flag(.clip, "c", .descent, [.train], "the largest norm of a gradient; longer ones are shortened"),
        Flag(.batch, "N", .descent, [.train], "samples of a step; default: all"),
        Flag(.epochs, "N", .descent, [.train], "passes over the data at most; default with --batch: 10"),
        Flag(.seed, "S", .descent, fits, "of everything that is random; default: 0"),
        Flag(
            .tolerance, "t", .descent, fits,
            "the norm of the gradient to stop at, with --batch the change of an epoch's loss; default: eight digits of the"
                + " coefficients, for gd … adamw a norm of 1e-6"),
        Flag(.iterations, "N", .descent, fits, "steps at most; default: 500, for gd … adamw 10000"),
        Flag(.timeLimit, "SECONDS", .descent, [.train], "the fit ends after the step that passes it"),
        Flag(
            .raw, nil, .descent, [.train],
            "descend in the features as they are, neither centred nor scaled"),
        Flag(
            .validation, "SHARE", .descent, [.train],
            "of the samples, chosen at random, on which the loss is checked after every epoch: the best weights are kept"
        ),
        Flag(.patience, "N", .descent, [.train], "checks without a better loss before the fit stops early; default: 5"),

        Flag(.folds, "K", .choice, [.cv], "parts of the samples, stratified for classes; default: 5"),
        Flag(
            .path, "N", .choice, [.cv],
            "penalties, from the least that leaves no weight downwards; half as many beyond an end that is the best; default: 20"
        ),
        Flag(.mixing, "α", .choice, [.cv], "the share of l1 in λ (α Σ|w| + ½ (1 − α) Σ w²); default: 1"),
        Flag(
            .choose, "best|simplest", .choice, [.cv],
            "the penalty of the model: the best, or the strongest within one standard error of it; default: best"),
        Flag(
            .metric, "NAME", .choice, [.cv],
            "loss (default), accuracy, auc, brier, meanSquaredError, meanAbsoluteError or rSquared"),

        Flag(.checkpoint, "FILE", .checkpoints, [.train], "where the fit's state is saved, whole or not at all"),
        Flag(.every, "N", .checkpoints, [.train], "steps between two checkpoints, or fewer if slow; default: 100"),
        Flag(
            .resume, "FILE", .checkpoints, [.train],
            "go on from a checkpoint of the same data and options, to the same bits"),

        Flag(.x, "0.1,0.3", .values, [.explain], "the features of a sample; of several, between semicolons"),
        Flag(.y, "0.2", .values, [.explain], "the target of each sample; of a softmax, the class from 0 on"),
        Flag(.w, "-0.8,0.5", .values, [.explain], "the weights at the start; of several outputs, between semicolons"),
        Flag(.b, "0", .values, [.explain], "the bias of each output at the start; default: 0"),
        Flag(.rate, "0.5", .values, [.explain], "the rate η of a step"),
        Flag(.steps, "N", .values, [.explain], "of descent; default: 1"),
        Flag(.digits, "N", .values, [.explain], "of every result, 1 to 16; default: 6"),
        Flag(
            .html, "FILE.html", .result, [.explain],
            "the derivation as a page, its formulas set as in a book, instead of text"),

        Flag(
            .classes, nil, .result, [.predict],
            "classes instead of predictions, by their labels where the model has any"),
        Flag(
            .threshold, "t", .result, [.predict],
            "of two classes: beside the probability, the class, by its label, which is the second from a probability of t on;"
                + " --classes alone takes the model's threshold, or one half"),
        Flag(
            .threshold, "t", .result, [.train],
            "of two classes: the second is predicted from a probability of t on; the model keeps it; default: 0.5"),
        Flag(
            .threshold, "balanced|f1|cost=A:B", .result, [.cv],
            "of two classes: the threshold is the one by which predictions out of fold have the best balanced accuracy, F1 of the"
                + " second class, or mean cost of A a false alarm and B a miss; the model keeps it"),
        Flag(
            .carry, "A,B,…|all", .result, [.predict],
            "columns of the CSV file that stand, as they are, in front of the predictions"),
        Flag(.output, "FILE", .result, [.train], "the model, in safetensors; default: none, only the table is printed"),
        Flag(.output, "FILE", .result, [.cv], "the model of the chosen penalty, in safetensors; default: none"),
        Flag(.output, "p.npy|p.csv|-", .result, [.predict], "where predictions go; default: -, which is CSV on stdout"),
        Flag(.onnx, "FILE", .result, [.export], "the model as an ONNX graph"),
        Flag(.report, "FILE.html", .result, judged, "a page of tables and charts, without scripts and in one file"),
        Flag(
            .json, nil, .result, judged.union([.inspect, .explain, .doctor]),
            "one JSON object on stdout instead of a table"),
        Flag(
            .allRows, nil, .result, [.train],
            "every coefficient in the table: also of terms of more than 30, of which else only the test of all is told"),
        Flag(.dryRun, nil, .result, [.train], "print what the fit would do and take, and stop"),
        Flag(
            .threads, "N", .result, read.union([.convert]),
            "at most; 1 to \(ThreadBudget.maximum); default: one per core"),
        Flag(
            .fastReduce, nil, .result, fits,
            "under mpirun: sums of ranks in whatever order is fastest, for very many features; their last digits then depend"
                + " on the number of ranks"),
        Flag(
            .quiet, nil, .result, read.union([.convert]),
            "no progress and no notes on stderr; errors and warnings remain"),
        Flag(.help, nil, .result, every, "print this"),
    ]
}
