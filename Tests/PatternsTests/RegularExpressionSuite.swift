import Foundation
import TestSupport

@testable import Patterns

/// Reading the suite `regex`, and asking the questions of its files.
enum RegularExpressionSuite {
  /// A list in JSON, or an object of lists; empty where the suite is not there.
  static func json<Content>(_ file: String, as: Content.Type) throws -> Content? {
    guard let bytes = try Suites.bytes("regex/\(file)") else { return nil }
    return try JSONSerialization.jsonObject(with: Data(bytes)) as? Content
  }

  /// Lines as bytes: a character of Swift may reach over a quote or a line's end.
  static func lines(_ file: String) throws -> [ArraySlice<UInt8>] {
    guard let bytes = try Suites.bytes("regex/\(file)") else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
  }

  /// Whether the text of a case was no UTF-8 and is lost in JSON.
  static func isLost(_ pattern: String) -> Bool { pattern.unicodeScalars.contains("\u{FFFD}") }

  static func compiles(_ pattern: String) -> Bool {
    (try? RegularExpression(parsing: pattern)) != nil
  }

  /// The pairs of offsets of a match and its groups, -1 for what took no part: as Go has them.
  static func pairs(_ match: RegularExpression.Match?) -> [Int] {
    (match?.groups ?? []).flatMap { [$0?.lowerBound ?? -1, $0?.upperBound ?? -1] }
  }

  /// All matches in a text: `allMatches` of Go's `regexp`. An empty one behind another is none.
  static func all(_ pattern: RegularExpression, in text: [UInt8]) -> [[Int]] {
    var found: [[Int]] = []
    var start = 0
    var end = -1
    while start <= text.count, let match = pattern.firstMatch(in: text.span, from: start) {
      let range = match.range
      let isRepeated = range.upperBound == start && range.lowerBound == end
      if !isRepeated { found.append(pairs(match)) }
      start =
        range.upperBound == start
        ? start + (start < text.count ? Glob.characterLength(text.span, at: start) : 1)
        : range.upperBound
      end = range.upperBound
    }
    return found
  }

  /// A text with Go's escapes.
  static func unquoted(_ text: some Sequence<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7,
      UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11, UInt8(ascii: "b"): 8,
    ]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      if let meant = simple[escape] {
        bytes.append(meant)
      } else if [UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U")].contains(escape) {
        let count = escape == UInt8(ascii: "x") ? 2 : escape == UInt8(ascii: "u") ? 4 : 8
        let digits = String(decoding: rest.prefix(count), as: UTF8.self)
        rest = rest.dropFirst(count)
        let value = UInt32(digits, radix: 16) ?? 0
        if count == 2 {
          bytes.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
          bytes.append(contentsOf: String(Character(scalar)).utf8)
        }
      } else {
        bytes.append(escape)
      }
    }
    return bytes
  }
}
