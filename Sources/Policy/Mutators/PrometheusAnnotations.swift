import Documents

/// The annotations of Prometheus in a mapping, as its discovery sees them.
///
/// Discovery turns every character of a key that is no letter, digit or underscore into an
/// underscore, so `prometheus.io/scrape` and `prometheus_io/scrape` are the same to it, and so they
/// are here: what the author wrote in either form is the author's.
struct PrometheusAnnotations {
  struct Entry {
    /// As it is written.
    let key: Node
    let value: Node
  }

  private(set) var scrape: Entry?
  private(set) var scrapeSlow: Entry?
  private(set) var port: Entry?
  private(set) var path: Entry?
  private(set) var scheme: Entry?
  /// Whether any annotation of Prometheus is there, of these or of others.
  private(set) var isAny = false
  /// Whether one of them is no string.
  private(set) var hasOtherThanStrings = false
  private let annotations: Node?
  private let moved: Node?

  /// Looks through the annotations of some metadata, and then through others that come to those
  /// which are not there.
  init(_ annotations: Node?, moved: Node? = nil) {
    self.annotations = annotations
    self.moved = moved
    Self.forEach(annotations, moved) { name, entry in
      isAny = true
      if !entry.value.isString { hasOtherThanStrings = true }
      switch name {
      case .scrape: scrape = scrape ?? entry
      case .scrapeSlow: scrapeSlow = scrapeSlow ?? entry
      case .port: port = port ?? entry
      case .path: path = path ?? entry
      case .scheme: scheme = scheme ?? entry
      case .other: break
      }
    }
  }

  /// All annotations of Prometheus, these and others, in order. They are looked for again, so that
  /// no list is made where nobody asks for it.
  var entries: [Entry] {
    var entries: [Entry] = []
    Self.forEach(annotations, moved) { entries.append($1) }
    return entries
  }

  private static func forEach(
    _ annotations: Node?, _ moved: Node?, _ body: (Name, Entry) -> Void
  ) {
    if let annotations {
      for (key, value) in annotations.entries {
        if let name = name(of: key) { body(name, Entry(key: key, value: value)) }
      }
    }
    guard let moved else { return }
    for (key, value) in moved.entries {
      guard let name = name(of: key), annotations?[named: key.text] == nil else { continue }
      body(name, Entry(key: key, value: value))
    }
  }

  /// Whether a parameter is there.
  func hasParameter(_ name: String) -> Bool {
    var isThere = false
    Self.forEach(annotations, moved) { _, entry in
      let start = Self.prefix.utf8.count
      if entry.key.withText({ Self.equal($0, from: start, "param_", name) }) { isThere = true }
    }
    return isThere
  }

  private enum Name {
    case scrape, scrapeSlow, port, path, scheme, other
  }

  /// The prefix as discovery sees it.
  private static let prefix = "prometheus_io_"

  /// The first key of a mapping that is one of Prometheus.
  static func firstKey(of mapping: Node) -> Node? {
    mapping.firstKey { isName($0) }
  }

  /// Whether a key is one of Prometheus.
  static func isName(_ key: String) -> Bool { isName(key.utf8Span.span) }

  private static func isName(_ key: Span<UInt8>) -> Bool {
    // Hardly any key is one.
    key.count > prefix.utf8.count && key[0] == UInt8(ascii: "p")
      && equal(key, from: 0, prefix)
  }

  private static func name(of key: Node) -> Name? {
    key.withText { text in
      guard isName(text) else { return nil }
      let start = prefix.utf8.count
      if equal(text, from: start, "scrape", "") { return .scrape }
      if equal(text, from: start, "scrape_slow", "") { return .scrapeSlow }
      if equal(text, from: start, "port", "") { return .port }
      if equal(text, from: start, "path", "") { return .path }
      if equal(text, from: start, "scheme", "") { return .scheme }
      return .other
    }
  }

  /// Whether a key, from a place to its end and as discovery sees it, is these two words in a row.
  private static func equal(
    _ text: Span<UInt8>, from start: Int, _ first: String, _ second: String
  ) -> Bool {
    guard text.count == start + first.utf8.count + second.utf8.count else { return false }
    return equal(text, from: start, first) && equal(text, from: start + first.utf8.count, second)
  }

  /// The same of one word; there must be as much text.
  private static func equal(_ text: Span<UInt8>, from start: Int, _ word: String) -> Bool {
    let wanted = word.utf8Span.span
    for index in wanted.indices {
      let byte = text[start + index]
      guard (byte.isAlphanumeric ? byte : UInt8(ascii: "_")) == wanted[index] else { return false }
    }
    return true
  }
}
