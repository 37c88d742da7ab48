/// The formats of documents inside of values.
package enum EmbeddedFormat: String, Sendable, CaseIterable {
  case json, yaml, toml, properties, env, ini

  /// The format that the end of a key says: `app.yml`, `.env`, `production.env`.
  package init?(key: String) {
    guard let dot = key.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let suffix = key[key.index(after: dot)...]
    if suffix == "yml" {
      self = .yaml
    } else if let format = Self(rawValue: String(suffix)) {
      self = format
    } else {
      return nil
    }
  }

  /// With its article, for messages.
  package var words: String {
    switch self {
    case .json: "JSON"
    case .yaml: "YAML"
    case .toml: "TOML"
    case .properties: "a properties file"
    case .env: "an env file"
    case .ini: "an INI file"
    }
  }

  /// Whether its values are texts only, to be read as a schema asks.
  package var isUntyped: Bool {
    switch self {
    case .json, .yaml, .toml: false
    case .properties, .env, .ini: true
    }
  }
}
