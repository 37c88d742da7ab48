import Documents
import Patterns

/// Reads one layer of a policy strictly: whatever is not understood is a problem with its place,
/// and reading goes on, so that all problems come at once.
///
/// Each function gives `nil` where the node is not what it should be, after it has reported that.
package struct SettingsReader {
  /// The layer's name in problems.
  package let layer: String
  package private(set) var problems: [PolicyProblem] = []
  /// What is worth knowing and no mistake for certain.
  package private(set) var notes: [PolicyProblem] = []
  /// Whether nodes have a place worth showing: not so for what the command line says.
  private let hasPlaces: Bool

  package init(layer: String, hasPlaces: Bool = true) {
    self.layer = layer
    self.hasPlaces = hasPlaces
  }

  /// Reports an error at a node.
  package mutating func fail(_ node: Node, _ message: String, _ remedy: String = "") {
    problems.append(
      PolicyProblem(
        layer: layer, range: hasPlaces ? node.range : nil,
        pointer: hasPlaces ? node.document.pointer(to: node) : JSONPointer(), message: message,
        remedy: remedy))
  }

  /// Says at a node what is no mistake for certain.
  package mutating func note(_ node: Node, _ message: String, _ remedy: String) {
    notes.append(
      PolicyProblem(
        kind: .note, layer: layer, range: hasPlaces ? node.range : nil,
        pointer: hasPlaces ? node.document.pointer(to: node) : JSONPointer(), message: message,
        remedy: remedy))
  }

  /// Reports each key inside of a node that stands twice: of the two settings only the last would
  /// count, and whoever wrote the first believes in it.
  package mutating func duplicateKeys(in node: Node) {
    let range = node.range
    for remark in node.document.remarks
    where remark.kind == .duplicateKey && remark.range.start >= range.start
      && remark.range.start < range.end
    {
      problems.append(
        PolicyProblem(
          layer: layer, range: remark.range, message: "this key stands twice in one mapping",
          remedy: "remove one of the two"))
    }
  }
}

// MARK: - Shapes

extension SettingsReader {
  /// The keys of a mutator's settings that the policy reads for it.
  package static let scopeKeys = ["match", "exclude"]

  /// Whether the node is a mapping; null counts as one without entries.
  package mutating func isMapping(_ node: Node, _ what: String) -> Bool {
    if node.isMapping || node.isNull { return true }
    expected("a mapping", at: node, what)
    return false
  }

  /// Reports every key of a mapping that is not known. `what` is how errors call the mapping.
  ///
  /// `optional` are further keys that somebody else reads: ``scopeKeys`` for a mutator's settings.
  package mutating func keys(
    of node: Node, known: [String], in what: String, optional: [String] = []
  ) {
    for (key, _) in node.entries {
      let name = key.text
      if known.contains(name) || optional.contains(name) { continue }
      unknown("key", name, at: key, in: what, known: known)
    }
  }

  /// The most words that an error lists.
  private static let maximumListed = 16

  /// Reports a word that is not among the known ones.
  package mutating func unknown(
    _ sort: String, _ word: String, at node: Node, in what: String = "", known: [String]
  ) {
    let place = what.isEmpty ? "" : " in \(what)"
    if let near = Nearest.word(to: word, among: known) {
      fail(node, "unknown \(sort) \(quoted(word))\(place)", "did you mean \(quoted(near))?")
    } else if !known.isEmpty, known.count <= Self.maximumListed {
      fail(
        node, "unknown \(sort) \(quoted(word))\(place)",
        "expected \(known.count == 1 ? "" : "one of ")\(known.joined(separator: ", "))")
    } else {
      fail(node, "unknown \(sort) \(quoted(word))\(place)")
    }
  }

  private mutating func expected(_ wanted: String, at node: Node, _ what: String) {
    fail(node, "\(what) must be \(wanted), not \(node.kind.phrase)")
  }
}

// MARK: - Scalars and lists

extension SettingsReader {
  package mutating func string(_ node: Node, _ what: String) -> String? {
    if let text = node.string { return text }
    if node.isContainer || node.isNull {
      expected("a string", at: node, what)
    } else {
      fail(
        node, "\(what) must be a string, not \(node.kind.phrase)",
        "put it in quotes: \"\(written(node))\"")
    }
    return nil
  }

  package mutating func boolean(_ node: Node, _ what: String) -> Bool? {
    if let value = node.boolean { return value }
    expected("true or false", at: node, what)
    return nil
  }

  package mutating func integer(
    _ node: Node, in range: ClosedRange<Int64>, _ what: String
  ) -> Int64? {
    if let value = node.integer, range.contains(value) { return value }
    if node.kind == .integer {
      fail(node, "\(what) must be from \(range.lowerBound) to \(range.upperBound)")
    } else {
      expected("a whole number", at: node, what)
    }
    return nil
  }

  /// One of the words.
  package mutating func choice(_ node: Node, of words: [String], _ what: String) -> String? {
    guard let word = node.string else {
      fail(
        node, "\(what) must be one of \(words.joined(separator: ", ")), not \(node.kind.phrase)")
      return nil
    }
    if words.contains(word) { return word }
    if let near = Nearest.word(to: word, among: words) {
      fail(node, "unknown \(what) \(quoted(word))", "did you mean \(quoted(near))?")
    } else {
      fail(
        node, "unknown \(what) \(quoted(word))", "expected one of \(words.joined(separator: ", "))")
    }
    return nil
  }

  /// A sequence of strings.
  package mutating func strings(_ node: Node, _ what: String) -> [String]? {
    guard node.isSequence else {
      expected("a list of strings", at: node, what)
      return nil
    }
    var texts: [String] = []
    var sound = true
    for element in node.elements {
      if let text = string(element, "each element of \(what)") {
        texts.append(text)
      } else {
        sound = false
      }
    }
    return sound ? texts : nil
  }

  /// A sequence of patterns for names.
  package mutating func globs(_ node: Node, _ what: String) -> [Glob]? {
    guard node.isSequence else {
      expected("a list of names", at: node, what)
      return nil
    }
    if node.count == 0 {
      fail(node, "\(what) is empty, so it would mean nothing", "name something or remove it")
      return nil
    }
    var globs: [Glob] = []
    for element in node.elements {
      if let glob = glob(element, "each element of \(what)") { globs.append(glob) }
    }
    return globs.count == node.count ? globs : nil
  }

  /// A pattern for names.
  package mutating func glob(_ node: Node, _ what: String) -> Glob? {
    guard let text = string(node, what) else { return nil }
    do {
      return try Glob(text)
    } catch {
      fail(node, error.message)
      return nil
    }
  }

  /// How the author wrote a scalar; its text where that is not known.
  private func written(_ node: Node) -> String {
    let record = node.record
    if record.has(.synthetic) || record.has(.aliasRoot) || record.has(.aliased) { return node.text }
    return node.document.source.text(of: node.range)
  }
}

/// A word in double quotes, as ``printable(_:)`` shows it.
package func quoted(_ word: String) -> String {
  // Appended, since an interpolation takes four times as long, and every message has a name.
  var text = "\""
  text += printable(word)
  text += "\""
  return text
}

/// A word that somebody else wrote, fit for a message: shortened where it is long, and without
/// control characters, which could make a terminal or a log say something else.
package func printable(_ word: String) -> String {
  // Nearly every word is a short one of letters, and is its own copy.
  let utf8 = word.utf8
  if utf8.count <= 64, utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return word }
  var text = ""
  var count = 0
  for scalar in word.unicodeScalars {
    if count == 64 {
      text += "…"
      break
    }
    count += 1
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: text += "\u{FFFD}"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}

extension Node.Kind {
  /// With its article, for messages.
  package var phrase: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer, .float: "a number"
    case .string: "a string"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
