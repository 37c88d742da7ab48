/// Why an input could not be parsed, and where: two offsets and a constant, no text of the input.
///
/// Words, line and column are made where it is shown.
package struct SyntaxError: Error, Equatable, Sendable {
  /// One cause. Each parser declares its own as static members of an extension.
  package struct Reason: Equatable, Sendable {
    /// A stable name in kebab case for tests and machine formats: `json-duplicate-key`.
    package let id: StaticString
    /// What is wrong, as a sentence without a capital and without a full stop.
    package let message: StaticString
    /// How to mend it, likewise; empty where the message says it all.
    package let remedy: StaticString

    package init(id: StaticString, message: StaticString, remedy: StaticString = "") {
      self.id = id
      self.message = message
      self.remedy = remedy
    }

    package static func == (left: Reason, right: Reason) -> Bool {
      left.id.description == right.id.description
    }
  }

  package let reason: Reason
  /// Byte offset in the source of what cannot be.
  package let offset: Int
  /// A second place that belongs to it: the first of two equal keys, the bracket that is not
  /// closed.
  package let related: Int?

  package init(_ reason: Reason, at offset: Int, related: Int? = nil) {
    self.reason = reason
    self.offset = offset
    self.related = related
  }
}

extension SyntaxError.Reason {
  package static let tooLarge = Self(
    id: "input-too-large", message: "the input is larger than this tool reads",
    remedy: "split it into several files")
  package static let tooDeep = Self(
    id: "too-deep", message: "containers are nested deeper than this tool reads")
  package static let tooManyNodes = Self(
    id: "too-many-nodes", message: "the document has more nodes than this tool reads")
  package static let invalidUTF8 = Self(
    id: "invalid-utf8", message: "these bytes are not valid UTF-8",
    remedy: "save the file in the encoding UTF-8")
}
