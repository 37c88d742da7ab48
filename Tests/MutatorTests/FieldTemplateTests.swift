import Testing

@testable import Policy

@Suite("Texts of the policy with fields of the object")
struct FieldTemplateTests {
  static let fields: [FieldTemplate.Field: String] = [
    .name: "checkout-sa", .namespace: "tenant-acme", .kind: "ServiceAccount",
    .serviceAccount: "checkout-sa", .label("app.kubernetes.io/name"): "checkout",
    .annotation("a'b"): "quoted", .label("empty"): "",
  ]

  @Test(
    "Gives the text with the fields in it",
    arguments: [
      ("", ""), ("plain", "plain"), ("${name}", "checkout-sa"),
      ("a-${kind}-b", "a-ServiceAccount-b"),
      ("${labels['app.kubernetes.io/name']}", "checkout"),
      (#"${labels["app.kubernetes.io/name"]}"#, "checkout"),
      (#"${annotations["a'b"]}"#, "quoted"),
      ("${name%-sa}-role", "checkout-role"), ("${namespace#tenant-}", "acme"),
      ("${name%-role}", "checkout-sa"), ("${name#-sa}", "checkout-sa"),
      ("$${name}", "${name}"), ("$$${name}", "$${name}"), ("$name", "$name"), ("5$", "5$"),
      ("{}}", "{}}"), ("é${name}é", "écheckout-saé"),
      ("${namespace}/${name}", "tenant-acme/checkout-sa"),
    ])
  func rendering(text: String, expected: String) throws {
    let template = try FieldTemplate(parsing: text)
    #expect(template.render { Self.fields[$0] } == .text(expected))
  }

  @Test(
    "A field that is missing or empty, or that a trim leaves empty, makes no text",
    arguments: [
      ("x-${labels['team']}", .label("team")), ("${labels['empty']}", .label("empty")),
      ("${annotations['x']}", .annotation("x")), ("${name%checkout-sa}", .name),
    ] as [(String, FieldTemplate.Field)])
  func missing(text: String, field: FieldTemplate.Field) throws {
    let template = try FieldTemplate(parsing: text)
    #expect(template.render { Self.fields[$0] } == .missing(field))
  }

  @Test(
    "What is no template says why and where",
    arguments: [
      ("${", .unclosed, 0), ("a${name", .unclosed, 1), ("${}", .unknown(""), 2),
      ("${nmae}", .unknown("nmae"), 2), ("${name.x}", .trailing, 6),
      ("${labels}", .noKey("labels"), 2),
      ("${labels['a'}", .noKey("labels"), 2), ("${labels['']}", .noKey("labels"), 2),
      ("${labels[a]}", .noKey("labels"), 2), ("${labels['a", .noKey("labels"), 2),
      ("${name%}", .emptyTrim, 6), ("${name%x", .unclosed, 0), ("${ name}", .unknown(" name"), 2),
    ] as [(String, FieldTemplateError.Reason, Int)])
  func errors(text: String, reason: FieldTemplateError.Reason, offset: Int) throws {
    let error = try #require(throws: FieldTemplateError.self) { try FieldTemplate(parsing: text) }
    #expect(error == FieldTemplateError(reason: reason, offset: offset))
    #expect(!error.message.isEmpty)
  }

  @Test("An unknown field comes with the nearest known one")
  func nearest() throws {
    let error = try #require(throws: FieldTemplateError.self) {
      try FieldTemplate(parsing: "${nmespace}")
    }
    #expect(error.message == #"unknown field "nmespace" at character 3"#)
    #expect(error.remedy == #"did you mean "namespace"?"#)
  }
}
