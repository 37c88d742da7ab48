/// How YAML is written where several ways say the same. What is inserted follows its surroundings;
/// the defaults are what `kubectl get -o yaml` prints.
package struct YAMLStyle: Sendable, Equatable {
  package enum Quotes: Sendable, Equatable {
    case single
    case double
  }

  /// Columns from a mapping's keys to those of a mapping below one of them.
  package var indentation = 2
  /// Columns from a mapping's keys to the dashes of a sequence below one of them; 0 or more.
  package var sequenceOffset = 0
  /// Columns from a dash to what follows it on its line; 2 or more.
  package var dashWidth = 2
  /// The quotes of strings that need some.
  package var quotes = Quotes.double
  /// Whether strings get quotes that do not need any.
  package var quotesEverything = false
  /// The quotes of keys that do not need any.
  package var keyQuotes: Quotes?
  /// The line break: `\n`, `\r\n` or `\r`.
  package var lineBreak: [UInt8] = [.lineFeed]
  /// Whether flow collections have a space after `:` and after `,`.
  package var spacesAfterColon = true
  package var spacesAfterComma = true

  /// What stands on the lines below, which a block scalar at the end could take for its own.
  var below = Below.content

  enum Below: Sendable, Equatable {
    case content
    /// Empty lines: part of a block scalar that keeps its line breaks, `|+`.
    case emptyLines
    /// White space or a comment that is indented: part of any block scalar that is indented less.
    case indented
  }

  /// Whether elements of a sequence are flow collections though the sequence is not:
  /// `- {name: http, port: 80}`.
  var elementsInFlow = false

  /// How the nodes stand in the source that are copies of it, in the order in which they are
  /// written; `nil`, and all after the last, are written as the rest of the style says.
  var spellings: [Spelling?] = []

  package init() {}
}
