/// What `promtool check metrics` objects to, written after its rules.
enum PromtoolRules {
  private static let baseUnits: Set = [
    "amperes", "bytes", "celsius", "grams", "joules", "kelvin", "meters", "metres", "seconds",
    "volts",
  ]
  private static let otherUnits: Set = [
    "minutes", "hours", "days", "weeks", "kelvins", "fahrenheit", "rankine", "inches", "yards",
    "miles", "bits", "calories", "pounds", "ounces",
  ]
  private static let prefixes = [
    "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega",
    "mibi", "giga", "gibi", "tera", "tebi", "peta", "pebi",
  ]
  private static let abbreviations: Set = [
    "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d",
  ]
  private static let types: Set = ["counter", "gauge", "summary", "histogram", "untyped"]

  private struct Family {
    var help: String
    var type = ""
    var hasSeries = false
  }

  /// Problems of an exposition, also of its grammar.
  static func problems(in text: String) -> [String] {
    var problems: [String] = []
    var families: [String: Family] = [:]
    var series: Set<String> = []
    var current = ""
    if !text.hasSuffix("\n") { problems.append("the last line does not end") }
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      if line.hasPrefix("# HELP "), words.count == 4 {
        current = String(words[2])
        if families[current] != nil { problems.append("\(current): declared twice") }
        families[current] = Family(help: String(words[3]))
      } else if line.hasPrefix("# TYPE "), words.count == 4 {
        if words[2] != current { problems.append("\(words[2]): TYPE without HELP") }
        families[current]?.type = String(words[3])
        problems += nameProblems(current, type: String(words[3]))
      } else if let match = line.wholeMatch(
        of: /([a-z_]+)(\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? -?[0-9]+(?:\.[0-9]*[1-9])?/)
      {
        let name = String(match.1)
        let type = families[current]?.type
        let suffixes = type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        if !suffixes.contains(where: { current + $0 == name }) {
          problems.append("\(name): a series within \(current)")
        }
        let labels = match.2.map(String.init) ?? ""
        if type != "histogram", labels.contains(/[{,]le="/) { problems.append("\(name): le") }
        if labels.contains(/[{,]quantile="/) { problems.append("\(name): quantile") }
        if !series.insert(name + labels).inserted { problems.append("\(name): twice") }
      } else {
        problems.append("not understood: \(line)")
      }
    }
    for (name, family) in families where family.help.isEmpty { problems.append("\(name): no help") }
    return problems
  }

  static func nameProblems(_ name: String, type: String) -> [String] {
    var problems: [String] = []
    if !types.contains(type) { problems.append("\(name): type \(type)") }
    if (type == "counter") != name.hasSuffix("_total") { problems.append("\(name): _total") }
    for suffix in ["_bucket", "_count", "_sum"] where name.hasSuffix(suffix) {
      problems.append("\(name): \(suffix)")
    }
    if name.contains(":") { problems.append("\(name): colon") }
    if name != name.lowercased() { problems.append("\(name): not snake_case") }
    let words = name.split(separator: "_").map(String.init)
    for word in words.dropFirst() {
      if types.contains(word) { problems.append("\(name): a type in the name") }
      if abbreviations.contains(word) { problems.append("\(name): an abbreviated unit") }
    }
    for word in words where !baseUnits.contains(word) {
      let units = baseUnits.union(otherUnits)
      let isScaled = prefixes.contains {
        word.hasPrefix($0) && units.contains(String(word.dropFirst($0.count)))
      }
      if otherUnits.contains(word) || isScaled { problems.append("\(name): not a base unit") }
    }
    return problems
  }
}
