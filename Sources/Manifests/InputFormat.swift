/// How an input is written.
package enum InputFormat: Sendable, Equatable {
  case yaml
  case json
  /// A name that says nothing: JSON where it is JSON, else YAML, of which JSON is nearly a subset.
  case unknown

  /// By the end of a file's name.
  package init(path: FilePath) {
    if path.hasSuffix(".json") {
      self = .json
    } else if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
      self = .yaml
    } else {
      self = .unknown
    }
  }

  /// By the first byte that says something: a JSON text that is no scalar begins with a bracket.
  package func resolved(by bytes: [UInt8]) -> InputFormat {
    guard self == .unknown else { return self }
    for byte in bytes where byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D {
      return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") ? .unknown : .yaml
    }
    return .yaml
  }
}
