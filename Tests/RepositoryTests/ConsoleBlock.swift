/// A run of the shell as a README shows it: commands behind `$ `, each followed by what it prints.
struct ConsoleBlock {
  struct Step {
    let command: String
    /// What it prints. A line `...` stands for any number of lines.
    let output: [String]
  }

  let steps: [Step]

  init(_ text: String) {
    var steps: [Step] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        steps.append(Step(command: String(line.dropFirst(2)), output: []))
      } else if let last = steps.popLast() {
        steps.append(Step(command: last.command, output: last.output + [String(line)]))
      }
    }
    self.steps = steps
  }

  /// Whether lines are those that are shown.
  static func shows(_ shown: [String], _ lines: [String]) -> Bool {
    // After an ellipsis the first place that fits is taken, and given up for a later one.
    var place = 0
    var line = 0
    var retry: (place: Int, line: Int)?
    while line < lines.count {
      if place < shown.count, shown[place] == "..." {
        place += 1
        retry = (place, line)
      } else if place < shown.count, shown[place] == lines[line] {
        place += 1
        line += 1
      } else if let last = retry {
        retry = (last.place, last.line + 1)
        (place, line) = (last.place, last.line + 1)
      } else {
        return false
      }
    }
    return shown[place...].allSatisfy { $0 == "..." }
  }
}
