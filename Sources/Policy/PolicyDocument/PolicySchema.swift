import Documents

/// The JSON Schema (2020-12) of the policy document, for editors and for the custom resource: made
/// from the catalogues, so that it knows every rule, parameter and mutator.
package enum PolicySchema {
  package static let value: Value = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://kpatch.dev/schemas/v1alpha1/policy.json",
    "title": "kpatch policy",
    "type": "object",
    "required": ["apiVersion", "kind"],
    "additionalProperties": false,
    "properties": [
      "apiVersion": ["const": .string(LayerReader.apiVersion)],
      "kind": ["const": .string(LayerReader.kind)],
      "metadata": ["type": "object"],
      "status": true,
      "spec": spec,
    ],
    "$defs": [
      "action": action, "match": match(containers: true), "objects": match(containers: false),
      "names": names, "rule": ruleName, "rules": rules,
    ],
  ]

  private static let spec: Value = nullable([
    "additionalProperties": false,
    "properties": [
      "preset": [
        "description": "What the policy starts from.", "default": .string(Preset.recommended.name),
        "enum": .sequence(Preset.allCases.map { .string($0.name) }),
      ],
      "kubernetesVersion": [
        "description": .string(
          "The version whose standards and API facts count, in quotes. Left out, it is the newest "
            + "known (\(KubernetesVersion.newest)), and of fields only those are demanded that "
            + "every version demands."),
        "type": "string",
        "pattern": .string(versionPattern),
      ],
      "exclude": [
        "description": "Objects that are never touched and never judged.",
        "$ref": "#/$defs/objects",
      ],
      "rules": ["$ref": "#/$defs/rules"],
      "overrides": list([
        "description": "Other settings for some objects; a later override wins.",
        "required": ["match", "rules"], "additionalProperties": false,
        "properties": [
          "match": ["$ref": "#/$defs/objects"], "rules": ["$ref": "#/$defs/rules"],
        ],
      ]),
      "exceptions": list([
        "description": "Who may break which rules, why, and until when.",
        "required": ["rules", "match", "reason", "expires"], "additionalProperties": false,
        "properties": [
          "rules": ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/rule"]],
          "match": ["$ref": "#/$defs/match"],
          "reason": ["type": "string", "minLength": 1],
          "expires": [
            "description": "The last day on which it holds.", "type": "string",
            "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
          ],
        ],
      ]),
      "allowExemptions": [
        "description":
          "The rules that kpatch.dev/exempt may name, where kpatch.dev/exempt-reason says why.",
        "default": false,
        "anyOf": [["type": "boolean"], ["type": "array", "items": ["$ref": "#/$defs/rule"]]],
      ],
      "honorIgnores": [
        "description": "The tools whose annotations exempt objects from their checks.",
        "type": ["array", "null"], "default": [],
        "items": ["enum": .sequence(PeerIgnores.tools.map { .string($0.rawValue) })],
      ],
      "podSecurity": podSecurity,
      "podTemplates": list([
        "description": "Where custom kinds keep the metadata and spec of pods.",
        "required": ["kind", "pointer"], "additionalProperties": false,
        "properties": [
          "group": ["type": "string", "default": ""], "kind": ["type": "string"],
          "pointer": [
            "description": "A JSON Pointer from the object; * stands for every element of a list.",
            "type": "string", "pattern": "^(/.*)?$",
          ],
        ],
      ]),
      "updates": nullable([
        "description": "How updates are judged.", "additionalProperties": false,
        "properties": [
          "existingViolations": [
            "description": .string(
              "What becomes of a denial that the object had before and that the update leaves as "
                + "it was."),
            "enum": .sequence(ExistingViolations.allCases.map { .string($0.rawValue) }),
            "default": .string(ExistingViolations.warn.rawValue),
          ]
        ],
      ]),
      "mutators": mutators,
      "fix": [
        "description": "The rules whose findings are fixed after the mutators; only safe fixes.",
        "type": ["array", "null"], "items": fixableName,
      ],
      "configMaps": configMaps,
      "parity": parity,
    ],
  ])

  private static let podSecurity: Value = nullable([
    "description": "The levels of the Pod Security Standards, instead of the preset's.",
    "additionalProperties": false,
    "properties": [
      "level": podSecurityLevel, "version": podSecurityVersion,
      "warn": podSecurityMode, "audit": podSecurityMode,
      "exemptions": nullable([
        "description": "Whose pods the standards do not judge.", "additionalProperties": false,
        "properties": .mapping(
          LayerReader.podSecurityExemptions.map {
            .init(
              $0, ["type": "array", "items": ["type": "string", "minLength": 1]])
          }),
      ]),
      "controllers": [
        "description": "What becomes of a denial of a workload, which is no pod.",
        "enum": .sequence(LayerReader.podSecurityControllers.map { .string($0) }),
        "default": "deny",
      ],
      "namespaceLabels": [
        "description": "Whether the labels pod-security.kubernetes.io/* of namespaces count.",
        "type": "boolean", "default": true,
      ],
    ],
  ])

  private static let podSecurityLevel: Value = [
    "enum": .sequence(PodSecurityLevel.allCases.map { .string($0.name) })
  ]

  private static let podSecurityVersion: Value = [
    "description": "The version of the standards, in quotes.", "type": "string",
    "pattern": .string(versionPattern), "default": "latest",
  ]

  private static let podSecurityMode: Value = [
    "anyOf": [
      podSecurityLevel,
      [
        "type": "object", "required": ["level"], "additionalProperties": false,
        "properties": ["level": podSecurityLevel, "version": podSecurityVersion],
      ],
    ]
  ]

  private static let versionPattern =
    "^(latest|v?1\\.(0|[1-9][0-9]?)(\\.(0|[1-9][0-9]{0,2})([-+].+)?)?)$"

  private static let action: Value = [
    "enum": .sequence(Action.allCases.reversed().map { .string($0.name) } + [false])
  ]

  private static let names: Value = [
    "type": "array", "minItems": 1, "items": ["type": "string", "minLength": 1],
  ]

  private static func match(containers: Bool) -> Value {
    var properties: [Value.Entry] = ["kinds", "namespaces", "names"].map {
      .init($0, ["$ref": "#/$defs/names"])
    }
    properties.append(
      .init("labels", ["type": "object", "additionalProperties": ["type": "string"]]))
    if containers { properties.append(.init("containers", ["$ref": "#/$defs/names"])) }
    return nullable(["additionalProperties": false, "properties": .mapping(properties)])
  }

  private static var ruleName: Value {
    ["enum": .sequence(ruleNames.map { .string($0) })]
  }

  /// The rules that have a safe fix, and the wildcards that mean one.
  private static var fixableName: Value {
    let names = ruleNames.filter { name in
      guard let pattern = RulePattern(named: name) else { return false }
      return !Catalogue.fixable(by: pattern, including: [.safe]).isEmpty
    }
    return ["enum": .sequence(names.map { .string($0) })]
  }

  /// All that may stand for rules.
  private static var ruleNames: [String] {
    wildcards + Catalogue.rules.map(\.id) + Catalogue.aliasNames
  }

  private static var wildcards: [String] { ["*"] + Catalogue.categories.map { "\($0)/*" } }

  private static var rules: Value {
    var properties: [Value.Entry] = wildcards.map { .init($0, setting([], description: nil)) }
    for rule in Catalogue.rules {
      properties.append(
        .init(rule.id, setting(rule.parameters, description: "\(rule.title). \(rule.why)")))
    }
    for name in Catalogue.aliasNames {
      guard let ids = Catalogue.aliases[name], let pattern = RulePattern(named: name) else {
        continue
      }
      let parameters = Catalogue.parameters(of: pattern)
      let description = "What another tool calls \(ids.joined(separator: ", "))."
      properties.append(.init(name, setting(parameters, description: description)))
    }
    return nullable(["additionalProperties": false, "properties": .mapping(properties)])
  }

  /// What stands behind a rule's name.
  private static func setting(_ parameters: [Parameter], description: String?) -> Value {
    var properties: [Value.Entry] = [
      .init("action", ["$ref": "#/$defs/action"]),
      .init("match", ["$ref": "#/$defs/match"]),
      .init("exclude", ["$ref": "#/$defs/match"]),
    ]
    for parameter in parameters { properties.append(.init(parameter.name, schema(parameter))) }
    var entries: [Value.Entry] = []
    if let description { entries.append(.init("description", .string(description))) }
    entries.append(
      .init(
        "anyOf",
        [
          ["$ref": "#/$defs/action"],
          [
            "type": "object", "additionalProperties": false, "properties": .mapping(properties),
          ],
        ]))
    return .mapping(entries)
  }

  private static func schema(_ parameter: Parameter) -> Value {
    var entries: [Value.Entry] = [.init("description", .string(parameter.summary))]
    switch parameter.kind {
    case .boolean: entries.append(.init("type", "boolean"))
    case .integer(let range):
      entries.append(.init("type", "integer"))
      entries.append(.init("minimum", .number(String(range.lowerBound))))
      entries.append(.init("maximum", .number(String(range.upperBound))))
    case .string, .template: entries.append(.init("type", "string"))
    case .choice(let words):
      entries.append(.init("enum", .sequence(words.map { .string($0) })))
    case .strings, .patterns, .repositories:
      entries.append(.init("type", "array"))
      entries.append(.init("minItems", 1))
      entries.append(.init("items", ["type": "string", "minLength": 1]))
    case .patternMap, .reasons, .resourceRanges:
      entries.append(.init("type", "object"))
      entries.append(.init("minProperties", 1))
      entries.append(.init("additionalProperties", ["type": "string", "minLength": 1]))
    case .quantities:
      entries.append(.init("type", "object"))
      entries.append(.init("minProperties", 1))
      entries.append(
        .init("additionalProperties", ["type": ["string", "number"], "minLength": 1]))
    }
    if let value = parameter.defaultValue { entries.append(.init("default", value)) }
    return .mapping(entries)
  }

  private static var mutators: Value {
    var properties: [Value.Entry] = []
    for definition in MutatorCatalogue.all {
      properties.append(
        .init(
          definition.id,
          [
            "description": .string(definition.summary),
            "anyOf": [
              ["type": ["boolean", "null"]], ["enum": ["on", "off"]],
              withScope(definition.schema),
            ],
          ]))
    }
    return nullable(["additionalProperties": false, "properties": .mapping(properties)])
  }

  /// The settings of a mutator with `match` and `exclude`, which the policy reads for it.
  private static func withScope(_ schema: Value) -> Value {
    guard case .mapping(var entries) = schema,
      let index = entries.firstIndex(where: { $0.key == "properties" }),
      case .mapping(let properties) = entries[index].value
    else { return schema }
    let scope = SettingsReader.scopeKeys.map { key in
      Value.Entry(key, ["$ref": "#/$defs/objects"])
    }
    entries[index].value = .mapping(properties + scope)
    return .mapping(entries)
  }

  /// A mapping that may also be left empty, which YAML reads as null.
  static func nullable(_ schema: Value) -> Value {
    guard case .mapping(let entries) = schema else { return schema }
    return .mapping([.init("type", ["object", "null"])] + entries)
  }

  static func list(_ items: Value) -> Value {
    guard case .mapping(var entries) = items else { return items }
    var outer: [Value.Entry] = [.init("type", ["array", "null"])]
    if let index = entries.firstIndex(where: { $0.key == "description" }) {
      outer.insert(entries.remove(at: index), at: 0)
    }
    outer.append(.init("items", .mapping([.init("type", "object")] + entries)))
    return .mapping(outer)
  }
}
