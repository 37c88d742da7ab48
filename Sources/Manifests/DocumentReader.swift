import Documents
import Edits
import JSONSyntax
import Kubernetes
import YAMLSyntax

/// Reads the documents of an input, whichever format it is in.
struct DocumentReader {
  /// The format that an input turned out to have.
  enum Format: Sendable {
    case yaml
    case json

    /// Edits of a document of this format as edits of its text; throws where no text says them.
    func textEdits(_ edits: EditSet) throws(RenderingFailure) -> [TextEdit] {
      switch self {
      case .yaml: try YAMLRenderer.textEdits(for: edits)
      case .json: JSONRenderer.textEdits(for: edits)
      }
    }
  }

  let format: Format
  private var yaml: YAMLParser
  /// Documents of a JSON stream that are left.
  private var json: ArraySlice<Document>
  /// Why the input is no JSON, where it looked like it.
  private var reason: SyntaxError?

  /// Throws where a text that must be JSON is none.
  init(_ source: Source, format: InputFormat, limits: DocumentLimits) throws(SyntaxError) {
    yaml = YAMLParser(source, limits: limits)
    json = []
    switch format.resolved(by: source.bytes) {
    case .yaml:
      self.format = .yaml
    case .json:
      self.format = .json
      json = try Self.json(source, limits)[...]
      try Self.checkFile(json, source)
    case .unknown:
      do {
        json = try Self.json(source, limits)[...]
        self.format = .json
      } catch {
        if error.reason == .jsonDuplicateKey { throw error }
        // kubectl does the same: a flow collection of YAML begins like JSON.
        if Self.isMeantAsJSON(source.bytes) { reason = error }
        self.format = .yaml
      }
    }
  }

  /// The values of a JSON text. A key that stands twice is an error in what Kubernetes is to read,
  /// since its readers disagree on such an object. What is no object of Kubernetes passes through,
  /// and RFC 8259 §4 allows it there.
  private static func json(
    _ source: Source, _ limits: DocumentLimits
  ) throws(SyntaxError) -> [Document] {
    do {
      return try JSONParser.parseStream(source, limits: limits)
    } catch {
      guard error.reason == .jsonDuplicateKey else { throw error }
    }
    let documents = try JSONParser.parseStream(source, limits: limits, duplicateKeys: .lastCounts)
    for document in documents where KubernetesObject(document.root) != nil {
      guard let remark = document.remarks.first else { continue }
      let (place, elder) = (Int(remark.range.start), Int(remark.related.start))
      throw SyntaxError(.jsonDuplicateKey, at: place, related: elder)
    }
    return documents
  }

  /// A file that is called JSON holds a value (RFC 8259 §2). It may hold several, as kubectl and jq
  /// write them: each on lines of its own, so that what follows by mistake is noticed.
  private static func checkFile(
    _ documents: ArraySlice<Document>, _ source: Source
  ) throws(SyntaxError) {
    guard var before = documents.first?.root.range else {
      throw SyntaxError(.jsonEmpty, at: source.count)
    }
    for document in documents.dropFirst() {
      let range = document.root.range
      let between = source.bytes[Int(before.end)..<Int(range.start)]
      guard between.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
        throw SyntaxError(.jsonTrailingContent, at: Int(range.start))
      }
      before = range
    }
  }

  /// The next document; `nil` at the end.
  mutating func next() throws(SyntaxError) -> Document? {
    guard format == .yaml else { return json.popFirst() }
    do {
      let document = try yaml.next()
      // It is YAML after all: what is wrong further on is wrong as YAML.
      if document != nil { reason = nil }
      return document
    } catch {
      throw reason ?? error
    }
  }

  /// Whether a quote follows the first bracket, as it does in nearly all JSON and in little YAML.
  private static func isMeantAsJSON(_ bytes: [UInt8]) -> Bool {
    func isSpace(_ byte: UInt8) -> Bool {
      byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
    let content = bytes.drop(while: isSpace).dropFirst().drop(while: isSpace)
    return content.first == UInt8(ascii: "\"")
  }
}
