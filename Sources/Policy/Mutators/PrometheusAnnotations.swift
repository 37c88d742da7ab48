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
  /// All annotations of Prometheus, these and others, in order.
  private(set) var entries: [Entry] = []

  /// Whether any annotation of Prometheus is there.
  var isAny: Bool { !entries.isEmpty }

  /// Looks through the annotations of some metadata, and then through others that come to those which
  /// are not there.
  init(_ annotations: Node?, moved: Node? = nil) {
    if let annotations { collect(annotations, unlessIn: nil) }
    if let moved { collect(moved, unlessIn: annotations) }
  }

  private mutating func collect(_ annotations: Node, unlessIn present: Node?) {
    for (key, value) in annotations.entries {
      guard let name = Self.name(of: key) else { continue }
      let entry = Entry(key: key, value: value)
      if let present, present[key.text] != nil { continue }
      entries.append(entry)
      switch name {
      case .scrape: scrape = scrape ?? entry
      case .scrapeSlow: scrapeSlow = scrapeSlow ?? entry
      case .port: port = port ?? entry
      case .path: path = path ?? entry
      case .scheme: scheme = scheme ?? entry
      case .other: continue
      }
    }
  }

  /// Whether a parameter is there.
  func hasParameter(_ name: String) -> Bool {
    entries.contains { entry in
      entry.key.withText { Self.equal($0, from: Self.prefix.utf8.count, "param_", name) }
    }
  }

  private enum Name {
    case scrape, scrapeSlow, port, path, scheme, other
  }

  /// The prefix as discovery sees it.
  private static let prefix = "prometheus_io_"

  private static func name(of key: Node) -> Name? {
    key.withText { text in
      let start = prefix.utf8.count
      guard text.count > start, equal(text.extracting(0..<start), from: 0, prefix, "") else {
        return nil
      }
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
    var index = start
    for wanted in [first, second] {
      for byte in wanted.utf8 {
        let seen = isPlain(text[index]) ? text[index] : UInt8(ascii: "_")
        guard seen == byte else { return false }
        index += 1
      }
    }
    return true
  }

  /// ASCII letters and digits.
  static func isPlain(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
