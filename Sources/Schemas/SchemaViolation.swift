import Documents
import Patterns

/// One thing that is wrong with a value: where it is, what asks for it, and what to say.
package struct SchemaViolation: Sendable {
  /// The value that is wrong; for a missing key the mapping that lacks it.
  package let value: Node
  /// The document of the schema, empty for the one that was compiled.
  package let document: String
  /// The keyword that is not fulfilled.
  package let schemaPointer: JSONPointer
  package let keyword: String
  package let reason: Reason
  /// The schema's `errorMessage`, for this keyword or for all.
  package let ownWords: String?
  /// The schema's `description`.
  package let description: String?

  package enum Reason: Sendable {
    case forbidden
    case wrongType(TypeSet)
    case notAmong([Value])
    case isWhatItMustNot([Value])
    case outOfBounds(isMaximum: Bool, isExclusive: Bool, limit: String)
    case noMultiple(String)
    case tooShort(Int, Int)
    case tooLong(Int, Int)
    case noMatch(String)
    case wrongFormat(SchemaFormat)
    case tooFewElements(Int, Int)
    case tooManyElements(Int, Int)
    case isTwice(first: Int, second: Int)
    case containsTooFew(Int, minimum: Int)
    case containsTooMany(Int, maximum: Int)
    case tooFewKeys(Int, Int)
    case tooManyKeys(Int, Int)
    case missing(String, because: String?)
    case unknownKey(known: [String], hasPatterns: Bool)
    case fitsNone(Int)
    case fitsSeveral(Int)
    /// A comparison that does not hold, with what is on either side.
    case unequal(String, left: String, right: String)
    /// A comparison that cannot be done.
    case incomparable(String)
  }

  /// The place of the value, from the root of its document or a node above it.
  package func instancePointer(from base: Node? = nil) -> JSONPointer {
    value.document.pointer(to: value, from: base)
  }

  /// Whether it is a key that is wrong, and not what stands at it.
  package var isOfKey: Bool {
    guard value.isString else { return false }
    return value.document.root.at(instancePointer())?.index != value.index
  }

  /// What is wrong, as a sentence without its end: the schema's own `errorMessage`, or what the
  /// keyword says followed by the schema's `description`. Without `showsValues` it holds nothing of
  /// the value, for Secrets.
  ///
  /// Of the way to the value it names only keys that are in `names`, where they are given: in a
  /// document inside of a Secret, a key may be the secret.
  package func sentence(
    from base: Node? = nil, showsValues: Bool, names: Set<String>? = nil
  ) -> String {
    var pointer = instancePointer(from: base)
    if let names {
      pointer.tokens = pointer.tokens.map {
        names.contains($0) || JSONPointer.elementIndex($0) != nil ? $0 : "…"
      }
    }
    let isOfKey = isOfKey
    let subject = (isOfKey ? "the key " : "") + Self.name(pointer)
    if let ownWords { return "\(subject): \(ownWords)" }
    let said = said(
      subject, showsValues && !isOfKey ? Self.shown(value) : nil, hints: names == nil)
    return description.map { "\(said) (\($0))" } ?? said
  }

  /// `servers[0].port`; "the value" for the root.
  static func name(_ pointer: JSONPointer) -> String {
    if pointer.tokens.isEmpty { return "the value" }
    var text = ""
    for token in pointer.tokens {
      if JSONPointer.elementIndex(token) != nil, !text.isEmpty {
        text += "[\(token)]"
      } else {
        text += text.isEmpty ? token : ".\(token)"
      }
    }
    return "`\(VisibleText.escaped(VisibleText.shortened(text, to: 120)))`"
  }

  /// The value as it may be shown.
  private static func shown(_ node: Node) -> String {
    switch node.kind {
    case .sequence: "a list"
    case .mapping: "an object"
    case .string: "\"\(VisibleText.escaped(VisibleText.shortened(node.text, to: 60)))\""
    default: VisibleText.shortened(node.text, to: 60)
    }
  }

  /// A value of the schema.
  private static func shown(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let text): text
    case .string(let text):
      text.isEmpty ? "\"\"" : VisibleText.escaped(VisibleText.shortened(text, to: 60))
    case .sequence: "a certain list"
    case .mapping: "a certain object"
    }
  }

  private static func list(_ values: [Value]) -> String {
    let shown = values.prefix(12).map { Self.shown($0) }.joined(separator: ", ")
    return values.count > 12 ? "\(shown) and \(values.count - 12) more" : shown
  }

  private func said(_ subject: String, _ shown: String?, hints: Bool) -> String {
    switch reason {
    case .forbidden: return "\(subject) must not be here"
    case .wrongType(let types):
      guard let shown else { return "\(subject) is not \(types.words)" }
      return "\(subject) is \(shown), \(types.words) is wanted"
    case .notAmong(let values):
      let wanted = values.count == 1 ? "it must be" : "allowed are"
      guard let shown else { return "\(subject): \(wanted) \(Self.list(values))" }
      return "\(subject) is \(shown), \(wanted) \(Self.list(values))\(hint(values))"
    case .isWhatItMustNot(let values):
      return values.isEmpty
        ? "\(subject) is what it must not be" : "\(subject) must not be \(Self.list(values))"
    case .outOfBounds(let isMaximum, let isExclusive, let limit):
      let bound =
        isExclusive
        ? "it must be \(isMaximum ? "below" : "above") \(limit)"
        : "at \(isMaximum ? "most" : "least") \(limit) is allowed"
      guard let shown else { return "\(subject) is too \(isMaximum ? "large" : "small"): \(bound)" }
      return "\(subject) is \(shown), \(bound)"
    case .noMultiple(let unit):
      return "\(subject) is \(shown ?? "a number"), a multiple of \(unit) is wanted"
    case .noMatch(let pattern):
      guard let shown else { return "\(subject) does not match the pattern \(pattern)" }
      return "\(subject) is \(shown), which does not match the pattern \(pattern)"
    case .wrongFormat(let format):
      guard let shown else { return "\(subject) is not \(format.words)" }
      return "\(subject) is \(shown), which is not \(format.words)"
    case .fitsNone(let count): return "\(subject) fits none of the \(count) allowed forms"
    case .fitsSeveral(let count):
      return "\(subject) fits several of \(count) forms, of which exactly one must fit"
    case .missing(let key, let cause):
      let path = instancePointer().tokens.isEmpty ? "" : " in \(subject)"
      return "`\(VisibleText.escaped(key))` is missing"
        + (path.isEmpty || subject == "the value" ? "" : path)
        + (cause.map { "; `\(VisibleText.escaped($0))` needs it" } ?? "")
    case .unknownKey(let known, _):
      let last = instancePointer().tokens.last ?? ""
      let near =
        hints
        ? Nearest.word(to: last, among: known).map { "; did you mean `\($0)`?" } : nil
      return "\(subject) is not among what is allowed here\(near ?? "")"
    case .unequal(let text, let left, let right):
      let sides = shown != nil ? ", here \(left) and \(right)" : ""
      return "`\(VisibleText.escaped(text))` must hold\(sides)"
    case .incomparable(let text):
      return "`\(VisibleText.escaped(text))` cannot be computed: a number has too many digits, or"
        + " one is divided by 0"
    default: return counted(subject)
    }
  }

  private func hint(_ values: [Value]) -> String {
    guard values.count > 1, let text = value.string else { return "" }
    let known = values.compactMap { value -> String? in
      if case .string(let text) = value { text } else { nil }
    }
    return Nearest.word(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
  }

  private static func count(_ count: Int, _ word: String) -> String {
    count == 1 ? "1 \(word)" : "\(count) \(word)s"
  }

  private func counted(_ subject: String) -> String {
    switch reason {
    case .tooShort(let count, let limit):
      "\(subject) has \(Self.count(count, "character")), at least \(limit) are wanted"
    case .tooLong(let count, let limit):
      "\(subject) has \(Self.count(count, "character")), at most \(limit) are allowed"
    case .tooFewElements(let count, let limit):
      "\(subject) has \(Self.count(count, "element")), at least \(limit) are wanted"
    case .tooManyElements(let count, let limit):
      "\(subject) has \(Self.count(count, "element")), at most \(limit) are allowed"
    case .isTwice(let first, let second):
      "\(subject) is the same as element \(first), element \(second) must differ from all others"
    case .containsTooFew(let count, let limit):
      "\(subject) has \(Self.count(count, "element")) of the wanted form,"
        + " at least \(limit) are wanted"
    case .containsTooMany(let count, let limit):
      "\(subject) has \(Self.count(count, "element")) of that form, at most \(limit) are allowed"
    case .tooFewKeys(let count, let limit):
      "\(subject) has \(Self.count(count, "key")), at least \(limit) are wanted"
    case .tooManyKeys(let count, let limit):
      "\(subject) has \(Self.count(count, "key")), at most \(limit) are allowed"
    default: "\(subject) is not as the schema wants it"
    }
  }
}
