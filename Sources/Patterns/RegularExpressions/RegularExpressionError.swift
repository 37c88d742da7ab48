/// Why a regular expression cannot be compiled, and where in it.
package struct RegularExpressionError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    // MARK: Limits

    /// Longer than ``RegularExpression/Limits/patternBytes``.
    case tooLong
    /// More groups in each other than ``RegularExpression/Limits/depth``.
    case tooDeep
    /// More capturing groups than ``RegularExpression/Limits/groups``.
    case tooManyGroups
    /// More instructions than ``RegularExpression/Limits/instructions``, or more ranges of
    /// characters than ``RegularExpression/Limits/ranges``.
    case tooLarge
    /// `x{1001}`, or repetitions in each other whose product is above
    /// ``RegularExpression/Limits/repetitions``.
    case tooManyRepetitions

    // MARK: Groups and repetitions

    /// `(a`.
    case unclosedGroup
    /// `a)`.
    case unopenedGroup
    /// `(?q)`, `(?P=name)`.
    case unknownGroup
    /// `(?i)` in ECMA-262, which has flags for groups only.
    case flagsWithoutGroup
    /// `(?<a b>c)`, `(?<>c)`.
    case invalidName
    /// `(?<a>b)(?<a>c)`.
    case repeatedName
    /// `*a`, `(|+)`.
    case nothingToRepeat
    /// `a**`.
    case doubleRepetition
    /// `a{2,1}`.
    case reversedRepetition

    // MARK: Escapes and sets

    /// A backslash at the end.
    case danglingEscape
    /// `\q`.
    case unknownEscape
    /// `\xZ`, `\u12`, `\x{110000}`.
    case invalidCodePoint
    /// `\p{Klingon}`.
    case unknownProperty
    /// `[a`.
    case unclosedSet
    /// `[z-a]`.
    case reversedRange
    /// `[a-\d]`.
    case rangeOfSet
    /// `[[:nope:]]`.
    case unknownSetName
    /// `[[:alpha:]]` in ECMA-262, where it means something else.
    case namedSet

    // MARK: What no matcher does in linear time, or this one not at all

    /// `(?=a)`, `(?!a)`.
    case lookahead
    /// `(?<=a)`, `(?<!a)`.
    case lookbehind
    /// `\1`, `\k<name>`.
    case backreference
    /// `(?>a)`, `a++`.
    case atomicGroup
  }

  package let reason: Reason
  /// Byte offset in the pattern.
  package let offset: Int

  init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch reason {
    case .tooLong, .tooDeep, .tooManyGroups, .tooLarge, .tooManyRepetitions: limitMessage
    case .lookahead, .lookbehind, .backreference, .atomicGroup: absentMessage
    case .unclosedGroup: "the pattern has a `(` without its `)`"
    case .unopenedGroup: "the pattern has a `)` without its `(`"
    case .unknownGroup: "the pattern has a group of a kind that does not exist"
    case .flagsWithoutGroup: "flags need a group in patterns of JSON Schema: write `(?i:...)`"
    case .invalidName:
      "the name of a group is not made of letters, digits and `_`, or is not closed"
    case .repeatedName: "two groups of the pattern have the same name"
    case .nothingToRepeat: "a repetition has nothing before it to repeat"
    case .doubleRepetition: "a repetition follows a repetition; write `(?:...)` around the first"
    case .reversedRepetition: "a repetition's highest count is below its lowest"
    case .danglingEscape: "the pattern ends with a backslash that escapes nothing"
    case .unknownEscape: "the pattern has a backslash before a character that has no meaning there"
    case .invalidCodePoint: "an escape names no Unicode character"
    case .unknownProperty: "`\\p{...}` names no category and no script that is known"
    case .unclosedSet: "the pattern has a `[` without its `]`"
    case .reversedRange: "the pattern has a range whose end comes before its start"
    case .rangeOfSet: "one end of a range in `[...]` is itself a set of characters"
    case .namedSet:
      "sets have no names in patterns of JSON Schema: write `a-zA-Z` instead of `[:alpha:]`"
    case .unknownSetName: "`[:...:]` names no set of characters that is known"
    }
  }

  private var limitMessage: String {
    let limits = RegularExpression.Limits.self
    return switch reason {
    case .tooLong: "the pattern is longer than \(limits.patternBytes) bytes"
    case .tooDeep: "the pattern has more than \(limits.depth) groups in each other"
    case .tooManyGroups: "the pattern has more than \(limits.groups) groups that capture"
    case .tooManyRepetitions:
      "the pattern asks for more than \(limits.repetitions) repetitions, counted in each other"
    default: "the pattern is too large once its repetitions and sets are written out"
    }
  }

  private var absentMessage: String {
    switch reason {
    case .lookahead:
      "the pattern looks ahead with `(?=` or `(?!`, which cannot be matched in linear time"
    case .lookbehind:
      "the pattern looks back with `(?<=` or `(?<!`, which cannot be matched in linear time"
    case .backreference:
      "the pattern refers back to a group, which cannot be matched in linear time"
    default: "the pattern has a group or repetition that never gives back; write it without"
    }
  }
}
