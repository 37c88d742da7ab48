import Foundation
import TestSupport
import Testing

@testable import Patterns

/// The tests of Go, RE2 and Rust, of the syntax of RE2.
///
/// What those test and kpatch does not have is replacing, splitting, quoting and the dumps of their
/// compilers: of these files the patterns must compile.
@Suite("Regular expressions of other projects")
struct RegularExpressionSuiteTests {
  typealias Suite = RegularExpressionSuite

  // MARK: Go

  @Test("Go's patterns that are none are refused")
  func invalid() throws {
    let bad = try Suite.json("go-regexp/badRe.json", as: [[String: String]].self) ?? []
    let lists = try Suite.json("go-regexp/syntax-invalid.json", as: [String: [String]].self) ?? [:]
    let patterns =
      bad.compactMap { $0["Re"] } + (lists["invalidRegexps"] ?? []) + (lists["onlyPOSIX"] ?? [])
    // Four of them are no UTF-8, which JSON does not keep.
    let readable = patterns.filter { !Suite.isLost($0) }
    if !patterns.isEmpty { #expect(readable.count == 58 && patterns.count == 62) }
    let accepted = readable.filter(Suite.compiles)
    // A thousand stars in one another are what kpatch's limit just allows and Go's does not.
    let deep = String(repeating: "(?:", count: 1_000) + String(repeating: ")*", count: 1_000)
    #expect(accepted.filter { $0 != deep }.map { String($0.prefix(100)) } == [])
  }

  @Test("Go's patterns are patterns, also those of tests about what kpatch does not do")
  func valid() throws {
    var patterns = try Suite.json("go-regexp/goodRe.json", as: [String].self) ?? []
    let lists = try Suite.json("go-regexp/syntax-invalid.json", as: [String: [String]].self) ?? [:]
    patterns += lists["onlyPerl"] ?? []
    for (name, key) in [
      ("replace", "Pattern"), ("replaceLiteral", "Pattern"), ("split", "R"),
      ("literalPrefix", "Pattern"), ("syntax-simplify", "Regexp"), ("quoteMeta", "Output"),
      ("syntax-compile-prog", "Regexp"),
    ] {
      let cases = try Suite.json("go-regexp/\(name).json", as: [[String: Any]].self) ?? []
      patterns += cases.compactMap { $0[key] as? String }
    }
    let parsed =
      try Suite.json("go-regexp/syntax-parse.json", as: [String: [[String: String]]].self) ?? [:]
    // Those of `literalTests` are literal texts.
    for (name, cases) in parsed where name != "literalTests" {
      patterns += cases.compactMap { $0["Regexp"] }
    }
    let refused = Set(patterns.filter { !Suite.compiles($0) })
    #expect(Set(refused.map { String($0.prefix(60)) }) == (patterns.isEmpty ? [] : Self.goOnly))
    if !patterns.isEmpty { #expect(patterns.count == 444) }
  }

  /// What Go compiles and kpatch does not: each must be refused, or the line is to go.
  private static let goOnly: Set<String> = [
    // Two groups of one name, which RE2 refuses too.
    "(?P<x>hi)|(?P<x>bye)",
    // Names of properties that are spelt as one likes, which only Go has.
    #"\p{upper case-let ter}"#, #"\p{__upper case-let ter}"#, #"(?i)\p{ascii}"#,
    // More groups than kpatch's limit, and more instructions.
    String(repeating: "(", count: 60), "(" + String(repeating: "|", count: 59),
  ]

  @Test("Go's matches are found, all of them with their groups")
  func finding() throws {
    let cases = try Suite.json("go-regexp/find.json", as: [[String: Any]].self) ?? []
    var wrong: [String] = []
    for test in cases {
      let pattern = try #require(test["Pat"] as? String)
      let text = (test["TextBytes"] as? [UInt8]) ?? []
      let wanted = (test["Matches"] as? [[Int]]) ?? []
      let found = Suite.all(try RegularExpression(parsing: pattern), in: text)
      if found != wanted { wrong.append("\(pattern) finds \(found), not \(wanted)") }
    }
    #expect(wrong == [])
  }

  // MARK: RE2

  @Test(
    "RE2's matches are found: of the whole text and in it, the first and the longest one",
    arguments: ["re2-search.txt", "re2-exhaustive-sample.txt"])
  func re2(file: String) throws {
    var log = SearchLog()
    for line in try Suite.lines("go-regexp/\(file)") { log.read(line) }
    #expect(log.wrong == [])
    // What is left out has one of two reasons, which are RE2's alone.
    #expect(log.leftOut.subtracting([#"\C is a byte"#, #"\B between bytes"#]) == [])
    #expect(log.count == 0 || log.count > 1_500)
  }

  /// RE2's log of its searches: strings, then patterns with a line of results for each string.
  struct SearchLog {
    var strings: [[UInt8]] = []
    var isInStrings = false
    /// The first line of a string that has two.
    var open: ArraySlice<UInt8>?
    var pattern: RegularExpression?
    var next = 0
    var count = 0
    var wrong: [String] = []
    var leftOut: Set<String> = []

    mutating func read(_ line: ArraySlice<UInt8>) {
      let quote = UInt8(ascii: "\"")
      // The suite has a carriage return in a string as a line's end.
      if let start = open {
        open = nil
        add(start + [0x0D] + line)
        return
      }
      guard let first = line.first else { return }
      switch first {
      case UInt8(ascii: "s") where line.elementsEqual("strings".utf8):
        (strings, isInStrings, pattern) = ([], true, nil)
      case UInt8(ascii: "r") where line.elementsEqual("regexps".utf8): isInStrings = false
      case quote where line.count == 1 || line.last != quote: open = line
      case quote: add(line)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        if let pattern {
          check(pattern, strings[next], RegularExpressionSuite.text(line)[...])
        }
        next += 1
      default: return  // A comment or the name of a section.
      }
    }

    private mutating func add(_ quoted: ArraySlice<UInt8>) {
      let text = RegularExpressionSuite.unquoted(quoted.dropFirst().dropLast())
      if isInStrings { strings.append(text) } else { begin(RegularExpressionSuite.text(text)) }
    }

    private mutating func begin(_ text: String) {
      next = 0
      pattern = try? RegularExpression(parsing: text)
      if pattern != nil { return }
      if text.contains(#"\C"#) {
        leftOut.insert(#"\C is a byte"#)
      } else {
        wrong.append("\(text) does not compile")
      }
    }

    private mutating func check(
      _ pattern: RegularExpression, _ text: [UInt8], _ line: Substring
    ) {
      if pattern.text.contains(#"\B"#), text.contains(where: { $0 >= 0x80 }) {
        leftOut.insert(#"\B between bytes"#)
        return
      }
      count += 1
      let asked: [(isWhole: Bool, preference: RegularExpression.Preference)] = [
        (true, .first), (false, .first), (true, .longest), (false, .longest),
      ]
      for ((isWhole, preference), wanted) in zip(asked, line.split(separator: ";")) {
        let match = pattern.match(in: text.span, from: 0, isWhole: isWhole, preference)
        let found = match.map { match in
          match.groups.map { $0.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "-" }
            .joined(separator: " ")
        }
        if found ?? "-" != wanted, wrong.count < 20 {
          let words = String(decoding: text, as: UTF8.self)
          let sort = "\(isWhole ? "whole" : "part"), \(preference)"
          wrong.append("\(pattern.text) in \(words), \(sort): \(found ?? "-"), not \(wanted)")
        }
      }
    }
  }

  // MARK: AT&T

  @Test(
    "The longest matches of AT&T's tests are found, as Go reads them",
    arguments: ["basic", "nullsubexpr", "repetition"])
  func fowler(file: String) throws {
    var wrong: [String] = []
    var count = 0
    var last = ""
    for line in try Suite.lines("go-regexp/\(file).dat.txt") {
      var fields = line.split(separator: UInt8(ascii: "\t")).map(Suite.text)
      if line.first == UInt8(ascii: "#") || fields.count < 4 { continue }
      var flags = fields[0]
      // What is said of other implementations.
      if let first = flags.first, "?&|;{}".contains(first) { flags.removeFirst() }
      if flags.hasPrefix(":") { flags = String(flags.split(separator: ":").last ?? "") }
      var text = fields[2] == "NULL" ? [] : Array(fields[2].utf8)
      if flags.contains("$") {
        fields[1] = Suite.text(Suite.unquoted(fields[1].utf8))
        text = Suite.unquoted(text)
      }
      if fields[1] == "SAME" { fields[1] = last }
      last = fields[1]
      // B is the older syntax of grep, which nobody has here.
      guard flags.contains("E") || flags.contains("L") else { continue }
      var pattern = flags.contains("L") ? "\\Q\(last)\\E" : last
      if flags.contains("i") { pattern = "(?i)" + pattern }
      count += 1
      let found = Self.answer(pattern, text, groups: fields[3].filter { $0 == "(" }.count)
      if !Self.agrees(found, fields[3]) {
        wrong.append("\(pattern) in \(Suite.text(text)): \(found), not \(fields[3])")
      }
    }
    #expect(wrong == [])
    if last != "" { #expect(count > 40) }
  }

  /// `(0,1)(?,?)`, `NOMATCH`, or `BAD` for what does not compile.
  private static func answer(_ pattern: String, _ text: [UInt8], groups: Int) -> String {
    guard let pattern = try? RegularExpression(parsing: "(?s)" + pattern) else { return "BAD" }
    guard
      let match = pattern.match(in: text.span, from: 0, isWhole: false, .longest)
    else { return "NOMATCH" }
    return match.groups.prefix(groups).map { group in
      group.map { "(\($0.lowerBound),\($0.upperBound))" } ?? "(?,?)"
    }.joined()
  }

  private static func agrees(_ found: String, _ wanted: String) -> Bool {
    if found == wanted { return true }
    // Other words in capitals name an error.
    return found == "BAD" && !wanted.hasPrefix("(") && wanted != "NOMATCH" && wanted != "NULL"
      && wanted != "OK"
  }

  // MARK: Rust

  @Test("Rust's matches are found where Go has the pattern, and refused where it has not")
  func rust() throws {
    let cases = try Suite.json("rust-regex/tests.json", as: [[String: Any]].self) ?? []
    var wrong: [String] = []
    var count = 0
    for test in cases {
      guard var pattern = test["regex"] as? String, let go = test["go"] as? String else { continue }
      let name = "\(test["file"] ?? "")/\(test["name"] ?? "")"
      if go != "compiles" {
        if Suite.compiles(pattern) { wrong.append("\(name): \(pattern) compiles") }
        continue
      }
      guard test["goAgrees"] as? Bool == true else { continue }
      if test["case-insensitive"] as? Bool == true { pattern = "(?i)" + pattern }
      let haystack = test["haystack"] as? String ?? ""
      let text =
        test["unescape"] as? Bool == true ? Suite.unquoted(haystack.utf8) : Array(haystack.utf8)
      let wanted = test["goMatches"] as? [[Int]] ?? []
      count += 1
      guard let compiled = try? RegularExpression(parsing: pattern) else {
        wrong.append("\(name): \(pattern) does not compile")
        continue
      }
      let found = Suite.all(compiled, in: text)
      if found != wanted { wrong.append("\(name): \(pattern) finds \(found), not \(wanted)") }
    }
    #expect(wrong == [])
    if !cases.isEmpty { #expect(count == 752) }
  }
}
