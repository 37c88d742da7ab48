import Patterns

/// Patterns on which matchers that try one way after the other take exponential or quadratic time,
/// on texts that nearly match: here the time for a text ten times as long is ten times as long.
enum PatternBenchmarks {
  private struct Case {
    let name: String
    let pattern: String
    /// How the text begins, what it repeats, and how it ends.
    var begin = ""
    let unit: String
    let end: String
  }

  struct WrongAnswer: Error {
    let pattern: String
  }

  private static let cases = [
    Case(name: "(a+)+$", pattern: "(a+)+$", unit: "a", end: "!"),
    Case(name: "(a|a)*$", pattern: "^(a|a)*$", unit: "a", end: "!"),
    Case(name: "(a|aa)+$", pattern: "^(a|aa)+$", unit: "a", end: "!"),
    Case(name: "(a*)*b", pattern: "(a*)*b", unit: "a", end: ""),
    Case(name: "(x+x+)+y", pattern: "(x+x+)+y", unit: "x", end: ""),
    Case(name: "(.*a){20}", pattern: "^(.*a){20}$", unit: "a", end: "!"),
    Case(name: "(a?){30}a{30}", pattern: "^(a?){30}a{30}$", unit: "a", end: ""),
    Case(name: ".*.*=.*", pattern: ".*.*=.*", unit: "x", end: ""),
    // Stack Exchange, 20 July 2016.
    Case(
      name: "spaces at the end", pattern: #"^[\s\x{200c}]+|[\s\x{200c}]+$"#, begin: "!", unit: " ",
      end: "!"),
    // Cloudflare, 2 July 2019.
    Case(
      name: "firewall rule",
      pattern: #"(?:(?:"|'|\]|\}|\\|\d|(?:nan|infinity|true|false|null|undefined|symbol|math)|"#
        + #"`|-|\+)+[)]*;?((?:\s|-|~|!|\{\}|\|\||\+)*.*(?:.*=.*)))"#,
      begin: "1", unit: "x", end: ""),
    Case(
      name: "e-mail address",
      pattern: #"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}"#
        + #"(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$"#, unit: "a", end: "!"),
    Case(name: "host name", pattern: #"^(([a-z0-9]+-?)+\.)+[a-z]+$"#, unit: "a-", end: "!"),
  ]

  private static let lengths = [(1_000, "1 KB"), (10_000, "10 KB"), (100_000, "100 KB")]

  static func run() throws {
    for test in cases {
      let pattern = try RegularExpression(parsing: test.pattern)
      for (length, name) in lengths {
        var text = Array(test.begin.utf8)
        while text.count < length { text.append(contentsOf: test.unit.utf8) }
        text.append(contentsOf: test.end.utf8)
        guard !pattern.isFound(in: text.span) else {
          throw WrongAnswer(pattern: test.pattern)
        }
        Measurement.measure(
          "Catastrophic patterns", "\(test.name), \(name)", bytes: text.count, seconds: 0.2
        ) {
          _ = pattern.isFound(in: text.span)
        }
      }
    }
  }
}
