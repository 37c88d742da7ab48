import Documents
import JSONSyntax
import Testing

@testable import Schemas

/// A schema or a value from JSON.
private func value(_ json: String) throws -> Value {
  Value(try JSONParser.parse(Source(json)).root)
}

private func schema(
  _ json: String, remotes: [String: Value] = [:], isStrict: Bool = false,
  limits: SchemaLimits = .standard
) throws -> Schema {
  try Schema(
    compiling: value(json), remotes: remotes,
    options: Schema.Options(isStrict: isStrict, limits: limits))
}

struct SchemaSentenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let instance: String
    let shown: String
    let withheld: String

    init(_ schema: String, _ instance: String, _ shown: String, _ withheld: String? = nil) {
      self.schema = schema
      self.instance = instance
      self.shown = shown
      self.withheld = withheld ?? shown
    }

    var testDescription: String { shown }
  }

  static let cases = [
    Case(
      #"{"properties": {"DB_POOL_SIZE": {"maximum": 50}}}"#, #"{"DB_POOL_SIZE": 500}"#,
      "`DB_POOL_SIZE` is 500, at most 50 is allowed",
      "`DB_POOL_SIZE` is too large: at most 50 is allowed"),
    Case(
      #"{"properties": {"A": {"exclusiveMinimum": 0, "description": "seconds"}}}"#, #"{"A": 0}"#,
      "`A` is 0, it must be above 0 (seconds)", "`A` is too small: it must be above 0 (seconds)"),
    Case(
      #"{"properties": {"LOG": {"enum": ["debug", "info"]}}}"#, #"{"LOG": "inof"}"#,
      #"`LOG` is "inof", allowed are debug, info; did you mean info?"#,
      "`LOG`: allowed are debug, info"),
    Case(
      #"{"properties": {"M": {"const": "redis"}}}"#, #"{"M": "memory"}"#,
      #"`M` is "memory", it must be redis"#, "`M`: it must be redis"),
    Case(
      #"{"properties": {"M": {"not": {"const": "memory"}}}}"#, #"{"M": "memory"}"#,
      "`M` must not be memory"),
    Case(#"{"required": ["REDIS_URL"]}"#, "{}", "`REDIS_URL` is missing"),
    Case(
      #"{"properties": {"a": {"required": ["b"]}}}"#, #"{"a": {}}"#, "`b` is missing in `a`"),
    Case(
      #"{"dependentRequired": {"A": ["B"]}}"#, #"{"A": 1}"#, "`B` is missing; `A` needs it"),
    Case(
      #"{"properties": {"LOG_LEVEL": true}, "additionalProperties": false}"#,
      #"{"LOG_LEVLE": "x"}"#,
      "`LOG_LEVLE` is not among what is allowed here; did you mean `LOG_LEVEL`?"),
    Case(
      #"{"properties": {"l": {"items": {"type": "integer"}}}}"#, #"{"l": [1, "x"]}"#,
      #"`l[1]` is "x", an integer is wanted"#, "`l[1]` is not an integer"),
    Case(
      #"{"properties": {"n": {"multipleOf": 0.1}}}"#, #"{"n": 0.35}"#,
      "`n` is 0.35, a multiple of 0.1 is wanted", "`n` is a number, a multiple of 0.1 is wanted"),
    Case(
      #"{"properties": {"n": {"pattern": "^a+$", "errorMessage": "only a"}}}"#, #"{"n": "b"}"#,
      "`n`: only a"),
    Case(
      #"{"properties": {"u": {"format": "ipv4"}}}"#, #"{"u": "1.2.3"}"#,
      #"`u` is "1.2.3", which is not an IPv4 address"#, "`u` is not an IPv4 address"),
    Case(
      #"{"uniqueItems": true}"#, #"[{"a": 1, "b": 2}, 3, {"b": 2.0, "a": 1e0}]"#,
      "`2` is the same as element 0, element 2 must differ from all others"),
    Case(
      #"{"properties": {"a": {"propertyNames": {"pattern": "^[A-Z]+$"}}}}"#, #"{"a": {"b": "B"}}"#,
      "the key `a.b` does not match the pattern ^[A-Z]+$"),
    Case(
      #"{"propertyNames": {"maxLength": 3}}"#, #"{"long": "x"}"#,
      "the key `long` has 4 characters, at most 3 are allowed"),
    Case(#"{"minProperties": 2}"#, #"{"a": 1}"#, "the value has 1 key, at least 2 are wanted"),
    Case(#"{"minItems": 2}"#, "[1]", "the value has 1 element, at least 2 are wanted"),
    Case(#"{"minLength": 2}"#, #""é""#, "the value has 1 character, at least 2 are wanted"),
    Case(
      #"{"properties": {"a": {"maxLength": 0}}}"#, #"{"a": "a"}"#,
      "`a` has 1 character, at most 0 are allowed"),
    Case(
      #"{"anyOf": [{"type": "string"}, false]}"#, "1", "the value fits none of the 2 allowed forms"),
  ]

  @Test("What is wrong is said in words that fit it", arguments: cases)
  func sentences(example: Case) throws {
    let node = try JSONParser.parse(Source(example.instance)).root
    let result = try schema(example.schema).check(node)
    #expect(result.violations.map { $0.sentence(showsValues: true) } == [example.shown])
    #expect(result.violations.map { $0.sentence(showsValues: false) } == [example.withheld])
  }

  @Test("A violation names the value and the keyword")
  func places() throws {
    let node = try JSONParser.parse(Source(#"{"a": [{"b~": 7}]}"#)).root
    let text =
      ##"{"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a": {"items": {"properties": {"b~": {"maximum": 3}}}}}}}}"##
    let violation = try #require(try schema(text).check(node).violations.first)
    #expect(violation.instancePointer().description == "/a/0/b~0")
    #expect(
      violation.schemaPointer.description == "/$defs/x/properties/a/items/properties/b~0/maximum")
  }
}

struct SchemaLimitTests {
  @Test("A schema that refers to itself ends with a clear error")
  func cycle() throws {
    let node = try JSONParser.parse(Source("1")).root
    let result = try schema(##"{"$ref": "#"}"##).check(node)
    #expect(result.halt == .tooDeep(400))
    #expect(
      result.halt?.message
        == "the schema refers to itself, or the value is nested, more than 400 schemas deep")
  }

  @Test("Alternatives that double with every level end with a clear error")
  func doubling() throws {
    var definitions: [String] = [#""d0": {"type": "string"}"#]
    for level in 1...40 {
      let reference = ##"{"$ref": "#/$defs/d\##(level - 1)"}"##
      definitions.append(#""d\#(level)": {"anyOf": [\#(reference), \#(reference)]}"#)
    }
    let text = ##"{"$ref": "#/$defs/d40", "$defs": {\##(definitions.joined(separator: ", "))}}"##
    let limits = SchemaLimits(maximumSteps: 20_000)
    let result = try schema(text, limits: limits).check(try JSONParser.parse(Source("1")).root)
    #expect(result.halt == .tooManySteps(20_000))
    #expect(
      result.halt?.message
        == "the schema needs more than 20000 steps for this value; alternatives within "
        + "alternatives multiply, so name the alternative by one key")
  }

  @Test("The depth holds at its value and not above")
  func depth() throws {
    let text = ##"{"items": {"$ref": "#"}}"##
    let limited = try schema(text, limits: SchemaLimits(maximumDepth: 21))
    func nested(_ depth: Int) throws -> Node {
      try JSONParser.parse(
        Source(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
      ).root
    }
    #expect(limited.check(try nested(11)).halt == nil)
    #expect(limited.check(try nested(12)).halt == .tooDeep(21))
  }

  @Test("Violations are kept up to their limit")
  func violations() throws {
    let limited = try schema(
      #"{"items": {"type": "string"}}"#, limits: SchemaLimits(maximumViolations: 2))
    let result = limited.check(try JSONParser.parse(Source("[1, 2, 3]")).root)
    #expect(result.violations.count == 2 && !result.isValid)
  }
}

struct SchemaProblemTests {
  static let cases: [(schema: String, pointer: String, message: String)] = [
    (
      #"{"properties": {"a": {"maximun": 3}}}"#, "/properties/a/maximun",
      "`maximun` is no keyword of JSON Schema; did you mean `maximum`?"
    ),
    (
      #"{"format": "ipv5"}"#, "/format",
      "`format`: ipv5 is no format that kpatch knows; did you mean ipv4?"
    ),
    (
      #"{"type": "int"}"#, "/type",
      "`type`: one of null, boolean, integer, number, string, array, object is wanted, "
        + "or a list of them"
    ),
    (#"{"allOf": [3]}"#, "/allOf/0", "a schema is a mapping, true or false"),
    (
      #"{"$ref": "other.json"}"#, "/$ref",
      "other.json is not among the schemas that are given; nothing is read from the network"
    ),
    (##"{"$ref": "#/$defs/x"}"##, "/$ref", "#/$defs/x leads to nothing"),
    (
      #"{"multipleOf": 0}"#, "/multipleOf",
      "`multipleOf`: a number above 0 with at most 18 significant digits is wanted"
    ),
    (
      #"{"$schema": "http://json-schema.org/draft-04/schema#"}"#, "/$schema",
      "the dialect http://json-schema.org/draft-04/schema# is not known; "
        + "kpatch reads draft 2020-12 and draft-07"
    ),
  ]

  @Test("A schema that is wrong is refused, with the place", arguments: cases.indices)
  func problems(index: Int) throws {
    let example = Self.cases[index]
    do {
      _ = try schema(example.schema, isStrict: true)
      Issue.record("it compiles")
    } catch let problem as SchemaProblem {
      #expect(problem.pointer.description == example.pointer)
      #expect(problem.message == example.message)
    }
  }

  @Test("References find what was given by its address")
  func remotes() throws {
    let port = try value(#"{"$defs": {"port": {"maximum": 65535}}}"#)
    let schema = try schema(
      ##"{"$ref": "shared.json#/$defs/port"}"##, remotes: ["shared.json": port])
    #expect(try schema.accepts(JSONParser.parse(Source("80")).root))
    #expect(try !schema.accepts(JSONParser.parse(Source("65536")).root))
  }
}

struct ExactNumberTests {
  @Test(
    "Multiples are exact, whatever the size",
    arguments: [
      ("0.3", "0.1", true), ("1e308", "0.5", true), ("1e-400", "1e-401", true),
      ("9007199254740993", "2", false), ("4.35", "0.01", true), ("0", "7", true),
      ("123456789012345678901234567890", "10", true), ("7", "2", false), ("-8", "4", true),
      ("1e1000000000000000", "3", false),
    ])
  func multiples(number: String, unit: String, isMultiple: Bool) throws {
    let number = try #require(ExactNumber(number))
    #expect(number.isMultiple(of: try #require(ExactNumber(unit))) == isMultiple)
  }

  @Test(
    "Numbers are compared by what they are worth",
    arguments: [
      ("1", "2"), ("-2", "-1"), ("-1", "0"), ("0", "1e-400"), ("9", "10"), ("1.5", "1.51"),
      ("9007199254740992", "9007199254740993"), ("1e2", "101"),
    ])
  func order(small: String, large: String) throws {
    let (small, large) = (try #require(ExactNumber(small)), try #require(ExactNumber(large)))
    #expect(small < large && !(large < small) && small != large)
  }
}
