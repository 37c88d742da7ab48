import Documents

/// What can be wrong with a JSON text. Each case names an input that causes it.
extension SyntaxError.Reason {
  /// An empty file.
  package static let jsonEmpty = Self(
    id: "json-empty", message: "there is no JSON value here")
  /// `[1`: related is the bracket.
  package static let jsonUnclosedContainer = Self(
    id: "json-unclosed-container", message: "the input ends before this container is closed",
    remedy: "add the closing bracket")
  /// `["a`: related is the quote.
  package static let jsonUnclosedString = Self(
    id: "json-unclosed-string", message: "the input ends inside a string",
    remedy: "add the closing quote")
  /// `[flase]`
  package static let jsonExpectedValue = Self(
    id: "json-expected-value", message: "a value is expected here",
    remedy: "write a string in double quotes, a number, true, false, null, [ or {")
  /// `{a: 1}`
  package static let jsonExpectedKey = Self(
    id: "json-expected-key", message: "a key is expected here",
    remedy: "write the key in double quotes")
  /// `{"a" 1}`
  package static let jsonExpectedColon = Self(
    id: "json-expected-colon", message: "a colon is expected after a key")
  /// `[1 2]`: related is the bracket that is open.
  package static let jsonExpectedComma = Self(
    id: "json-expected-comma", message: "a comma or the closing bracket is expected here")
  /// `[1,]`: the offset is that of the comma.
  package static let jsonTrailingComma = Self(
    id: "json-trailing-comma", message: "a comma stands before the closing bracket",
    remedy: "remove the comma")
  /// `[1}`: related is the bracket that is open.
  package static let jsonWrongBracket = Self(
    id: "json-wrong-bracket", message: "the closing bracket is not of the kind that is open")
  /// `// why`
  package static let jsonComment = Self(
    id: "json-comment", message: "JSON has no comments", remedy: "remove the comment")
  /// `01`, `1.`, `.5`, `1e`, `-`, `+1`
  package static let jsonNumber = Self(
    id: "json-number", message: "this is not a number as JSON writes it",
    remedy: "no leading zero or plus sign, a digit on each side of the point")
  /// A line break or a tab inside a string.
  package static let jsonControlCharacter = Self(
    id: "json-control-character", message: "a control character stands in a string unescaped",
    remedy: "write it as an escape, as in \\n, \\t or \\u001b")
  /// `"\x41"`, `"\u12G4"`
  package static let jsonEscape = Self(
    id: "json-escape", message: "JSON has no such escape")
  /// `"\ud800"`
  package static let jsonSurrogate = Self(
    id: "json-surrogate", message: "half of a surrogate pair stands alone and is no character")
  /// `{} x`, `{} {}`
  package static let jsonTrailingContent = Self(
    id: "json-trailing-content", message: "something follows the value")
  /// `{"a": 1, "a": 2}`: related is the first of the two keys.
  package static let jsonDuplicateKey = Self(
    id: "json-duplicate-key", message: "this key stands twice in one object",
    remedy: "remove or rename one of the two")
}
