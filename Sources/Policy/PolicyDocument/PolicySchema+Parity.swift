import Documents

// The schema of `parity`.
extension PolicySchema {
  static let parity: Value = nullable([
    "description": "What `kpatch parity` lets environments differ in.",
    "additionalProperties": false,
    "properties": [
      "allow": list([
        "description": "Each says which differences, and why; what it does not name is any.",
        "required": ["reason"], "additionalProperties": false,
        "anyOf": [
          ["required": ["match"]], ["required": ["differences"]], ["required": ["paths"]],
        ],
        "properties": [
          "match": ["$ref": "#/$defs/match"],
          "differences": [
            "type": "array", "minItems": 1,
            "items": [
              "enum": .sequence(
                ParityDifference.Sort.allCases.map { .string($0.rawValue) })
            ],
          ],
          "paths": [
            "description":
              "Globs of pointers from the object, with names in place of positions.",
            "$ref": "#/$defs/names",
          ],
          "environments": [
            "description": "Those that need not be as the others are.", "$ref": "#/$defs/names",
          ],
          "reason": ["type": "string", "minLength": 1],
          "expires": [
            "description": "The last day on which it holds.", "type": "string",
            "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
          ],
        ],
      ])
    ],
  ])
}
