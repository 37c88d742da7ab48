import Documents
import JSONSyntax
import Kubernetes
import Testing

@Suite("Label selectors")
struct LabelSelectorTests {
  @Test(
    "What matches labels app=web, tier=front",
    arguments: [
      (#"{}"#, true), (#"null"#, true), (#"{"matchLabels": null, "matchExpressions": null}"#, true),
      (#"{"matchLabels": {"app": "web"}}"#, true), (#"{"matchLabels": {"app": "api"}}"#, false),
      (#"{"matchLabels": {"app": "web", "tier": "back"}}"#, false),
      (#"{"matchLabels": {"other": "web"}}"#, false),
      (
        #"{"matchExpressions": [{"key": "app", "operator": "In", "values": ["api", "web"]}]}"#, true
      ),
      (#"{"matchExpressions": [{"key": "app", "operator": "In", "values": ["api"]}]}"#, false),
      (#"{"matchExpressions": [{"key": "none", "operator": "In", "values": ["x"]}]}"#, false),
      (#"{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}"#, false),
      (#"{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["api"]}]}"#, true),
      (#"{"matchExpressions": [{"key": "none", "operator": "NotIn", "values": ["x"]}]}"#, true),
      (#"{"matchExpressions": [{"key": "app", "operator": "Exists"}]}"#, true),
      (#"{"matchExpressions": [{"key": "none", "operator": "Exists", "values": []}]}"#, false),
      (#"{"matchExpressions": [{"key": "none", "operator": "DoesNotExist"}]}"#, true),
      (#"{"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}"#, false),
      (
        #"{"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "a", "operator": "Exists"}]}"#,
        false
      ),
    ])
  func matching(text: String, matches: Bool) throws {
    let selector = try LabelSelector(parsed(text))
    #expect(selector.matches(try parsed(#"{"app": "web", "tier": "front"}"#)) == matches)
    #expect(selector.matches(["app": "web", "tier": "front"]) == matches)
  }

  @Test(
    "A null is an empty value",
    arguments: [
      (#"{"matchLabels": {"app": null}}"#, true), (#"{"matchLabels": {"app": ""}}"#, true),
      (#"{"matchLabels": {"app": "null"}}"#, false), (#"{"matchLabels": {"none": null}}"#, false),
      (#"{"matchExpressions": [{"key": "app", "operator": "Exists"}]}"#, true),
      (#"{"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", null]}]}"#, true),
      (#"{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": [""]}]}"#, false),
    ])
  func nullValues(text: String, matches: Bool) throws {
    let selector = try LabelSelector(parsed(text))
    #expect(selector.matches(try parsed(#"{"app": null}"#)) == matches)
    #expect(selector.matches(try parsed(#"{"app": ""}"#)) == matches)
    #expect(selector.matches(["app": ""]) == matches)
  }

  @Test("An object without labels has none, whatever stands there", arguments: ["null", "[]", "1"])
  func noLabels(labels: String) throws {
    let selector = try LabelSelector(parsed(#"{"matchLabels": {"app": "web"}}"#))
    #expect(!selector.matches(nil))
    #expect(!selector.matches(try parsed(labels)))
    #expect(LabelSelector([]).matches(nil))
    let absent = try LabelSelector(
      parsed(#"{"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}"#))
    #expect(absent.matches(try parsed(labels)))
    #expect(absent.matches(try parsed(#"{"app": 1}"#)))
  }

  @Test(
    "Each mistake names its node",
    arguments: [
      (#"[]"#, .notMapping, ""), (#"{"matchLabels": []}"#, .notMapping, "/matchLabels"),
      (#"{"matchLabels": {"a": 1}}"#, .notString, "/matchLabels/a"),
      (#"{"matchLabels": {"_": "x"}}"#, .key(.name), "/matchLabels/_"),
      (#"{"matchLabels": {"a": "x y"}}"#, .value(.labelValue), "/matchLabels/a"),
      (#"{"matchExpressions": {}}"#, .notSequence, "/matchExpressions"),
      (#"{"matchExpressions": ["a"]}"#, .notMapping, "/matchExpressions/0"),
      (#"{"matchExpressions": [{"operator": "Exists"}]}"#, .missingKey, "/matchExpressions/0"),
      (#"{"matchExpressions": [{"key": 1}]}"#, .notString, "/matchExpressions/0/key"),
      (#"{"matchExpressions": [{"key": "a"}]}"#, .missingOperator, "/matchExpressions/0"),
      (
        #"{"matchExpressions": [{"key": "a", "operator": null}]}"#, .notString,
        "/matchExpressions/0/operator"
      ),
      (
        #"{"matchExpressions": [{"key": "a", "operator": "in", "values": ["x"]}]}"#,
        .unknownOperator, "/matchExpressions/0/operator"
      ),
      (
        #"{"matchExpressions": [{"key": "a", "operator": "In"}]}"#, .missingValues,
        "/matchExpressions/0"
      ),
      (
        #"{"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["x"]}]}"#,
        .unexpectedValues, "/matchExpressions/0/values"
      ),
      (
        #"{"matchExpressions": [{"key": "a", "operator": "In", "values": "x"}]}"#, .notSequence,
        "/matchExpressions/0/values"
      ),
      (
        #"{"matchExpressions": [{"key": "a", "operator": "In", "values": [1]}]}"#, .notString,
        "/matchExpressions/0/values/0"
      ),
      (#"{"matchlabels": {}}"#, .unknownField, "/matchlabels"),
      (
        #"{"matchExpressions": [{"key": "a", "operator": "Exists", "value": 1}]}"#, .unknownField,
        "/matchExpressions/0/value"
      ),
    ] as [(String, LabelSelectorError.Reason, String)])
  func mistakes(text: String, reason: LabelSelectorError.Reason, pointer: String) throws {
    let root = try parsed(text)
    let error = #expect(throws: LabelSelectorError.self) { try LabelSelector(root) }
    #expect(error?.reason == reason)
    #expect(error.map { root.document.pointer(to: $0.node).description } == pointer)
    #expect(error?.message.isEmpty == false)
  }

  @Test("A mistyped word is answered with the known one")
  func nearest() throws {
    let field = try parsed(#"{"matchlabels": {}}"#)
    #expect(
      #expect(throws: LabelSelectorError.self) { try LabelSelector(field) }?.nearest
        == "matchLabels")
    let kind = try parsed(#"{"matchExpressions": [{"key": "a", "operator": "exist"}]}"#)
    #expect(
      #expect(throws: LabelSelectorError.self) { try LabelSelector(kind) }?.nearest == "Exists")
  }
}
