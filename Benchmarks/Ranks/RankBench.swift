import Descent
import DescentFiles
import DescentSystem

#if MPI
    /// `bench mpi`: what ranks cost each other, for 1, 2, 4 … of them, and how far many would scale.
    struct RankBench {
        private let options: Options
        /// Of a rank.
        private let threads: Int
        private let machine: Machine
        private let table = Table()
        private let progress = StatusLine()

        init(_ options: Options) throws {
            self.options = options
            threads = options.threads ?? 1
            machine = try Machine(threads: threads)
        }

        func measure() throws {
            let json = try options.json.map { try ResultFile($0) }
            try table.comment("What do ranks cost each other, and how far would many of them scale?")
            let context: [(String, JSON)] =
                [("quick", .boolean(options.isQuick))] + machine.context + [("launcher", .string(options.launcher))]
            for (name, value) in context { try table.comment("\(name): \(value.plain)") }
            for line in Self.legend { try table.comment(line) }
            try table.row(RankRow.columns, RankRow.columns.map(\.name))
            var rows: [RankRow] = []
            for shape in shapes { rows += try measured(shape) }
            if !rows.isEmpty { try table.comment("every gradient had the bits of one process's") }
            let predictions = try predictions(rows)
            for prediction in predictions { try prediction.print(to: table) }
            let results: [(String, JSON)] = [
                ("context", .object(context)), ("ranks", .array(rows.map(\.json))),
                ("predictions", .array(predictions.flatMap(\.json))),
            ]
            try json?.write(JSON.object(results).lines() + "\n")
        }

        private var shapes: [Shape] {
            if !options.shapes.isEmpty { return options.shapes }
            return options.isQuick
                ? [Shape(28, 100_000), Shape(2000, 2000)] : [Shape(28, 1_000_000), Shape(2000, 20_000)]
        }

        /// Twice as many again and again, and as many as there may be. One alone says nothing about messages.
        private var counts: [Int] {
            let most = options.ranks ?? max(2, ThreadBudget.cores)
            return Array(sequence(first: 1) { $0 * 2 }.prefix { $0 < most }) + [most]
        }

        private func measured(_ shape: Shape) throws -> [RankRow] {
            var rows: [RankRow] = []
            for ranks in counts {
                // Every rank makes the samples; where another launcher starts it is that launcher's affair.
                let bytes = ranks * Field<Double>.bytes(shape, outputs: 1)
                if options.launcher == Options.launcher, let available = Memory.available, available < bytes {
                    try table.comment(
                        "skipped \(shape.name), \(ranks) ranks: they need \(bytes / 1_000_000) MB of memory, and "
                            + "\(available / 1_000_000) MB are available")
                    continue
                }
                progress.show("\(shape.name), \(ranks) ranks")
                let figures = try job(shape, ranks: ranks)
                progress.clear()
                let row = try RankRow(shape, ranks: ranks, threads: threads, figures)
                try table.row(RankRow.columns, row.cells)
                rows.append(row)
            }
            return rows
        }

        /// Ranks that measure themselves, from their start to their end.
        private func job(_ shape: Shape, ranks: Int) throws(BenchError) -> RankFigures {
            let program = System.quoted(System.executable ?? CommandLine.arguments[0])
            let words = RankWork.words(shape, threads: threads, isQuick: options.isQuick)
            let command = "\(options.launcher) -np \(ranks) \(program) \(words.joined(separator: " "))"
            guard let figures = System.output(of: command, isHeard: true).flatMap(RankFigures.init) else {
                throw .ranks(command)
            }
            return figures
        }

        /// Of each shape, by its row with the most ranks that have cores of their own.
        private func predictions(_ rows: [RankRow]) throws -> [ScalingPrediction] {
            guard let link = try link(of: rows) else {
                try table.comment(
                    "no prediction: one rank sends no messages; --latency and --bandwidth say what they would cost")
                return []
            }
            // By slabs of features, or in few chunks, samples take another time than those of more data.
            let suited = rows.filter { $0.plan.readsPerEvaluation == 1 && $0.plan.chunks >= 4 * $0.figures.threads }
            if suited.isEmpty {
                try table.comment("no prediction: data of a few chunks (2 MB) and one read are needed")
            }
            return shapes.compactMap { shape in
                let own = suited.filter { $0.shape == shape }
                return (own.last { !$0.figures.isCrowded } ?? own.first).map {
                    ScalingPrediction($0, link: link, isOfCaches: options.isQuick)
                }
            }
        }

        /// What was measured, but for what was asked for. Nil for neither.
        private func link(of rows: [RankRow]) throws -> Link? {
            let several = rows.filter { $0.link != nil }, calm = several.filter { !$0.figures.isCrowded }
            let heard = calm.isEmpty ? several : calm
            var link = Link(
                exchanges: heard.flatMap(\.figures.exchanges), word: quantile(heard.compactMap(\.link?.word), 0.5))
            if let link { try say(link, isOfNetwork: heard.contains { $0.figures.machines > 1 }) }
            switch (options.latency, options.bandwidth) {
            case (let latency?, let bandwidth?): link = Link(latency: latency, bandwidth: bandwidth, word: latency)
            case (let latency?, nil):
                link?.latency = latency
                link?.word = latency
            case (nil, let bandwidth?): link?.bandwidth = bandwidth
            case (nil, nil): break
            }
            return link
        }

        private func say(_ link: Link, isOfNetwork: Bool) throws {
            try table.comment("")
            try table.comment(
                "link, fitted to exchanges of 8 B to 4 MB between two ranks of \(isOfNetwork ? "two machines" : "this machine"): "
                    + "\(format(link.latency * 1e6, "%.2f")) us + bytes at \(format(link.bandwidth * 1e-9, "%.2f")) GB/s; "
                    + "a word that all agree on: \(format(link.word * 1e6, "%.2f")) us for every doubling of the ranks; "
                    + "nine of ten times are within a factor of \(format(link.misfit, "%.1f")) of it")
        }

        private static let legend = [
            "times are medians of a loss and gradient (logistic, Double), of the slowest rank; all ranks have it in the end",
            "sweep: on the samples; agree: the word before each exchange, for the last rank to come; wait: how much longer for the others,"
                + " which is imbalance; reduce: partial sums through the tree and back to all; predicted: that, by the link fitted to"
                + " these ranks",
            "allreduce: the sum of as many bytes by MPI_Allreduce, whose last digits depend on the number of ranks",
            "outside: the part of the time that is not the sweep; of_one: the time of one process with as many threads, over this, in turns",
        ]
    }
#endif
