import Documents

// Every reason why a text is refused that is neither JSON nor YAML; the wording is pinned by tests
// with an input that causes it.
extension SyntaxError.Reason {
  package static let embeddedEqualKeys = Self(
    id: "equal-keys", message: "this key stands twice, and only one of the two counts",
    remedy: "remove one of them")
  static let embeddedControl = Self(
    id: "control-character", message: "a control character stands in the text",
    remedy: "remove it, or write it as an escape")
  static let lineWithoutValue = Self(
    id: "expected-assignment", message: "this line should be NAME=value",
    remedy: "write name and value, or begin the line with # for a comment")
  static let badName = Self(
    id: "bad-name",
    message: "a name has letters, digits, '_', '.' and '-' and begins with no digit",
    remedy: "mend the name before the '='")
  static let textAfterQuote = Self(
    id: "text-after-quote", message: "text follows the closing quote",
    remedy: "put the whole value into the quotes")
  static let unclosedQuote = Self(
    id: "unclosed-quote", message: "a quote is opened and never closed",
    remedy: "close it at the end of the value")
  static let badEscape = Self(
    id: "bad-escape", message: "this escape sequence is not known here")
  static let unclosedSection = Self(
    id: "unclosed-section", message: "a section is not closed by ']' on its line",
    remedy: "write [name] on a line of its own")
  static let tomlKey = Self(
    id: "toml-key", message: "a key should stand here",
    remedy: "put a key of other characters than letters, digits, '_' and '-' in quotes")
  static let tomlEquals = Self(
    id: "toml-equals", message: "a key must be followed by '=' and its value on the same line")
  static let tomlValue = Self(
    id: "toml-value", message: "this is no value of TOML",
    remedy: "put texts in quotes; write true, false, numbers and dates without")
  static let tomlEnd = Self(
    id: "toml-end-of-line", message: "nothing but a comment may follow a value on its line")
  static let tomlTable = Self(
    id: "toml-table", message: "this name is a value or a closed table already",
    remedy: "give it another name, or define the table in one place")
  static let tomlUnclosed = Self(
    id: "toml-unclosed", message: "a bracket or a quote is opened and never closed")
}
