/// A regular expression, matched in time that grows with the text and never faster, whatever the
/// pattern: at most one step for each instruction and character.
///
/// The syntax is RE2's, which Go and Kubernetes use, or as much of ECMA-262's as can be matched so,
/// for JSON Schema; ``Flavour`` says how they differ. There are no backreferences and no looking
/// around in either.
///
/// Texts are UTF-8; a byte that begins no character counts as one U+FFFD. A pattern is compiled
/// once, and what is compiled never changes: several threads may match with it at once.
package struct RegularExpression: Sendable {
  /// What bounds the memory and the time that a pattern can ask for.
  package enum Limits {
    /// Bytes of a pattern.
    package static let patternBytes = 16_384
    /// Groups and repetitions in each other.
    package static let depth = 1_000
    /// Groups that capture.
    package static let groups = 200
    /// The highest count of a repetition, and the highest product of those in each other; as RE2.
    package static let repetitions = 1_000
    /// Instructions that a pattern compiles to, which is also how many steps a character may take.
    package static let instructions = 12_000
    /// Ranges of characters in all sets of a pattern together.
    package static let ranges = 100_000
  }

  /// Whose syntax a pattern is in.
  ///
  /// |                      | `re2`                    | `ecma`                              |
  /// |----------------------|--------------------------|-------------------------------------|
  /// | `.`                  | all but line feed        | all but LF, CR, U+2028, U+2029      |
  /// | `\s`                 | ASCII                    | also Unicode's spaces and U+FEFF    |
  /// | `\cA` `\u0041` `\0`  | unknown                  | a character                         |
  /// | `\A` `\z` `\Q..\E`   | as in Perl               | unknown                             |
  /// | `\a` `\101` `\x{41}` | a character              | unknown                             |
  /// | `[]a]` `[^]`         | a set with `]`; unclosed | an empty set, then `a]`; everything |
  /// | `[[:alpha:]]`        | letters                  | a set of these, then `]`            |
  /// | `\p{..}`             | `L`, `Greek`, `^L`       | also `Letter`, `sc=Greek`, `gc=L`   |
  ///
  /// In both, `$` is the end of the text and not also before a last line feed, and `\d`, `\w` and
  /// `\b` are about ASCII.
  package enum Flavour: Sendable {
    case re2
    case ecma
  }

  /// Where a match lies.
  package struct Match: Equatable, Sendable {
    /// Byte ranges: of the whole match, then of each group, `nil` where a group took no part.
    package let groups: [Range<Int>?]

    /// The byte range of the whole match.
    package var range: Range<Int> { groups.first.flatMap(\.self) ?? 0..<0 }
  }

  /// Which of several matches that begin at the leftmost place is taken.
  enum Preference: Sendable {
    /// The one that the pattern prefers, as in Perl.
    case first
    /// The longest one, as in POSIX.
    case longest
  }

  /// The pattern as it was written.
  package let text: String
  package let flavour: Flavour
  /// The names of groups, first that of the whole match; `nil` where a group has none.
  package let groupNames: [String?]

  let program: RegularExpressionProgram

  /// Compiles a pattern.
  package init(
    parsing text: String, flavour: Flavour = .re2
  ) throws(RegularExpressionError) {
    var parser = RegularExpressionParser(Array(text.utf8), flavour)
    let root = try parser.parse()
    self.text = text
    self.flavour = flavour
    self.groupNames = parser.groupNames
    self.program = RegularExpressionProgram(parser.tree, root: root)
  }
}

extension RegularExpression: Equatable {
  package static func == (left: RegularExpression, right: RegularExpression) -> Bool {
    left.flavour == right.flavour && left.text.utf8.elementsEqual(right.text.utf8)
  }
}

// MARK: - Matching

extension RegularExpression {
  /// Whether the pattern matches somewhere in the text.
  package func isFound(in text: Span<UInt8>) -> Bool {
    var matcher = RegularExpressionMatcher(program, slots: 0)
    return matcher.run(text, stopsAtFirst: true)
  }

  /// Whether the pattern matches somewhere in the text.
  package func isFound(in text: String) -> Bool { isFound(in: text.utf8Span.span) }

  /// Whether the pattern matches the text from its start to its end.
  package func matchesWhole(_ text: Span<UInt8>) -> Bool {
    var matcher = RegularExpressionMatcher(program, slots: 0)
    matcher.isWhole = true
    return matcher.run(text, stopsAtFirst: true)
  }

  /// Whether the pattern matches the text from its start to its end.
  package func matchesWhole(_ text: String) -> Bool { matchesWhole(text.utf8Span.span) }

  /// The leftmost match at or after a byte offset; of those that begin there, the one that the
  /// pattern prefers. What lies before the offset is still seen by `^` and `\b`.
  package func firstMatch(in text: Span<UInt8>, from start: Int = 0) -> Match? {
    match(in: text, from: start, isWhole: false, .first)
  }

  /// The leftmost match in a text.
  package func firstMatch(in text: String) -> Match? { firstMatch(in: text.utf8Span.span) }

  func match(
    in text: Span<UInt8>, from start: Int, isWhole: Bool, _ preference: Preference
  ) -> Match? {
    guard start >= 0, start <= text.count else { return nil }
    var matcher = RegularExpressionMatcher(program, slots: 2 * groupNames.count)
    matcher.isWhole = isWhole
    matcher.preference = preference
    guard matcher.run(text, from: start, stopsAtFirst: false) else { return nil }
    let found = matcher.found
    return Match(
      groups: groupNames.indices.map { group in
        let (lower, upper) = (found[2 * group], found[2 * group + 1])
        return lower >= 0 && upper >= lower ? Int(lower)..<Int(upper) : nil
      })
  }
}
