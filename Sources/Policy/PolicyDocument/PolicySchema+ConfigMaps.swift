import Documents
import Embedded

// The schema of `configMaps`.
extension PolicySchema {
  static let configMaps: Value = list([
    "description": "What ConfigMaps carry, and Secrets where `match` has their kind.",
    "additionalProperties": false,
    "properties": [
      "match": ["$ref": "#/$defs/objects"],
      "usedBy": [
        "description": "Only what these workloads read; where other objects are in reach.",
        "$ref": "#/$defs/objects",
      ],
      "booleans": nullable([
        "description": "The spellings of the two booleans.", "additionalProperties": false,
        "properties": ["true": spellings, "false": spellings],
      ]),
      "immutable": ["description": "What `immutable` must be.", "type": "boolean"],
      "schema": schema(
        "A JSON Schema (2020-12 or draft-07) of data, whose texts are read as it asks."),
      "documents": list([
        "description": "Values that are documents.", "required": ["keys"],
        "additionalProperties": false,
        "properties": [
          "keys": ["$ref": "#/$defs/names"],
          "format": ["enum": .sequence(EmbeddedFormat.allCases.map { .string($0.rawValue) })],
          "schema": schema("A JSON Schema of each document."),
        ],
      ]),
      "workloads": list([
        "description": "What must hold of the workloads that read it; where they are in reach.",
        "additionalProperties": false,
        "properties": [
          "when": schema("For data that fits; for all without it."),
          "replicas": [
            "description": "Pods that a workload may have at most, autoscaled ones too.",
            "type": "integer", "minimum": 0, "maximum": 1_000_000,
          ],
          "schema": schema("A JSON Schema of the workload."),
          "message": ["type": "string"],
        ],
      ]),
      "examples": nullable([
        "description": "Data that `kpatch schema check` holds against the schemas.",
        "additionalProperties": false,
        "properties": ["valid": examples, "invalid": examples],
      ]),
    ],
  ])

  private static let spellings: Value = [
    "type": "array", "minItems": 1, "items": ["type": "string"],
  ]

  private static let examples: Value = [
    "type": ["array", "null"],
    "items": ["type": "object", "additionalProperties": ["type": "string"]],
  ]

  private static func schema(_ description: String) -> Value {
    ["description": .string(description), "type": ["object", "boolean"]]
  }
}
