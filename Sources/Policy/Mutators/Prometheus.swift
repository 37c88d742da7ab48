import Documents
import Kubernetes

/// Settings of the mutator ``PrometheusMutator``: `mutators.prometheus` of the policy.
struct PrometheusSettings: Sendable, Equatable {
  enum Port: Sendable, Equatable {
    case auto
    case number(Int64)
  }

  var annotatesPodTemplates = true
  var annotatesServices = false
  var scrapes = true
  var port = Port.auto
  var path: String?
  var scheme: String?
  /// URL parameters, in the order of the policy.
  var parameters: [(name: String, value: String)] = []
  var includesHostNetwork = false
  var repairs = false

  static func == (left: PrometheusSettings, right: PrometheusSettings) -> Bool {
    left.annotatesPodTemplates == right.annotatesPodTemplates
      && left.annotatesServices == right.annotatesServices && left.scrapes == right.scrapes
      && left.port == right.port && left.path == right.path && left.scheme == right.scheme
      && left.parameters.elementsEqual(right.parameters, by: ==)
      && left.includesHostNetwork == right.includesHostNetwork && left.repairs == right.repairs
  }
}

extension MutatorDefinition {
  package static let prometheus = MutatorDefinition(
    id: "prometheus",
    summary: "Annotates pod templates, or Services, so that Prometheus finds their metrics.",
    schema: [
      "type": "object",
      "properties": [
        "targets": [
          "description": "What is annotated; both together count every metric twice.",
          "type": "array", "items": ["enum": ["podTemplates", "services"]], "minItems": 1,
          "uniqueItems": true, "default": ["podTemplates"],
        ],
        "scrape": ["type": "boolean", "default": true],
        "port": [
          "description":
            "The port's number, or auto: the one named like metrics, else the only one.",
          "anyOf": [["const": "auto"], ["type": "integer", "minimum": 1, "maximum": 65_535]],
          "default": "auto",
        ],
        "path": [
          "description":
            "Written where the author wrote none; Prometheus' own default is /metrics.",
          "type": "string", "pattern": "^/[^?\\s]*$",
        ],
        "scheme": ["enum": ["http", "https"]],
        "params": [
          "description": "URL parameters of the request, as prometheus.io/param_NAME.",
          "type": "object", "additionalProperties": ["type": "string"],
          "propertyNames": ["pattern": "^[a-zA-Z0-9_]+$"],
        ],
        "hostNetwork": [
          "description": "Whether pods in the node's network are annotated.",
          "enum": ["include", "skip"], "default": "skip",
        ],
        "repair": [
          "description":
            "Moves misplaced annotations to pod templates, quotes numbers, resolves named ports.",
          "type": "boolean", "default": false,
        ],
      ],
    ],
    make: { node, reader in
      PrometheusSettings(node, &reader).map { PrometheusMutator(settings: $0) }
    })
}

extension PrometheusSettings {
  private static let keys = [
    "targets", "scrape", "port", "path", "scheme", "params", "hostNetwork", "repair",
  ]

  /// `nil` where something is wrong, after it has been reported.
  init?(_ node: Node, _ reader: inout SettingsReader) {
    let before = reader.problems.count
    reader.keys(
      of: node, known: Self.keys, in: "the settings of prometheus", optional: ["match", "exclude"])
    for (key, value) in node.entries {
      switch key.text {
      case "targets": readTargets(value, &reader)
      case "scrape": scrapes = reader.boolean(value, "scrape") ?? scrapes
      case "port": readPort(value, &reader)
      case "path": readPath(value, &reader)
      case "scheme": scheme = reader.choice(value, of: ["http", "https"], "scheme")
      case "params": readParameters(value, &reader)
      case "hostNetwork":
        includesHostNetwork =
          reader.choice(value, of: ["include", "skip"], "hostNetwork") == "include"
      case "repair": repairs = reader.boolean(value, "repair") ?? repairs
      default: continue
      }
    }
    if reader.problems.count != before { return nil }
  }

  private mutating func readTargets(_ node: Node, _ reader: inout SettingsReader) {
    guard node.isSequence, node.count > 0 else {
      reader.fail(node, "targets must be a list of podTemplates, services or both")
      return
    }
    annotatesPodTemplates = false
    annotatesServices = false
    for element in node.elements {
      switch reader.choice(element, of: ["podTemplates", "services"], "target") {
      case "podTemplates"?: annotatesPodTemplates = true
      case "services"?: annotatesServices = true
      default: continue
      }
    }
  }

  private mutating func readPort(_ node: Node, _ reader: inout SettingsReader) {
    if node.isString("auto") {
      port = .auto
    } else if let number = node.integer, APILimits.ports.contains(number) {
      port = .number(number)
    } else {
      reader.fail(
        node, "port must be auto or a number from 1 to 65535",
        Self.portRemedy(node))
    }
  }

  private static func portRemedy(_ node: Node) -> String {
    guard let text = node.string else { return "" }
    if let number = Int64(text), APILimits.ports.contains(number) {
      return "write the number without quotes: \(number)"
    }
    return "a port's name is ignored by Prometheus' scrape configurations"
  }

  private mutating func readPath(_ node: Node, _ reader: inout SettingsReader) {
    guard let text = reader.string(node, "path") else { return }
    let isSound =
      text.utf8.first == UInt8(ascii: "/")
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") }
    guard isSound else {
      reader.fail(
        node, "path \(quoted(text)) is no path of a URL",
        "begin it with / and give parameters in params")
      return
    }
    path = text
  }

  private mutating func readParameters(_ node: Node, _ reader: inout SettingsReader) {
    guard reader.isMapping(node, "params") else { return }
    for (key, value) in node.entries {
      let name = key.text
      guard NameRule.annotationKey.allows("prometheus.io/param_\(name)"),
        name.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || $0.isAlphanumeric })
      else {
        reader.fail(key, "\(quoted(name)) cannot be a parameter: it has letters, digits and _ only")
        continue
      }
      if let text = reader.string(value, "the parameter \(name)") {
        parameters.append((name, text))
      }
    }
  }
}
