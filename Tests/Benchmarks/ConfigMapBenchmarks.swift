import Documents
import Embedded
import JSONSyntax
import Policy
import Schemas
import YAMLSyntax

/// Holds a ConfigMap against a schema, and a large YAML document against one beside its parse.
enum ConfigMapBenchmarks {
  static func run() throws {
    try flat()
    try embedded()
  }

  /// 100 keys against 100 properties, through the engine and by itself.
  private static func flat() throws {
    var properties: [Value.Entry] = []
    var data: [Value.Entry] = []
    for number in 0..<100 {
      let key = "SETTING_NUMBER_\(number)"
      switch number % 4 {
      case 0:
        properties.append(.init(key, ["type": "integer", "minimum": 1, "maximum": 5_000]))
        data.append(.init(key, .string("\(number + 1)")))
      case 1:
        properties.append(.init(key, ["type": "boolean"]))
        data.append(.init(key, "true"))
      case 2:
        properties.append(.init(key, ["type": "string", "minLength": 1, "maxLength": 100]))
        data.append(.init(key, .string("value of \(number)")))
      default:
        properties.append(.init(key, ["enum": ["debug", "info", "warn"]]))
        data.append(.init(key, "info"))
      }
    }
    let schema: Value = [
      "properties": .mapping(properties), "additionalProperties": false,
      "required": .sequence(properties.map { .string($0.key) }),
    ]
    let policy: Value = [
      "apiVersion": "kpatch.dev/v1alpha1", "kind": "Policy",
      "spec": [
        "preset": "none", "rules": ["config/configmap-schema": "deny"],
        "configMaps": [["schema": schema]],
      ],
    ]
    let layer = PolicyLayer(document: try JSONParser.parse(Source(policy.json())), name: "policy")
    let compilation = PolicyCompiler.compile([layer], today: nil)
    guard let compiled = compilation.policy else {
      throw EngineBenchmarks.NoPolicy(problems: compilation.problems.map { "\($0)" })
    }
    let object: Value = [
      "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "settings"],
      "data": .mapping(data),
    ]
    let document = try JSONParser.parse(Source(object.json()))
    let engine = Engine(compiled)
    guard try engine.evaluate(object: document.root).findings.isEmpty else {
      throw EngineBenchmarks.NoPolicy(problems: ["the ConfigMap should be fine"])
    }
    Measurement.measure("ConfigMap by schema", "100 keys, 100 properties", bytes: 0) {
      _ = try? engine.evaluate(object: document.root)
    }
  }

  /// One megabyte of YAML: its parse, and its parse with the check.
  private static func embedded() throws {
    var text = "services:\n"
    var number = 0
    while text.utf8.count < 1 << 20 {
      text += """
          - name: service-\(number)
            url: http://service-\(number).shop.svc.cluster.local:8080/path
            retries: \(number % 10)
            plugins:
              - name: rate-limiting
                config: {minute: \(number % 600), policy: local}
              - name: jwt

        """
      number += 1
    }
    let source = Source(text)
    let schema = try Schema(
      compiling: [
        "required": ["services"],
        "properties": [
          "services": [
            "items": [
              "required": ["name", "url", "plugins"], "additionalProperties": false,
              "properties": [
                "name": ["type": "string", "pattern": "^[a-z][a-z0-9-]*$"],
                "url": ["type": "string", "format": "uri"],
                "retries": ["type": "integer", "minimum": 0, "maximum": 10],
                "plugins": [
                  "type": "array", "contains": ["properties": ["name": ["const": "jwt"]]],
                  "items": ["required": ["name"], "properties": ["name": ["type": "string"]]],
                ],
              ],
            ]
          ]
        ],
      ])
    let parsed = try EmbeddedDocument.parse(source, as: .yaml)
    guard schema.check(parsed[0].root).isValid else {
      throw EngineBenchmarks.NoPolicy(problems: ["the document should be fine"])
    }
    Measurement.measure("Embedded YAML", "parse", bytes: source.count) {
      _ = try? EmbeddedDocument.parse(source, as: .yaml)
    }
    Measurement.measure("Embedded YAML", "check", bytes: source.count) {
      _ = schema.check(parsed[0].root)
    }
  }
}
