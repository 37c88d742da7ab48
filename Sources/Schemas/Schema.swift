import Documents

/// A JSON Schema, compiled: an immutable program that values are held against.
///
/// References are resolved when it is compiled, among what was given and the published schemas of
/// schemas, never over the network. A check ends within ``SchemaLimits``, whatever schema and
/// value.
package struct Schema: Sendable {
  /// How a schema is read.
  package struct Options: Sendable {
    /// Whether a schema without `$schema` is one of draft-07; else it is one of draft 2020-12.
    package var isDraft7: Bool
    /// Whether `format` judges; else it is an annotation.
    package var assertsFormats: Bool
    /// Formats beside those of JSON Schema; one of the same name takes the other's place.
    package var formats: [SchemaFormat]
    /// Whether unknown keywords and formats are errors; JSON Schema itself ignores them.
    package var isStrict: Bool
    package var limits: SchemaLimits

    package init(
      isDraft7: Bool = false, assertsFormats: Bool = true, formats: [SchemaFormat] = [],
      isStrict: Bool = false, limits: SchemaLimits = .standard
    ) {
      self.isDraft7 = isDraft7
      self.assertsFormats = assertsFormats
      self.formats = formats
      self.isStrict = isStrict
      self.limits = limits
    }
  }

  /// What a check found.
  package struct Result: Sendable {
    /// In the order of the schema's keywords; at most ``SchemaLimits/maximumViolations``.
    package var violations: [SchemaViolation]
    /// The limit that ended the check before its end.
    package var halt: SchemaHalt?

    package var isValid: Bool { violations.isEmpty && halt == nil }
  }

  let nodes: [SchemaNode]
  let root: Int
  /// For each resource, the schemas at its dynamic anchors by the anchors' numbers.
  let dynamicAnchors: [[Int: Int]]
  let limits: SchemaLimits

  init(nodes: [SchemaNode], root: Int, dynamicAnchors: [[Int: Int]], limits: SchemaLimits) {
    self.nodes = nodes.map { node in
      var node = node
      node.shortcut = ScalarShortcut(node)
      return node
    }
    self.root = root
    self.dynamicAnchors = dynamicAnchors
    self.limits = limits
  }

  /// Compiles a schema. `remotes` are the documents that references may name, by address.
  package init(
    compiling value: Value, address: String = "", remotes: [String: Value] = [:],
    options: Options = Options()
  ) throws(SchemaProblem) {
    var compiler = SchemaCompiler(remotes: remotes, options: options)
    self = try compiler.compile(value, address: address)
  }

  /// Holds a value against the schema and says all that is wrong with it.
  package func check(_ node: Node) -> Result {
    var evaluator = SchemaEvaluator(self, isQuiet: false)
    var seen = SchemaEvaluator.Seen.nothing
    do throws(SchemaHalt) {
      _ = try evaluator.check(root, node, &seen)
      return Result(violations: evaluator.violations, halt: nil)
    } catch {
      return Result(violations: evaluator.violations, halt: error)
    }
  }

  /// Whether a value is as the schema wants it; stops at the first thing that is wrong.
  package func accepts(_ node: Node) throws(SchemaHalt) -> Bool {
    var evaluator = SchemaEvaluator(self, isQuiet: true)
    var seen = SchemaEvaluator.Seen.nothing
    return try evaluator.check(root, node, &seen)
  }

  /// Every name of a key that the schema has, wherever.
  package var names: Set<String> {
    var names: Set<String> = []
    for node in nodes {
      for keyword in node.keywords {
        switch keyword {
        case .object(let part): names.formUnion(part.names.keys)
        case .required(let table): names.formUnion(table.keys)
        default: break
        }
      }
    }
    return names
  }

  /// Every keyword that means something, for hints.
  static let keywords: [String] =
    SchemaCompiler.silent + SchemaCompiler.joined + [
      "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "propertyNames",
      "unevaluatedItems", "unevaluatedProperties", "dependentSchemas", "dependentRequired",
      "dependencies", "type", "const", "enum", "minimum", "maximum", "exclusiveMinimum",
      "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems",
      "minProperties", "maxProperties", "uniqueItems", "pattern", "required", "format",
      "x-separator", "x-comparisons",
    ]
}

/// The limit that ended a check.
package enum SchemaHalt: Error, Sendable, Equatable {
  case tooManySteps(Int)
  case tooDeep(Int)

  /// What is wrong and what to do, as a sentence without its end.
  package var message: String {
    switch self {
    case .tooManySteps(let limit):
      "the schema needs more than \(limit) steps for this value; alternatives within alternatives"
        + " multiply, so name the alternative by one key"
    case .tooDeep(let limit):
      "the schema refers to itself, or the value is nested, more than \(limit) schemas deep"
    }
  }
}
