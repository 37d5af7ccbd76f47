// server MODEL PORT: answers GET /predict?column=value&… on this machine.
let words = CommandLine.arguments
guard words.count == 3, let port = UInt16(words[2]) else {
    fatalError("usage: server MODEL PORT")
}
// A model that cannot be used ends the program here, and not a request.
let predictor = try Predictor(words[1])

try Listener(port: port).serve { query in
    do {
        return ("200 OK", "{\"prediction\": \(try predictor.answer(query))}")
    } catch {
        // What is wrong with the row, in words for who has sent it.
        let reason = "\(error)".split { $0.isNewline }[0]
            .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return ("400 Bad Request", "{\"error\": \"\(reason)\"}")
    }
}
