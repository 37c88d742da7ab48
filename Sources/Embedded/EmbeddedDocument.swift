import Documents
import JSONSyntax
import YAMLSyntax

/// A value of a ConfigMap that is a document of its own.
package enum EmbeddedDocument {
  /// What parsing may cost: a ConfigMap holds one megabyte.
  package static let limits = DocumentLimits(
    maximumBytes: 4 << 20, maximumDepth: 200, maximumNodes: 1_000_000, maximumAliasNodes: 100_000)

  /// The documents of a text, at least one; more than one for YAML only. All offsets, those of
  /// errors too, count from the beginning of the text.
  package static func parse(
    _ source: Source, as format: EmbeddedFormat, limits: DocumentLimits = Self.limits
  ) throws(SyntaxError) -> [Document] {
    switch format {
    case .json: return [try JSONParser.parse(source, limits: limits)]
    case .yaml:
      let documents = try YAMLParser.parse(source, limits: limits)
      for document in documents {
        if let remark = document.remarks.first(where: { $0.kind == .duplicateKey }) {
          throw SyntaxError(
            .embeddedEqualKeys, at: Int(remark.range.start), related: Int(remark.related.start))
        }
      }
      return documents
    case .toml:
      var reader = try TOMLReader(source, limits)
      return [try reader.read()]
    case .properties:
      var reader = try PropertiesReader(source, limits)
      return [try reader.read()]
    case .env:
      var reader = try EnvReader(source, limits)
      return [try reader.read()]
    case .ini:
      var reader = try IniReader(source, limits)
      return [try reader.read()]
    }
  }

  /// Whether an error says that the text is a template, which becomes a document elsewhere.
  package static func isTemplate(_ error: SyntaxError) -> Bool {
    error.reason.id.description == "helm-template"
  }
}

extension EmbeddedDocument {
  /// Whether a text is a document of a format.
  package static func holds(_ text: Span<UInt8>, as format: EmbeddedFormat) -> Bool {
    var bytes: [UInt8] = []
    bytes.append(text, 0..<text.count)
    return (try? parse(Source(bytes), as: format)) != nil
  }
}
