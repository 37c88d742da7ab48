/// One command of a tool, or the tool itself: what it takes and how it is explained.
///
/// A tree of these is all that the parser, the help and the shell completions read; nothing is said
/// twice.
package struct Command: Sendable {
  /// One line of a help text that shows the command at work.
  package struct Example: Sendable {
    package let line: String
    /// What it does, as a sentence without a full stop.
    package let summary: String

    package init(_ line: String, _ summary: String) {
      self.line = line
      self.summary = summary
    }
  }

  package let name: String
  /// One sentence without a full stop, for lists of commands.
  package let summary: String
  /// Paragraphs for the command's own help.
  package let discussion: [String]
  /// Its own options, in the order of the help; those of the commands above it are accepted too.
  package let options: [Option]
  package let arguments: [Argument]
  /// Groups of options of which at most one may be given.
  package let exclusive: [[Option]]
  package let subcommands: [Command]
  package let examples: [Example]

  package init(
    _ name: String, _ summary: String, discussion: [String] = [], options: [Option] = [],
    arguments: [Argument] = [], exclusive: [[Option]] = [], subcommands: [Command] = [],
    examples: [Example] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.arguments = arguments
    self.exclusive = exclusive
    self.subcommands = subcommands
    self.examples = examples
  }

  /// The subcommand of that name.
  package func subcommand(_ name: String) -> Command? {
    subcommands.first { $0.name == name }
  }
}

/// A word of the command line that is no option.
package struct Argument: Sendable {
  /// In capitals, as the help shows it: `PATH`.
  package let name: String
  package let summary: String
  package let required: Bool
  /// Whether any number of words is taken; only the last argument of a command can be.
  package let repeats: Bool
  /// What a word may be.
  package let value: ValueSyntax

  package init(
    _ name: String, _ summary: String, required: Bool = false, repeats: Bool = false,
    value: ValueSyntax? = nil
  ) {
    self.name = name
    self.summary = summary
    self.required = required
    self.repeats = repeats
    self.value = value ?? .text(name)
  }
}
