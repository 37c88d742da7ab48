/// A command line that was understood: which command, and what it was given.
package struct Invocation: Sendable {
  /// From the tool to the command that is to run; never empty.
  package let commands: [Command]
  /// Values of each option by its name, in their order; flags have empty ones.
  private let values: [String: [String]]
  /// The words that are no options.
  package let arguments: [String]
  /// The place of each of ``arguments`` among the words that were parsed. A path may be no UTF-8:
  /// by its place the process' own bytes of it can be found.
  package let places: [Int]

  init(commands: [Command], values: [String: [String]], arguments: [String], places: [Int]) {
    self.commands = commands
    self.values = values
    self.arguments = arguments
    self.places = places
  }

  /// The names of the commands below the tool: `["policy", "check"]`.
  package var path: [String] { commands.dropFirst().map(\.name) }

  /// Whether an option was given.
  package func has(_ option: Option) -> Bool { values[option.name] != nil }

  /// The last value of an option.
  package func value(_ option: Option) -> String? { values[option.name]?.last }

  /// All values of an option in their order; the elements of lists one by one.
  package func values(_ option: Option) -> [String] {
    let values = values[option.name] ?? []
    guard case .list = option.value else { return values }
    return values.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// All values of the option of that name.
  package func values(named name: String) -> [String] {
    guard let option = commands.flatMap(\.options).first(where: { $0.name == name }) else {
      return []
    }
    return values(option)
  }

  /// The last value of an option whose choices are the raw values of an enumeration.
  package func value<Word: RawRepresentable>(_ option: Option, as: Word.Type) -> Word?
  where Word.RawValue == String {
    value(option).flatMap { Word(rawValue: $0) }
  }
}
