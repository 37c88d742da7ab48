import Documents
import JSONSyntax
import Testing

@testable import Schemas

/// What is known at once must be what the evaluator would find out.
struct ScalarShortcutTests {
  private static let schemas = [
    #"{"type": "string"}"#, #"{"type": ["null", "integer"]}"#, #"{"type": "number"}"#,
    #"{"type": "string", "minLength": 3, "maxLength": 5}"#, #"{"minLength": 2}"#,
    #"{"maxLength": 0}"#, #"{"minLength": 9, "maxLength": 2}"#,
    #"{"type": "integer", "minimum": -5, "maximum": 5}"#,
    #"{"exclusiveMinimum": -5, "exclusiveMaximum": 5}"#, #"{"minimum": 5, "maximum": -5}"#,
    #"{"minimum": 0, "exclusiveMinimum": 3}"#, #"{"minimum": 0.5}"#, #"{"maximum": 1e3}"#,
    #"{"maximum": 9223372036854775807}"#, #"{"minimum": -9223372036854775808}"#,
    #"{"exclusiveMaximum": 9223372036854775806}"#, #"{"enum": ["debug", "info", 5, null]}"#,
    #"{"const": "info"}"#, #"{"const": 5}"#, #"{"enum": ["info"], "const": "debug"}"#,
    #"{"enum": ["info", "ä"], "maxLength": 2}"#, #"{"type": "boolean"}"#, #"{"enum": []}"#,
    #"{"enum": ["1","2","3","4","5","6","7","8","info"]}"#,
  ]

  private static let values = [
    "null", "true", "false", "0", "-0", "3", "5", "-5", "6", "4.0", "5.5", "1e2", "1001",
    "999999999999999", "1000000000000000", "9223372036854775807", "-9223372036854775809",
    "\"\"", "\"a\"", "\"ä\"", "\"ää\"", "\"äää\"", "\"info\"", "\"debug\"", "\"infos\"", "\"5\"",
    "\"0123456789012345678901234567890\"", "\"01234567890123456789012345678901\"", "[]", "[5]",
    "{}", "{\"a\": 5}",
  ]

  private static func schema(_ text: String, steps: Int = 1_000) throws -> Schema {
    var limits = SchemaLimits.standard
    limits.maximumSteps = steps
    return try Schema(
      compiling: Value(try JSONParser.parse(Source(text)).root),
      options: Schema.Options(limits: limits))
  }

  /// The same schema, with something that the shortcut does not know and that always holds.
  private static func slow(_ text: String) -> String {
    #"{"minItems": 0, "# + text.dropFirst()
  }

  @Test("Values are judged alike with and without the shortcut", arguments: schemas)
  func alike(text: String) throws {
    let quick = try Self.schema(text)
    let slow = try Self.schema(Self.slow(text))
    #expect(slow.nodes[slow.root].shortcut == nil)
    for value in Self.values {
      let node = try JSONParser.parse(Source(value)).root
      let one = quick.check(node)
      let other = slow.check(node)
      #expect(
        one.violations.map { $0.sentence(showsValues: true) }
          == other.violations.map { $0.sentence(showsValues: true) }, "\(value)")
    }
  }

  @Test(
    "What most settings ask for has a shortcut",
    arguments: [
      #"{"type": "string", "minLength": 1, "maxLength": 9}"#, #"{"enum": ["info", 5]}"#,
      #"{"type": "integer", "minimum": 1, "exclusiveMaximum": 5}"#, #"{"type": "boolean"}"#,
    ])
  func isTaken(text: String) throws {
    let schema = try Self.schema(text)
    #expect(schema.nodes[schema.root].shortcut != nil)
  }

  @Test("The shortcut is taken, and counts the steps that the evaluator would")
  func steps() throws {
    let text = #"{"enum": ["1","2","3","4","5","6","7","8","info"]}"#
    let node = try JSONParser.parse(Source("\"info\"")).root
    let schema = try Self.schema(text)
    #expect(schema.nodes[schema.root].shortcut?.accepts(node) == true)
    #expect(try Self.schema(text, steps: 2).check(node).isValid)
    #expect(try Self.schema(text, steps: 1).check(node).halt == .tooManySteps(1))
    #expect(try Self.schema(Self.slow(text), steps: 2).check(node).isValid)
    #expect(try Self.schema(Self.slow(text), steps: 1).check(node).halt == .tooManySteps(1))
  }
}
